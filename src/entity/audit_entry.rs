//! Who used power over whom, and why. Append only: triggers refuse changes (security.md C17).

use sea_orm::entity::prelude::*;

use super::id::{AccountId, AuditEntryId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AuditEntryId,
    pub at: Timestamp,
    pub actor_id: Option<AccountId>,
    /// The role the person acted in.
    pub actor_role: String,
    pub action: String,
    pub target_kind: String,
    pub target_id: i64,
    pub network_id: Option<NetworkId>,
    pub reason: String,
    /// The state before, as JSON without bodies.
    pub before: String,
    pub after: String,
}

impl ActiveModelBehavior for ActiveModel {}
