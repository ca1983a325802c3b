//! The addresses of this feature.

use super::handlers;
use crate::{
    entity::id::ShareId,
    platform::web::routes::{Door, Routes},
};

/// Where one's own results are shared.
pub const SHARED: &str = "/results/shared";

/// The routes of this feature. A result and a share are their owner's alone; for everybody else
/// they do not exist (permissions.md R55, R56).
pub fn routes() -> Routes {
    use handlers::{results, shares};
    Routes::default()
        .get("/results/{result}", Door::Anyone, results::show)
        .guarded_by("view_result")
        .get(
            "/results/{result}/deletion",
            Door::Anyone,
            results::ask_deletion,
        )
        .post(
            "/results/{result}/deletion",
            Door::SignedIn,
            results::delete,
        )
        .get(SHARED, Door::SignedIn, shares::list)
        .post(
            "/results/shared/withdrawal",
            Door::SignedIn,
            shares::withdraw_all,
        )
        .get("/results/shared/{share}", Door::SignedIn, shares::show)
        .post("/results/shared/{share}", Door::SignedIn, shares::narrow)
        .post(
            "/results/shared/{share}/preview",
            Door::SignedIn,
            shares::preview,
        )
        .post(
            "/results/shared/{share}/withdrawal",
            Door::SignedIn,
            shares::withdraw,
        )
        .post(
            "/results/shared/{share}/confirmation",
            Door::SignedIn,
            shares::confirm,
        )
        .guarded_by("share_result")
}

/// One of one's own shares.
pub fn share(id: ShareId) -> String {
    format!("{SHARED}/{id}")
}
