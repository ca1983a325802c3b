//! The conversations of a network.

use serde::Serialize;

use super::{sample, thread::Tag};
use crate::{
    entity::{account, challenge::Status, membership::Role, network::Visibility, thread},
    features::{
        networks::{
            policy::{Announce, SeenNetwork, StartThread},
            routes,
            views::{NetworkPart, PersonPart, Tab, sample as networks},
        },
        threads::{
            numbering::{post_path, thread_path},
            queries::{LOOKING, MOST_NEW, ThreadRow},
            words::{self, Only},
        },
    },
    platform::{
        access::Seen,
        web::{layout::Section, page::View},
    },
};

/// The first tab of a network.
#[derive(Clone, Debug, Serialize)]
pub struct ConversationPage {
    network: NetworkPart,
    pinned: Vec<ThreadPart>,
    threads: Vec<ThreadPart>,
    newer: Option<String>,
    older: Option<String>,
    filters: Vec<Filter>,
    is_filtered: bool,
    may_start: bool,
    may_announce: bool,
}

/// A thread in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ThreadPart {
    href: String,
    title: String,
    tags: Vec<Tag>,
    kind: &'static str,
    author: String,
    at: i64,
    /// Who posted last, if that was not the first post.
    last: Option<Last>,
    posts: i64,
    /// Whether it is a challenge that looks for help and has no reply.
    is_unanswered: bool,
    /// "3 new", and where they begin.
    new: Option<New>,
}

#[derive(Clone, Debug, Serialize)]
struct Last {
    name: String,
    at: i64,
    href: String,
}

#[derive(Clone, Debug, Serialize)]
struct New {
    words: String,
    href: String,
}

#[derive(Clone, Debug, Serialize)]
struct Filter {
    text: &'static str,
    href: String,
    current: bool,
}

impl ConversationPage {
    /// A page of the list.
    pub(in super::super) fn new(
        seen: &SeenNetwork,
        (pinned, rows): (&[ThreadRow], &[ThreadRow]),
        (newer, older): (Option<String>, Option<String>),
        only: Option<Only>,
    ) -> Self {
        let base = routes::network(&seen.network().slug);
        Self {
            network: NetworkPart::new(seen, Tab::Conversation),
            pinned: pinned.iter().map(|row| part(row, true)).collect(),
            threads: rows.iter().map(|row| part(row, false)).collect(),
            newer,
            older,
            filters: filters(&base, only),
            is_filtered: only.is_some(),
            may_start: seen.may::<StartThread>(),
            may_announce: seen.may::<Announce>(),
        }
    }
}

fn filters(base: &str, current: Option<Only>) -> Vec<Filter> {
    let all = Filter {
        text: "All conversations",
        href: base.to_owned(),
        current: current.is_none(),
    };
    let challenges = [
        (Only::Unanswered, "Unanswered"),
        (Only::Status(Status::Open), "Open challenges"),
        (Only::Status(Status::BeingTried), "Being tried"),
        (Only::Status(Status::Resolved), "Resolved"),
        (Only::Status(Status::Closed), "Closed"),
    ];
    let challenges = challenges.map(|(only, text)| Filter {
        text,
        href: format!("{base}?status={}", words::only_code(only)),
        current: current == Some(only),
    });
    std::iter::once(all).chain(challenges).collect()
}

fn part(row: &ThreadRow, is_pinned: bool) -> ThreadPart {
    let href = thread_path(row.id, &row.slug);
    let quiet = |text| Tag {
        text,
        class: "quiet",
    };
    let status = row.status.map(|status| Tag {
        text: words::status(status),
        class: words::status_tag(status),
    });
    let state = match row.state {
        thread::State::Open => None,
        thread::State::Locked => Some(quiet("Locked")),
        thread::State::Archived => Some(quiet("Archived")),
    };
    let tags = is_pinned.then(|| quiet("Pinned")).into_iter();
    let last = row.last_name.as_deref().zip(row.last_state);
    ThreadPart {
        title: row.title.clone(),
        tags: tags.chain(status).chain(state).collect(),
        kind: words::kind(row.kind),
        author: name(&row.author_name, row.author_state),
        at: row.created_at.0,
        last: last
            .filter(|_| row.visible_posts > 1)
            .map(|(last, state)| Last {
                name: name(last, state),
                at: row.last_activity_at.0,
                href: post_path(row.id, &row.slug, row.last_visible_number),
            }),
        posts: row.visible_posts,
        is_unanswered: row.visible_posts <= 1
            && row.status.is_some_and(|status| LOOKING.contains(&status)),
        new: new(row, &href),
        href,
    }
}

/// What is new since the reader's last visit; a thread never opened says nothing of it.
fn new(row: &ThreadRow, href: &str) -> Option<New> {
    row.read_up_to?;
    let count = row.new_posts.filter(|count| *count > 0)?;
    let words = if count >= MOST_NEW {
        "99+ new".to_owned()
    } else {
        format!("{count} new")
    };
    Some(New {
        words,
        href: format!("{href}?unread"),
    })
}

fn name(name: &str, state: account::State) -> String {
    PersonPart::new(name, "", state, false).name
}

impl View for ConversationPage {
    const TEMPLATE: &'static str = "threads/conversation.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let rows = sample::thread_rows();
        let rows = rows.as_slice();
        let pages = || {
            let path = |from: &str| Some(format!("/networks/rural-leaders?from={from}"));
            (path("n"), path("o"))
        };
        let leader = networks::seen(Visibility::Private, Some(Role::Leader));
        let stranger = networks::seen(Visibility::Public, None);
        let visitor = networks::seen_by_visitor(Visibility::Public);
        vec![
            Self::new(&leader, (rows, rows), pages(), None),
            Self::new(&leader, (&[], rows), pages(), Some(Only::Unanswered)),
            Self::new(
                &stranger,
                (&[], &[]),
                (None, None),
                Some(Only::Status(Status::Closed)),
            ),
            Self::new(&leader, (&[], &[]), (None, None), None),
            Self::new(&visitor, (&[], rows), (None, None), None),
        ]
    }
}
