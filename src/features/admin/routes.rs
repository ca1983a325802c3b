//! The addresses of this feature.

use super::handlers;
use crate::platform::web::routes::{Door, Routes};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default().get("/admin", Door::Admin, handlers::show)
}
