//! What people do with their own words.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr},
};

use super::{
    super::{
        forms::{NewReply, PostChange, Words},
        numbering::{edit_path, replies_path},
        policy::{EditPost, Reply, ReplyLocked, SeenPost, SeenThread, WithdrawPost, still},
    },
    reading,
    row::{move_post, on_post, on_thread, take, tell, touching, why_not, why_not_post},
};
use crate::{
    entity::{
        id::{AccountId, PostId, ThreadId},
        post, post_revision, thread,
    },
    platform::{
        access::{Permit, Seen},
        db::Write,
        drafts,
        text::markdown,
        web::error::Result,
    },
};

/// How long an author may edit without a word about it, in minutes (forum.md TH5).
pub(in super::super) const SILENT_MINUTES: i64 = 15;

/// A reply that is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The post.
    pub id: PostId,
    /// Its number in the thread.
    pub number: i64,
}

/// Adds a post to a thread; in a locked one it is a notice (row 8).
pub async fn reply(write: &Write<'_>, permit: &Permit<Reply>, new: &NewReply) -> Result<Posted> {
    let (seen, author) = (permit.on(), permit.person().id);
    let thread = next_number(write, seen, author).await?;
    let number = thread.last_number;
    let row = post::ActiveModel {
        notice: Set(thread.state == thread::State::Locked),
        ..row(write, seen.thread.id, number, author, &new.body)
    };
    let id = post::Entity::insert(row)
        .exec(write.txn)
        .await?
        .last_insert_id;
    reading::own_post(write, author, seen.thread.id, number).await?;
    drafts::forget(write, author, &replies_path(seen.thread.id)).await?;
    tell(write, "replied", seen, author, Some((id, author))).await?;
    Ok(Posted { id, number })
}

/// Taken from the thread's row, which serialises posts. A lock, a removal or the end of a
/// membership may have come after the permit.
async fn next_number(
    write: &Write<'_>,
    seen: &SeenThread,
    author: AccountId,
) -> Result<thread::Model> {
    let ground = on_thread(seen, true);
    let in_state = |state: thread::State, row: &str| {
        Condition::all()
            .add(thread::Column::State.eq(state))
            .add(still(row, ground, author))
    };
    let mut right = Condition::any().add(in_state(thread::State::Open, "reply"));
    if seen.may::<ReplyLocked>() {
        right = right.add(in_state(thread::State::Locked, "reply_locked"));
    }
    let next = || thread::Column::LastNumber.into_expr().add(1);
    let posts = thread::Column::VisiblePosts;
    // Two transactions may have begun in the other order than they took the row.
    let latest = CaseStatement::new()
        .case(
            thread::Column::LastActivityAt.gt(write.now),
            thread::Column::LastActivityAt.into_expr(),
        )
        .finally(write.now);
    let taken = touching(seen.thread.id)
        .col_expr(thread::Column::LastNumber, next())
        .col_expr(posts, posts.into_expr().add(1))
        .col_expr(thread::Column::LastVisibleNumber, next())
        .col_expr(thread::Column::LastActivityAt, latest.into())
        .col_expr(thread::Column::LastPostBy, Expr::value(author))
        .filter(thread::Column::VisibilityState.eq(thread::Visibility::Visible))
        .filter(right)
        .exec_with_returning(write.txn)
        .await?;
    match taken.into_iter().next() {
        Some(thread) => Ok(thread),
        None => Err(why_not::<Reply>(write, seen).await),
    }
}

/// A new post, visible from now on.
pub(super) fn row(
    write: &Write<'_>,
    thread: ThreadId,
    number: i64,
    author: AccountId,
    words: &Words,
) -> post::ActiveModel {
    post::ActiveModel {
        thread_id: Set(thread),
        number: Set(number),
        author_id: Set(author),
        body_src: Set(words.src().to_owned()),
        body_html: Set(words.html().as_str().to_owned()),
        html_version: Set(markdown::VERSION),
        state: Set(post::State::Visible),
        state_reason: Set(String::new()),
        state_by: Set(None),
        state_at: Set(None),
        notice: Set(false),
        helped_at: Set(None),
        helped_by: Set(None),
        helped_note: Set(String::new()),
        created_at: Set(write.now),
        visible_at: Set(write.now),
        edited_at: Set(None),
        version: Set(1),
        ..Default::default()
    }
}

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The new words are there.
    Done,
    /// Somebody (the author, in another tab) was first: nothing was changed.
    Conflict,
}

/// Replaces the words of a post; the old ones are kept (forum.md TH5). An edit of an older version
/// changes nothing.
pub async fn edit(
    write: &Write<'_>,
    permit: &Permit<EditPost>,
    change: &PostChange,
) -> Result<Edited> {
    replace_words(write, permit, change.version, &change.body, "").await
}

