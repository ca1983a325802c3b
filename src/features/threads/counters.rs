//! Recounts what is stored with a thread. Counts move by arithmetic and are never corrected in
//! passing, so a difference is a defect to be found.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{CaseStatement, ExprTrait, SimpleExpr},
};

use crate::{
    entity::{id::ThreadId, post, thread, timestamp::Timestamp},
    platform::{
        db::difference::{BATCH, Difference},
        web::error::Result,
    },
};

/// Every stored count of a thread that differs from its posts; empty when all is well.
pub async fn differences<C: ConnectionTrait>(db: &C) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    let mut after = ThreadId(0);
    loop {
        let batch = stored(db, after).await?;
        let Some(last) = batch.last().map(|thread| thread.id) else {
            return Ok(found);
        };
        let mut counted = counted(db, after, last).await?;
        for thread in batch {
            let counted = counted.remove(&thread.id).unwrap_or_default();
            found.extend(compare(&thread, &counted));
        }
        after = last;
    }
}

#[derive(FromQueryResult)]
struct Stored {
    id: ThreadId,
    last_number: i64,
    visible_posts: i64,
    last_visible_number: i64,
    last_activity_at: Timestamp,
    created_at: Timestamp,
}

async fn stored<C: ConnectionTrait>(db: &C, after: ThreadId) -> Result<Vec<Stored>> {
    let batch = thread::Entity::find()
        .select_only()
        .columns([
            thread::Column::Id,
            thread::Column::LastNumber,
            thread::Column::VisiblePosts,
            thread::Column::LastVisibleNumber,
            thread::Column::LastActivityAt,
            thread::Column::CreatedAt,
        ])
        .filter(thread::Column::Id.gt(after))
        .order_by_asc(thread::Column::Id)
        .limit(BATCH)
        .into_model::<Stored>()
        .all(db)
        .await?;
    Ok(batch)
}

#[derive(Default, FromQueryResult)]
struct Counted {
    thread_id: Option<ThreadId>,
    posts: i64,
    highest: Option<i64>,
    visible: i64,
    highest_visible: Option<i64>,
    latest_visible: Option<i64>,
}

async fn counted<C: ConnectionTrait>(
    db: &C,
    after: ThreadId,
    last: ThreadId,
) -> Result<HashMap<ThreadId, Counted>> {
    let rows = post::Entity::find()
        .select_only()
        .column(post::Column::ThreadId)
        .expr_as(post::Column::Id.count(), "posts")
        .expr_as(post::Column::Number.max(), "highest")
        .expr_as(of_visible(post::Column::Id).count(), "visible")
        .expr_as(of_visible(post::Column::Number).max(), "highest_visible")
        .expr_as(of_visible(post::Column::VisibleAt).max(), "latest_visible")
        .filter(post::Column::ThreadId.gt(after))
        .filter(post::Column::ThreadId.lte(last))
        .group_by(post::Column::ThreadId)
        .into_model::<Counted>()
        .all(db)
        .await?;
    let by_thread = rows
        .into_iter()
        .filter_map(|row| Some((row.thread_id?, row)));
    Ok(by_thread.collect())
}

/// The column of a visible post, NULL for others.
fn of_visible(column: post::Column) -> SimpleExpr {
    CaseStatement::new()
        .case(
            post::Column::State.eq(post::State::Visible),
            column.into_expr(),
        )
        .into()
}

fn compare(thread: &Stored, counted: &Counted) -> Vec<Difference> {
    let latest = counted.latest_visible.unwrap_or(thread.created_at.0);
    let pairs = [
        (
            "last_number",
            thread.last_number,
            counted.highest.unwrap_or(0),
        ),
        // Numbers without a gap: as many posts as the highest number.
        ("last_number", thread.last_number, counted.posts),
        ("visible_posts", thread.visible_posts, counted.visible),
        (
            "last_visible_number",
            thread.last_visible_number,
            counted.highest_visible.unwrap_or(0),
        ),
        ("last_activity_at", thread.last_activity_at.0, latest),
    ];
    let wrong = pairs.into_iter().filter(|(_, stored, says)| stored != says);
    wrong
        .map(|(column, stored, counted)| Difference {
            table: "thread",
            id: thread.id.0,
            column,
            stored,
            counted,
        })
        .collect()
}
