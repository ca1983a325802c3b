//! What stands in the list of a thread: posts, what is held back, what happened, and where somebody
//! stopped reading.

use std::{collections::HashMap, sync::Arc};

use minijinja::{Value, value::Serde};

use super::{
    super::{
        fragment::{Fragment, Happened, Piece},
        people::People,
        policy::{EditPost, HidePost, RestorePost, SeenPost, SeenThread, WithdrawPost},
        words,
    },
    challenge::ChallengePart,
    readable::readable,
};
use crate::{
    entity::{
        id::{AccountId, PostId},
        post, thread_event,
        timestamp::Timestamp,
    },
    features::{health_checks::views::ResultCardPart, networks::views::PersonPart},
    platform::access::Seen,
};

/// A post that its reader reads.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is what one reader may do with one post"
)]
pub(super) struct PostItem {
    kind: &'static str,
    id: i64,
    number: i64,
    by: Value,
    tag: Value,
    at: i64,
    is_edited: bool,
    /// Whether the reader may open its earlier versions.
    has_history: bool,
    html: Value,
    /// Why others do not see it; none if they do.
    held: Value,
    is_notice: bool,
    is_helped: bool,
    /// The shared result in it, or none.
    card: Value,
    may_reply: bool,
    may_edit: bool,
    may_withdraw: bool,
    /// Whether the reader may say that it helped, or take that back.
    may_mark: bool,
    /// Whether the reader may make an action of it, in a network they help to lead.
    may_act: bool,
    may_report: bool,
    may_hide: bool,
    may_restore: bool,
}

readable!(PostItem: kind, id, number, by, tag, at, is_edited, has_history, html, held, is_notice,
    is_helped, card, may_reply, may_edit, may_withdraw, may_mark, may_act, may_report, may_hide, may_restore);

/// The place of a post that its reader does not read.
#[derive(Clone, Debug)]
struct GoneItem {
    kind: &'static str,
    number: i64,
    words: String,
}

readable!(GoneItem: kind, number, words);

/// Something that happened between posts.
#[derive(Clone, Debug)]
struct EventItem {
    kind: &'static str,
    by: Value,
    words: String,
    note: String,
    at: i64,
}

readable!(EventItem: kind, by, words, note, at);

/// A line across the list.
#[derive(Clone, Debug)]
struct LineItem {
    kind: &'static str,
    words: String,
}

readable!(LineItem: kind, words);

/// Somebody, as `_person.html` shows them.
#[derive(Clone, Debug)]
struct PersonItem {
    name: Value,
    initials: Value,
    href: Value,
}

readable!(PersonItem: name, initials, href);

/// The people of a page, each made once.
pub(super) struct Faces<'a> {
    people: &'a People,
    made: HashMap<AccountId, Value>,
}

impl<'a> Faces<'a> {
    pub(super) fn of(people: &'a People) -> Self {
        Self {
            people,
            made: HashMap::new(),
        }
    }

    pub(super) fn face(&mut self, id: AccountId) -> Value {
        let people = self.people;
        self.made
            .entry(id)
            .or_insert_with(|| person(people.part(id)))
            .clone()
    }

    pub(super) fn name(&mut self, id: AccountId) -> Value {
        self.face(id).get_attr("name").unwrap_or_default()
    }
}

fn person(part: PersonPart) -> Value {
    Value::from_object(PersonItem {
        name: part.name.into(),
        initials: part.initials.into(),
        href: part.href.into(),
    })
}

/// What the list needs to know besides the words.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    pub(super) seen: &'a Arc<SeenThread>,
    pub(super) now: Timestamp,
    /// The shared results.
    pub(super) cards: &'a HashMap<PostId, ResultCardPart>,
    /// For site staff in a network that is not open to them: what they may see.
    pub(super) only: Option<&'a [i64]>,
    /// How many replies arrived while the reader wrote the one they have just posted.
    pub(super) arrived: i64,
    pub(super) may_reply: bool,
    /// Whether the reader says what helped here.
    pub(super) may_mark: bool,
}

