//! The page of a thread.

use std::{collections::HashMap, sync::Arc};

use minijinja::{Value, value::Serde};
use serde::{Serialize, Serializer};

use super::{
    super::{
        forms::ReplyForm,
        fragment::{Fragment, Piece},
        numbering::{page_of, page_path, post_path, replies_path, thread_path, title_path},
        policy::{EditTitle, MarkHelped, PinLock, Reply, ReplyLocked, SeenPost, SeenThread},
        queries::PageRead,
        words,
    },
    items::{Faces, Reading},
    readable::readable,
    sample,
};
use crate::{
    entity::{id::PostId, post, thread, timestamp::Timestamp},
    features::{
        health_checks::views::ResultCardPart,
        networks::{audience, routes, words as network_words},
    },
    platform::{
        access::{Refusal, Seen},
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The page of a thread: twenty posts, what stands above them, and the reply form.
#[derive(Clone, Debug)]
pub struct ThreadPage(Arc<Thread>);

#[derive(Debug)]
struct Thread {
    id: i64,
    title: Value,
    href: Value,
    network: Value,
    audience: Value,
    /// "Challenge".
    kind: &'static str,
    tags: Vec<Value>,
    by: Value,
    at: i64,
    /// The names of the dimensions it is about.
    dimensions: String,
    /// Where the first new reply is, if that is known.
    unread_href: Value,
    newest_href: Value,
    /// The challenge itself, above everything, on the first page.
    challenge: Value,
    /// What came of it and what can be done about it, there too.
    told: Value,
    /// The way back to it, on others.
    first_href: Value,
    helped: Value,
    items: Vec<Value>,
    page: i64,
    last: i64,
    base: String,
    form: Value,
    reply_action: Value,
    /// The newest number on the page, for telling what arrived meanwhile.
    seen: i64,
    is_notice: bool,
    refused: Value,
    moderating: Value,
    /// Where the title is changed.
    title_href: Value,
}

readable!(Thread: id, title, href, network, audience, kind, tags, by, at, dimensions, unread_href,
    newest_href, challenge, told, first_href, helped, items, page, last, base, form, reply_action, seen,
    is_notice, refused, moderating, title_href);

/// What a page shows besides the thread and its words.
#[derive(Debug, Default)]
pub struct Around {
    /// The reply as typed, with what is wrong with it.
    pub reply: FormState<ReplyForm>,
    /// Shared results.
    pub cards: HashMap<PostId, ResultCardPart>,
    /// The names of the dimensions of a challenge.
    pub dimensions: String,
    /// For site staff in a network that is not open to them: the reported posts.
    pub only: Option<Vec<i64>>,
    /// How many replies arrived while the reader wrote.
    pub arrived: i64,
}

/// Why there is no reply form, and what to do about it.
#[derive(Clone, Debug, Serialize)]
struct Refused {
    words: String,
    /// Where to sign in.
    sign_in: Option<String>,
    /// Where to join.
    join: Option<String>,
}

/// The network beside the thread.
#[derive(Clone, Debug, Serialize)]
struct Place {
    name: String,
    href: String,
    purpose: String,
    members: String,
    visibility: &'static str,
    kind: &'static str,
}

/// A tag: its words, and the class that colours it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Tag {
    pub(super) text: &'static str,
    pub(super) class: &'static str,
}

/// What moderators can do with the thread.
#[derive(Clone, Copy, Debug, Serialize)]
struct Moderating {
    is_locked: bool,
    is_pinned: bool,
}

/// A post that helped, on top.
#[derive(Clone, Debug, Serialize)]
struct HelpedPart {
    href: String,
    number: i64,
    name: Value,
    note: String,
    /// Who marked it, where that was not whoever began the thread.
    by: Option<Value>,
}

impl ThreadPage {
    /// The page that was read, with its words.
    pub(in super::super) fn new(
        read: PageRead,
        fragment: &Fragment,
        now: Timestamp,
        around: Around,
    ) -> Self {
        let PageRead {
            seen, page, people, ..
        } = read;
        let seen = Arc::new(seen);
        let may_reply = seen.may::<Reply>();
        let reading = Reading {
            seen: &seen,
            now,
            cards: &around.cards,
            only: around.only.as_deref(),
            arrived: around.arrived,
            may_reply,
            may_mark: may_mark(&seen, fragment, now),
        };
        let mut faces = Faces::of(&people);
        let thread = &seen.thread;
        let is_challenge = thread.kind == thread::Kind::Challenge;
        let first = fragment.posts.first().filter(|piece| piece.number == 1);
        let challenge = first.filter(|_| is_challenge && around.only.is_none());
        let above = challenge.map(|piece| reading.item(piece, &mut faces));
        let told = challenge.and_then(|piece| reading.told(piece, &mut faces));
        let items = reading.items(fragment, challenge.map(|piece| piece.number), &mut faces);
        Self(Arc::new(Thread {
            id: thread.id.0,
            title: thread.title.clone().into(),
            href: thread_path(thread.id, &thread.slug).into(),
            network: Value::from(Serde(place(&seen))),
            audience: audience::sentence(&seen.network, seen.actor.visitors_can_read).into(),
            kind: words::kind(thread.kind),
            tags: tags(&seen, now)
                .into_iter()
                .map(|tag| Value::from(Serde(tag)))
                .collect(),
            by: faces.face(thread.author_id),
            at: thread.created_at.0,
            dimensions: around.dimensions,
            unread_href: unread(&seen, &reading, fragment, page).into(),
            newest_href: newest(&seen, page).into(),
            challenge: above.into(),
            told: Value::from(Serde(told)),
            first_href: (is_challenge && page > 1)
                .then(|| thread_path(thread.id, &thread.slug))
                .into(),
            helped: match around.only {
                Some(_) => Value::from(()),
                None => helped(&seen, fragment, &mut faces),
            },
            items,
            page,
            last: page_of(thread.last_number),
            base: format!("{}?page=", thread_path(thread.id, &thread.slug)),
            form: Value::from(Serde(may_reply.then_some(around.reply))),
            reply_action: replies_path(thread.id).into(),
            seen: thread.last_number,
            is_notice: thread.state == thread::State::Locked && seen.may::<ReplyLocked>(),
            refused: Value::from(Serde(
                seen.refusal::<Reply>().map(|why| refused(&seen, why, page)),
            )),
            moderating: Value::from(Serde(moderating(&seen, now))),
            title_href: (seen.actor.person().is_some() && seen.may::<EditTitle>())
                .then(|| title_path(thread.id))
                .into(),
        }))
    }
}

/// Whether the actor says what helped: the same for every reply that is shown, so it is asked once.
fn may_mark(seen: &Arc<SeenThread>, fragment: &Fragment, now: Timestamp) -> bool {
    let is_reply = |piece: &&Piece| piece.number > 1 && piece.state == post::State::Visible;
    let reply = fragment.posts.iter().find(is_reply);
    let is_someone = seen.actor.person().is_some();
    reply.filter(|_| is_someone).is_some_and(|piece| {
        let post = SeenPost {
            thread: seen.clone(),
            post: piece.without_text(),
            under_review: false,
            at: now,
        };
        post.may::<MarkHelped>()
    })
}

/// The highest number that is rendered on a page: so far it counts as read.
pub(in super::super) fn read_up_to(fragment: &Fragment) -> i64 {
    fragment.posts.last().map_or(0, |piece| piece.number)
}

fn place(seen: &SeenThread) -> Place {
    let network = &seen.network;
    Place {
        name: network.name.clone(),
        href: routes::network(&network.slug),
        purpose: network.purpose.clone(),
        members: network_words::members(network.members),
        visibility: network_words::visibility(network.visibility),
        kind: network_words::kind_of_network(network.kind),
    }
}

fn tags(seen: &SeenThread, now: Timestamp) -> Vec<Tag> {
    let status = seen.challenge.as_ref().map(|challenge| Tag {
        text: words::status(challenge.status),
        class: words::status_tag(challenge.status),
    });
    let quiet = |text| Tag {
        text,
        class: "quiet",
    };
    let state = match seen.thread.state {
        thread::State::Open => None,
        thread::State::Locked => Some(quiet("Locked")),
        thread::State::Archived => Some(quiet("Archived")),
    };
    let pinned = is_pinned(seen, now).then(|| quiet("Pinned"));
    status.into_iter().chain(state).chain(pinned).collect()
}

pub(super) fn is_pinned(seen: &SeenThread, now: Timestamp) -> bool {
    seen.thread.pinned_until.is_some_and(|until| until > now)
}

/// Here, on this page, or found when asked for; none when nothing is new or nothing was read.
fn unread(
    seen: &SeenThread,
    reading: &Reading<'_>,
    fragment: &Fragment,
    page: i64,
) -> Option<String> {
    if reading.first_new(&fragment.posts).is_some() {
        return Some("#unread".to_owned());
    }
    let thread = &seen.thread;
    let is_elsewhere = seen.read_up_to > 0
        && thread.last_visible_number > seen.read_up_to
        && page_of(thread.last_visible_number) != page;
    is_elsewhere.then(|| format!("{}?unread", thread_path(thread.id, &thread.slug)))
}

fn newest(seen: &SeenThread, page: i64) -> Option<String> {
    let thread = &seen.thread;
    let number = thread.last_visible_number;
    if number < 2 {
        return None;
    }
    Some(if page_of(number) == page {
        format!("#post-{number}")
    } else {
        post_path(thread.id, &thread.slug, number)
    })
}

fn helped(seen: &SeenThread, fragment: &Fragment, faces: &mut Faces<'_>) -> Value {
    let thread = &seen.thread;
    let parts = fragment.helped.iter().map(|helped| HelpedPart {
        href: post_path(thread.id, &thread.slug, helped.number),
        number: helped.number,
        name: faces.name(helped.author),
        note: helped.note.clone(),
        by: helped
            .by
            .filter(|by| *by != thread.author_id)
            .map(|by| faces.name(by)),
    });
    let parts: Vec<_> = parts.collect();
    Value::from(Serde(parts))
}

fn refused(seen: &SeenThread, why: Refusal, page: i64) -> Refused {
    let thread = &seen.thread;
    let here = page_path(thread.id, &thread.slug, page);
    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    match why {
        Refusal::SignInFirst => Refused {
            words: "Sign in to reply. Members of this network take part in its conversations."
                .to_owned(),
            sign_in: Some(format!("/sign-in?next={next}")),
            join: None,
        },
        Refusal::ConfirmFirst => Refused {
            words: "Confirm your email address to reply.".to_owned(),
            sign_in: None,
            join: None,
        },
        Refusal::Forbidden(words) => Refused {
            words,
            sign_in: None,
            join: (seen.role.is_none() && seen.granted("join"))
                .then(|| routes::network(&seen.network.slug)),
        },
        Refusal::Hidden => Refused {
            words: "You cannot reply here.".to_owned(),
            sign_in: None,
            join: None,
        },
    }
}

fn moderating(seen: &SeenThread, now: Timestamp) -> Option<Moderating> {
    seen.may::<PinLock>().then(|| Moderating {
        is_locked: seen.thread.state == thread::State::Locked,
        is_pinned: is_pinned(seen, now),
    })
}

impl Serialize for ThreadPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.context().serialize(serializer)
    }
}

impl View for ThreadPage {
    const TEMPLATE: &'static str = "threads/show.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        sample::thread_pages()
    }

    fn context(&self) -> Value {
        Value::from_dyn_object(self.0.clone())
    }
}
