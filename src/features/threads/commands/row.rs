//! The thread's own row: its lock, its version, its counters, and what happened to it.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    UpdateMany,
    sea_query::{Expr, Func, SimpleExpr},
};

use super::super::{
    policy::{Ground, Item, SeenPost, SeenThread},
    queries,
    words::NOT_SHOWN,
};
use crate::{
    entity::{
        id::{AccountId, PostId, ThreadId},
        membership, post, thread, thread_event,
    },
    features::networks::policy::still_in,
    platform::{
        access::{Action, Permit, Seen},
        activity::{self, Activity},
        audit,
        db::Write,
        web::error::{Error, Result},
    },
};

/// The ground of a right to change a thread.
pub(super) fn on_thread(seen: &SeenThread, in_use: bool) -> Ground {
    Ground {
        network: seen.network.id,
        item: Item::Thread(seen.thread.id),
        in_use,
    }
}

/// The ground of a right to change a post.
pub(super) fn on_post(seen: &SeenPost, in_use: bool) -> Ground {
    Ground {
        item: Item::Post(seen.post.id),
        ..on_thread(&seen.thread, in_use)
    }
}

/// What a moderator or leader does for the author of a thread they do only as long as they are one;
/// whose thread it is never changes, so for its author the matrix says enough.
pub(super) fn for_the_author(seen: &SeenThread, by: AccountId) -> Condition {
    let moderates = [membership::Role::Moderator, membership::Role::Leader];
    let is_author = seen.thread.author_id == by;
    let right = (!is_author).then(|| still_in(seen.network.id, by, moderates));
    Condition::all().add_option(right)
}

/// A write to the thread's row, which every write is: it raises the version and holds the row
/// until the transaction ends.
pub(super) fn touching(thread: ThreadId) -> UpdateMany<thread::Entity> {
    let version = thread::Column::Version;
    thread::Entity::update_many()
        .col_expr(version, version.into_expr().add(1))
        .filter(thread::Column::Id.eq(thread))
}

/// Takes the thread's row where `condition` (a right, mostly) still holds; none if it does not.
pub(super) async fn take(
    write: &Write<'_>,
    thread: ThreadId,
    condition: Condition,
) -> Result<Option<thread::Model>> {
    let taken = touching(thread)
        .filter(condition)
        .exec_with_returning(write.txn)
        .await?;
    Ok(taken.into_iter().next())
}

/// Raises the version of a thread whose page changes through something that is no row of it, such
/// as a share.
pub async fn touch(write: &Write<'_>, thread: ThreadId) -> Result<()> {
    touching(thread).exec(write.txn).await?;
    Ok(())
}

/// Why a right that was there a moment ago is gone: asked again, with what is true now.
pub(super) async fn why_not<A: Action<On = SeenThread>>(
    write: &Write<'_>,
    seen: &SeenThread,
) -> Error {
    match queries::find(write.txn, seen.actor(), seen.thread.id).await {
        Ok(now) => now.refusal::<A>().map_or_else(changed, Error::from),
        Err(error) => error,
    }
}

/// The same for a post.
pub(super) async fn why_not_post<A: Action<On = SeenPost>>(
    write: &Write<'_>,
    seen: &SeenPost,
) -> Error {
    let found = queries::find_own_post(write.txn, write.now, seen.actor(), seen.post.id).await;
    match found {
        Ok(now) => now.refusal::<A>().map_or_else(changed, Error::from),
        Err(error) => error,
    }
}

fn changed() -> Error {
    Error::Conflict(
        "Something here has just changed. Go back, look again and try again.".to_owned(),
    )
}

/// Moves a post from one state to another, with who did it and why; says whether it was still in
/// the first. The caller holds the thread's row.
pub(super) async fn move_post(
    write: &Write<'_>,
    seen: &SeenPost,
    (from, to): (post::State, post::State),
    by: AccountId,
    reason: &str,
) -> Result<bool> {
    let version = post::Column::Version;
    let moved = post::Entity::update_many()
        .col_expr(post::Column::State, Expr::value(to))
        .col_expr(post::Column::StateReason, Expr::value(reason))
        .col_expr(post::Column::StateBy, Expr::value(by))
        .col_expr(post::Column::StateAt, Expr::value(write.now))
        .col_expr(version, version.into_expr().add(1))
        .filter(post::Column::Id.eq(seen.post.id))
        .filter(post::Column::State.eq(from))
        .exec(write.txn)
        .await?;
    if moved.rows_affected == 0 {
        return Ok(false);
    }
    let by_how_much = match (from == post::State::Visible, to == post::State::Visible) {
        (true, false) => -1,
        (false, true) => 1,
        _ => return Ok(true),
    };
    if by_how_much < 0 {
        clear_mark(write, seen, by).await?;
    }
    count(write, seen.thread.thread.id, by_how_much).await?;
    Ok(true)
}

