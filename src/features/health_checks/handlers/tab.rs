//! The Health checks tab of a network.

use axum::{extract::State, response::Response};

use crate::{
    features::{
        health_checks::{
            commands, forms::StartForm, policy::RunCheck, queries, routes, views::ChecksPage,
        },
        networks,
    },
    platform::{
        app::App,
        web::{
            error::Result,
            form::Once,
            limits::{Action, ClientRange},
            page::{Page, go},
            path::Path,
        },
    },
};

/// What a check is, who can take one, and one's own.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = networks::inside(&app, &page, &slug).await?;
    let network = seen.network().id;
    let draft = queries::draft_in(&app.db, page.actor(), network).await?;
    let results = queries::results_in(&app.db, page.actor(), network).await?;
    let rounds = queries::rounds_in(&app.db, page.actor(), network).await?;
    let released = queries::released_in(&app.db, page.actor(), network).await?;
    let (_, instrument) = queries::current(&app).await?;
    page.show(&ChecksPage::new(
        &seen,
        draft.as_ref(),
        &results,
        &instrument,
        (&rounds, &released),
    ))
}

/// Begins a check, or goes on with the one that was begun.
pub(in super::super) async fn start(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    range: ClientRange,
    Once(StartForm {}, key): Once<StartForm>,
) -> Result<Response> {
    let seen = networks::inside(&app, &page, &slug).await?;
    let permit = networks::allowed::<RunCheck>(&app, &page, seen).await?;
    app.limits.check(Action::Write, range)?;
    let (instrument, _) = queries::current(&app).await?;
    let path = app
        .write_once(&key, async |write| {
            let check = commands::start(write, &permit, instrument).await?;
            Ok(routes::check(check))
        })
        .await?;
    Ok(go(&path))
}
