//! Locking and pinning, each on a page of its own.

use serde::Serialize;

use super::{
    reply::{Link, network_link, thread_link},
    sample,
    thread::is_pinned,
};
use crate::{
    entity::{membership::Role, thread, timestamp::Timestamp},
    features::{
        networks::views::sample::WHEN,
        threads::{
            forms::{LockForm, PIN_DAYS, PinForm},
            policy::SeenThread,
        },
    },
    platform::web::{form::FormState, layout::Section, page::View},
};

/// Whether to lock or to unlock a thread.
#[derive(Clone, Debug, Serialize)]
pub struct LockPage {
    action: String,
    network: Link,
    thread: Link,
    is_locked: bool,
    reason_now: String,
    form: FormState<LockForm>,
}

impl LockPage {
    /// The question.
    pub fn new(seen: &SeenThread, form: FormState<LockForm>) -> Self {
        Self {
            action: format!("/threads/{}/lock", seen.thread.id),
            network: network_link(seen),
            thread: thread_link(seen),
            is_locked: seen.thread.state == thread::State::Locked,
            reason_now: seen.thread.lock_reason.clone(),
            form,
        }
    }
}

impl View for LockPage {
    const TEMPLATE: &'static str = "threads/lock.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let open = moderated();
        let mut locked = open.clone();
        locked.thread.state = thread::State::Locked;
        locked.thread.lock_reason = String::from("Resolved; start a new thread");
        let mut samples = vec![
            Self::new(&open, FormState::default()),
            Self::new(&locked, FormState::default()),
        ];
        let rejected = LockForm::default().parse().err();
        samples.extend(rejected.map(|form| Self::new(&open, form)));
        samples
    }
}

/// Whether to pin or to unpin a thread.
#[derive(Clone, Debug, Serialize)]
pub struct PinPage {
    action: String,
    network: Link,
    thread: Link,
    pinned_until: Option<i64>,
    days: Vec<Choice>,
    form: FormState<PinForm>,
}

#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl PinPage {
    /// The question.
    pub fn new(seen: &SeenThread, now: Timestamp, form: FormState<PinForm>) -> Self {
        let until = seen.thread.pinned_until.map(|until| until.0);
        let days = PIN_DAYS.iter().map(|days| Choice {
            value: days.to_string(),
            label: format!("{days} days"),
        });
        Self {
            action: format!("/threads/{}/pin", seen.thread.id),
            network: network_link(seen),
            thread: thread_link(seen),
            pinned_until: until.filter(|_| is_pinned(seen, now)),
            days: days.collect(),
            form,
        }
    }
}

impl View for PinPage {
    const TEMPLATE: &'static str = "threads/pin.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = moderated();
        let mut pinned = seen.clone();
        pinned.thread.pinned_until = Some(WHEN.plus_days(3));
        let form = || FormState::of(PinForm::fresh());
        let full = form().with_problem("", "Three threads are pinned in this network");
        vec![
            Self::new(&seen, WHEN, form()),
            Self::new(&pinned, WHEN, form()),
            Self::new(&seen, WHEN, full),
        ]
    }
}

fn moderated() -> SeenThread {
    sample::seen(
        thread::Kind::Observation,
        sample::member(),
        Some(Role::Moderator),
    )
}
