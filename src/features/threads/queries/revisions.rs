//! The earlier texts of a post.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::super::policy::SeenPost;
use crate::{
    entity::{post_revision, timestamp::Timestamp},
    platform::web::error::Result,
};

/// A text that was replaced.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Revision {
    /// In Markdown.
    pub body_src: String,
    /// When it was replaced.
    pub at: Timestamp,
}

/// The earlier texts of a post, the oldest first. Whether they may be read is asked by a permit
/// ([`SeeRevisions`](super::super::policy::SeeRevisions)).
pub async fn revisions<C: ConnectionTrait>(db: &C, seen: &SeenPost) -> Result<Vec<Revision>> {
    let found = post_revision::Entity::find()
        .select_only()
        .columns([post_revision::Column::BodySrc, post_revision::Column::At])
        .filter(post_revision::Column::PostId.eq(seen.post.id))
        .order_by_asc(post_revision::Column::N)
        .into_model::<Revision>()
        .all(db)
        .await?;
    Ok(found)
}