impl Reading<'_> {
    /// Whether a number is one that the reader may see at all.
    fn reaches(&self, number: i64) -> bool {
        let near = |reported: &i64| (number - reported).abs() <= super::super::policy::CONTEXT;
        self.only.is_none_or(|only| only.iter().any(near))
    }

    /// The number before which a line says that what follows is new: the first visible post of the
    /// page that was not there at the last visit, unless what is new begins on an earlier page.
    pub(super) fn first_new(&self, posts: &[Piece]) -> Option<i64> {
        let read = self.seen.read_up_to;
        let first = posts.first()?.number;
        if read == 0 || read < first - 1 {
            return None;
        }
        let is_new = |piece: &&Piece| piece.number > read && piece.state == post::State::Visible;
        posts.iter().find(is_new).map(|piece| piece.number)
    }

    /// The list of a page; `skip` is a post that is shown above it.
    pub(super) fn items(
        &self,
        fragment: &Fragment,
        skip: Option<i64>,
        faces: &mut Faces<'_>,
    ) -> Vec<Value> {
        let first_new = self.first_new(&fragment.posts);
        let own_last = self.own_last(&fragment.posts);
        let mut items = Vec::with_capacity(fragment.posts.len() + 4);
        for piece in fragment
            .posts
            .iter()
            .filter(|piece| self.reaches(piece.number))
        {
            if Some(piece.number) == first_new {
                items.push(line("unread", "New since your last visit".to_owned()));
            }
            if Some(piece.number) == own_last {
                items.push(line("arrived", arrived(self.arrived)));
            }
            if Some(piece.number) != skip {
                items.push(self.item(piece, faces));
            }
            let author = self.seen.thread.author_id;
            let events = piece.then.iter();
            items.extend(events.map(|event| happened(event, author, faces)));
        }
        items
    }

    /// The reader's newest post, if replies arrived while they wrote it.
    fn own_last(&self, posts: &[Piece]) -> Option<i64> {
        if self.arrived <= 0 {
            return None;
        }
        let reader = self.seen.actor.id()?;
        let mut own = posts.iter().rev().filter(|piece| piece.author == reader);
        own.next().map(|piece| piece.number)
    }

    /// What the page shows of a challenge besides its words.
    pub(super) fn told(&self, first: &Piece, faces: &mut Faces<'_>) -> Option<ChallengePart> {
        let challenge = self.seen.challenge.as_ref()?;
        let is_own = self.seen.actor.id() == Some(first.author);
        let may_edit = is_own && self.as_seen(first).may::<EditPost>();
        let card = self.cards.get(&first.id);
        Some(ChallengePart::new(
            self.seen,
            challenge,
            faces,
            (may_edit, card),
        ))
    }

    fn as_seen(&self, piece: &Piece) -> SeenPost {
        SeenPost {
            thread: self.seen.clone(),
            post: piece.without_text(),
            under_review: self.only.is_some(),
            at: self.now,
        }
    }

    /// One post, or what stands in its place.
    pub(super) fn item(&self, piece: &Piece, faces: &mut Faces<'_>) -> Value {
        let person = self.seen.actor.person();
        let seen = person.map(|_| self.as_seen(piece));
        let is_shown = piece.state == post::State::Visible;
        let reads = is_shown || seen.as_ref().is_some_and(SeenPost::reads);
        if !reads {
            return Value::from_object(GoneItem {
                kind: "gone",
                number: piece.number,
                // The reason is for the author and for those who read the text.
                words: words::held(piece.state, ""),
            });
        }
        let may_hide = seen.as_ref().is_some_and(Seen::may::<HidePost>);
        let may_restore = seen.as_ref().is_some_and(Seen::may::<RestorePost>);
        let own = seen.filter(SeenPost::is_own);
        let leads = person.is_some_and(|person| person.leads);
        let tag = faces.people.tag(piece.author);
        Value::from_object(PostItem {
            kind: "post",
            id: piece.id.0,
            number: piece.number,
            by: faces.face(piece.author),
            tag: tag.into(),
            at: piece.at.0,
            is_edited: piece.edited_at.is_some(),
            has_history: self.seen.granted("see_revisions"),
            html: piece.html.clone(),
            held: (!is_shown)
                .then(|| words::held(piece.state, &piece.reason))
                .into(),
            is_notice: piece.is_notice,
            is_helped: piece.helped,
            card: match self.cards.get(&piece.id) {
                Some(card) if is_shown => Value::from(Serde(card)),
                _ => Value::from(()),
            },
            may_reply: self.may_reply,
            may_edit: own.as_ref().is_some_and(Seen::may::<EditPost>),
            may_withdraw: own.as_ref().is_some_and(Seen::may::<WithdrawPost>),
            may_mark: self.may_mark && is_shown && piece.number > 1,
            may_act: piece.helped && is_shown && piece.number > 1 && leads,
            // Visitors are asked to sign in first.
            may_report: is_shown && own.is_none() && self.seen.granted("report"),
            may_hide,
            may_restore,
        })
    }
}

fn line(kind: &'static str, words: String) -> Value {
    Value::from_object(LineItem { kind, words })
}

fn arrived(count: i64) -> String {
    match count {
        1 => "1 reply arrived while you were writing".to_owned(),
        count => format!("{count} replies arrived while you were writing"),
    }
}

fn happened(event: &Happened, author: AccountId, faces: &mut Faces<'_>) -> Value {
    let (mut words, note) = words::event(event.kind, &event.note);
    if event.by != author && words::is_for_the_author(event.kind, &note) {
        words.push_str(" for the author");
    }
    if event.by == author && event.kind == thread_event::Kind::Retitled {
        words.push_str(". It was");
    }
    Value::from_object(EventItem {
        kind: "event",
        by: faces.face(event.by),
        words,
        note,
        at: event.at.0,
    })
}
