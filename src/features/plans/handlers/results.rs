//! The page of a result, and deleting it.

use axum::{extract::State, response::Response};

use super::{instrument, rounds};
use crate::{
    entity::id::ResultId,
    features::{
        health_checks::{
            self,
            policy::{DeleteResult, SeenResult},
        },
        plans::{
            commands,
            forms::Nothing,
            policy::AddSuggested,
            proposal, routes,
            views::{DeleteResultPage, ResultPage},
        },
        threads,
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::{Error, Result},
            form::Once,
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// A result with what its owner could do next; or that of a round, as the round promised.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let seen = match find(&app, &page, id).await {
        Ok(seen) => seen,
        Err(Error::NotFound) => return rounds::show(&app, &page, id).await,
        Err(error) => return Err(error),
    };
    let shared = health_checks::queries::shares_of(&app.db, &seen).await?;
    page.show(&ResultPage::new(&seen, shared.len()))
}

/// Puts what the result suggests into the plan of its network, as proposals.
pub(in super::super) async fn add_suggested(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ResultId>,
    Once(Nothing {}, key): Once<Nothing>,
) -> Result<Response> {
    let seen = find(&app, &page, id).await?;
    let (_, slug) = seen.network_link().ok_or(Error::NotFound)?;
    let instrument = instrument(&app).await?;
    let suggested = &seen.snapshot().report.what_next.actions;
    let proposals = proposal::of_own_view(suggested, &instrument);
    let permit = seen.permit::<AddSuggested>()?;
    let path = app
        .write_once(&key, async |write| {
            let added = commands::propose_own(write, &permit, &proposals).await?;
            let said = if added == 0 {
                "actions-known"
            } else {
                "actions-proposed"
            };
            Ok::<_, Error>(saying(&routes::plan(&slug), said))
        })
        .await?;
    Ok(go(&path))
}

/// What deleting it means.
pub(in super::super) async fn ask_deletion(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let seen = match find(&app, &page, id).await {
        Ok(seen) => seen,
        Err(Error::NotFound) => return rounds::ask_deletion(&app, &page, id).await,
        Err(error) => return Err(error),
    };
    let shared = health_checks::queries::shares_of(&app.db, &seen).await?;
    page.show(&DeleteResultPage::new(&seen, shared.len()))
}

/// Erases it and takes back every share of it.
pub(in super::super) async fn delete(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let seen = match find(&app, &page, id).await {
        Ok(seen) => seen,
        Err(Error::NotFound) => return rounds::delete(&app, &page, id).await,
        Err(error) => return Err(error),
    };
    let home = seen.home_path();
    let permit = seen.permit::<DeleteResult>()?;
    app.write(async |write| {
        // Whoever shares a result holds its thread and waits for the result: so threads come first
        // here, too.
        for thread in health_checks::queries::shares_of(write.txn, permit.on()).await? {
            threads::commands::touch(write, thread).await?;
        }
        health_checks::commands::delete_result(write, &permit).await?;
        Ok::<_, Error>(())
    })
    .await?;
    Ok(go(&saying(&home, "result-deleted")))
}

async fn find(app: &App, page: &Page, id: ResultId) -> Result<SeenResult> {
    health_checks::queries::find_result(&app.db, page.actor(), id).await
}
