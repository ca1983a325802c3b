//! Taking somebody's words out of sight, and bringing them back (forum.md MO3).

use serde_json::json;

use super::{
    super::policy::{HidePost, RestorePost, SeenPost, still},
    row::{Act, audited, move_post, on_post, take, tell, why_not_post},
};
use crate::{
    entity::post,
    platform::{
        access::{Action, Permit},
        db::Write,
        web::error::Result,
    },
};

/// The row of the matrix.
const ROW: &str = "hide_remove_restore";

/// Hides a post, with the reason that its author reads. Says whether it was shown until now: once
/// more is no act.
pub async fn hide(write: &Write<'_>, permit: &Permit<HidePost>, reason: &str) -> Result<bool> {
    let steps = (post::State::Visible, post::State::Hidden);
    decide(write, permit, permit.on(), steps, ("hide_post", reason)).await
}

/// Shows a hidden post again: the same number, and not new for those who had read past it. Says
/// whether it was hidden until now.
pub async fn restore(
    write: &Write<'_>,
    permit: &Permit<RestorePost>,
    reason: &str,
) -> Result<bool> {
    let steps = (post::State::Hidden, post::State::Visible);
    decide(write, permit, permit.on(), steps, ("restore_post", reason)).await
}

async fn decide<A: Action<On = SeenPost>>(
    write: &Write<'_>,
    permit: &Permit<A>,
    seen: &SeenPost,
    steps: (post::State, post::State),
    (name, reason): (&'static str, &str),
) -> Result<bool> {
    let by = permit.person().id;
    let right = still(ROW, on_post(seen, false), by);
    if take(write, seen.thread.thread.id, right).await?.is_none() {
        return Err(why_not_post::<A>(write, seen).await);
    }
    if !move_post(write, seen, steps, by, reason).await? {
        return Ok(false);
    }
    let act = Act {
        name,
        target: ("post", seen.post.id.0),
        reason,
        before: json!({ "state": steps.0 }),
        after: json!({ "state": steps.1 }),
    };
    audited(write, permit, &seen.thread, act).await?;
    let subject = Some((seen.post.id, seen.post.author_id));
    tell(write, name, &seen.thread, by, subject).await?;
    Ok(true)
}
