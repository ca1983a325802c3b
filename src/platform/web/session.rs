//! Who is signed in.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::error::Error;
use crate::platform::{access::Actor, app::App};

impl FromRequestParts<App> for Actor {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self::visitor(app.settings.now().visitors_can_read))
    }
}
