//! The long parts of a challenge, and what stands beside it.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    super::policy::{SeenPost, SeenThread},
    find, find_post,
};
use crate::{
    entity::{
        challenge,
        id::{PostId, ThreadId},
        post, share,
        timestamp::Timestamp,
    },
    platform::{
        access::Actor,
        web::error::{Error, Result},
    },
};

/// All of a challenge; 404 if the thread is none.
pub async fn challenge<C: ConnectionTrait>(db: &C, seen: &SeenThread) -> Result<challenge::Model> {
    let found = challenge::Entity::find_by_id(seen.thread.id)
        .one(db)
        .await?;
    found.ok_or(Error::NotFound)
}

/// The post that carries a challenge; 404 if there is no such thread for the actor, or if it is no
/// challenge.
pub async fn challenge_post<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    id: ThreadId,
) -> Result<SeenPost> {
    let seen = find(db, actor, id).await?;
    if seen.challenge.is_none() {
        return Err(Error::NotFound);
    }
    let first = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::ThreadId.eq(id))
        .filter(post::Column::Number.eq(1))
        .into_tuple::<PostId>()
        .one(db)
        .await?;
    find_post(db, now, actor, first.ok_or(Error::NotFound)?).await
}

/// The numbers of the posts that are marked as what helped.
pub async fn marked<C: ConnectionTrait>(db: &C, seen: &SeenThread) -> Result<Vec<i64>> {
    let numbers = post::Entity::find()
        .select_only()
        .column(post::Column::Number)
        .filter(post::Column::ThreadId.eq(seen.thread.id))
        .filter(post::Column::HelpedAt.is_not_null())
        .filter(post::Column::State.eq(post::State::Visible))
        .order_by_asc(post::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    Ok(numbers)
}

/// Whether a post carries a result that its owner has not taken back.
pub async fn carries_result<C: ConnectionTrait>(db: &C, post: PostId) -> Result<bool> {
    let alive = [share::State::Active, share::State::Paused];
    let found = share::Entity::find()
        .select_only()
        .column(share::Column::Id)
        .filter(share::Column::PostId.eq(post))
        .filter(share::Column::State.is_in(alive))
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(found.is_some())
}
