//! Something that happened to a thread. It takes no number, so nobody has phantom unread posts.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, ThreadEventId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ThreadEventId,
    pub thread_id: ThreadId,
    pub after_number: i64,
    pub kind: Kind,
    pub actor_id: AccountId,
    /// The reason, or the outcome; readers see it.
    pub note: String,
    pub at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What happened.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Replies were stopped.
    #[sea_orm(string_value = "locked")]
    Locked,
    /// Replies go on.
    #[sea_orm(string_value = "unlocked")]
    Unlocked,
    /// Put on top of the network's list.
    #[sea_orm(string_value = "pinned")]
    Pinned,
    /// Taken from the top.
    #[sea_orm(string_value = "unpinned")]
    Unpinned,
    /// The status of a challenge changed.
    #[sea_orm(string_value = "status")]
    Status,
    /// A post was marked as what helped.
    #[sea_orm(string_value = "helped")]
    Helped,
    /// That mark was taken back.
    #[sea_orm(string_value = "not_helped")]
    NotHelped,
    /// The title was changed: the note is the old one, or the reason if it was not the author.
    #[sea_orm(string_value = "retitled")]
    Retitled,
}
