//! The addresses of this feature.

use super::handlers::{posts, threads};
use crate::platform::web::routes::{Door, Routes};

pub use super::numbering::{page_path, post_path, thread_path};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/threads/{id}", Door::Anyone, threads::without_slug)
        .guarded_by("read_content")
        .get("/threads/{id}/{slug}", Door::Anyone, threads::show)
        .guarded_by("read_content")
        .get(
            "/networks/{slug}/threads/{id}",
            Door::Anyone,
            threads::in_network,
        )
        .guarded_by("read_content")
        .get("/posts/{id}", Door::Anyone, posts::show)
        .guarded_by("read_content")
        .post("/threads/{id}/replies", Door::SignedIn, posts::reply)
        .guarded_by("reply")
}
