//! What makes a thread a challenge: its parts, dimensions, status and outcome (forum.md TH10).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "challenge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    /// One to three codes, separated by commas.
    pub dimensions: String,
    pub happening: String,
    pub tried: String,
    pub help: String,
    /// Codes, separated by commas; may be empty.
    pub help_kinds: String,
    pub status: Status,
    /// What helped besides the replies that are marked, in the author's words; may be empty.
    pub what_helped: String,
    pub what_helped_html: String,
    /// What happened; empty until it is resolved or closed, and again when it is re-opened.
    pub outcome: String,
    pub outcome_html: String,
    pub outcome_at: Option<Timestamp>,
    /// Who told it: the author, or a moderator or leader for them.
    pub outcome_by: Option<AccountId>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a challenge stands (product.md 8.4.3).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Looking for help.
    #[sea_orm(string_value = "open")]
    Open,
    /// Something is being tried.
    #[sea_orm(string_value = "being_tried")]
    BeingTried,
    /// It is resolved, and what happened has been told.
    #[sea_orm(string_value = "resolved")]
    Resolved,
    /// It ended without being resolved, and why has been told.
    #[sea_orm(string_value = "closed")]
    Closed,
}
