//! Texts that nobody may read any more: the words go, row and number stay (forum.md TH6).

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use super::super::policy::{REMOVED_DAYS, WITHDRAWN_DAYS};
use crate::{
    entity::{
        challenge,
        id::{PostId, ThreadId},
        post, post_revision, review_item, thread,
    },
    platform::{db::Write, web::error::Result},
};

/// Posts that are erased in one transaction.
const BATCH: u64 = 200;

/// Erases the texts of some posts whose time is over, with all earlier versions and, of a challenge,
/// its parts; says how many. What is under an open review item waits for the decision (R23).
pub(in super::super) async fn erase_texts(write: &Write<'_>) -> Result<u64> {
    let found: Vec<(PostId, ThreadId)> = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .column(post::Column::ThreadId)
        .filter(is_over(write))
        .limit(BATCH)
        .into_tuple()
        .all(write.txn)
        .await?;
    if found.is_empty() {
        return Ok(0);
    }
    // Threads before posts, as everywhere.
    let version = thread::Column::Version;
    thread::Entity::update_many()
        .col_expr(version, version.into_expr().add(1))
        .filter(thread::Column::Id.is_in(found.iter().map(|(_, thread)| *thread)))
        .exec(write.txn)
        .await?;
    let version = post::Column::Version;
    let erased = post::Entity::update_many()
        .col_expr(post::Column::BodySrc, Expr::value(""))
        .col_expr(post::Column::BodyHtml, Expr::value(""))
        .col_expr(version, version.into_expr().add(1))
        .filter(post::Column::Id.is_in(found.iter().map(|(post, _)| *post)))
        .filter(is_over(write))
        .exec_with_returning(write.txn)
        .await?;
    post_revision::Entity::delete_many()
        .filter(post_revision::Column::PostId.is_in(erased.iter().map(|post| post.id)))
        .exec(write.txn)
        .await?;
    let firsts = erased.iter().filter(|post| post.number == 1);
    challenge::Entity::update_many()
        .col_expr(challenge::Column::Happening, Expr::value(""))
        .col_expr(challenge::Column::Tried, Expr::value(""))
        .col_expr(challenge::Column::Help, Expr::value(""))
        .filter(challenge::Column::ThreadId.is_in(firsts.map(|post| post.thread_id)))
        .exec(write.txn)
        .await?;
    Ok(u64::try_from(found.len()).unwrap_or(BATCH))
}

fn is_over(write: &Write<'_>) -> Condition {
    let since = |state: post::State, days: i64| {
        Condition::all()
            .add(post::Column::State.eq(state))
            .add(post::Column::StateAt.lte(write.now.plus_days(-days)))
    };
    let under_review = review_item::Entity::find()
        .select_only()
        .column(review_item::Column::PostId)
        .filter(review_item::Column::State.eq(review_item::State::Open))
        .into_query();
    Condition::all()
        .add(
            Condition::any()
                .add(since(post::State::Withdrawn, WITHDRAWN_DAYS))
                .add(since(post::State::Removed, REMOVED_DAYS)),
        )
        .add(post::Column::BodySrc.ne(""))
        .add(post::Column::Id.not_in_subquery(under_review))
}
