//! What helped: marking a post, and taking the mark back.

use axum::{extract::State, response::Response};

use super::super::{
    commands::{self, Marked},
    forms::HelpedForm,
    numbering::{helped_path, post_path},
    policy::{MarkHelped, SeenPost},
    queries,
    views::HelpedPage,
};
use crate::{
    entity::id::PostId,
    platform::{
        access::{Permit, Seen},
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The post, and a note about it.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let (now, target) = (app.clock.now(), helped_path(id));
    let rescued = rescued.form(&app.db, now, page.actor(), &target).await?;
    let form = rescued.unwrap_or_else(|| HelpedForm {
        note: permit.on().post().helped_note.clone(),
    });
    page.show(&HelpedPage::new(permit.on(), FormState::of(form)))
}

/// Marks it; once more changes the note alone.
pub(in super::super) async fn mark(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<PostId>,
    Submitted(form): Submitted<HelpedForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let note = match form.parse() {
        Ok(note) => note,
        Err(form) => return page.invalid(&HelpedPage::new(permit.on(), form)),
    };
    let work = async |write: &Write<'_>| commands::mark_helped(write, &permit, &note).await;
    match app.write(work).await? {
        Marked::Done => Ok(go(&saying(&place(permit.on()), "marked-helped"))),
        Marked::TooMany => {
            let form = FormState::of(typed).with_problem("", HelpedPage::TOO_MANY);
            page.invalid(&HelpedPage::new(permit.on(), form))
        }
    }
}

/// Takes the mark back.
pub(in super::super) async fn unmark(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    let work = async |write: &Write<'_>| commands::unmark_helped(write, &permit).await;
    app.write(work).await?;
    Ok(go(&saying(&place(permit.on()), "unmarked-helped")))
}

async fn permit(app: &App, page: &Page, id: PostId) -> Result<Permit<MarkHelped>> {
    let now = app.clock.now();
    let seen = queries::find_post(&app.db, now, page.actor(), id).await?;
    Ok(seen.permit::<MarkHelped>()?)
}

fn place(seen: &SeenPost) -> String {
    let thread = seen.thread().thread();
    post_path(thread.id, &thread.slug, seen.post().number)
}
