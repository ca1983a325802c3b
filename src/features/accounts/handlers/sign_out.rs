//! Signing out.

use axum::{
    http::{HeaderName, HeaderValue},
    response::Response,
};

use crate::{
    features::accounts::views::SignOutPage,
    platform::web::{
        error::Result,
        page::{Page, go, saying},
        session::CurrentSession,
    },
};

pub(in super::super) async fn show(page: Page) -> Result<Response> {
    page.show(&SignOutPage {})
}

/// The browser forgets the pages it keeps, so that Back shows nothing private (security.md SE-11).
pub(in super::super) async fn sign_out(session: CurrentSession) -> Result<Response> {
    session.sign_out().await?;
    let mut response = go(&saying("/", "signed_out"));
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}
