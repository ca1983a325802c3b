//! Somebody asks to join; a leader or moderator decides (forum.md NW3).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, JoinRequestId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "join_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: JoinRequestId,
    pub network_id: NetworkId,
    pub account_id: AccountId,
    pub message: String,
    pub state: State,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    /// What the person who asked reads with the decision.
    pub note: String,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What became of a request.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for a decision.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// The person was let in.
    #[sea_orm(string_value = "approved")]
    Approved,
    /// The person was not let in; they may ask again after 14 days.
    #[sea_orm(string_value = "declined")]
    Declined,
    /// Taken back, or overtaken by an invitation.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
}
