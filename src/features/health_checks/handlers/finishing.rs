//! Checking all answers, saving the result, deleting the draft.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{Ground, Opened, open};
use crate::{
    entity::id::HealthCheckId,
    features::health_checks::{
        commands,
        forms::SaveForm,
        policy::{AnswerCheck, DeleteDraft},
        routes,
        views::{AnswersPage, DeleteDraftPage},
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::Result,
            form::Once,
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// All answers, each with the way back to its page.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => Ok(go(&path)),
        Opened::Draft(ground) => page.show(&answers_page(&ground)),
    }
}

/// Saves what was checked as a result. Sent again, it leads to the same result.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Once(form, key): Once<SaveForm>,
) -> Result<Response> {
    let ground = match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => return Ok(go(&app.write_once(&key, async |_| Ok(path)).await?)),
        Opened::Draft(ground) => ground,
    };
    let permit = ground.seen.clone().permit::<AnswerCheck>()?;
    if form.version == 0 || ground.walk().first_open().is_some() {
        return Ok(go(&routes::check(id)));
    }
    if let Some((status, problem)) = why_not(&ground, &form) {
        return page.with_status(status, &answers_page(&ground).with_problem(problem));
    }
    let path = app
        .write_once(&key, async |write| {
            let saved = commands::save(write, &permit, &ground.instrument, form.version).await?;
            Ok(saying(&routes::result(saved), "result-saved"))
        })
        .await?;
    Ok(go(&path))
}

fn why_not(ground: &Ground, form: &SaveForm) -> Option<(StatusCode, &'static str)> {
    if ground.answers.is_empty() {
        let words = "Answer at least one statement, then save the result";
        return Some((StatusCode::UNPROCESSABLE_ENTITY, words));
    }
    if form.version != ground.seen.draft.version {
        let words = "The answers were changed in another window. Check them, then save again";
        return Some((StatusCode::CONFLICT, words));
    }
    None
}

fn answers_page(ground: &Ground) -> AnswersPage {
    AnswersPage::new(&ground.seen, &ground.instrument, &ground.answers)
}

/// What deleting the draft means.
pub(in super::super) async fn ask_deletion(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => Ok(go(&path)),
        Opened::Draft(ground) => page.show(&DeleteDraftPage::new(&ground.seen, &ground.answers)),
    }
}

/// Deletes the draft.
pub(in super::super) async fn delete(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    let ground = match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => return Ok(go(&path)),
        Opened::Draft(ground) => ground,
    };
    let home = ground.seen.home_path();
    let permit = ground.seen.permit::<DeleteDraft>()?;
    app.write(async |write| commands::delete_draft(write, &permit).await)
        .await?;
    Ok(go(&saying(&home, "draft-deleted")))
}
