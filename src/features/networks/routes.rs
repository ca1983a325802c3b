//! The addresses of this feature.

use super::handlers;
use crate::platform::web::routes::{Door, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/networks/new", Door::SignedIn, handlers::create::show)
        .post("/networks/new", Door::SignedIn, handlers::create::create)
        .get("/networks/{slug}", Door::Anyone, handlers::show)
        .guarded_by("know_network")
}

/// Where a network is.
pub fn network(slug: &str) -> String {
    format!("/networks/{slug}")
}
