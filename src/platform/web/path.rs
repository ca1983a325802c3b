//! The parts of an address, whose misspelling is simply not found.

use axum::{
    extract::{FromRequestParts, rejection::PathRejection},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::error::Error;
use crate::platform::app::App;

/// Like axum's, but an id that is none answers 404.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let found: Result<axum::extract::Path<T>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, app).await;
        found
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::NotFound)
    }
}

/// The query of an address; what cannot be read counts as not given.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default + Send> FromRequestParts<App> for Query<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &App,
    ) -> Result<Self, std::convert::Infallible> {
        let text = parts.uri.query().unwrap_or_default();
        Ok(Self(serde_html_form::from_str(text).unwrap_or_default()))
    }
}
