//! My posts, also those in networks that one has left.

use serde::Serialize;

use super::{edits::post_link, reply::Link, sample};
use crate::{
    entity::{network::Visibility, thread},
    features::threads::{
        numbering::{own_posts_path, withdrawal_path},
        policy::{SeenPost, WithdrawPost},
        words,
    },
    platform::{
        access::Seen,
        text::markdown::SafeHtml,
        web::{layout::Section, page::View},
    },
};

/// The reader's own posts, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct OwnPostsPage {
    posts: Vec<OwnPost>,
    older: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct OwnPost {
    /// Where it stands; none where the reader may not look any more.
    place: Option<Link>,
    network: String,
    number: i64,
    at: i64,
    /// What others see instead of it, if it is not shown.
    held: String,
    html: Option<SafeHtml>,
    withdraw_href: Option<String>,
}

impl OwnPostsPage {
    /// The list; older posts follow if there are any.
    pub fn new(posts: &[SeenPost], has_older: bool) -> Self {
        let last = posts.last().filter(|_| has_older);
        Self {
            posts: posts.iter().map(own_post).collect(),
            older: last.map(|seen| format!("{}?before={}", own_posts_path(), seen.post.id)),
        }
    }
}

/// Its own text only: nothing of the conversation around it once the network was left (R10).
fn own_post(seen: &SeenPost) -> OwnPost {
    let is_open = seen.thread_is_open();
    let network = &seen.thread.network;
    let reads = seen.reads() && !seen.post.body_html.is_empty();
    OwnPost {
        place: is_open.then(|| post_link(seen)),
        network: match network.visibility {
            Visibility::Secret if !is_open => "A private network".to_owned(),
            Visibility::Public | Visibility::Private | Visibility::Secret => network.name.clone(),
        },
        number: seen.post.number,
        at: seen.post.visible_at.0,
        held: words::held(seen.post.state, &seen.post.state_reason),
        html: reads.then(|| SafeHtml::from_stored(seen.post.body_html.clone())),
        withdraw_href: seen
            .may::<WithdrawPost>()
            .then(|| withdrawal_path(seen.post.id)),
    }
}

impl View for OwnPostsPage {
    const TEMPLATE: &'static str = "threads/own.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let seen = sample::own_post();
        let mut left = seen.clone();
        left.thread = std::sync::Arc::new(sample::seen(
            thread::Kind::Observation,
            sample::member(),
            None,
        ));
        let mut gone = seen.clone();
        gone.post.state = crate::entity::post::State::Withdrawn;
        vec![Self::new(&[seen, left, gone], true), Self::new(&[], false)]
    }
}
