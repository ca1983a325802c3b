//! Locking and pinning.

use axum::{extract::State, response::Response};

use super::super::{
    commands::{self, Pinned},
    forms::{LockForm, PinForm},
    numbering::thread_path,
    policy::{PinLock, SeenThread},
    queries,
    views::{LockPage, PinPage},
};
use crate::{
    entity::id::ThreadId,
    platform::{
        access::{Permit, Seen},
        app::App,
        db::Write,
        web::{
            error::Result,
            form::{FormState, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The question whether to lock a thread, or to unlock one that is locked.
pub(in super::super) async fn ask_to_lock(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    page.show(&LockPage::new(permit.on(), FormState::default()))
}

/// Locks a thread, or unlocks one: the form says which, so that two moderators do not undo each
/// other's act.
pub(in super::super) async fn lock(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ThreadId>,
    Submitted(form): Submitted<LockForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let change = match form.parse() {
        Ok(change) => change,
        Err(form) => return page.invalid(&LockPage::new(permit.on(), form)),
    };
    let work = async |write: &Write<'_>| {
        if change.unlocks {
            commands::unlock(write, &permit, &change.reason).await
        } else {
            commands::lock(write, &permit, &change.reason).await
        }
    };
    app.write(work).await?;
    let code = if change.unlocks {
        "thread-unlocked"
    } else {
        "thread-locked"
    };
    Ok(go(&saying(&place(permit.on()), code)))
}

/// The question whether to pin a thread, or to unpin one that is pinned.
pub(in super::super) async fn ask_to_pin(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let form = FormState::of(PinForm::fresh());
    page.show(&PinPage::new(permit.on(), app.clock.now(), form))
}

/// Pins a thread for a time, or unpins it.
pub(in super::super) async fn pin(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ThreadId>,
    Submitted(form): Submitted<PinForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let typed = form.clone();
    let change = match form.parse() {
        Ok(change) => change,
        Err(form) => return page.invalid(&PinPage::new(permit.on(), app.clock.now(), form)),
    };
    let Some(days) = change.days else {
        let work = async |write: &Write<'_>| commands::unpin(write, &permit, &change.reason).await;
        app.write(work).await?;
        return Ok(go(&saying(&place(permit.on()), "thread-unpinned")));
    };
    let until = app.clock.now().plus_days(days);
    let work = async |write: &Write<'_>| commands::pin(write, &permit, until, &change.reason).await;
    match app.write(work).await? {
        Pinned::Done => Ok(go(&saying(&place(permit.on()), "thread-pinned"))),
        Pinned::TooMany => {
            let full = "Three threads are pinned in this network. Unpin one of them first";
            let form = FormState::of(typed).with_problem("", full);
            page.invalid(&PinPage::new(permit.on(), app.clock.now(), form))
        }
    }
}

async fn permit(app: &App, page: &Page, id: ThreadId) -> Result<Permit<PinLock>> {
    let seen = queries::find(&app.db, page.actor(), id).await?;
    Ok(seen.permit::<PinLock>()?)
}

fn place(seen: &SeenThread) -> String {
    thread_path(seen.thread.id, &seen.thread.slug)
}
