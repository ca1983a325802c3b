//! An earlier text of a post.

use sea_orm::entity::prelude::*;

use super::id::{AccountId, PostId, PostRevisionId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_revision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PostRevisionId,
    pub post_id: PostId,
    /// Counts from 1; the live text is not here.
    pub n: i64,
    pub editor_id: AccountId,
    pub body_src: String,
    /// The parts of a challenge at that time, as JSON; empty for other posts.
    pub parts: String,
    /// When this text was replaced.
    pub at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
