//! What machines ask: is the process alive, is it ready, what did a browser refuse, whom to tell
//! about a weakness.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use time::{Duration, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use super::{
    error::Error,
    forgery,
    limits::{Action, ClientRange},
    routes::{Door, Routes},
};
use crate::{
    entity::timestamp::Timestamp,
    platform::{app::App, random},
};

/// The heartbeat is written every ten seconds: two may fail.
const READY_FOR_MS: i64 = 30_000;

/// The probes. They stand beside the site, so that they answer when it is crowded.
pub fn routes() -> Routes {
    Routes::default()
        .get("/healthz", Door::Anyone, alive)
        .get("/readyz", Door::Anyone, ready)
}

/// What else machines ask for.
pub fn more_routes() -> Routes {
    Routes::default()
        .post(forgery::REPORTS, Door::Anyone, report)
        .get("/.well-known/security.txt", Door::Anyone, security)
}

/// When this process last wrote to the database; `/readyz` answers from it, so that asking costs
/// nothing (reliability.md 3).
#[derive(Clone, Debug)]
pub struct Pulse {
    beat_at: Arc<AtomicI64>,
    instance: Arc<str>,
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            beat_at: Arc::new(AtomicI64::new(i64::MIN)),
            instance: random::token().into(),
        }
    }
}

impl Pulse {
    /// Notes that the database took a row.
    pub fn beat(&self, at: Timestamp) {
        self.beat_at.store(at.0, Ordering::Relaxed);
    }

    /// What this process calls itself; a new name at every start.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Also false when the clock has been turned back past the last beat, until the next one.
    fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.0.saturating_sub(self.beat_at.load(Ordering::Relaxed));
        (-READY_FOR_MS..=READY_FOR_MS).contains(&age)
    }
}

async fn alive(State(app): State<App>) -> Response {
    answer(&app, StatusCode::OK, "alive\n")
}

async fn ready(State(app): State<App>) -> Response {
    if app.pulse.is_fresh(app.clock.now()) {
        answer(&app, StatusCode::OK, "ready\n")
    } else {
        answer(&app, StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

fn answer(app: &App, status: StatusCode, text: &'static str) -> Response {
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if app.config.bench
        && let Ok(instance) = HeaderValue::from_str(app.pulse.instance())
    {
        headers.insert(HeaderName::from_static("x-instance"), instance);
    }
    response
}

/// The parts of a report that are not about a person.
#[derive(Debug, Deserialize)]
struct Report {
    #[serde(default)]
    body: Violation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Violation {
    #[serde(rename = "documentURL")]
    document: String,
    #[serde(rename = "blockedURL")]
    blocked: String,
    effective_directive: String,
}

/// A page broke its own content security policy: a fault of ours, or somebody tried something.
async fn report(
    State(app): State<App>,
    range: ClientRange,
    body: Bytes,
) -> Result<StatusCode, Error> {
    app.limits.check(Action::CspReport, range)?;
    let reports: Vec<Report> = serde_json::from_slice(&body).unwrap_or_default();
    for Report { body } in reports.into_iter().take(10) {
        tracing::warn!(
            event = "csp_violation",
            document = without_query(&body.document),
            blocked = without_query(&body.blocked),
            directive = shortened(&body.effective_directive),
            "A page broke the content security policy.",
        );
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The first part of a path alone: queries are what people searched for, and the rest of a path
/// may be a secret link.
fn without_query(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let start = path.find("://").map_or(0, |scheme| scheme + 3);
    let end = path
        .match_indices('/')
        .map(|(at, _)| at)
        .filter(|at| *at > start)
        .nth(1);
    shortened(end.and_then(|end| path.get(..end)).unwrap_or(path))
}

fn shortened(text: &str) -> &str {
    text.char_indices()
        .nth(200)
        .and_then(|(at, _)| text.get(..at))
        .unwrap_or(text)
}

/// Whom to tell about a weakness (RFC 9116): whoever runs this site, by its help page.
async fn security(State(app): State<App>) -> Result<String, Error> {
    let base = &app.config.base_url;
    let now = OffsetDateTime::from_unix_timestamp(app.clock.now().0 / 1_000)
        .map_err(anyhow::Error::from)?;
    let expires = (now + Duration::days(180))
        .to_offset(UtcOffset::UTC)
        .format(&Rfc3339);
    Ok(format!(
        "Contact: {}\nExpires: {}\nPreferred-Languages: en\nCanonical: {}\n",
        base.join("/help"),
        expires.map_err(anyhow::Error::from)?,
        base.join("/.well-known/security.txt"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_ready_while_its_heart_beats() {
        let pulse = Pulse::default();
        assert!(!pulse.is_fresh(Timestamp(0)));
        pulse.beat(Timestamp(1_000));
        assert!(pulse.is_fresh(Timestamp(31_000)));
        assert!(!pulse.is_fresh(Timestamp(31_001)));
    }

    #[test]
    fn reports_are_kept_without_what_was_searched_or_linked() {
        assert_eq!(
            without_query("https://b.org/search?q=mia"),
            "https://b.org/search"
        );
        assert_eq!(
            without_query("https://b.org/reset/abc123"),
            "https://b.org/reset"
        );
        assert_eq!(without_query("inline"), "inline");
    }
}
