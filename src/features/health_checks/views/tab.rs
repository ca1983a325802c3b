//! The Health checks tab of a network.

use serde::Serialize;

use super::{Dot, dots, round_dots, sample};
use crate::{
    entity::{
        health_check::{Form, State},
        id::HealthCheckId,
        membership::Role,
        network::Visibility,
    },
    features::{
        health_checks::{
            instrument::Instrument,
            policy::{RunCheck, SeenRoundResult},
            promise,
            queries::{OwnResult, RoundLine, Waiting},
            routes,
            snapshot::RoundSnapshot,
        },
        networks::{
            policy::SeenNetwork,
            views::{NetworkPart, Tab, sample as networks},
        },
    },
    platform::{
        access::Seen,
        web::{layout::Section, page::View},
    },
};

/// What a check is, who can take one, and one's own draft and results: never a word about those of
/// others.
#[derive(Clone, Debug, Serialize)]
pub struct ChecksPage {
    network: NetworkPart,
    /// Whether this person can take a check.
    may_run: bool,
    draft: Option<DraftPart>,
    results: Vec<ResultRow>,
    /// Rounds that this leader works with.
    rounds: Vec<RoundRow>,
    /// Results of rounds that this person may read.
    released: Vec<ReleasedRow>,
    /// The names of the dimensions.
    dimensions: Vec<String>,
    /// How many statements there are.
    statements: usize,
    /// What the instrument is not, word for word.
    status: String,
}

/// A round in a leader's list.
#[derive(Clone, Debug, Serialize)]
struct RoundRow {
    href: String,
    /// How far it has come, in words.
    state: &'static str,
    /// Whether people can answer now.
    is_open: bool,
    last_day: String,
}

impl RoundRow {
    fn new(line: &RoundLine) -> Self {
        Self {
            href: routes::round(line.id),
            state: match line.state {
                State::Draft | State::Saved => "Being set up",
                State::Open => "Open",
                State::Closed | State::Sealed => "Closed, being worked out",
                State::Released => "Finished",
                State::NotEnough => "Too few answers",
                State::Cancelled | State::Deleted => "Cancelled",
            },
            is_open: line.state == State::Open,
            last_day: promise::day_words(&line.ends_on),
        }
    }
}

/// The result of a round.
#[derive(Clone, Debug, Serialize)]
struct ReleasedRow {
    href: String,
    day: i64,
    label: &'static str,
    n: u32,
    dots: Vec<Dot>,
}

/// A draft that waits for its owner.
#[derive(Clone, Debug, Serialize)]
struct DraftPart {
    href: String,
    deletion: String,
    answered: usize,
    updated_at: i64,
}

/// One of one's own results in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ResultRow {
    href: String,
    /// The network, as it was called then.
    network: String,
    day: i64,
    opening: String,
    dots: Vec<Dot>,
}

impl ResultRow {
    /// The row of a result.
    pub fn new(own: &OwnResult) -> Self {
        Self {
            href: routes::result(own.id),
            network: own.snapshot.network.name.clone(),
            day: own.snapshot.date.ms,
            opening: own.snapshot.opening().to_owned(),
            dots: dots(&own.snapshot),
        }
    }
}

impl ChecksPage {
    /// The tab for whoever reads the network.
    pub fn new(
        seen: &SeenNetwork,
        draft: Option<&Waiting>,
        results: &[OwnResult],
        instrument: &Instrument,
        (rounds, released): (&[RoundLine], &[(SeenRoundResult, RoundSnapshot)]),
    ) -> Self {
        let released = released.iter().map(|(seen, snapshot)| ReleasedRow {
            href: routes::result(seen.id()),
            day: snapshot.date.ms,
            label: snapshot.mode_label(),
            n: snapshot.n,
            dots: round_dots(snapshot),
        });
        let dimensions = instrument.dimensions.iter();
        Self {
            network: NetworkPart::new(seen, Tab::HealthChecks),
            may_run: seen.may::<RunCheck>(),
            draft: draft.map(|draft| DraftPart {
                href: routes::check(draft.id),
                deletion: format!("{}/deletion", routes::check(draft.id)),
                answered: draft.answered(),
                updated_at: draft.updated_at.0,
            }),
            results: results.iter().map(ResultRow::new).collect(),
            rounds: rounds.iter().map(RoundRow::new).collect(),
            released: released.collect(),
            dimensions: dimensions.map(|own| own.name.clone()).collect(),
            statements: instrument.statements(Form::Full).count(),
            status: instrument.status.clone(),
        }
    }
}

impl View for ChecksPage {
    const TEMPLATE: &'static str = "health_checks/tab.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let Some(instrument) = sample::instrument() else {
            return Vec::new();
        };
        let leader = networks::seen(Visibility::Private, Some(Role::Leader));
        let member = networks::seen(Visibility::Private, Some(Role::Member));
        let draft = Waiting {
            id: HealthCheckId(4),
            network: "Rural Leaders".to_owned(),
            answers: r#"{"PUR-1":4,"PUR-2":"DK"}"#.to_owned(),
            updated_at: sample::WHEN,
        };
        let result = sample::result(sample::MIXED, Some(Role::Leader)).map(OwnResult::from);
        let results: Vec<OwnResult> = result.into_iter().collect();
        let lines = [State::Draft, State::Open, State::Released, State::NotEnough];
        let lines = lines.map(|state| RoundLine {
            id: HealthCheckId(7),
            state,
            ends_on: "2026-12-08".to_owned(),
            closed_at: None,
        });
        vec![
            Self::new(&leader, None, &[], &instrument, (&lines, &[])),
            Self::new(&leader, Some(&draft), &results, &instrument, (&[], &[])),
            Self::new(&member, None, &[], &instrument, (&[], &[])),
            Self::new(&member, Some(&draft), &results, &instrument, (&[], &[])),
            Self::new(
                &networks::seen_by_visitor(Visibility::Public),
                None,
                &[],
                &instrument,
                (&[], &[]),
            ),
        ]
    }
}
