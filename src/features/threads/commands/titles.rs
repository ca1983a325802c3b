//! A new title (permissions.md row 26). Old addresses go on leading to the thread.

use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    super::{
        forms::TitleChange,
        policy::{EditTitle, still, still_on_anothers},
        queries,
    },
    posts::Edited,
    row::{Act, audited, happened, on_thread, touching, why_not},
};
use crate::{
    entity::{thread, thread_event},
    platform::{
        access::{Permit, Seen},
        activity::{self, Activity},
        db::Write,
        text::slug,
        web::error::Result,
    },
};

/// Changes the title of a thread, unless it is another one by now. Of one's own thread, readers see
/// what it was; of another's, they see the reason, and the old title, which may be what had to go,
/// is kept in the audit log alone (R20).
pub async fn edit_title(
    write: &Write<'_>,
    permit: &Permit<EditTitle>,
    change: &TitleChange,
) -> Result<Edited> {
    let (seen, by) = (permit.on(), permit.person().id);
    if change.title == change.was {
        return Ok(Edited::Done);
    }
    let is_own = seen.thread.author_id == by;
    let ground = on_thread(seen, true);
    let right = if is_own {
        still("edit_title", ground, by)
    } else {
        still_on_anothers("edit_title", ground, by)
    };
    let changed = touching(seen.thread.id)
        .col_expr(thread::Column::Title, Expr::value(change.title.as_str()))
        .col_expr(
            thread::Column::Slug,
            Expr::value(slug::thread(&change.title)),
        )
        .filter(thread::Column::Title.eq(change.was.as_str()))
        .filter(thread::Column::State.ne(thread::State::Archived))
        .filter(right)
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 0 {
        let now = queries::find(write.txn, seen.actor(), seen.thread.id).await?;
        return match now.refusal::<EditTitle>() {
            Some(_) => Err(why_not::<EditTitle>(write, seen).await),
            None => Ok(Edited::Conflict),
        };
    }
    let note = if is_own { &change.was } else { &change.reason };
    let kind = thread_event::Kind::Retitled;
    happened(write, seen.thread.id, kind, by, note).await?;
    if !is_own {
        let act = Act {
            name: "edit_title",
            target: ("thread", seen.thread.id.0),
            reason: &change.reason,
            before: json!({ "title": change.was }),
            after: json!({ "title": change.title }),
        };
        audited(write, permit, seen, act).await?;
    }
    let event = Activity {
        kind: "retitled",
        actor: Some(by),
        network: Some(seen.network.id),
        thread: Some(seen.thread.id),
        post: None,
        subject: (!is_own).then_some(seen.thread.author_id),
    };
    activity::record(write, event).await?;
    Ok(Edited::Done)
}
