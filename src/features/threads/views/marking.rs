//! The page on which a post is marked as what helped.

use serde::Serialize;

use super::{
    super::{
        forms::{HelpedForm, marks::NOTE},
        numbering::{helped_path, post_path},
        policy::SeenPost,
    },
    sample,
};
use crate::{
    features::networks::audience,
    platform::{
        access::Seen,
        text::markdown::SafeHtml,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// A post, and a note about what in it helped.
#[derive(Clone, Debug, Serialize)]
pub struct HelpedPage {
    title: String,
    post_href: String,
    action: String,
    audience: String,
    number: i64,
    html: SafeHtml,
    is_marked: bool,
    /// Whether somebody else began the thread.
    for_the_author: bool,
    form: FormState<HelpedForm>,
    longest: usize,
}

impl HelpedPage {
    /// What is said when there are five.
    pub(in super::super) const TOO_MANY: &'static str =
        "Five posts are marked already. Take back one of those marks first.";

    pub(in super::super) fn new(seen: &SeenPost, form: FormState<HelpedForm>) -> Self {
        let (thread, post) = (seen.thread().thread(), seen.post());
        let network = seen.thread().network();
        Self {
            title: thread.title.clone(),
            post_href: post_path(thread.id, &thread.slug, post.number),
            action: helped_path(post.id),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
            number: post.number,
            html: SafeHtml::from_stored(post.body_html.clone()),
            is_marked: post.helped_at.is_some(),
            for_the_author: seen.actor().id() != Some(thread.author_id),
            form,
            longest: NOTE,
        }
    }
}

impl View for HelpedPage {
    const TEMPLATE: &'static str = "threads/helped.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let page = |form| Self::new(&sample::challenge_post(), form);
        let plain = page(FormState::default());
        let long = HelpedForm {
            note: "long ".repeat(50),
        };
        let full = FormState::default().with_problem("", Self::TOO_MANY);
        let rejected = long.parse().err().map(page);
        let marked = Self {
            is_marked: true,
            for_the_author: false,
            ..plain.clone()
        };
        [plain, marked, page(full)]
            .into_iter()
            .chain(rejected)
            .collect()
    }
}
