//! Checking all answers before they become a result, and deleting a draft.

use serde::Serialize;

use super::sample;
use crate::{
    entity::membership::Role,
    features::health_checks::{
        forms::SaveForm,
        instrument::Instrument,
        policy::{AnswerCheck, SeenDraft},
        routes,
        scoring::{Answer, Answers, IndividualDimension, score_individual},
        walk::Walk,
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// All answers of a draft.
#[derive(Clone, Debug, Serialize)]
pub struct AnswersPage {
    /// The check.
    href: String,
    /// The page before.
    back: String,
    /// The network, as the owner knows it.
    network: String,
    /// Whether they may go on: if not they can read and delete.
    may_answer: bool,
    /// The first page that was not shown yet.
    next: Option<NextPart>,
    answered: usize,
    total: usize,
    dimensions: Vec<DimensionPart>,
    version: i64,
    form: FormState<SaveForm>,
}

/// A page to go on with.
#[derive(Clone, Debug, Serialize)]
struct NextPart {
    href: String,
    name: String,
}

/// The answers of one dimension.
#[derive(Clone, Debug, Serialize)]
struct DimensionPart {
    code: String,
    name: String,
    href: String,
    /// Whether its page was reached, so that answers can be changed.
    is_reached: bool,
    /// What the gaps mean, in kind words.
    note: Option<String>,
    rows: Vec<AnswerRow>,
}

/// One statement and its answer.
#[derive(Clone, Debug, Serialize)]
struct AnswerRow {
    id: String,
    text: String,
    answer: Option<String>,
}

impl AnswersPage {
    /// The page.
    pub fn new(seen: &SeenDraft, instrument: &Instrument, answers: &Answers) -> Self {
        let form = seen.check.form;
        let walk = Walk::new(instrument, &seen.draft.pages);
        let scores = score_individual(instrument, form, answers);
        let dimensions = instrument.dimensions.iter().zip(&scores.dimensions);
        let dimensions = dimensions.map(|(dimension, score)| DimensionPart {
            code: dimension.code.to_string(),
            name: dimension.name.clone(),
            href: routes::page(seen.id(), dimension.code),
            is_reached: walk.is_reached(dimension.code),
            note: note(score),
            rows: dimension
                .asked(form)
                .map(|statement| AnswerRow {
                    id: statement.id.to_string(),
                    text: statement.text.clone(),
                    answer: answers.get(statement.id).map(|it| words(instrument, it)),
                })
                .collect(),
        });
        let last = instrument.dimensions.last();
        Self {
            href: routes::check(seen.id()),
            back: match last.filter(|_| walk.first_open().is_none()) {
                Some(last) if seen.may::<AnswerCheck>() => routes::page(seen.id(), last.code),
                _ => seen.home_path(),
            },
            network: seen.home.network.name.clone(),
            may_answer: seen.may::<AnswerCheck>(),
            next: walk.first_open().map(|dimension| NextPart {
                href: routes::page(seen.id(), dimension.code),
                name: dimension.name.clone(),
            }),
            answered: answers.len(),
            total: instrument.statements(form).count(),
            dimensions: dimensions.collect(),
            version: seen.draft.version,
            form: FormState::default(),
        }
    }

    /// The page with a reason why it was not saved.
    #[must_use]
    pub fn with_problem(mut self, problem: &str) -> Self {
        self.form = self.form.with_problem("", problem);
        self
    }
}

/// An answer in the words of the scale.
pub(super) fn words(instrument: &Instrument, answer: Answer) -> String {
    let scale = &instrument.scale;
    let label = match answer {
        Answer::DontKnow => Some(&scale.dont_know),
        Answer::NotApplicable => Some(&scale.not_applicable),
        Answer::Value(value) => scale.answers.get(usize::from(value.get()) - 1),
    };
    label.cloned().unwrap_or_default()
}

/// Says what the gaps of a dimension mean; nothing where there is none.
fn note(score: &IndividualDimension) -> Option<String> {
    let blank = score
        .statements
        .iter()
        .filter(|own| own.answer.is_none())
        .count();
    if score.tenths.is_none() {
        let counted = match score.valid {
            0 => "No answer counts here so far".to_owned(),
            1 => "One answer counts here so far".to_owned(),
            more => format!("{more} answers count here so far"),
        };
        return Some(format!(
            "{counted}. With three from “Strongly disagree” to “Strongly agree” this dimension has a \
             score; without, it is left out. Either is fine."
        ));
    }
    match blank {
        0 => None,
        1 => Some("One statement is left open. That is fine.".to_owned()),
        more => Some(format!("{more} statements are left open. That is fine.")),
    }
}

impl View for AnswersPage {
    const TEMPLATE: &'static str = "health_checks/answers.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let lines = [
            (sample::MIXED, Some(Role::Leader)),
            (sample::FEW, Some(Role::Leader)),
            (sample::FEW, Some(Role::Member)),
            (sample::FEW, None),
        ];
        let drafts = lines
            .into_iter()
            .filter_map(|(line, role)| sample::draft(line, role));
        let pages =
            drafts.map(|(seen, instrument, answers)| Self::new(&seen, &instrument, &answers));
        let mut pages: Vec<Self> = pages.collect();
        let refused = pages.first().cloned();
        pages.extend(refused.map(|page| page.with_problem("Answer at least one statement")));
        pages
    }
}

/// What deleting a draft means.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteDraftPage {
    href: String,
    network: String,
    answered: usize,
}

impl DeleteDraftPage {
    /// The page.
    pub fn new(seen: &SeenDraft, answers: &Answers) -> Self {
        Self {
            href: routes::check(seen.id()),
            network: seen.home.network.name.clone(),
            answered: answers.len(),
        }
    }
}

impl View for DeleteDraftPage {
    const TEMPLATE: &'static str = "health_checks/delete_draft.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let draft = sample::draft(sample::FEW, Some(Role::Leader));
        let page = draft.map(|(seen, _, answers)| Self::new(&seen, &answers));
        page.into_iter().collect()
    }
}
