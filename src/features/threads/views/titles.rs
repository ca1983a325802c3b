//! A new title, on a page of its own.

use serde::Serialize;

use super::{
    reply::{Link, network_link, thread_link},
    sample,
};
use crate::{
    entity::{membership::Role, thread},
    features::{
        networks::audience,
        threads::{forms::TitleForm, numbering::title_path, policy::SeenThread},
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The title of a thread, to be changed.
#[derive(Clone, Debug, Serialize)]
pub struct TitlePage {
    action: String,
    network: Link,
    thread: Link,
    /// Whether the reader began the thread; anybody else gives a reason.
    is_own: bool,
    audience: String,
    form: FormState<TitleForm>,
}

impl TitlePage {
    /// The form.
    pub fn new(seen: &SeenThread, form: FormState<TitleForm>) -> Self {
        Self {
            action: title_path(seen.thread.id),
            network: network_link(seen),
            thread: thread_link(seen),
            is_own: seen.actor().id() == Some(seen.thread.author_id),
            audience: audience::sentence(&seen.network, seen.actor.visitors_can_read),
            form,
        }
    }
}

impl View for TitlePage {
    const TEMPLATE: &'static str = "threads/title.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let as_role = |role| sample::seen(thread::Kind::Observation, sample::member(), Some(role));
        let (member, moderator) = (as_role(Role::Member), as_role(Role::Moderator));
        let mut own = member.clone();
        own.thread.author_id = own.actor().id().unwrap_or(own.thread.author_id);
        let mut anothers = moderator;
        anothers.thread.author_id.0 += 900;
        let form = || FormState::of(TitleForm::of(&member.thread.title));
        let mut samples = vec![Self::new(&own, form()), Self::new(&anothers, form())];
        let rejected = TitleForm::default().parse(false).err();
        samples.extend(rejected.map(|form| Self::new(&anothers, form)));
        samples
    }
}
