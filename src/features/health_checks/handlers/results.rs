//! A result as a file.

use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use crate::{
    entity::id::ResultId,
    features::health_checks::{csv, queries},
    platform::{
        access::Actor,
        app::App,
        web::{error::Result, path::Path},
    },
};

/// One's own result as CSV.
pub(in super::super) async fn csv(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let seen = queries::find_result(&app.db, &actor, id).await?;
    let name = format!("health-check-{}.csv", seen.snapshot().date);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    // With the mark, spreadsheets read the file as UTF-8.
    let file = format!("\u{feff}{}", csv::individual(seen.snapshot()));
    tracing::info!(event = "result_exported");
    Ok((headers, file).into_response())
}
