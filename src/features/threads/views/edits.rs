//! Changing one's own words, their earlier versions, taking them back.

use serde::Serialize;

use super::{
    reply::{Link, network_link},
    sample,
};
use crate::{
    entity::{post, thread, timestamp::Timestamp},
    features::{
        networks::audience,
        threads::{
            SILENT_MINUTES,
            forms::{EditForm, PostChange},
            numbering::{edit_path, post_path, withdrawal_path},
            policy::SeenPost,
            queries::Revision,
        },
    },
    platform::{
        text::{
            diff::{self, Line},
            markdown::SafeHtml,
        },
        web::{form::FormState, layout::Section, page::View},
    },
};

/// New words for a post.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    number: i64,
    title: String,
    network: Link,
    post: Link,
    audience: String,
    action: String,
    form: FormState<EditForm>,
    preview: Option<SafeHtml>,
    /// Somebody was first: the words as they are now, and what differs.
    conflict: Option<Conflict>,
    /// Whether this edit will be marked as one.
    is_silent: bool,
}

/// Two texts that were made from the same one.
#[derive(Clone, Debug, Serialize)]
struct Conflict {
    now: String,
    lines: Vec<Line>,
}

impl EditPage {
    /// The form.
    pub fn new(seen: &SeenPost, form: FormState<EditForm>) -> Self {
        let network = &seen.thread.network;
        Self {
            number: seen.post.number,
            title: seen.thread.thread.title.clone(),
            network: network_link(&seen.thread),
            post: post_link(seen),
            audience: audience::sentence(network, seen.thread.actor.visitors_can_read),
            action: edit_path(seen.post.id),
            form,
            preview: None,
            conflict: None,
            is_silent: seen.at < silent_until(&seen.post),
        }
    }

    /// The same, above it what the words will look like.
    #[must_use]
    pub fn with_preview(self, change: &PostChange) -> Self {
        Self {
            preview: Some(change.body.html().clone()),
            ..self
        }
    }

    /// The same, with the words that somebody saved meanwhile.
    #[must_use]
    pub fn against(self, seen: &SeenPost) -> Self {
        let now = seen.post.body_src.clone();
        let lines = diff::lines(&now, &self.form.values.body);
        Self {
            conflict: Some(Conflict { now, lines }),
            ..self
        }
    }
}

pub(super) fn post_link(seen: &SeenPost) -> Link {
    let thread = &seen.thread.thread;
    Link {
        text: thread.title.clone(),
        href: post_path(thread.id, &thread.slug, seen.post.number),
    }
}

fn silent_until(post: &post::Model) -> Timestamp {
    post.visible_at.plus_minutes(SILENT_MINUTES)
}

impl View for EditPage {
    const TEMPLATE: &'static str = "threads/edit.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::own_post();
        let form = EditForm {
            body: "Handrails helped\nand light".to_owned(),
            version: "2".to_owned(),
            preview: String::new(),
        };
        let plain = Self::new(&seen, FormState::of(form.clone()));
        let mut samples = vec![plain.clone(), plain.clone().against(&seen)];
        if let Ok(change) = form.parse() {
            samples.push(plain.clone().with_preview(&change));
        }
        let empty = EditForm {
            version: "2".to_owned(),
            ..EditForm::default()
        };
        samples.extend(empty.parse().err().map(|form| Self::new(&seen, form)));
        samples
    }
}

/// The earlier versions of a post, the newest first.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryPage {
    number: i64,
    title: String,
    network: Link,
    post: Link,
    /// What each edit changed.
    changes: Vec<Change>,
    /// The first words.
    first: Vec<String>,
    first_at: i64,
}

/// One edit.
#[derive(Clone, Debug, Serialize)]
struct Change {
    at: i64,
    lines: Vec<Line>,
}

impl HistoryPage {
    /// The history; edits of the first minutes are kept and not shown (forum.md TH5).
    pub fn new(seen: &SeenPost, revisions: &[Revision]) -> Self {
        let silent = silent_until(&seen.post);
        let shown: Vec<_> = revisions.iter().filter(|old| old.at >= silent).collect();
        let texts = shown.iter().map(|old| old.body_src.as_str());
        let texts: Vec<_> = texts.chain([seen.post.body_src.as_str()]).collect();
        let pairs = texts.iter().zip(texts.iter().skip(1)).zip(&shown);
        let mut changes: Vec<_> = pairs
            .map(|((old, new), revision)| Change {
                at: revision.at.0,
                lines: diff::lines(old, new),
            })
            .collect();
        changes.reverse();
        Self {
            number: seen.post.number,
            title: seen.thread.thread.title.clone(),
            network: network_link(&seen.thread),
            post: post_link(seen),
            changes,
            first: texts
                .first()
                .map(|text| text.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            first_at: seen.post.visible_at.0,
        }
    }
}

impl View for HistoryPage {
    const TEMPLATE: &'static str = "threads/history.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::own_post();
        let late = seen.post.visible_at.plus_minutes(90);
        let old = Revision {
            body_src: "Handrails <helped>".to_owned(),
            at: late,
        };
        vec![Self::new(&seen, &[old]), Self::new(&seen, &[])]
    }
}

/// Whether to take a post back.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawPage {
    action: String,
    /// The place it stands in; none for somebody who has left the network (R10).
    place: Option<Place>,
    number: i64,
    is_first: bool,
    is_challenge: bool,
    html: SafeHtml,
}

#[derive(Clone, Debug, Serialize)]
struct Place {
    network: Link,
    post: Link,
}

impl WithdrawPage {
    /// The question, with the words it is about.
    pub fn new(seen: &SeenPost) -> Self {
        let place = seen.thread_is_open().then(|| Place {
            network: network_link(&seen.thread),
            post: post_link(seen),
        });
        Self {
            action: withdrawal_path(seen.post.id),
            place,
            number: seen.post.number,
            is_first: seen.post.number == 1,
            is_challenge: seen.thread.thread.kind == thread::Kind::Challenge,
            html: SafeHtml::from_stored(seen.post.body_html.clone()),
        }
    }
}

impl View for WithdrawPage {
    const TEMPLATE: &'static str = "threads/withdraw.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::own_post();
        let mut first = seen.clone();
        first.post.number = 1;
        let mut left = seen.clone();
        left.thread = std::sync::Arc::new(sample::seen(
            thread::Kind::Observation,
            sample::member(),
            None,
        ));
        vec![Self::new(&seen), Self::new(&first), Self::new(&left)]
    }
}
