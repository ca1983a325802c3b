//! What happened, for those who listen.

use sea_orm::entity::prelude::*;

use super::id::{AccountId, ActivityId, NetworkId, PostId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActivityId,
    pub at: Timestamp,
    pub kind: String,
    pub actor_id: Option<AccountId>,
    pub network_id: Option<NetworkId>,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    /// The person it happened to.
    pub subject_id: Option<AccountId>,
}

impl ActiveModelBehavior for ActiveModel {}
