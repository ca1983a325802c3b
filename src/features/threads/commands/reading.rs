//! How far somebody has read. The mark only grows (forum.md RD3).

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, Func, OnConflict, SimpleExpr},
};

use super::super::policy::SeenThread;
use crate::{
    entity::{
        id::{AccountId, ThreadId},
        post, thread_read,
    },
    platform::{access::Seen, db::Write, web::error::Result},
};

/// Notes that whoever sees this thread has read it up to `number`.
pub async fn mark_read(write: &Write<'_>, seen: &SeenThread, number: i64) -> Result<()> {
    let Some(reader) = seen.actor().id() else {
        return Ok(());
    };
    raise(write, reader, seen.thread.id, number).await
}

/// One's own post is read, but only by somebody who had read up to it: otherwise replies that came
/// before would be skipped.
pub(super) async fn own_post(
    write: &Write<'_>,
    author: AccountId,
    thread: ThreadId,
    number: i64,
) -> Result<()> {
    let before = post::Entity::find()
        .select_only()
        .expr(post::Column::Number.max())
        .filter(post::Column::ThreadId.eq(thread))
        .filter(post::Column::State.eq(post::State::Visible))
        .filter(post::Column::Number.lt(number))
        .into_query();
    let before = Expr::SubQuery(None, Box::new(before.into()));
    let had_read = Expr::col((thread_read::Entity, thread_read::Column::LastNumber))
        .gte(SimpleExpr::from(Func::coalesce([before, Expr::val(0_i64)])));
    thread_read::Entity::update_many()
        .col_expr(thread_read::Column::LastNumber, Expr::value(number))
        .col_expr(thread_read::Column::UpdatedAt, Expr::value(write.now))
        .filter(thread_read::Column::AccountId.eq(author))
        .filter(thread_read::Column::ThreadId.eq(thread))
        .filter(had_read)
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Raises the mark, or makes it.
pub(super) async fn raise(
    write: &Write<'_>,
    reader: AccountId,
    thread: ThreadId,
    number: i64,
) -> Result<()> {
    let row = thread_read::ActiveModel {
        account_id: Set(reader),
        thread_id: Set(thread),
        last_number: Set(number),
        updated_at: Set(write.now),
    };
    let grows = Expr::col((thread_read::Entity, thread_read::Column::LastNumber)).lt(number);
    let mut raise = OnConflict::columns([
        thread_read::Column::AccountId,
        thread_read::Column::ThreadId,
    ]);
    raise
        .update_columns([
            thread_read::Column::LastNumber,
            thread_read::Column::UpdatedAt,
        ])
        .action_and_where(grows);
    thread_read::Entity::insert(row)
        .on_conflict(raise)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}
