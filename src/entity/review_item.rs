//! Something that moderators have to decide, with every open report on it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId, PostId, ReviewItemId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_item")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReviewItemId,
    pub network_id: NetworkId,
    pub post_id: PostId,
    /// Whose words they are.
    pub about_id: AccountId,
    /// Kept from the network's own moderators and leaders (permissions.md R22).
    pub to_site: bool,
    pub state: State,
    pub decision: Option<Decision>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    pub reason: String,
    pub version: i64,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether it still has to be decided.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has.
    #[sea_orm(string_value = "open")]
    Open,
    /// It has been.
    #[sea_orm(string_value = "decided")]
    Decided,
}

/// What was decided.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The words stay.
    #[sea_orm(string_value = "keep")]
    Keep,
    /// The words are hidden.
    #[sea_orm(string_value = "hide")]
    Hide,
}
