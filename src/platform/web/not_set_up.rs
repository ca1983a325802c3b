//! Until the site is set up, every page but the set-up itself says so.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::page::{Page, View};
use crate::platform::{access::Actor, app::App};

/// What is served before the set-up: the set-up, and files that it needs.
const OPEN: &[&str] = &[
    "/setup/",
    "/assets/",
    "/favicon.",
    "/robots.txt",
    "/.well-known/",
    "/csp-report",
];

/// The layer. 503, because the pages will be there in a while: search engines and monitors ask
/// again and remember nothing.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_open = OPEN.iter().any(|open| path.starts_with(open));
    if is_open || app.settings.now().set_up {
        return next.run(request).await;
    }
    let page = Page::new(app, Actor::visitor(false), request.uri());
    let shown = page.with_status(StatusCode::SERVICE_UNAVAILABLE, &NotSetUpPage {});
    let mut response = shown.unwrap_or_else(IntoResponse::into_response);
    let minute = HeaderValue::from_static("60");
    response.headers_mut().insert(RETRY_AFTER, minute);
    response
}

/// "This site is being set up".
#[derive(Clone, Debug, Serialize)]
pub struct NotSetUpPage {}

impl View for NotSetUpPage {
    const TEMPLATE: &'static str = "errors/not_set_up.html";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
