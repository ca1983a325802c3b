//! The addresses of this feature.

use super::handlers::{
    attach, bench, challenge_edits, challenges, edits, marks, network, own, posts, states, status,
    threads, titles,
};
use crate::platform::web::routes::{Door, Routes};

use super::numbering::own_posts_path;
pub use super::numbering::{page_path, post_path, thread_path};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/networks/{slug}", Door::Anyone, network::show)
        .guarded_by("know_network")
        .get("/networks/{slug}/threads/new", Door::Anyone, network::new)
        .guarded_by("start_thread")
        .post("/networks/{slug}/threads", Door::SignedIn, network::create)
        .guarded_by("start_thread")
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
        .get("/posts/{id}/edit", Door::SignedIn, edits::show)
        .guarded_by("edit_own_post")
        .post("/posts/{id}/edit", Door::SignedIn, edits::save)
        .guarded_by("edit_own_post")
        .get("/posts/{id}/history", Door::Anyone, edits::history)
        .guarded_by("see_revisions")
        .get(
            "/posts/{id}/withdrawal",
            Door::SignedIn,
            edits::ask_to_withdraw,
        )
        .guarded_by("withdraw_own_post")
        .post("/posts/{id}/withdrawal", Door::SignedIn, edits::withdraw)
        .guarded_by("withdraw_own_post")
        .get("/threads/{id}/lock", Door::SignedIn, states::ask_to_lock)
        .guarded_by("pin_lock_archive")
        .post("/threads/{id}/lock", Door::SignedIn, states::lock)
        .guarded_by("pin_lock_archive")
        .get("/threads/{id}/pin", Door::SignedIn, states::ask_to_pin)
        .guarded_by("pin_lock_archive")
        .post("/threads/{id}/pin", Door::SignedIn, states::pin)
        .guarded_by("pin_lock_archive")
        .get(own_posts_path(), Door::SignedIn, own::show)
        .get("/threads/{id}/title", Door::SignedIn, titles::show)
        .guarded_by("edit_title")
        .post("/threads/{id}/title", Door::SignedIn, titles::save)
        .guarded_by("edit_title")
        .get("/bench/limit", Door::Anyone, bench::limit)
        .merge(of_challenges())
}

/// Asking with a result beside one's words, what helped, and how it ended.
fn of_challenges() -> Routes {
    Routes::default()
        .get(
            "/networks/{slug}/challenges/new",
            Door::Anyone,
            challenges::new,
        )
        .guarded_by("start_thread")
        .post(
            "/networks/{slug}/challenges",
            Door::SignedIn,
            challenges::create,
        )
        .guarded_by("start_thread")
        .get(
            "/threads/{id}/challenge",
            Door::SignedIn,
            challenge_edits::show,
        )
        .guarded_by("edit_own_post")
        .post(
            "/threads/{id}/challenge",
            Door::SignedIn,
            challenge_edits::save,
        )
        .guarded_by("edit_own_post")
        .get("/threads/{id}/result", Door::SignedIn, attach::show)
        .guarded_by("share_result")
        .post("/threads/{id}/result", Door::SignedIn, attach::attach)
        .guarded_by("share_result")
        .get("/threads/{id}/status", Door::SignedIn, status::show)
        .guarded_by("set_challenge_status")
        .post("/threads/{id}/status", Door::SignedIn, status::save)
        .guarded_by("set_challenge_status")
        .get("/posts/{id}/helped", Door::SignedIn, marks::show)
        .guarded_by("mark_what_worked")
        .post("/posts/{id}/helped", Door::SignedIn, marks::mark)
        .guarded_by("mark_what_worked")
        .post(
            "/posts/{id}/helped/withdrawal",
            Door::SignedIn,
            marks::unmark,
        )
        .guarded_by("mark_what_worked")
}