/// The same with the parts of a challenge as they were, to be kept with the old words.
pub(super) async fn replace_words(
    write: &Write<'_>,
    permit: &Permit<EditPost>,
    version: i64,
    words: &Words,
    old_parts: &str,
) -> Result<Edited> {
    let (seen, author) = (permit.on(), permit.person().id);
    if seen.post.version != version {
        return Ok(Edited::Conflict);
    }
    // The caller of a challenge has asked whether any part of it changes.
    if old_parts.is_empty() && seen.post.body_src == words.src() {
        return Ok(Edited::Done);
    }
    take_for_edit(write, seen, author).await?;
    let mut update = post::Entity::update_many()
        .col_expr(post::Column::BodySrc, Expr::value(words.src()))
        .col_expr(post::Column::BodyHtml, Expr::value(words.html().as_str()))
        .col_expr(post::Column::HtmlVersion, Expr::value(markdown::VERSION))
        .col_expr(
            post::Column::Version,
            post::Column::Version.into_expr().add(1),
        );
    if write.now >= seen.post.visible_at.plus_minutes(SILENT_MINUTES) {
        update = update.col_expr(post::Column::EditedAt, Expr::value(write.now));
    }
    let updated = update
        .filter(post::Column::Id.eq(seen.post.id))
        .filter(post::Column::Version.eq(version))
        .filter(post::Column::State.eq(seen.post.state))
        .exec(write.txn)
        .await?;
    if updated.rows_affected == 0 {
        return Ok(Edited::Conflict);
    }
    keep_revision(write, seen, author, old_parts).await?;
    drafts::forget(write, author, &edit_path(seen.post.id)).await?;
    tell(
        write,
        "edited",
        &seen.thread,
        author,
        Some((seen.post.id, author)),
    )
    .await?;
    Ok(Edited::Done)
}

/// A lock stops edits by everyone below moderator, also one that came after the page (R24).
pub(super) async fn take_for_edit(
    write: &Write<'_>,
    seen: &SeenPost,
    author: AccountId,
) -> Result<()> {
    let ground = on_post(seen, true);
    let may_edit = still("edit_own_post", ground, author);
    let despite_lock = Condition::all()
        .add(thread::Column::State.eq(thread::State::Locked))
        .add(still("reply_locked", ground, author));
    let state = Condition::any()
        .add(thread::Column::State.eq(thread::State::Open))
        .add(despite_lock);
    let right = Condition::all()
        .add(thread::Column::VisibilityState.eq(thread::Visibility::Visible))
        .add(may_edit)
        .add(state);
    match take(write, seen.thread.thread.id, right).await? {
        Some(_) => Ok(()),
        None => Err(why_not_post::<EditPost>(write, seen).await),
    }
}

/// The row of the thread is held, so nobody else counts at the same time.
async fn keep_revision(
    write: &Write<'_>,
    seen: &SeenPost,
    editor: AccountId,
    parts: &str,
) -> Result<()> {
    let last: Option<Option<i64>> = post_revision::Entity::find()
        .select_only()
        .expr(post_revision::Column::N.max())
        .filter(post_revision::Column::PostId.eq(seen.post.id))
        .into_tuple()
        .one(write.txn)
        .await?;
    let row = post_revision::ActiveModel {
        post_id: Set(seen.post.id),
        n: Set(last.flatten().unwrap_or(0) + 1),
        editor_id: Set(editor),
        body_src: Set(seen.post.body_src.clone()),
        parts: Set(parts.to_owned()),
        at: Set(write.now),
        ..Default::default()
    };
    post_revision::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Takes back a post of one's own: the place stays, the words go (forum.md TH6). Says whether it
/// was still there to be taken back.
pub async fn withdraw(write: &Write<'_>, permit: &Permit<WithdrawPost>) -> Result<bool> {
    let (seen, author) = (permit.on(), permit.person().id);
    let right = still("withdraw_own_post", on_post(seen, false), author);
    if take(write, seen.thread.thread.id, right).await?.is_none() {
        return Err(why_not_post::<WithdrawPost>(write, seen).await);
    }
    let mut is_done = false;
    for state in [post::State::Visible, post::State::Hidden] {
        let steps = (state, post::State::Withdrawn);
        is_done = is_done || move_post(write, seen, steps, author, "").await?;
    }
    if is_done {
        tell(
            write,
            "withdrew",
            &seen.thread,
            author,
            Some((seen.post.id, author)),
        )
        .await?;
    }
    Ok(is_done)
}
