//! A post and its author, as the pages of this feature show them.

use serde::Serialize;

use crate::{
    entity::{account, id::AccountId, thread, timestamp::Timestamp},
    features::{
        moderation::{queries::Someone, words},
        networks::{routes, views::PersonPart},
        threads::{numbering::post_path, policy::SeenPost},
    },
    platform::text::markdown::SafeHtml,
};

/// A post.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct PostPart {
    pub(super) number: i64,
    pub(super) by: PersonPart,
    pub(super) at: Timestamp,
    /// Where it stands in its thread.
    pub(super) href: String,
    /// Its text; none where this reader does not read it.
    pub(super) html: Option<SafeHtml>,
    /// Whether the text has headings of its own, as a challenge has.
    pub(super) is_challenge: bool,
    /// Why others do not see it; none if they do.
    pub(super) held: Option<String>,
    /// The title of its thread.
    pub(super) title: String,
    /// The name of its network.
    pub(super) network: String,
    /// Where that is.
    pub(super) network_href: String,
}

impl PostPart {
    pub(super) fn new(seen: &SeenPost, people: &[Someone]) -> Self {
        let (thread, post) = (seen.thread().thread(), seen.post());
        let network = seen.thread().network();
        let held = words::not_shown(post.state).map(|state| {
            let why = &post.state_reason;
            if seen.reads() && !why.is_empty() {
                format!("{state}: {why}")
            } else {
                state.to_owned()
            }
        });
        Self {
            number: post.number,
            by: person(people, post.author_id),
            at: post.visible_at,
            href: post_path(thread.id, &thread.slug, post.number),
            html: seen
                .reads()
                .then(|| SafeHtml::from_stored(post.body_html.clone())),
            is_challenge: post.number == 1 && thread.kind == thread::Kind::Challenge,
            held,
            title: thread.title.clone(),
            network: network.name.clone(),
            network_href: routes::network(&network.slug),
        }
    }
}

/// Somebody among these people; whoever is not there has left.
pub(super) fn person(people: &[Someone], id: AccountId) -> PersonPart {
    let found = people.iter().find(|someone| someone.id == id);
    match found {
        Some(found) => PersonPart::new(&found.display_name, &found.handle, found.state, true),
        None => PersonPart::new("", "", account::State::Closed, false),
    }
}

/// Invented ones, for samples.
pub(super) mod sample {
    use super::{PersonPart, PostPart, SafeHtml};
    use crate::{features::networks::views::sample::WHEN, platform::text::markdown};

    pub(in super::super) fn person(name: &str, initials: &str) -> PersonPart {
        PersonPart {
            name: name.to_owned(),
            initials: initials.to_owned(),
            href: Some("/people/gita".to_owned()),
        }
    }

    pub(in super::super) fn html(source: &str) -> SafeHtml {
        markdown::to_html(source).unwrap_or_else(|_| SafeHtml::from_stored(String::new()))
    }

    pub(in super::super) fn post(number: i64) -> PostPart {
        PostPart {
            number,
            by: person("Gita Rao", "GR"),
            at: WHEN.plus_minutes(number * 75),
            href: format!("/threads/7/how-do-i-hand-over#post-{number}"),
            html: Some(html("We found **three pieces** that others could hold.")),
            is_challenge: false,
            held: None,
            title: "How do I hand over when everything rests on me?".to_owned(),
            network: "Rural Leaders".to_owned(),
            network_href: "/networks/rural-leaders".to_owned(),
        }
    }
}
