//! Agreeing an action, and stopping one.

use serde::Serialize;

use super::part::{HomePart, sample_bare, sample_row, sample_seen};
use crate::{
    entity::{action::State, membership::Role},
    features::plans::{
        due,
        forms::{AgreementForm, StopForm},
        policy::SeenAction,
        queries::ActionRow,
        routes, words,
    },
    platform::{
        text::dates::CivilDay,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// Who sees to it, and by when.
#[derive(Clone, Debug, Serialize)]
pub struct AgreementPage {
    network: HomePart,
    title: String,
    href: String,
    /// How many days the recommendation allows.
    days: Option<i32>,
    /// Whether it was stopped before.
    again: bool,
    form: FormState<AgreementForm>,
}

impl AgreementPage {
    /// The page with what is known: whoever sees to it already, and the due date that its
    /// recommendation suggests from today.
    pub fn asking(seen: &SeenAction, row: &ActionRow, today: Option<CivilDay>) -> Self {
        let stored = row.action.due.as_deref().and_then(CivilDay::from_iso);
        let still_ahead = stored.filter(|day| today.is_none_or(|today| *day >= today));
        let counted = today.and_then(|today| due::proposed(today, row.action.due_days));
        let day = still_ahead.or(counted);
        let part = |number: Option<i64>| number.map(|one| one.to_string()).unwrap_or_default();
        let form = AgreementForm {
            owner: words::owner_typed(row),
            due_day: part(day.map(|day| i64::from(day.day()))),
            due_month: part(day.map(|day| i64::from(day.month()))),
            due_year: part(day.map(|day| i64::from(day.year()))),
        };
        Self::new(seen, FormState::of(form))
    }

    /// The page with a form that was filled in.
    pub fn new(seen: &SeenAction, form: FormState<AgreementForm>) -> Self {
        let action = seen.action();
        Self {
            network: HomePart::of(seen.network()),
            title: action.title.clone(),
            href: routes::action(action.id),
            days: action.due_days,
            again: action.state == State::Stopped,
            form,
        }
    }
}

impl View for AgreementPage {
    const TEMPLATE: &'static str = "plans/agreement.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let row = sample_row(1, State::Proposed);
        let seen = sample_seen(&row, Role::Leader);
        let bare = sample_bare(2);
        let mut pages = vec![
            Self::asking(&seen, &row, CivilDay::new(2026, 11, 24)),
            Self::asking(&sample_seen(&bare, Role::Leader), &bare, None),
        ];
        let stopped = sample_seen(&sample_row(1, State::Stopped), Role::Leader);
        if let Err(form) = AgreementForm::default().parse(None) {
            pages.push(Self::new(&stopped, form));
        }
        pages
    }
}

/// Why it stops.
#[derive(Clone, Debug, Serialize)]
pub struct StopPage {
    network: HomePart,
    title: String,
    href: String,
    /// A proposal is declined.
    is_proposal: bool,
    form: FormState<StopForm>,
}

impl StopPage {
    /// The page.
    pub fn new(seen: &SeenAction, form: FormState<StopForm>) -> Self {
        let action = seen.action();
        Self {
            network: HomePart::of(seen.network()),
            title: action.title.clone(),
            href: routes::action(action.id),
            is_proposal: action.state == State::Proposed,
            form,
        }
    }
}

impl View for StopPage {
    const TEMPLATE: &'static str = "plans/stop.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = |state| sample_seen(&sample_row(1, state), Role::Leader);
        let mut pages = vec![
            Self::new(&seen(State::Proposed), FormState::default()),
            Self::new(&seen(State::InProgress), FormState::default()),
        ];
        if let Err(form) = StopForm::default().parse() {
            pages.push(Self::new(&seen(State::InProgress), form));
        }
        pages
    }
}
