//! The form of an action, new or changed.

use serde::Serialize;

use super::part::{Choice, HomePart, sample_row, sample_seen};
use crate::{
    entity::{action::State, membership::Role, network::Visibility},
    features::{
        health_checks::{instrument::Instrument, views::sample},
        networks::{policy::SeenNetwork, views::sample as networks},
        plans::{
            due,
            forms::ActionForm,
            policy::SeenAction,
            queries::ActionRow,
            routes,
            words::{self, FEW},
        },
    },
    platform::{
        text::{dates::CivilDay, excerpt},
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The form.
#[derive(Clone, Debug, Serialize)]
pub struct ActionFormPage {
    network: HomePart,
    /// Where the form goes.
    action: String,
    /// Where one goes without saving.
    cancel_href: String,
    is_new: bool,
    /// How many actions are open, if that is more than networks finish.
    many: Option<usize>,
    dimensions: Vec<Choice>,
    statements: Vec<Choice>,
    form: FormState<ActionForm>,
    /// The action as somebody else has saved it meanwhile.
    now: Option<String>,
}

/// The form of an action as it is.
pub fn filled(row: &ActionRow) -> ActionForm {
    let action = &row.action;
    let due = action.due.as_deref().and_then(CivilDay::from_iso);
    let part = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    ActionForm {
        title: action.title.clone(),
        dimension: action.dimension.clone().unwrap_or_default(),
        why: action.why.clone(),
        sign_statement: action.sign_statement.clone().unwrap_or_default(),
        sign: action.sign.clone(),
        owner: words::owner_typed(row),
        due_day: part(due.map(|day| i64::from(day.day()))),
        due_month: part(due.map(|day| i64::from(day.month()))),
        due_year: part(due.map(|day| i64::from(day.year()))),
        shown: if action.shown_to_members { "true" } else { "" }.to_owned(),
        decision: String::new(),
        version: action.version.to_string(),
    }
}

impl ActionFormPage {
    /// The form of a new action, in a plan with so many open ones.
    pub fn new(
        seen: &SeenNetwork,
        open: usize,
        instrument: &Instrument,
        form: FormState<ActionForm>,
    ) -> Self {
        let plan = routes::plan(&seen.network().slug);
        Self {
            network: HomePart::of(seen),
            action: plan.clone(),
            cancel_href: plan,
            is_new: true,
            many: (open >= FEW).then_some(open),
            dimensions: dimensions(instrument),
            statements: statements(instrument),
            form,
            now: None,
        }
    }

    /// The form of a change.
    pub fn edit(seen: &SeenAction, instrument: &Instrument, form: FormState<ActionForm>) -> Self {
        let href = routes::action(seen.action().id);
        Self {
            network: HomePart::of(seen.network()),
            action: format!("{href}/edit"),
            cancel_href: href,
            is_new: false,
            many: None,
            dimensions: dimensions(instrument),
            statements: statements(instrument),
            form,
            now: None,
        }
    }

    /// The same with what somebody else has saved meanwhile.
    #[must_use]
    pub fn against(self, row: &ActionRow, instrument: &Instrument) -> Self {
        Self {
            now: Some(in_words(row, instrument)),
            ..self
        }
    }
}

/// All that can be changed of an action, as a text to read.
fn in_words(row: &ActionRow, instrument: &Instrument) -> String {
    let action = &row.action;
    let owner = match words::owner(row) {
        name if name.is_empty() => "nobody yet".to_owned(),
        name => name,
    };
    let due = action.due.as_deref().map(due::words);
    let sign = words::sign(action.sign_statement.as_deref(), &action.sign, instrument);
    let dimension = action.dimension.as_deref();
    let lines = [
        action.title.clone(),
        action.why.clone(),
        format!("Dimension: {}", dimension.unwrap_or("none")),
        format!("Sign: {}", sign.as_deref().unwrap_or("none")),
        format!("Who sees to it: {owner}"),
        format!("Due: {}", due.as_deref().unwrap_or("no date")),
        format!(
            "Shown to members: {}",
            if action.shown_to_members { "yes" } else { "no" }
        ),
    ];
    let kept: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    kept.join("\n")
}

pub(super) fn dimensions(instrument: &Instrument) -> Vec<Choice> {
    let none = Choice::new("", "None in particular");
    let all = instrument.dimensions.iter();
    let all = all.map(|one| Choice::new(one.code.to_string(), one.name.clone()));
    std::iter::once(none).chain(all).collect()
}

fn statements(instrument: &Instrument) -> Vec<Choice> {
    let none = Choice::new("", "No statement");
    let all = instrument.dimensions.iter();
    let all = all.flat_map(|dimension| {
        dimension.statements.iter().map(|one| {
            let text = one.text.trim_end_matches('.');
            let label = format!("{}: {}", dimension.name, excerpt::shorten(text, 90));
            Choice::new(one.id.to_string(), label)
        })
    });
    std::iter::once(none).chain(all).collect()
}

impl View for ActionFormPage {
    const TEMPLATE: &'static str = "plans/edit.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let Some(instrument) = sample::instrument() else {
            return Vec::new();
        };
        let led = networks::seen(Visibility::Private, Some(Role::Leader));
        let row = sample_row(1, State::Agreed);
        let seen = sample_seen(&row, Role::Leader);
        let change = FormState::of(filled(&row));
        let mut pages = vec![
            Self::new(&led, 2, &instrument, FormState::default()),
            Self::new(&led, 6, &instrument, FormState::default()),
            Self::edit(&seen, &instrument, change.clone()),
            Self::edit(&seen, &instrument, change).against(&row, &instrument),
        ];
        let agreed = ActionForm {
            decision: "agree".to_owned(),
            ..ActionForm::default()
        };
        if let Err(form) = agreed.parse(&instrument, None, None) {
            pages.push(Self::new(&led, 0, &instrument, form));
        }
        pages
    }
}
