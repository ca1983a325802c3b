//! Which actions were agreed since a round, for the list "What we tried".

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    entity::{action, timestamp::Timestamp},
    features::{
        networks::policy::SeenNetwork,
        plans::{policy, routes, tried::Agreed},
    },
    platform::{access::Seen, web::error::Result},
};

/// The list names this many at most.
const MOST: u64 = 100;

/// The actions of a network that were agreed since an instant, as far as the actor may see them.
/// Beside a comparison only for readers to whom both rounds are open (health-check.md 6.8).
pub async fn agreed_since<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    since: Timestamp,
) -> Result<Vec<Agreed>> {
    let rows = action::Entity::find()
        .filter(action::Column::NetworkId.eq(seen.network().id))
        .filter(action::Column::AgreedAt.gte(since))
        .filter(policy::visible_to(seen.actor()))
        .order_by_asc(action::Column::AgreedAt)
        .order_by_asc(action::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|action| Agreed {
            href: routes::action(action.id),
            title: action.title,
            dimension: action.dimension,
            state: action.state,
        })
        .collect())
}
