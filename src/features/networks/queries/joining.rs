//! Who asked to join, and who was asked to.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::policy::SeenNetwork;
use crate::{
    entity::{join_request, membership::Role, network_invitation, timestamp::Timestamp},
    platform::{access::Seen, web::error::Result},
};

/// Days after which somebody who was declined may ask again (forum.md NW3).
const ASK_AGAIN_DAYS: i64 = 14;

/// The actor's latest request to join this network, whatever became of it.
pub async fn own_request<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
) -> Result<Option<join_request::Model>> {
    let Some(person) = seen.actor().id() else {
        return Ok(None);
    };
    let found = join_request::Entity::find()
        .filter(join_request::Column::NetworkId.eq(seen.network().id))
        .filter(join_request::Column::AccountId.eq(person))
        .order_by_desc(join_request::Column::Id)
        .one(db)
        .await?;
    Ok(found)
}

/// Whether the actor has an open invitation to join this network.
pub async fn is_invited<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    seen: &SeenNetwork,
) -> Result<bool> {
    let Some(person) = seen.actor().id() else {
        return Ok(false);
    };
    let found = network_invitation::Entity::find()
        .filter(network_invitation::Column::NetworkId.eq(seen.network().id))
        .filter(network_invitation::Column::AccountId.eq(person))
        .filter(network_invitation::Column::Role.eq(Role::Member))
        .filter(network_invitation::Column::State.eq(network_invitation::State::Pending))
        .filter(network_invitation::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// From when somebody whose request was declined can ask again; none for other requests.
pub fn again_at(request: &join_request::Model) -> Option<Timestamp> {
    match request.state {
        join_request::State::Declined => request
            .decided_at
            .map(|declined_at| declined_at.plus_days(ASK_AGAIN_DAYS)),
        join_request::State::Pending
        | join_request::State::Approved
        | join_request::State::Withdrawn => None,
    }
}
