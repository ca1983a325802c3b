//! Who belongs to a network, and who looks after it.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use super::super::policy::SeenNetwork;
use crate::{
    entity::{
        account,
        membership::{self, Role},
        timestamp::Timestamp,
    },
    platform::web::error::Result,
};

/// A person in a network, with what a list shows of them. Never the email address (forum.md NW8).
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MemberRow {
    /// The account.
    pub account_id: crate::entity::id::AccountId,
    /// The role here.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// The unique name in addresses.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// What the account is allowed at all.
    pub state: account::State,
    /// Where they work; may be empty.
    pub organisation: String,
    /// What they do there; may be empty.
    pub job_role: String,
}

/// The leaders of a network: everybody who may know of it reads their names (forum.md NW2).
pub async fn leaders<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<MemberRow>> {
    let rows = rows()
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(membership::Column::Role.eq(Role::Leader))
        .filter(account::Column::State.eq(account::State::Active))
        .order_by_asc(membership::Column::JoinedAt)
        .order_by_asc(membership::Column::AccountId)
        .limit(50)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// Memberships with the people behind them.
pub(super) fn rows() -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .join(JoinType::InnerJoin, to_account())
        .column(account::Column::Handle)
        .column(account::Column::DisplayName)
        .column(account::Column::State)
        .column(account::Column::Organisation)
        .column(account::Column::JobRole)
}

fn to_account() -> RelationDef {
    membership::Entity::belongs_to(account::Entity)
        .from(membership::Column::AccountId)
        .to(account::Column::Id)
        .into()
}
