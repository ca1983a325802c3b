//! The pages on which a challenge is written, looked at and told anew.

use serde::Serialize;

use super::{
    super::{
        challenge::{HELP_KINDS, help_words},
        forms::{ChallengeEditForm, ChallengeForm, NewChallenge},
        numbering::{challenge_edit_path, challenges_path, post_path},
        policy::SeenPost,
    },
    sample,
};
use crate::{
    features::{
        health_checks::{
            instrument::DimensionCode,
            policy::ShareResult,
            queries::OwnResult,
            views::{AttachPart, ResultCardPart},
        },
        networks::{audience, policy::SeenNetwork, routes},
    },
    platform::{
        access::{Permit, Seen},
        text::{
            diff::{self, Line},
            markdown::SafeHtml,
        },
        web::{form::FormState, layout::Section, page::View},
    },
};

/// A new challenge.
#[derive(Clone, Debug, Serialize)]
pub struct NewChallengePage {
    network: Place,
    action: String,
    audience: String,
    form: FormState<ChallengeForm>,
    help_kinds: Vec<Choosable>,
    dimensions: Vec<Choosable>,
    /// None: there is no result to attach.
    attach: Option<AttachPart>,
}

/// Where it is posted.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) href: String,
}

/// One option of a group.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choosable {
    value: String,
    label: String,
}

impl NewChallengePage {
    pub(in super::super) fn new(
        seen: &SeenNetwork,
        form: FormState<ChallengeForm>,
        dimensions: &[(DimensionCode, String)],
        results: &[OwnResult],
    ) -> Self {
        let network = seen.network();
        Self {
            network: place(seen),
            action: challenges_path(&network.slug),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
            form,
            help_kinds: help_kinds(),
            dimensions: choosable(dimensions),
            attach: AttachPart::new(results, dimensions),
        }
    }
}

fn place(seen: &SeenNetwork) -> Place {
    Place {
        name: seen.network().name.clone(),
        href: routes::network(&seen.network().slug),
    }
}

fn help_kinds() -> Vec<Choosable> {
    let kinds = HELP_KINDS.iter().map(|(code, words)| Choosable {
        value: (*code).to_owned(),
        label: (*words).to_owned(),
    });
    kinds.collect()
}

fn choosable(dimensions: &[(DimensionCode, String)]) -> Vec<Choosable> {
    let options = dimensions.iter().map(|(code, name)| Choosable {
        value: code.to_string(),
        label: name.clone(),
    });
    options.collect()
}

impl View for NewChallengePage {
    const TEMPLATE: &'static str = "threads/new_challenge.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::network_seen();
        let page = |form| Self::new(&seen, form, &sample::dimensions(), &[]);
        let empty = ChallengeForm::blank().parse(&[]);
        let rejected = empty.err().map(page);
        let blank = page(FormState::of(ChallengeForm::blank()));
        std::iter::once(blank).chain(rejected).collect()
    }
}

/// A challenge as it will be, byte for byte.
#[derive(Clone, Debug, Serialize)]
pub struct ChallengePreview {
    network: Place,
    action: String,
    audience: String,
    title: String,
    html: SafeHtml,
    help: Vec<&'static str>,
    card: Option<ResultCardPart>,
    card_form: CardForm,
    form: ChallengeForm,
}

/// What the preview of a card offers to take away.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct CardForm {
    pub(super) has_scores: bool,
    pub(super) has_name: bool,
}

impl ChallengePreview {
    pub(in super::super) fn new(
        seen: &SeenNetwork,
        form: ChallengeForm,
        new: &NewChallenge,
        share: Option<&Permit<ShareResult>>,
    ) -> Self {
        let network = seen.network();
        let card = share.zip(new.attach.as_ref());
        Self {
            network: place(seen),
            action: challenges_path(&network.slug),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
            title: new.title.clone(),
            html: new.told.words.html().clone(),
            help: help_words(&new.told.help_codes()),
            card: card.map(|(share, attach)| ResultCardPart::preview(share.on(), &attach.choice)),
            card_form: CardForm {
                has_scores: form.result_level == "scores",
                has_name: form.result_name == "shown",
            },
            form,
        }
    }
}

impl View for ChallengePreview {
    const TEMPLATE: &'static str = "threads/challenge_preview.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let form = ChallengeForm {
            title: "How do we share the lead?".to_owned(),
            happening: "Two of us do **everything**.".to_owned(),
            help: "What worked for you?".to_owned(),
            help_kinds: vec!["ideas".to_owned(), "call".to_owned()],
            dimensions: vec!["LEA".to_owned()],
            ..ChallengeForm::blank()
        };
        let codes: Vec<_> = sample::dimensions().iter().map(|(code, _)| *code).collect();
        let new = form.clone().parse(&codes).ok();
        let pages = new.map(|new| Self::new(&sample::network_seen(), form, &new, None));
        let scores = |page: &Self| Self {
            card: Some(ResultCardPart::NotHere),
            card_form: CardForm {
                has_scores: true,
                has_name: true,
            },
            ..page.clone()
        };
        pages
            .iter()
            .flat_map(|page| [page.clone(), scores(page)])
            .collect()
    }
}

/// A challenge that is told anew.
#[derive(Clone, Debug, Serialize)]
pub struct EditChallengePage {
    title: String,
    thread_href: String,
    action: String,
    audience: String,
    form: FormState<ChallengeEditForm>,
    help_kinds: Vec<Choosable>,
    dimensions: Vec<Choosable>,
    conflict: Option<Conflict>,
}

/// The words that somebody else (the author, in another tab) has saved meanwhile.
#[derive(Clone, Debug, Serialize)]
struct Conflict {
    now: String,
    lines: Vec<Line>,
}

impl EditChallengePage {
    pub(in super::super) fn new(
        seen: &SeenPost,
        form: FormState<ChallengeEditForm>,
        dimensions: &[(DimensionCode, String)],
    ) -> Self {
        let thread = seen.thread().thread();
        let network = seen.thread().network();
        Self {
            title: thread.title.clone(),
            thread_href: post_path(thread.id, &thread.slug, 1),
            action: challenge_edit_path(thread.id),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
            form,
            help_kinds: help_kinds(),
            dimensions: choosable(dimensions),
            conflict: None,
        }
    }

    /// The page with the words that are there now beside those that were sent.
    #[must_use]
    pub(in super::super) fn against(self, now: &SeenPost, sent: &str) -> Self {
        let now = now.post().body_src.clone();
        let lines = diff::lines(&now, sent);
        Self {
            conflict: Some(Conflict { now, lines }),
            ..self
        }
    }
}

impl View for EditChallengePage {
    const TEMPLATE: &'static str = "threads/edit_challenge.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::challenge_post();
        let form = ChallengeEditForm {
            happening: "Two of us do **everything**.".to_owned(),
            help: "What worked for you?".to_owned(),
            dimensions: vec!["LEA".to_owned()],
            version: "3".to_owned(),
            ..ChallengeEditForm::default()
        };
        let page = |form| Self::new(&seen, form, &sample::dimensions());
        let rejected = ChallengeEditForm::default().parse(&[]).err().map(page);
        let conflict = page(FormState::of(form.clone()))
            .against(&seen, "# What is happening\n\nTwo of us do **everything**.");
        let plain = page(FormState::of(form));
        [plain, conflict].into_iter().chain(rejected).collect()
    }
}
