//! What a reply will look like, and the form to go on with it.

use serde::Serialize;

use super::{
    super::{
        forms::{NewReply, ReplyForm},
        numbering::{page_of, page_path, replies_path},
        policy::SeenThread,
    },
    sample,
};
use crate::{
    entity::thread,
    features::networks::{audience, routes},
    platform::{
        text::markdown::SafeHtml,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The preview of a reply.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyPage {
    title: String,
    network: Link,
    /// Back to the thread.
    thread: Link,
    audience: String,
    html: SafeHtml,
    form: FormState<ReplyForm>,
    action: String,
}

/// Something to go to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) href: String,
}

impl ReplyPage {
    /// The reply as it will be, byte for byte.
    pub(in super::super) fn new(
        seen: &SeenThread,
        new: &NewReply,
        form: FormState<ReplyForm>,
    ) -> Self {
        let thread = &seen.thread;
        Self {
            title: thread.title.clone(),
            network: network_link(seen),
            thread: thread_link(seen),
            audience: audience::sentence(&seen.network, seen.actor.visitors_can_read),
            html: new.body.html().clone(),
            form,
            action: replies_path(thread.id),
        }
    }
}

pub(super) fn network_link(seen: &SeenThread) -> Link {
    Link {
        text: seen.network.name.clone(),
        href: routes::network(&seen.network.slug),
    }
}

/// The newest page of the thread, where one was.
pub(super) fn thread_link(seen: &SeenThread) -> Link {
    let thread = &seen.thread;
    Link {
        text: thread.title.clone(),
        href: page_path(thread.id, &thread.slug, page_of(thread.last_number)),
    }
}

impl View for ReplyPage {
    const TEMPLATE: &'static str = "threads/reply.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::seen(thread::Kind::Challenge, sample::member(), None);
        let form = ReplyForm {
            body: "Handrails **helped**".to_owned(),
            seen: "3".to_owned(),
            preview: String::new(),
        };
        let new = form.clone().parse();
        new.map(|new| Self::new(&seen, &new, FormState::of(form)))
            .into_iter()
            .collect()
    }
}
