//! A round that was opened, and what its leaders can do with it.

use serde::Serialize;

use super::{super::sample, RoundPart, part};
use crate::{
    entity::{
        health_check::{self, Mode, State},
        round::Erasing,
    },
    features::health_checks::{
        forms::{CloseForm, ViewForm},
        policy::SeenRound,
        queries::{Counts, OwnResult},
    },
    platform::web::{form::FormState, layout::Section, page::View},
};

/// A round that was opened: how it goes, or what became of it. No figure but counts.
#[derive(Clone, Debug, Serialize)]
pub struct RunningPage {
    round: RoundPart,
    /// `open`, `working`, `released`, `not_enough` or `cancelled`.
    state: &'static str,
    invited: u64,
    waiting: u64,
    refused: u64,
    answered: u64,
    core: Option<u64>,
    member: Option<u64>,
    disputed: u64,
    open_link: Option<String>,
    result: Option<String>,
    was_deleted: bool,
    closed_at: Option<i64>,
    has_view: bool,
    /// Whether old bytes still have to be removed from the files.
    is_erasing: bool,
}

impl RunningPage {
    /// The page.
    pub fn new(
        seen: &SeenRound,
        counts: &Counts,
        open_link: Option<String>,
        result: Option<(String, bool)>,
    ) -> Self {
        let round = seen.round();
        let is_over = round.closed_at.is_some();
        let frozen = |number: i32| u64::try_from(number).unwrap_or_default();
        Self {
            round: part(seen),
            state: match seen.check().state {
                State::Open | State::Draft | State::Saved => "open",
                State::Closed | State::Sealed => "working",
                State::Released => "released",
                State::NotEnough => "not_enough",
                State::Cancelled | State::Deleted => "cancelled",
            },
            invited: if is_over {
                frozen(round.invited)
            } else {
                counts.invited
            },
            waiting: counts.waiting,
            refused: counts.refused,
            answered: if is_over {
                frozen(round.answered)
            } else {
                counts.answered
            },
            core: counts.groups.map(|(core, _)| core),
            member: counts.groups.map(|(_, member)| member),
            disputed: counts.disputed,
            open_link,
            was_deleted: result.as_ref().is_some_and(|(_, deleted)| *deleted),
            result: result.map(|(path, _)| path),
            closed_at: round.closed_at.map(|at| at.0),
            has_view: round.leader_result_id.is_some(),
            is_erasing: round.erasing == Erasing::Due,
        }
    }
}

impl View for RunningPage {
    const TEMPLATE: &'static str = "rounds/round.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let counts = Counts {
            invited: 14,
            waiting: 2,
            refused: 1,
            answered: 11,
            groups: Some((5, 6)),
            disputed: 1,
        };
        let states = [
            State::Open,
            State::Sealed,
            State::Released,
            State::NotEnough,
            State::Cancelled,
        ];
        let mut all: Vec<Self> = states
            .into_iter()
            .map(|state| {
                let seen = sample::round(state, Mode::RoundConfidential, "");
                let result = (state == State::Released).then(|| ("/results/3".to_owned(), false));
                Self::new(&seen, &counts, None, result)
            })
            .collect();
        let link = Some("https://indaba.example/rounds/4/link/abc".to_owned());
        let open = sample::round(State::Open, Mode::RoundOpenLink, "");
        all.push(Self::new(&open, &Counts::default(), link, None));
        let gone = sample::round(State::Released, Mode::RoundConfidential, "");
        let deleted = Some(("/results/3".to_owned(), true));
        all.push(Self::new(&gone, &counts, None, deleted));
        all
    }
}

/// Closing a round before its last day.
#[derive(Clone, Debug, Serialize)]
pub struct ClosePage {
    round: RoundPart,
    answered: u64,
    is_enough: bool,
    form: FormState<CloseForm>,
}

impl ClosePage {
    /// The page.
    pub fn new(seen: &SeenRound, counts: &Counts, form: FormState<CloseForm>) -> Self {
        Self {
            round: part(seen),
            answered: counts.answered,
            is_enough: counts.answered >= u64::try_from(seen.round().k).unwrap_or(u64::MAX),
            form,
        }
    }
}

impl View for ClosePage {
    const TEMPLATE: &'static str = "rounds/close.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Open, Mode::RoundConfidential, "");
        let enough = Counts {
            answered: 11,
            ..Counts::default()
        };
        let problem = FormState::default().with_problem("even_below", "Tick the box to go on");
        vec![
            Self::new(&seen, &enough, FormState::default()),
            Self::new(&seen, &Counts::default(), problem),
        ]
    }
}

/// Cancelling a round, or giving up its set-up.
#[derive(Clone, Debug, Serialize)]
pub struct CancelPage {
    round: RoundPart,
    is_open: bool,
    answered: u64,
}

impl CancelPage {
    /// The page.
    pub fn new(seen: &SeenRound, counts: &Counts) -> Self {
        Self {
            round: part(seen),
            is_open: seen.check().state == health_check::State::Open,
            answered: counts.answered,
        }
    }
}

impl View for CancelPage {
    const TEMPLATE: &'static str = "rounds/cancel.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let states = [State::Open, State::Draft];
        let pages = states.map(|state| {
            let seen = sample::round(state, Mode::RoundConfidential, "");
            Self::new(&seen, &Counts::default())
        });
        pages.into()
    }
}

/// Setting one's own view beside the round.
#[derive(Clone, Debug, Serialize)]
pub struct ViewPage {
    round: RoundPart,
    results: Vec<ViewRow>,
    form: FormState<ViewForm>,
}

/// A result to choose.
#[derive(Clone, Debug, Serialize)]
struct ViewRow {
    value: String,
    label: String,
}

impl ViewPage {
    /// The page.
    pub fn new(seen: &SeenRound, own: &[OwnResult], form: FormState<ViewForm>) -> Self {
        let none = ViewRow {
            value: String::new(),
            label: "No, leave my view out".to_owned(),
        };
        let results = own.iter().map(|own| ViewRow {
            value: own.id.to_string(),
            label: format!("My health check of {}", own.snapshot.date),
        });
        Self {
            round: part(seen),
            results: std::iter::once(none).chain(results).collect(),
            form,
        }
    }
}

impl View for ViewPage {
    const TEMPLATE: &'static str = "rounds/view.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Open, Mode::RoundConfidential, "");
        vec![Self::new(&seen, &[], FormState::default())]
    }
}
