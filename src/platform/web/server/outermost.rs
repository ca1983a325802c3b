//! Around everything: the request's id, its line in the log, the headers of its answer.

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header::CONTENT_LENGTH},
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;
use tracing::Instrument;

use super::host;
use crate::{
    entity::id::AccountId,
    platform::{app::App, random, statements, web::headers},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const STATEMENTS: HeaderName = HeaderName::from_static("x-statements");

/// Pages are made whole, so what is being compressed fits in memory.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A place in which the session says who asked, for the log: it learns it further inside.
#[derive(Clone, Debug, Default)]
pub struct AskedBy(Arc<OnceLock<AccountId>>);

impl AskedBy {
    /// Notes who asked; the first one counts.
    pub fn note(&self, account: AccountId) {
        let _ = self.0.set(account);
    }
}

/// The layer. The log line holds the route's template, never a path: paths carry secret links
/// (security.md C18).
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    // Always our own: one from outside could be anything.
    let id = random::base32(&random::bytes::<8>());
    let id_header = HeaderValue::from_str(&id).ok();
    if let Some(id) = id_header.clone() {
        request.headers_mut().insert(REQUEST_ID, id);
    }
    let asked_by = AskedBy::default();
    request.extensions_mut().insert(asked_by.clone());
    let asked = headers::Asked::by(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let is_probe = host::is_probe(request.uri().path());

    let span = tracing::info_span!("request", id);
    let (response, statements) = statements::counting(next.run(request).instrument(span)).await;

    let (mut response, bytes) = whole(response).await;
    headers::add(
        response.headers_mut(),
        asked,
        app.config.base_url.is_https(),
    );
    if let Some(id) = id_header {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    if app.config.bench {
        response
            .headers_mut()
            .insert(STATEMENTS, HeaderValue::from(statements));
    }
    if is_probe {
        return response;
    }
    let person = asked_by.0.get().map(|account| pseudonym(&app, *account));
    tracing::info!(
        event = "request",
        method = method.as_str(),
        route = route.as_ref().map(MatchedPath::as_str),
        status = response.status().as_u16(),
        ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        bytes,
        statements,
        id,
        person,
    );
    response
}

/// The same person is the same word in every line, and nobody without the site's key knows which.
fn pseudonym(app: &App, account: AccountId) -> String {
    let mut code = app.secret.sign("log", &account.0.to_string());
    code.truncate(16);
    code
}

/// Compressed pages come in pieces of unknown length; with a length the line in the log is whole
/// and the answer needs no chunks.
async fn whole(response: Response) -> (Response, u64) {
    if let Some(bytes) = response.body().size_hint().exact() {
        return (response, bytes);
    }
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, MOST_BYTES).await {
        Ok(body) => {
            let bytes = body.len() as u64;
            parts
                .headers
                .insert(CONTENT_LENGTH, HeaderValue::from(bytes));
            (Response::from_parts(parts, Body::from(body)), bytes)
        }
        Err(error) => {
            tracing::error!(event = "internal_error", %error, "A page could not be compressed.");
            (host::broken(), 0)
        }
    }
}
