//! The page on which the status of a challenge is changed.

use serde::Serialize;

use super::{
    super::{
        challenge::{OWN_WORDS, moves},
        forms::StatusForm,
        numbering::{post_path, status_path, thread_path},
        policy::SeenThread,
        words::{self, status_code},
    },
    sample,
};
use crate::{
    entity::{challenge::Status, membership::Role, thread},
    features::networks::audience,
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// Where a challenge stands, where it may go, and what has to be told.
#[derive(Clone, Debug, Serialize)]
pub struct StatusPage {
    title: String,
    thread_href: String,
    action: String,
    audience: String,
    now: &'static str,
    tag: &'static str,
    form: FormState<StatusForm>,
    choices: Vec<Choice>,
    /// Whether it ended, so that all that can be done is to open it again.
    is_over: bool,
    /// Whether it can be resolved from here.
    can_resolve: bool,
    /// Whether somebody else began it.
    for_the_author: bool,
    /// What is marked as what helped.
    marked: Vec<Mark>,
    own_words: usize,
}

/// A status to choose.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
}

/// A post that is marked.
#[derive(Clone, Debug, Serialize)]
struct Mark {
    number: i64,
    href: String,
}

impl StatusPage {
    pub(in super::super) fn new(
        seen: &SeenThread,
        form: FormState<StatusForm>,
        marked: &[i64],
    ) -> Self {
        let thread = seen.thread();
        let now = seen.challenge().map_or(Status::Open, |it| it.status);
        let marks = marked.iter().map(|number| Mark {
            number: *number,
            href: post_path(thread.id, &thread.slug, *number),
        });
        Self {
            title: thread.title.clone(),
            thread_href: thread_path(thread.id, &thread.slug),
            action: status_path(thread.id),
            audience: audience::sentence(seen.network(), seen.actor().visitors_can_read),
            now: words::status(now),
            tag: words::status_tag(now),
            form,
            choices: moves(now).iter().map(|to| choice(*to, now)).collect(),
            is_over: matches!(now, Status::Resolved | Status::Closed),
            can_resolve: moves(now).contains(&Status::Resolved),
            for_the_author: seen.actor().id() != Some(thread.author_id),
            marked: marks.collect(),
            own_words: OWN_WORDS,
        }
    }

    /// What is said to somebody who was not the first.
    pub(in super::super) fn already(now: Status) -> String {
        let now = words::status(now).to_lowercase();
        format!("Already changed: this challenge is {now} now. Look at it again and choose.")
    }
}

fn choice(to: Status, now: Status) -> Choice {
    let (label, hint) = match to {
        Status::Open if matches!(now, Status::Resolved | Status::Closed) => (
            "Open again",
            "It needs help once more. What was told until now is kept in the thread.",
        ),
        Status::Open => ("Open", "It looks for help."),
        Status::BeingTried => (
            "Being tried",
            "You are trying something. Replies are still welcome.",
        ),
        Status::Resolved => (
            "Resolved",
            "You have tried something, and can tell what helped and what happened.",
        ),
        Status::Closed => (
            "Closed",
            "It ended without being resolved. That it did not work is worth knowing, too.",
        ),
    };
    Choice {
        value: status_code(to),
        label,
        hint: Some(hint),
    }
}

impl View for StatusPage {
    const TEMPLATE: &'static str = "threads/status.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let at = |status: Status| {
            let kind = thread::Kind::Challenge;
            let mut seen = sample::seen(kind, sample::member(), Some(Role::Moderator));
            if let Some(challenge) = &mut seen.challenge {
                challenge.status = status;
            }
            seen
        };
        let page = |status: Status, marked: &[i64]| {
            Self::new(&at(status), FormState::of(StatusForm::at(status)), marked)
        };
        let resolving = StatusForm {
            status: "resolved".to_owned(),
            ..StatusForm::at(Status::BeingTried)
        };
        let rejected = resolving.parse(Status::BeingTried, false).err();
        let rejected = rejected.map(|form| Self::new(&at(Status::BeingTried), form, &[]));
        let again = StatusForm::at(Status::Closed);
        let again = FormState::of(again).with_problem("", Self::already(Status::Closed));
        let late = Self::new(&at(Status::Closed), again, &[]);
        let plain = [
            page(Status::Open, &[]),
            page(Status::BeingTried, &[2, 25]),
            page(Status::Resolved, &[2]),
            late,
        ];
        plain.into_iter().chain(rejected).collect()
    }
}
