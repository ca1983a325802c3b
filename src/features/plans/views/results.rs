//! The page of a result, and of deleting it.

use serde::Serialize;

use crate::{
    entity::{id::ResultId, membership::Role},
    features::{
        health_checks::{
            policy::{SeenResult, ShareResult},
            routes,
            snapshot::RoundSnapshot,
            views::{ReportPart, sample},
        },
        plans::policy::AddSuggested,
    },
    platform::{
        access::Seen,
        web::{layout::Section, page::View},
    },
};

/// A result, for its owner.
#[derive(Clone, Debug, Serialize)]
pub struct ResultPage {
    href: String,
    report: ReportPart,
    /// The network as it is called now and where it is, if the owner may still know of it.
    network: Option<LinkPart>,
    /// Whether the network is called something else by now.
    renamed: bool,
    /// Where a challenge with this result is written, for those who may share it.
    challenge: Option<String>,
    /// Where the suggested actions go into the plan, for those who lead the network.
    plan: Option<String>,
    /// In how many conversations a part of it is shared.
    shared: usize,
}

/// A name and where it leads.
#[derive(Clone, Debug, Serialize)]
struct LinkPart {
    name: String,
    href: String,
}

impl ResultPage {
    /// The page.
    pub fn new(seen: &SeenResult, shared: usize) -> Self {
        let link = seen.network_link();
        let may_share = seen.may::<ShareResult>();
        let suggests = !seen.snapshot().report.what_next.actions.is_empty();
        let may_plan = suggests && link.is_some() && seen.may::<AddSuggested>();
        let challenge = link.as_ref().filter(|_| may_share).map(|(_, slug)| {
            format!(
                "{}/challenges/new?result={}",
                crate::features::networks::routes::network(slug),
                seen.id()
            )
        });
        let now = link.as_ref().map(|(name, _)| name.as_str());
        Self {
            href: routes::result(seen.id()),
            report: ReportPart::new(seen.snapshot()),
            renamed: now.is_some_and(|name| name != seen.snapshot().network.name),
            network: link.map(|(name, slug)| LinkPart {
                name,
                href: routes::tab(&slug),
            }),
            challenge,
            plan: may_plan.then(|| format!("{}/actions", routes::result(seen.id()))),
            shared,
        }
    }
}

impl View for ResultPage {
    const TEMPLATE: &'static str = "plans/result.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let mixed = sample::result(sample::MIXED, Some(Role::Leader));
        let few = sample::result(sample::FEW, None);
        let pages = [(mixed, 2), (few, 0)].into_iter();
        pages
            .filter_map(|(seen, shared)| seen.map(|seen| Self::new(&seen, shared)))
            .collect()
    }
}

/// What deleting a result means.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteResultPage {
    href: String,
    network: String,
    day: i64,
    shared: usize,
    /// Whether it is that of a round, which can be brought back for seven days.
    is_round: bool,
}

impl DeleteResultPage {
    /// The page for the result of a round.
    pub fn of_round(id: ResultId, snapshot: &RoundSnapshot, shared: usize) -> Self {
        Self {
            href: routes::result(id),
            network: snapshot.network.name.clone(),
            day: snapshot.date.ms,
            shared,
            is_round: true,
        }
    }

    /// The page.
    pub fn new(seen: &SeenResult, shared: usize) -> Self {
        let snapshot = seen.snapshot();
        Self {
            href: routes::result(seen.id()),
            network: snapshot.network.name.clone(),
            day: snapshot.date.ms,
            shared,
            is_round: false,
        }
    }
}

impl View for DeleteResultPage {
    const TEMPLATE: &'static str = "plans/delete_result.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::result(sample::MIXED, Some(Role::Leader));
        let pages = seen
            .iter()
            .flat_map(|seen| [0, 1, 2].map(|shared| Self::new(seen, shared)));
        let round = sample::small_round();
        let round = round.map(|round| Self::of_round(ResultId(9), &round, 1));
        pages.chain(round).collect()
    }
}
