//! The networks of a person, as far as somebody else may know that they belong to them.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{CORE, ROLE, WithRole, core_of, role_of};
use crate::{
    entity::{id::AccountId, network},
    features::networks::policy::{self, SeenNetwork},
    platform::{access::Actor, web::error::Result},
};

/// More of them than this are not listed.
const MOST: u64 = 100;

/// The networks of `person` whose member list the actor may open, by name; all of one's own.
///
/// A network that the actor may know of and whose members they may not see says nothing here
/// (permissions.md R2, row 4).
pub async fn of_person<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    person: AccountId,
) -> Result<Vec<SeenNetwork>> {
    let rows = network::Entity::find()
        .filter(network::Column::Id.in_subquery(policy::networks_of(person)))
        .filter(network::Column::State.ne(network::State::Trashed))
        .filter(policy::visible_to(actor))
        .expr_as(role_of(actor.id()), ROLE)
        .expr_as(core_of(actor.id()), CORE)
        .order_by_asc(network::Column::NameKey)
        .limit(MOST)
        .into_model::<WithRole>()
        .all(db)
        .await?;
    let seen = rows.into_iter().map(|row| row.seen_by(actor));
    let is_own = actor.id() == Some(person);
    Ok(seen.filter(|seen| is_own || seen.lists_members()).collect())
}