/// What is not shown cannot be what helped (forum.md TH12).
async fn clear_mark(write: &Write<'_>, seen: &SeenPost, by: AccountId) -> Result<()> {
    let cleared = post::Entity::update_many()
        .col_expr(post::Column::HelpedAt, Expr::value(None::<i64>))
        .col_expr(post::Column::HelpedBy, Expr::value(None::<i64>))
        .col_expr(post::Column::HelpedNote, Expr::value(""))
        .filter(post::Column::Id.eq(seen.post.id))
        .filter(post::Column::HelpedAt.is_not_null())
        .exec(write.txn)
        .await?;
    if cleared.rows_affected > 0 {
        let kind = thread_event::Kind::NotHelped;
        let why = format!("#{} {NOT_SHOWN}", seen.post.number);
        happened(write, seen.thread.thread.id, kind, by, &why).await?;
    }
    Ok(())
}

/// One visible post more or fewer. What depends on the last of them is looked up, so that nobody
/// keeps an unread mark that cannot be cleared (forum.md TH6).
async fn count(write: &Write<'_>, thread: ThreadId, by: i64) -> Result<()> {
    let visible = || {
        post::Entity::find()
            .select_only()
            .filter(post::Column::ThreadId.eq(thread))
            .filter(post::Column::State.eq(post::State::Visible))
    };
    let highest = visible().expr(post::Column::Number.max()).into_query();
    let latest = visible().expr(post::Column::VisibleAt.max()).into_query();
    let last_author = {
        use sea_orm::QueryOrder;
        visible()
            .column(post::Column::AuthorId)
            .order_by_desc(post::Column::Number)
            .limit(1)
            .into_query()
    };
    let or = |query: sea_orm::sea_query::SelectStatement, fallback: SimpleExpr| {
        let found = Expr::SubQuery(None, Box::new(query.into()));
        SimpleExpr::from(Func::coalesce([found, fallback]))
    };
    let posts = thread::Column::VisiblePosts;
    thread::Entity::update_many()
        .col_expr(posts, posts.into_expr().add(by))
        .col_expr(
            thread::Column::LastVisibleNumber,
            or(highest, Expr::val(0_i64)),
        )
        .col_expr(
            thread::Column::LastActivityAt,
            or(latest, thread::Column::CreatedAt.into_expr()),
        )
        .col_expr(
            thread::Column::LastPostBy,
            or(last_author, thread::Column::AuthorId.into_expr()),
        )
        .filter(thread::Column::Id.eq(thread))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Notes that something happened to a thread, after its newest post. It takes no number.
pub(super) async fn happened(
    write: &Write<'_>,
    thread: ThreadId,
    kind: thread_event::Kind,
    by: AccountId,
    note: &str,
) -> Result<()> {
    let newest = thread::Entity::find_by_id(thread)
        .select_only()
        .column(thread::Column::LastNumber)
        .into_tuple::<i64>()
        .one(write.txn)
        .await?;
    let row = thread_event::ActiveModel {
        thread_id: Set(thread),
        after_number: Set(newest.unwrap_or(0)),
        kind: Set(kind),
        actor_id: Set(by),
        note: Set(note.to_owned()),
        at: Set(write.now),
        ..Default::default()
    };
    thread_event::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Adds what happened in a thread for those who listen.
pub(super) async fn tell(
    write: &Write<'_>,
    kind: &'static str,
    seen: &SeenThread,
    by: AccountId,
    post: Option<(PostId, AccountId)>,
) -> Result<()> {
    let event = Activity {
        kind,
        actor: Some(by),
        network: Some(seen.network.id),
        thread: Some(seen.thread.id),
        post: post.map(|(id, _)| id),
        subject: post
            .map(|(_, author)| author)
            .filter(|author| *author != by),
    };
    activity::record(write, event).await?;
    Ok(())
}

/// One act of a moderator on a thread or a post of it.
pub(super) struct Act<'a> {
    pub(super) name: &'static str,
    pub(super) target: (&'a str, i64),
    pub(super) reason: &'a str,
    pub(super) before: serde_json::Value,
    pub(super) after: serde_json::Value,
}

/// Adds it to the audit log.
pub(super) async fn audited<A: Action>(
    write: &Write<'_>,
    permit: &Permit<A>,
    seen: &SeenThread,
    act: Act<'_>,
) -> Result<()> {
    let (target_kind, target_id) = act.target;
    let entry = audit::Entry {
        actor: Some(permit.person().id),
        role: permit.on().standing().acting_role(),
        action: act.name,
        target_kind,
        target_id,
        network: Some(seen.network.id),
        reason: act.reason,
        before: act.before,
        after: act.after,
    };
    Ok(audit::record(write, entry).await?)
}
