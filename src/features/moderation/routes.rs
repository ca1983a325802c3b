//! The addresses of this feature.

use super::handlers::{posts, reports, review};
use crate::{
    entity::id::{PostId, ReviewItemId},
    platform::web::routes::{Door, Routes},
};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/posts/{id}/report", Door::SignedIn, reports::show)
        .guarded_by("report")
        .post("/posts/{id}/report", Door::SignedIn, reports::report)
        .guarded_by("report")
        .get("/posts/{id}/removal", Door::SignedIn, posts::show_removal)
        .guarded_by("hide_remove_restore")
        .post("/posts/{id}/removal", Door::SignedIn, posts::hide)
        .guarded_by("hide_remove_restore")
        .get(
            "/posts/{id}/restoration",
            Door::SignedIn,
            posts::show_restoration,
        )
        .guarded_by("hide_remove_restore")
        .post("/posts/{id}/restoration", Door::SignedIn, posts::restore)
        .guarded_by("hide_remove_restore")
        .get("/review", Door::SignedIn, review::queue)
        .guarded_by("see_reports")
        .get("/review/{id}", Door::SignedIn, review::show)
        .guarded_by("see_reports")
        .post("/review/{id}/decision", Door::SignedIn, review::decide)
        .guarded_by("decide_review_item")
}

/// Where somebody reports a post.
pub fn report_path(post: PostId) -> String {
    format!("/posts/{post}/report")
}

/// Where the author of a post takes it back.
pub(super) fn withdrawal_path(post: PostId) -> String {
    format!("/posts/{post}/withdrawal")
}

/// Where a post is hidden.
pub(super) fn removal_path(post: PostId) -> String {
    format!("/posts/{post}/removal")
}

/// Where it is shown again.
pub(super) fn restoration_path(post: PostId) -> String {
    format!("/posts/{post}/restoration")
}

/// The items that wait for a decision.
pub const QUEUE: &str = "/review";

/// One item.
pub fn item_path(item: ReviewItemId) -> String {
    format!("/review/{item}")
}

/// Where its decision is sent.
pub(super) fn decision_path(item: ReviewItemId) -> String {
    format!("/review/{item}/decision")
}
