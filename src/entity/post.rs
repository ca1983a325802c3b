//! One entry of a thread's single numbered sequence.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, PostId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PostId,
    pub thread_id: ThreadId,
    /// Its place in the thread: never changed, never used again (R25).
    pub number: i64,
    pub author_id: AccountId,
    /// As typed, in Markdown.
    pub body_src: String,
    /// Made once, on writing; the only HTML that is shown as it is.
    pub body_html: String,
    pub html_version: i32,
    pub state: State,
    /// Why it was hidden or removed; its author reads it.
    pub state_reason: String,
    pub state_by: Option<AccountId>,
    pub state_at: Option<Timestamp>,
    /// Posted in a locked thread: shown as a notice (permissions.md row 8).
    pub notice: bool,
    /// Marked as "what helped".
    pub helped_at: Option<Timestamp>,
    /// Who marked it: the author of the thread, or somebody for them.
    pub helped_by: Option<AccountId>,
    pub helped_note: String,
    pub created_at: Timestamp,
    /// When others could first see it: the only time used for order.
    pub visible_at: Timestamp,
    /// Set by edits later than the first fifteen minutes.
    pub edited_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// What readers see of a post (permissions.md R5).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its text.
    #[sea_orm(string_value = "visible")]
    Visible,
    /// A placeholder, until a decision.
    #[sea_orm(string_value = "hidden")]
    Hidden,
    /// A placeholder, by a decision.
    #[sea_orm(string_value = "removed")]
    Removed,
    /// A placeholder: its author took it back.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
    /// A placeholder; the text is gone for good.
    #[sea_orm(string_value = "purged")]
    Purged,
}
