//! A result as a file.

use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use crate::{
    entity::id::ResultId,
    features::health_checks::{csv, json, profile::Date, queries},
    platform::{
        access::Actor,
        app::App,
        web::{
            error::{Error, Result},
            path::Path,
        },
    },
};

/// One's own result as CSV, or that of a round that promised it to the actor.
pub(in super::super) async fn csv(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let (date, text) = match queries::find_result(&app.db, &actor, id).await {
        Ok(seen) => (seen.snapshot().date, csv::individual(seen.snapshot())),
        Err(Error::NotFound) => {
            let (_, snapshot) = queries::find_result_of_round(&app.db, &actor, id).await?;
            (snapshot.date, csv::round(&snapshot))
        }
        Err(error) => return Err(error),
    };
    tracing::info!(event = "result_exported");
    // With the mark, spreadsheets read the file as UTF-8.
    let file = format!("\u{feff}{text}");
    Ok(attached(date, "csv", "text/csv; charset=utf-8", file))
}

/// The result of a round for programs: the same figures and the same gaps.
pub(in super::super) async fn json(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ResultId>,
) -> Result<Response> {
    let (seen, snapshot) = queries::find_result_of_round(&app.db, &actor, id).await?;
    let beside = queries::beside(&app.db, Some(&actor), seen.promise()).await?;
    let file =
        json::round(&snapshot, beside.open).map_err(|error| Error::Internal(error.into()))?;
    tracing::info!(event = "result_exported");
    Ok(attached(snapshot.date, "json", "application/json", file))
}

fn attached(date: Date, ending: &str, kind: &str, file: String) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"health-check-{date}.{ending}\""),
        ),
    ];
    (headers, file).into_response()
}
