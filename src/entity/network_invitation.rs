//! Somebody is asked to join, or a member is asked to lead (forum.md NW4, permissions.md R12).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId, NetworkInvitationId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "network_invitation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NetworkInvitationId,
    pub network_id: NetworkId,
    pub account_id: AccountId,
    /// Member, or leader for somebody who is a member already.
    pub role: super::membership::Role,
    pub invited_by: AccountId,
    pub state: State,
    pub created_at: Timestamp,
    /// 28 days for joining, 14 days for leading.
    pub expires_at: Timestamp,
    pub decided_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What became of an invitation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for an answer.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// Taken.
    #[sea_orm(string_value = "accepted")]
    Accepted,
    /// Turned down.
    #[sea_orm(string_value = "declined")]
    Declined,
    /// Taken back by the network.
    #[sea_orm(string_value = "revoked")]
    Revoked,
}
