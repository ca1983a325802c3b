//! The Plan tab, and the plan as a file.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::member;
use crate::{
    features::{
        health_checks::queries as checks,
        plans::{csv as file, due, queries, views::PlanPage},
    },
    platform::{
        app::App,
        web::{error::Result, page::Page, path::Path},
    },
};

/// The actions of a network, as far as the reader may see them.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let plan = queries::plan(&app.db, &seen).await?;
    let dimensions = checks::dimensions(&app).await?;
    let today = due::today(app.clock.now(), seen.network());
    page.show(&PlanPage::new(&seen, &plan, &dimensions, today))
}

/// The same as CSV: the rights of the page are the rights of the file.
pub(in super::super) async fn csv(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let plan = queries::plan(&app.db, &seen).await?;
    let rows = plan.open.iter().chain(&plan.closed);
    // With the mark, spreadsheets read the file as UTF-8.
    let text = format!("\u{feff}{}", file::file(rows, due::zone(seen.network())));
    tracing::info!(event = "plan_exported", network = seen.network().id.0);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"action-plan.csv\"",
        ),
    ];
    Ok((headers, text).into_response())
}
