//! The addresses of this feature.

use super::handlers;
use crate::platform::web::routes::{Door, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/", Door::Anyone, handlers::home)
        .get("/help", Door::Anyone, handlers::help)
        .get("/rules", Door::Anyone, handlers::rules)
        .get("/privacy", Door::Anyone, handlers::privacy)
        .get("/accessibility", Door::Anyone, handlers::accessibility)
        .get("/source", Door::Anyone, handlers::source)
}
