//! A new title for a thread.

use axum::{extract::State, response::Response};

use super::super::{
    commands::{self, Edited},
    forms::TitleForm,
    numbering::{thread_path, title_path},
    policy::EditTitle,
    queries,
    views::TitlePage,
};
use crate::{
    entity::id::ThreadId,
    features::accounts::commands::count_words,
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

/// The form with the title as it is, or with the one that was rescued.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let target = title_path(id);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?;
    let form = form.unwrap_or_else(|| TitleForm::of(&permit.on().thread().title));
    page.show(&TitlePage::new(permit.on(), FormState::of(form)))
}

/// The new title.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ThreadId>,
    Submitted(form): Submitted<TitleForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let is_own = permit.on().thread().author_id == permit.person().id;
    let change = match form.parse(is_own) {
        Ok(change) => change,
        Err(form) => return page.invalid(&TitlePage::new(permit.on(), form)),
    };
    let work = async |write: &Write<'_>| {
        count_words(&app, write, permit.person().id).await?;
        commands::edit_title(write, &permit, &change).await
    };
    match app.write(work).await? {
        Edited::Done => {
            let seen = queries::find(&app.db, page.actor(), id).await?;
            let path = thread_path(id, &seen.thread().slug);
            Ok(go(&saying(&path, "title-changed")))
        }
        Edited::Conflict => conflict(&app, &page, id, typed).await,
    }
}

/// Somebody was first: the title as it is now, and what was typed.
async fn conflict(app: &App, page: &Page, id: ThreadId, typed: TitleForm) -> Result<Response> {
    let now = permit(app, page, id).await?;
    let was = now.on().thread().title.clone();
    let problem = format!("The title was changed meanwhile. It is now “{was}”");
    let form = FormState::of(TitleForm { was, ..typed }).with_problem("title", &problem);
    page.conflict(&TitlePage::new(now.on(), form))
}

async fn permit(app: &App, page: &Page, id: ThreadId) -> Result<Permit<EditTitle>> {
    let seen = queries::find(&app.db, page.actor(), id).await?;
    Ok(seen.permit::<EditTitle>()?)
}
