//! A revocable view of a result in a thread: a reference, never a copied number.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId, PostId, ResultId, ShareId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ShareId,
    pub result_id: ResultId,
    pub thread_id: ThreadId,
    pub post_id: PostId,
    pub sharer_id: AccountId,
    /// The codes of the dimensions shown, separated by commas.
    pub dimensions: String,
    pub level: Level,
    /// Whether the card names the network.
    pub name_shown: bool,
    /// The network the thread belonged to when this was shared.
    pub made_for_network: NetworkId,
    /// How visible that network was then; a wider audience pauses the share.
    pub made_for: super::network::Visibility,
    pub state: State,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// How much a share shows (health-check.md 12.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Bands only.
    #[sea_orm(string_value = "bands")]
    Bands,
    /// Bands and scores.
    #[sea_orm(string_value = "scores")]
    Scores,
}

/// Whether a share is shown (health-check.md 13.3).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    #[sea_orm(string_value = "active")]
    Active,
    /// Not until its owner confirms it again.
    #[sea_orm(string_value = "paused")]
    Paused,
    /// Taken back by its owner, for good.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
    /// Its time is over, for good.
    #[sea_orm(string_value = "expired")]
    Expired,
}
