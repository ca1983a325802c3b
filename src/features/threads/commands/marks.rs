//! What helped: marks on posts (forum.md TH12).

use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    super::{
        challenge::MOST_HELPED,
        policy::{MarkHelped, SeenPost, still},
    },
    row::{Act, audited, for_the_author, happened, on_post, take, tell, why_not_post},
};
use crate::{
    entity::{post, thread, thread_event},
    platform::{access::Permit, db::Write, web::error::Result},
};

/// The row of the matrix.
const ROW: &str = "mark_what_worked";

/// What became of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// The post is marked, now or since before.
    Done,
    /// Five others are.
    TooMany,
}

/// Marks a post as what helped, as the author of its thread or for them. Once more changes the note
/// alone.
pub async fn mark_helped(
    write: &Write<'_>,
    permit: &Permit<MarkHelped>,
    note: &str,
) -> Result<Marked> {
    let (seen, by) = (permit.on(), permit.person().id);
    hold(write, permit).await?;
    let others = post::Entity::find()
        .filter(post::Column::ThreadId.eq(seen.thread.thread.id))
        .filter(post::Column::Id.ne(seen.post.id))
        .filter(post::Column::HelpedAt.is_not_null())
        .count(write.txn)
        .await?;
    if others >= MOST_HELPED {
        return Ok(Marked::TooMany);
    }
    let this = || {
        post::Entity::update_many()
            .col_expr(post::Column::HelpedNote, Expr::value(note))
            .filter(post::Column::Id.eq(seen.post.id))
            .filter(post::Column::State.eq(post::State::Visible))
    };
    let first = this()
        .col_expr(post::Column::HelpedAt, Expr::value(write.now))
        .col_expr(post::Column::HelpedBy, Expr::value(by))
        .filter(post::Column::HelpedAt.is_null())
        .exec(write.txn)
        .await?;
    if first.rows_affected == 1 {
        note_it(write, permit, thread_event::Kind::Helped, "marked_helped").await?;
        return Ok(Marked::Done);
    }
    let again = this()
        .filter(post::Column::HelpedAt.is_not_null())
        .exec(write.txn)
        .await?;
    if again.rows_affected == 1 {
        Ok(Marked::Done)
    } else {
        // It was hidden or withdrawn meanwhile.
        Err(why_not_post::<MarkHelped>(write, seen).await)
    }
}

/// Takes a mark back. Says whether there was one.
pub async fn unmark_helped(write: &Write<'_>, permit: &Permit<MarkHelped>) -> Result<bool> {
    let seen = permit.on();
    hold(write, permit).await?;
    let cleared = post::Entity::update_many()
        .col_expr(post::Column::HelpedAt, Expr::value(None::<i64>))
        .col_expr(post::Column::HelpedBy, Expr::value(None::<i64>))
        .col_expr(post::Column::HelpedNote, Expr::value(""))
        .filter(post::Column::Id.eq(seen.post.id))
        .filter(post::Column::HelpedAt.is_not_null())
        .exec(write.txn)
        .await?;
    if cleared.rows_affected == 0 {
        return Ok(false);
    }
    let kind = thread_event::Kind::NotHelped;
    note_it(write, permit, kind, "unmarked_helped").await?;
    Ok(true)
}

/// Marks of a thread stand in one line, so that five stay five.
async fn hold(write: &Write<'_>, permit: &Permit<MarkHelped>) -> Result<()> {
    let (seen, by): (&SeenPost, _) = (permit.on(), permit.person().id);
    let right = Condition::all()
        .add(still(ROW, on_post(seen, true), by))
        .add(for_the_author(&seen.thread, by))
        .add(thread::Column::State.ne(thread::State::Archived))
        .add(thread::Column::VisibilityState.eq(thread::Visibility::Visible));
    match take(write, seen.thread.thread.id, right).await? {
        Some(_) => Ok(()),
        None => Err(why_not_post::<MarkHelped>(write, seen).await),
    }
}

async fn note_it(
    write: &Write<'_>,
    permit: &Permit<MarkHelped>,
    kind: thread_event::Kind,
    name: &'static str,
) -> Result<()> {
    let (seen, by) = (permit.on(), permit.person().id);
    let thread = &seen.thread.thread;
    let which = format!("#{}", seen.post.number);
    happened(write, thread.id, kind, by, &which).await?;
    if by != thread.author_id {
        let act = Act {
            name,
            target: ("post", seen.post.id.0),
            reason: "",
            before: json!({ "helped": name == "unmarked_helped" }),
            after: json!({ "helped": name == "marked_helped" }),
        };
        audited(write, permit, &seen.thread, act).await?;
    }
    let post = Some((seen.post.id, seen.post.author_id));
    tell(write, name, &seen.thread, by, post).await
}
