//! Posts and pages by number: twenty to a page, so that a link stays right for ever.

use crate::{
    entity::id::{PostId, ThreadId},
    features::networks,
};

/// Posts to a page (forum.md RD2).
pub const PER_PAGE: i64 = 20;

/// The page on which a number stands; the first is 1.
pub fn page_of(number: i64) -> i64 {
    (number.max(1) - 1) / PER_PAGE + 1
}

/// The first and the last number of a page.
pub fn window(page: i64) -> (i64, i64) {
    let first = (page.max(1) - 1).saturating_mul(PER_PAGE).saturating_add(1);
    (first, first.saturating_add(PER_PAGE - 1))
}

/// The address of a thread.
pub fn thread_path(id: ThreadId, slug: &str) -> String {
    format!("/threads/{id}/{slug}")
}

/// The address of one of its pages.
pub fn page_path(id: ThreadId, slug: &str, page: i64) -> String {
    let path = thread_path(id, slug);
    if page <= 1 {
        path
    } else {
        format!("{path}?page={page}")
    }
}

/// The address of a post in its thread.
pub fn post_path(id: ThreadId, slug: &str, number: i64) -> String {
    format!("{}#post-{number}", page_path(id, slug, page_of(number)))
}

/// Where new observations and announcements of a network are sent.
pub fn threads_path(network_slug: &str) -> String {
    format!("/networks/{network_slug}/threads")
}

/// Where replies to a thread are sent.
pub fn replies_path(id: ThreadId) -> String {
    format!("/threads/{id}/replies")
}

/// Where new words of a post are sent.
pub fn edit_path(id: PostId) -> String {
    format!("/posts/{id}/edit")
}

/// Where new challenges of a network are sent.
pub fn challenges_path(slug: &str) -> String {
    format!("{}/challenges", networks::routes::network(slug))
}

/// Where a challenge is told anew.
pub fn challenge_edit_path(id: ThreadId) -> String {
    format!("/threads/{id}/challenge")
}

/// Where the status of a challenge is changed.
pub fn status_path(id: ThreadId) -> String {
    format!("/threads/{id}/status")
}

/// Where a post is taken back.
pub fn withdrawal_path(id: PostId) -> String {
    format!("/posts/{id}/withdrawal")
}

/// Where one finds all of one's own posts (permissions.md R10).
pub const fn own_posts_path() -> &'static str {
    "/settings/posts"
}

/// Where the title of a thread is changed.
pub fn title_path(id: ThreadId) -> String {
    format!("/threads/{id}/title")
}

/// Where a result is put beside a challenge.
pub fn result_path(id: ThreadId) -> String {
    format!("/threads/{id}/result")
}

/// Where a post is marked as what helped.
pub fn helped_path(id: PostId) -> String {
    format!("/posts/{id}/helped")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_posts_stand_on_a_page() {
        assert_eq!(
            (page_of(1), page_of(20), page_of(21), page_of(5_000)),
            (1, 1, 2, 250)
        );
        assert_eq!(window(1), (1, 20));
        assert_eq!(window(250), (4_981, 5_000));
        // Whatever somebody writes into the address.
        assert_eq!(window(-7), (1, 20));
        assert_eq!(window(i64::MAX), (i64::MAX, i64::MAX));
    }

    #[test]
    fn a_post_is_named_by_its_number() {
        let id = ThreadId(7);
        assert_eq!(post_path(id, "falls", 3), "/threads/7/falls#post-3");
        assert_eq!(
            post_path(id, "falls", 41),
            "/threads/7/falls?page=3#post-41"
        );
    }
}
