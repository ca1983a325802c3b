//! A reply that becomes an action.

use serde::Serialize;

use super::{edit::dimensions, part::Choice};
use crate::{
    features::{
        health_checks::{instrument::Instrument, views::sample},
        plans::{forms::ReplyActionForm, policy::MakeAction, routes},
        threads::routes::post_path,
    },
    platform::{
        access::Permit,
        text::excerpt,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The reply, and what is to be done about it.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyActionPage {
    action: String,
    post_href: String,
    number: i64,
    /// The conversation.
    title: String,
    /// What the reply says, shortened.
    words: String,
    networks: Vec<Choice>,
    dimensions: Vec<Choice>,
    form: FormState<ReplyActionForm>,
}

impl ReplyActionPage {
    /// The form before anything is typed: the network of the conversation where one leads it, or the
    /// only one there is; and what the conversation is about.
    pub fn offered(reply: &Permit<MakeAction>, led: &[(String, String)]) -> ReplyActionForm {
        let thread = reply.on().thread();
        let here = &thread.network().slug;
        let network = match led {
            [(only, _)] => only.clone(),
            _ => led
                .iter()
                .find(|(slug, _)| slug == here)
                .map(|(slug, _)| slug.clone())
                .unwrap_or_default(),
        };
        let about = thread.challenge();
        let first = about.and_then(|about| about.dimensions.split(',').next());
        ReplyActionForm {
            network,
            dimension: first.unwrap_or_default().to_owned(),
            ..ReplyActionForm::default()
        }
    }

    /// The page.
    pub fn new(
        reply: &Permit<MakeAction>,
        led: &[(String, String)],
        instrument: &Instrument,
        form: FormState<ReplyActionForm>,
    ) -> Self {
        let (post, thread) = (reply.on().post(), reply.on().thread().thread());
        Self {
            action: routes::action_of(post.id),
            post_href: post_path(thread.id, &thread.slug, post.number),
            number: post.number,
            title: thread.title.clone(),
            words: excerpt::plain(&post.body_src, 400),
            networks: led
                .iter()
                .map(|(slug, name)| Choice::new(slug.clone(), name.clone()))
                .collect(),
            dimensions: dimensions(instrument),
            form,
        }
    }
}

impl View for ReplyActionPage {
    const TEMPLATE: &'static str = "plans/reply.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let Some(instrument) = sample::instrument() else {
            return Vec::new();
        };
        let page = |networks: Vec<Choice>, form| Self {
            action: "/posts/9/action".to_owned(),
            post_href: "/threads/7/meetings#post-3".to_owned(),
            number: 3,
            title: "How do we stop meetings turning into reports?".to_owned(),
            words: "We open with asks and offers. Ten minutes, every time.".to_owned(),
            networks,
            dimensions: dimensions(&instrument),
            form,
        };
        let two = vec![
            Choice::new("falls", "Falls"),
            Choice::new("rural", "Rural Leaders"),
        ];
        let mut pages = vec![
            page(two.clone(), FormState::default()),
            page(vec![Choice::new("falls", "Falls")], FormState::default()),
        ];
        if let Err(form) = ReplyActionForm::default().parse(&instrument, &[]) {
            pages.push(page(two, form));
        }
        pages
    }
}
