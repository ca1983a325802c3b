//! The pages on which a result is put beside a challenge that is there already.

use serde::Serialize;

use super::{
    super::{
        forms::ResultForm,
        numbering::{post_path, result_path},
        policy::SeenPost,
    },
    composing::CardForm,
    sample,
};
use crate::{
    features::{
        health_checks::{
            card::Choice,
            instrument::DimensionCode,
            policy::SeenResult,
            queries::OwnResult,
            views::{AttachPart, ResultCardPart},
        },
        networks::audience,
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// What can be attached.
#[derive(Clone, Debug, Serialize)]
pub struct AttachPage {
    thread: Thread,
    form: FormState<ResultForm>,
    /// Whether the challenge carries a result already.
    carries: bool,
    /// None: there is no result to attach.
    attach: Option<AttachPart>,
}

/// The challenge, and who can read it.
#[derive(Clone, Debug, Serialize)]
struct Thread {
    title: String,
    href: String,
    action: String,
    audience: String,
}

impl Thread {
    fn of(seen: &SeenPost) -> Self {
        let thread = seen.thread().thread();
        let network = seen.thread().network();
        Self {
            title: thread.title.clone(),
            href: post_path(thread.id, &thread.slug, 1),
            action: result_path(thread.id),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
        }
    }
}

impl AttachPage {
    pub(in super::super) fn new(
        seen: &SeenPost,
        form: FormState<ResultForm>,
        carries: bool,
        (results, dimensions): (&[OwnResult], &[(DimensionCode, String)]),
    ) -> Self {
        Self {
            thread: Thread::of(seen),
            form,
            carries,
            attach: AttachPart::new(results, dimensions),
        }
    }
}

impl View for AttachPage {
    const TEMPLATE: &'static str = "threads/attach_result.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::challenge_post();
        let page = |form, carries| Self::new(&seen, form, carries, (&[], &sample::dimensions()));
        let rejected = ResultForm::blank().parse(&[], &[]).err();
        let rejected = rejected.map(|form| page(form, false));
        let blank = || FormState::of(ResultForm::blank());
        let plain = [page(blank(), false), page(blank(), true)];
        plain.into_iter().chain(rejected).collect()
    }
}

/// The card as others will see it.
#[derive(Clone, Debug, Serialize)]
pub struct AttachPreview {
    thread: Thread,
    card: ResultCardPart,
    card_form: CardForm,
    form: ResultForm,
}

impl AttachPreview {
    pub(in super::super) fn new(
        seen: &SeenPost,
        form: ResultForm,
        (result, choice): (&SeenResult, &Choice),
    ) -> Self {
        Self {
            thread: Thread::of(seen),
            card: ResultCardPart::preview(result, choice),
            card_form: CardForm {
                has_scores: form.result_level == "scores",
                has_name: choice.name_shown,
            },
            form,
        }
    }
}

impl View for AttachPreview {
    const TEMPLATE: &'static str = "threads/attach_preview.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let page = |has_scores| Self {
            thread: Thread::of(&sample::challenge_post()),
            card: ResultCardPart::NotHere,
            card_form: CardForm {
                has_scores,
                has_name: has_scores,
            },
            form: ResultForm::blank(),
        };
        vec![page(true), page(false)]
    }
}
