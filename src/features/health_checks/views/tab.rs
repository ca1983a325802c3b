//! The Health checks tab of a network.

use serde::Serialize;

use super::{Dot, dots, sample};
use crate::{
    entity::{health_check::Form, id::HealthCheckId, membership::Role, network::Visibility},
    features::{
        health_checks::{
            instrument::Instrument,
            policy::RunCheck,
            queries::{OwnResult, Waiting},
            routes,
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
    /// The names of the dimensions.
    dimensions: Vec<String>,
    /// How many statements there are.
    statements: usize,
    /// What the instrument is not, word for word.
    status: String,
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
    ) -> Self {
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
        vec![
            Self::new(&leader, None, &[], &instrument),
            Self::new(&leader, Some(&draft), &results, &instrument),
            Self::new(&member, None, &[], &instrument),
            Self::new(&member, Some(&draft), &results, &instrument),
            Self::new(
                &networks::seen_by_visitor(Visibility::Public),
                None,
                &[],
                &instrument,
            ),
        ]
    }
}
