//! Where a challenge stands, and what came of it (product.md 8.4.3).

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{
    super::{
        forms::{StatusChange, Words},
        policy::{SeenThread, SetStatus, still},
        words::status_code,
    },
    challenges,
    row::{Act, audited, for_the_author, happened, on_thread, take, tell, why_not},
};
use crate::{
    entity::{challenge, id::AccountId, post, thread, thread_event},
    platform::{access::Permit, db::Write, web::error::Result},
};

/// The row of the matrix.
const ROW: &str = "set_challenge_status";

/// What became of a change of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusSet {
    /// The challenge stands where it was to go.
    Done,
    /// Somebody was first: nothing was changed.
    Conflict,
    /// It cannot be resolved: no reply is marked any more, and nothing else is told.
    NothingHelped,
}

/// Moves a challenge on, as its author or for them, with what is told about it.
pub async fn set_status(
    write: &Write<'_>,
    permit: &Permit<SetStatus>,
    change: &StatusChange,
) -> Result<StatusSet> {
    let (seen, by) = (permit.on(), permit.person().id);
    let right = Condition::all()
        .add(still(ROW, on_thread(seen, true), by))
        .add(for_the_author(seen, by))
        .add(thread::Column::State.ne(thread::State::Archived))
        .add(thread::Column::VisibilityState.eq(thread::Visibility::Visible));
    if take(write, seen.thread.id, right).await?.is_none() {
        return Err(why_not::<SetStatus>(write, seen).await);
    }
    let told = change
        .ending
        .as_ref()
        .is_some_and(|ending| ending.what_helped.is_some());
    if change.to == challenge::Status::Resolved && !told && !is_marked(write, seen).await? {
        return Ok(StatusSet::NothingHelped);
    }
    let before = challenges::row(write, seen.thread.id).await?;
    let moved = challenge::Entity::update_many()
        .set(row(write, by, change))
        .filter(challenge::Column::ThreadId.eq(seen.thread.id))
        .filter(challenge::Column::Status.eq(change.from))
        .exec(write.txn)
        .await?;
    if moved.rows_affected == 0 {
        return Ok(StatusSet::Conflict);
    }
    let note = note(&before, change);
    let kind = thread_event::Kind::Status;
    happened(write, seen.thread.id, kind, by, &note).await?;
    if by != seen.thread.author_id {
        let act = Act {
            name: "set_challenge_status",
            target: ("thread", seen.thread.id.0),
            reason: &change.note,
            before: json!({ "status": change.from }),
            after: json!({ "status": change.to }),
        };
        audited(write, permit, seen, act).await?;
    }
    tell(write, "status_changed", seen, by, None).await?;
    Ok(StatusSet::Done)
}

/// What is told about an ending stands on top until the challenge is opened again.
fn row(write: &Write<'_>, by: AccountId, change: &StatusChange) -> challenge::ActiveModel {
    let src = |words: Option<&Words>| Set(words.map_or_else(String::new, |it| it.src().to_owned()));
    let html = |words: Option<&Words>| {
        Set(words.map_or_else(String::new, |it| it.html().as_str().to_owned()))
    };
    let ending = change.ending.as_ref();
    let what_helped = ending.and_then(|ending| ending.what_helped.as_ref());
    let outcome = ending.map(|ending| &ending.outcome);
    challenge::ActiveModel {
        status: Set(change.to),
        what_helped: src(what_helped),
        what_helped_html: html(what_helped),
        outcome: src(outcome),
        outcome_html: html(outcome),
        outcome_at: Set(ending.map(|_| write.now)),
        outcome_by: Set(ending.map(|_| by)),
        ..Default::default()
    }
}

/// The code of the new status and what was said; when a challenge is opened again, also what was on
/// top until then, so that nothing told is lost.
fn note(before: &challenge::Model, change: &StatusChange) -> String {
    let mut lines = vec![status_code(change.to).to_owned()];
    let mut say = |intro: &str, words: &str| {
        if !words.is_empty() {
            lines.push(format!("{intro}{words}"));
        }
    };
    say("", &change.note);
    if change.to == challenge::Status::Open {
        say("What helped until then: ", &before.what_helped);
        say("What had happened until then: ", &before.outcome);
    }
    lines.join("\n")
}

/// Whether a reply is marked as what helped, now that the thread's row is held.
async fn is_marked(write: &Write<'_>, seen: &SeenThread) -> Result<bool> {
    let marked = post::Entity::find()
        .filter(post::Column::ThreadId.eq(seen.thread.id))
        .filter(post::Column::HelpedAt.is_not_null())
        .filter(post::Column::State.eq(post::State::Visible))
        .count(write.txn)
        .await?;
    Ok(marked > 0)
}
