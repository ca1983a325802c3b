//! The Plan tab.

use serde::Serialize;

use super::part::{ActionPart, sample_bare, sample_row};
use crate::{
    entity::{action::State, membership::Role, network::Visibility},
    features::{
        health_checks::instrument::DimensionCode,
        networks::{
            policy::SeenNetwork,
            views::{NetworkPart, Tab, sample as networks},
        },
        plans::{
            policy::WorkPlan,
            queries::{ActionRow, Plan},
            routes, status,
            words::FEW,
        },
    },
    platform::{
        access::Seen,
        text::dates::CivilDay,
        web::{layout::Section, page::View},
    },
};

/// The plan of a network.
#[derive(Clone, Debug, Serialize)]
pub struct PlanPage {
    network: NetworkPart,
    href: String,
    timeline_href: String,
    /// Whether the reader works the plan, so that they see all of it.
    leads: bool,
    /// Whether they may add to it now.
    works: bool,
    groups: Vec<Group>,
    /// Done and stopped.
    past: Vec<Group>,
    /// How many are open, if that is more than networks finish; for those who work the plan.
    many: Option<usize>,
    overdue: usize,
    is_empty: bool,
}

/// The actions of one state.
#[derive(Clone, Debug, Serialize)]
struct Group {
    id: &'static str,
    title: &'static str,
    actions: Vec<ActionPart>,
}

impl PlanPage {
    /// The page of what the reader may see.
    pub fn new(
        seen: &SeenNetwork,
        plan: &Plan,
        dimensions: &[(DimensionCode, String)],
        today: Option<CivilDay>,
    ) -> Self {
        let group = |rows: &[ActionRow], state: State, id: &'static str| Group {
            id,
            title: status::label(state),
            actions: rows
                .iter()
                .filter(|row| row.action.state == state)
                .map(|row| ActionPart::new(row, dimensions, today))
                .collect(),
        };
        let groups = [
            group(&plan.open, State::InProgress, "in-progress"),
            group(&plan.open, State::Agreed, "agreed"),
            group(&plan.open, State::Proposed, "proposed"),
        ];
        let past = [
            group(&plan.closed, State::Done, "done"),
            group(&plan.closed, State::Stopped, "stopped"),
        ];
        let some = |groups: [Group; 3]| -> Vec<Group> {
            let groups = groups.into_iter();
            groups.filter(|group| !group.actions.is_empty()).collect()
        };
        let late = groups.iter().flat_map(|group| &group.actions);
        let slug = &seen.network().slug;
        Self {
            network: NetworkPart::new(seen, Tab::Plan),
            href: routes::plan(slug),
            timeline_href: routes::timeline(slug),
            leads: seen.in_lead_team(),
            works: seen.may::<WorkPlan>(),
            overdue: late.filter(|action| action.is_overdue).count(),
            groups: some(groups),
            past: past
                .into_iter()
                .filter(|group| !group.actions.is_empty())
                .collect(),
            many: (seen.in_lead_team() && plan.open.len() > FEW).then_some(plan.open.len()),
            is_empty: plan.open.is_empty() && plan.closed.is_empty(),
        }
    }
}

impl View for PlanPage {
    const TEMPLATE: &'static str = "plans/plan.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let led = networks::seen(Visibility::Private, Some(Role::Leader));
        let member = networks::seen(Visibility::Public, Some(Role::Member));
        let full = Plan {
            open: vec![
                sample_row(1, State::InProgress),
                sample_row(2, State::Agreed),
                sample_row(3, State::Proposed),
                sample_bare(4),
                sample_bare(5),
                sample_bare(6),
            ],
            closed: vec![sample_row(7, State::Done), sample_row(8, State::Stopped)],
        };
        let few = Plan {
            open: vec![sample_row(1, State::Agreed)],
            closed: Vec::new(),
        };
        let names: Vec<_> = DimensionCode::parse("REL")
            .map(|code| (code, "Ties and trust".to_owned()))
            .into_iter()
            .collect();
        let today = CivilDay::new(2026, 11, 24);
        vec![
            Self::new(&led, &full, &names, today),
            Self::new(&led, &Plan::default(), &names, today),
            Self::new(&member, &few, &names, today),
            Self::new(&member, &Plan::default(), &names, today),
        ]
    }
}
