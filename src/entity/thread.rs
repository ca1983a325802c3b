//! A conversation. Its row hands out the numbers of its posts and keeps its counts.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thread")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ThreadId,
    pub network_id: NetworkId,
    pub kind: Kind,
    pub title: String,
    pub slug: String,
    pub author_id: AccountId,
    pub state: State,
    pub visibility_state: Visibility,
    /// Shown where the reply form was.
    pub lock_reason: String,
    pub pinned_until: Option<Timestamp>,
    /// The number of the newest post; only ever raised.
    pub last_number: i64,
    pub visible_posts: i64,
    pub last_visible_number: i64,
    pub last_activity_at: Timestamp,
    pub last_post_by: Option<AccountId>,
    /// Raised by every write to the thread or its posts: the key of cached pages.
    pub version: i64,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a conversation is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A structured request for help.
    #[sea_orm(string_value = "challenge")]
    Challenge,
    /// Something noticed or learnt; also plain discussion.
    #[sea_orm(string_value = "observation")]
    Observation,
    /// A notice by leaders or moderators.
    #[sea_orm(string_value = "announcement")]
    Announcement,
}

/// Whether people may reply.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// They may.
    #[sea_orm(string_value = "open")]
    Open,
    /// Moderators and leaders only, as a notice.
    #[sea_orm(string_value = "locked")]
    Locked,
    /// Nobody.
    #[sea_orm(string_value = "archived")]
    Archived,
}

/// Whether readers see the thread at all.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// They do.
    #[sea_orm(string_value = "visible")]
    Visible,
    /// Taken out of sight until a decision.
    #[sea_orm(string_value = "hidden")]
    Hidden,
    /// Taken out of sight by a decision.
    #[sea_orm(string_value = "removed")]
    Removed,
    /// Taken back by its author.
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
}
