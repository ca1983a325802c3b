//! One page of a check.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sample;
use crate::{
    entity::{health_check::Form, membership::Role},
    features::health_checks::{
        forms::AnswersForm,
        instrument::{Dimension, Instrument},
        policy::SeenDraft,
        routes,
        scoring::Answers,
        walk::Walk,
    },
    platform::web::{form::FormState, layout::Section, page::View},
};

/// Answers by statement, as forms hold them; empty where there is none.
type Values = BTreeMap<String, String>;

/// One dimension with its statements.
#[derive(Clone, Debug, Serialize)]
pub struct DimensionPage {
    /// Where the answers are sent.
    action: String,
    /// The page before, or the tab that the check was begun on.
    back: String,
    network: String,
    name: String,
    /// Why it matters.
    about: String,
    /// The place of this page, from 1.
    number: usize,
    pages: usize,
    answered: usize,
    total: usize,
    statements: Vec<StatementPart>,
    steps: Vec<StepPart>,
    form: FormState<Values>,
}

/// One page of the check, for finding the way.
#[derive(Clone, Debug, Serialize)]
struct StepPart {
    name: String,
    /// Where it is, once all pages before it were saved.
    href: Option<String>,
    is_current: bool,
    is_saved: bool,
}

/// One statement and what can be answered.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StatementPart {
    id: String,
    text: String,
    options: Vec<AnswerPart>,
}

/// One answer.
#[derive(Clone, Debug, Serialize)]
struct AnswerPart {
    value: &'static str,
    label: String,
}

impl DimensionPage {
    /// The page with the answers that were saved; nothing is chosen beforehand.
    pub fn new(
        seen: &SeenDraft,
        instrument: &Instrument,
        answers: &Answers,
        dimension: &Dimension,
    ) -> Self {
        let walk = Walk::new(instrument, &seen.draft.pages);
        let back = match walk.before(dimension.code) {
            Some(before) => routes::page(seen.id(), before.code),
            None => routes::tab(&seen.home.network.slug),
        };
        let (statements, values) = statement_parts(instrument, dimension, seen.check.form, answers);
        Self {
            action: routes::page(seen.id(), dimension.code),
            back,
            network: seen.home.network.name.clone(),
            name: dimension.name.clone(),
            about: dimension.about.clone(),
            number: walk.number(dimension.code),
            pages: instrument.dimensions.len(),
            answered: answers.len(),
            total: instrument.statements(seen.check.form).count(),
            statements,
            steps: steps(seen, &walk, instrument, dimension),
            form: FormState::of(values),
        }
    }

    /// The page with what was chosen before the session ended.
    #[must_use]
    pub fn with_typed(mut self, typed: &Values) -> Self {
        self.keep(typed);
        self
    }

    /// The page as it was sent, with what is wrong.
    #[must_use]
    pub fn with_form(mut self, form: FormState<Values>) -> Self {
        self.keep(&form.values);
        let values = std::mem::take(&mut self.form.values);
        self.form = FormState {
            values,
            problems: form.problems,
            by_field: form.by_field,
            prefix: form.prefix,
        };
        self
    }

    /// Takes over what was chosen for the statements of this page, and nothing else.
    fn keep(&mut self, typed: &Values) {
        for (id, value) in &mut self.form.values {
            value.clear();
            if let Some(chosen) = typed.get(id) {
                value.push_str(chosen);
            }
        }
    }
}

/// The statements of one page, and what was answered so far; nothing is chosen beforehand.
pub(super) fn statement_parts(
    instrument: &Instrument,
    dimension: &Dimension,
    form: Form,
    answers: &Answers,
) -> (Vec<StatementPart>, Values) {
    let asked = || dimension.asked(form);
    let values = asked().map(|statement| {
        let answer = answers.get(statement.id);
        let code = answer.map_or_else(String::new, |answer| answer.to_string());
        (statement.id.to_string(), code)
    });
    let statements = asked().map(|statement| StatementPart {
        id: statement.id.to_string(),
        text: statement.text.clone(),
        options: options(instrument, answers.get(statement.id).is_some()),
    });
    (statements.collect(), values.collect())
}

fn steps(
    seen: &SeenDraft,
    walk: &Walk<'_>,
    instrument: &Instrument,
    current: &Dimension,
) -> Vec<StepPart> {
    let pages = instrument.dimensions.iter().map(|page| StepPart {
        name: page.name.clone(),
        href: walk
            .is_reached(page.code)
            .then(|| routes::page(seen.id(), page.code)),
        is_current: page.code == current.code,
        is_saved: walk.is_saved(page.code),
    });
    pages.collect()
}

/// What was chosen on a page, by statement.
pub fn typed(form: AnswersForm) -> Values {
    form.0.into_iter().collect()
}

/// The seven answers; and, once there is one, the way back to none. A radio cannot be unchosen.
fn options(instrument: &Instrument, is_answered: bool) -> Vec<AnswerPart> {
    let scale = &instrument.scale;
    let values = ["1", "2", "3", "4", "5", "DK", "NA"];
    let labels = scale
        .answers
        .iter()
        .chain([&scale.dont_know, &scale.not_applicable]);
    let answers = values
        .into_iter()
        .zip(labels)
        .map(|(value, label)| AnswerPart {
            value,
            label: label.clone(),
        });
    let none = is_answered.then(|| AnswerPart {
        value: "",
        label: "No answer".to_owned(),
    });
    answers.chain(none).collect()
}

impl View for DimensionPage {
    const TEMPLATE: &'static str = "health_checks/page.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let Some((seen, instrument, answers)) = sample::draft("54D-N3", Some(Role::Leader)) else {
            return Vec::new();
        };
        let pages = instrument.dimensions.iter().take(3);
        let pages = pages.map(|dimension| {
            (
                dimension,
                Self::new(&seen, &instrument, &answers, dimension),
            )
        });
        let pages: Vec<(&Dimension, Self)> = pages.collect();
        let wrong = AnswersForm(vec![("PUR-1".to_owned(), "6".to_owned())]);
        let refused = pages.first().and_then(|(dimension, page)| {
            let form = wrong.parse(dimension, seen.check.form).err()?;
            Some(page.clone().with_form(form))
        });
        pages
            .into_iter()
            .map(|(_, page)| page)
            .chain(refused)
            .collect()
    }
}
