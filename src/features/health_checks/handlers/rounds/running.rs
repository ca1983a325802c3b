//! Opening, closing, cancelling a round, and what stands beside it.

use axum::{extract::State, response::Response};

use super::{in_state, permit};
use crate::{
    entity::{
        health_check::State as CheckState,
        id::{HealthCheckId, ResultId},
    },
    features::health_checks::{
        commands::rounds as commands,
        forms::{CloseForm, VersionForm, ViewForm},
        policy::SeenRound,
        queries, routes,
        views::{CancelPage, ClosePage, OpeningPage, ViewPage},
    },
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// What is promised, once more, before people are asked.
pub(in super::super::super) async fn check(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match in_state(&app, &page, id, &[CheckState::Draft]).await? {
        Ok(seen) => page.show(&opening(&app, &seen, FormState::default()).await?),
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

async fn opening(app: &App, seen: &SeenRound, form: FormState<VersionForm>) -> Result<OpeningPage> {
    let counts = queries::counts(&app.db, seen).await?;
    let mail_is_off = app.config.smtp_url.is_none();
    Ok(OpeningPage::new(seen, &counts, mail_is_off, form))
}

/// Opens the round. Sent twice, the second finds it open.
pub(in super::super::super) async fn open(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<VersionForm>,
) -> Result<Response> {
    let seen = match in_state(&app, &page, id, &[CheckState::Draft]).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    if !OpeningPage::is_ready(&seen) {
        return Ok(go(&routes::round(id)));
    }
    let permit = permit(seen.clone())?;
    let opened: Result<Result<(), String>> = app
        .write(async |write| commands::open(write, &permit, form.version).await)
        .await;
    match opened {
        Ok(Ok(())) => Ok(go(&saying(&routes::round(id), "round-opened"))),
        Ok(Err(words)) => {
            let form = FormState::default().with_problem("", words);
            page.invalid(&opening(&app, &seen, form).await?)
        }
        // Two clicks at once: the first opened it.
        Err(Error::NotFound) => Ok(go(&routes::round(id))),
        Err(error) => Err(error),
    }
}

/// What closing it now means.
pub(in super::super::super) async fn ask_close(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match in_state(&app, &page, id, &[CheckState::Open]).await? {
        Ok(seen) => {
            let counts = queries::counts(&app.db, &seen).await?;
            page.show(&ClosePage::new(&seen, &counts, FormState::default()))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

/// Closes it. Of two who do so at once the second finds it done.
pub(in super::super::super) async fn close(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<CloseForm>,
) -> Result<Response> {
    let seen = match in_state(&app, &page, id, &[CheckState::Open]).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let permit = permit(seen.clone())?;
    let closed: Result<bool> = app
        .write(async |write| commands::close_early(write, &permit, form.even_below).await)
        .await;
    match closed {
        Ok(true) | Err(Error::Conflict(_)) => Ok(go(&routes::round(id))),
        Ok(false) => {
            let counts = queries::counts(&app.db, &seen).await?;
            let words = "Tick the box if you want to close it although there will be no result";
            let form = FormState::of(form).with_problem("even_below", words);
            page.invalid(&ClosePage::new(&seen, &counts, form))
        }
        Err(error) => Err(error),
    }
}

/// What cancelling or deleting it means.
pub(in super::super::super) async fn ask_cancel(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match in_state(&app, &page, id, &[CheckState::Open, CheckState::Draft]).await? {
        Ok(seen) => {
            let counts = queries::counts(&app.db, &seen).await?;
            page.show(&CancelPage::new(&seen, &counts))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

/// Cancels an open round; deletes one that was never opened.
pub(in super::super::super) async fn cancel(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(VersionForm { .. }): Submitted<VersionForm>,
) -> Result<Response> {
    let states = [CheckState::Open, CheckState::Draft];
    let seen = match in_state(&app, &page, id, &states).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let tab = routes::tab(seen.slug());
    let is_open = seen.check().state == CheckState::Open;
    let permit = permit(seen)?;
    if is_open {
        app.write(async |write| commands::cancel(write, &permit).await)
            .await?;
        return Ok(go(&saying(&tab, "round-cancelled")));
    }
    app.write(async |write| commands::delete_setup(write, &permit).await)
        .await?;
    Ok(go(&saying(&tab, "round-deleted")))
}

/// Setting one's own view beside it.
pub(in super::super::super) async fn view(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match in_state(&app, &page, id, &[CheckState::Open]).await? {
        Ok(seen) => {
            let form = ViewForm {
                result: seen
                    .round()
                    .leader_result_id
                    .map_or_else(String::new, |id| id.to_string()),
                shown: seen.round().leader_shown,
            };
            view_page(&app, &page, &seen, FormState::of(form)).await
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

async fn view_page(
    app: &App,
    page: &Page,
    seen: &SeenRound,
    form: FormState<ViewForm>,
) -> Result<Response> {
    let own = queries::results_in(&app.db, page.actor(), seen.network()).await?;
    let is_refused = !form.problems.is_empty();
    let view = ViewPage::new(seen, &own, form);
    if is_refused {
        page.invalid(&view)
    } else {
        page.show(&view)
    }
}

/// Chooses, or takes the choice back.
pub(in super::super::super) async fn choose_view(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<ViewForm>,
) -> Result<Response> {
    let seen = match in_state(&app, &page, id, &[CheckState::Open]).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let chosen = match form.result.as_str() {
        "" => None,
        id => Some((
            id.parse::<ResultId>().map_err(|_| Error::NotFound)?,
            form.shown,
        )),
    };
    let permit = permit(seen.clone())?;
    let key = queries::own_address_key(&app.db, page.actor()).await?;
    let chosen = app
        .write(async |write| commands::choose_view(write, &permit, chosen, &key).await)
        .await?;
    match chosen {
        Ok(()) => Ok(go(&routes::round(id))),
        Err(words) => {
            let form = FormState::of(form).with_problem("result", words);
            view_page(&app, &page, &seen, form).await
        }
    }
}

/// Tries the addresses again that did not take the mail.
pub(in super::super::super) async fn retry_mails(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(VersionForm { .. }): Submitted<VersionForm>,
) -> Result<Response> {
    if let Ok(seen) = in_state(&app, &page, id, &[CheckState::Open]).await? {
        let permit = permit(seen)?;
        app.write(async |write| commands::retry_refused(write, &permit).await)
            .await?;
    }
    Ok(go(&routes::round(id)))
}

/// Brings a deleted result back.
pub(in super::super::super) async fn restore(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(VersionForm { .. }): Submitted<VersionForm>,
) -> Result<Response> {
    let seen = queries::find_round(&app.db, page.actor(), id).await?;
    let permit = permit(seen)?;
    app.write(async |write| commands::restore(write, &permit).await)
        .await?;
    Ok(go(&routes::round(id)))
}
