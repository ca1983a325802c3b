//! Who sees a round and its result, and who may do what with them (health-check.md section 14).

use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait},
};

use super::Home;
use crate::{
    entity::{
        health_check,
        id::{AccountId, HealthCheckId, NetworkId, ResultId},
        membership, result,
        round::{self, Audience},
    },
    features::networks::policy as networks,
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

/// A round as a leader of its network sees it.
#[derive(Clone, Debug)]
pub struct SeenRound {
    pub(in super::super) check: health_check::Model,
    pub(in super::super) round: round::Model,
    pub(in super::super) home: Home,
}

impl SeenRound {
    /// Its id.
    pub fn id(&self) -> HealthCheckId {
        self.check.id
    }

    /// The check behind it.
    pub fn check(&self) -> &health_check::Model {
        &self.check
    }

    /// What it promises.
    pub fn round(&self) -> &round::Model {
        &self.round
    }

    /// The network's name.
    pub fn network_name(&self) -> &str {
        &self.home.network.name
    }

    /// The network.
    pub fn network(&self) -> NetworkId {
        self.check.network_id
    }

    /// The slug of the network.
    pub fn slug(&self) -> &str {
        &self.home.network.slug
    }

    /// Whether people are invited one by one.
    pub fn is_invited(&self) -> bool {
        self.check.mode == health_check::Mode::RoundConfidential
    }
}

impl Seen for SeenRound {
    fn actor(&self) -> &Actor {
        &self.home.actor
    }

    fn standing(&self) -> Standing {
        self.home.standing()
    }
}

/// Set up, open, extend, close or cancel a round (row 36).
#[derive(Debug)]
pub struct ManageRound;

impl Action for ManageRound {
    type On = SeenRound;
    const ROW: Option<&'static str> = Some("run_check");
    const REFUSED: &'static str = "Leaders of this network run its rounds.";

    fn check(_: &Person, _: &SeenRound, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Rounds whose workings the actor may see: of networks that they lead (row 36). For everybody else
/// they do not exist.
pub(in super::super) fn led_rounds(actor: &Actor) -> Condition {
    let Some(person) = actor.person() else {
        return Condition::all().add(ExprTrait::eq(Expr::val(1), 0));
    };
    Condition::all().add(health_check::Column::NetworkId.in_subquery(networks::run_by(person.id)))
}

/// Rounds whose released result the actor may read through the site: leaders and core team always,
/// members where the round promised it to all members (rows 35 and R54). Respondents have a link.
pub(in super::super) fn readable_results(actor: &Actor) -> Condition {
    let Some(person) = actor.person() else {
        return Condition::all().add(ExprTrait::eq(Expr::val(1), 0));
    };
    let lead_team = health_check::Column::NetworkId.in_subquery(networks::led_by(person.id));
    let member = health_check::Column::NetworkId
        .in_subquery(networks::networks_of(person.id))
        .and(round::Column::Audience.eq(Audience::Members));
    Condition::any().add(lead_team).add(member)
}

/// The released result of a round as somebody sees it whom the round promised it to.
#[derive(Clone, Debug)]
pub struct SeenRoundResult {
    pub(in super::super) result: result::Model,
    pub(in super::super) round: round::Model,
    pub(in super::super) home: Home,
}

impl SeenRoundResult {
    /// The result's id.
    pub fn id(&self) -> ResultId {
        self.result.id
    }

    /// The round it came of.
    pub fn round(&self) -> HealthCheckId {
        self.result.health_check_id
    }

    /// The network.
    pub fn network(&self) -> NetworkId {
        self.result.network_id
    }

    /// The name and slug of the network.
    pub fn home_link(&self) -> Option<(String, String)> {
        self.home.link()
    }

    /// Whether this person is of the lead team.
    pub fn is_lead_team(&self) -> bool {
        self.home.in_lead_team()
    }

    /// What the round promised.
    pub fn promise(&self) -> &round::Model {
        &self.round
    }
}

impl Seen for SeenRoundResult {
    fn actor(&self) -> &Actor {
        &self.home.actor
    }

    fn standing(&self) -> Standing {
        self.home.standing()
    }
}

/// Delete the result of a round, or take that back within seven days (row 36).
#[derive(Debug)]
pub struct DeleteRoundResult;

impl Action for DeleteRoundResult {
    type On = SeenRoundResult;
    const ROW: Option<&'static str> = Some("run_check");
    const REFUSED: &'static str = "Leaders of this network delete its results.";

    fn check(_: &Person, _: &SeenRoundResult, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Whether a person leads the network now: for the conditions of writes.
pub(in super::super) fn still_leads(network: NetworkId, person: AccountId) -> Expr {
    networks::still_in(network, person, [membership::Role::Leader])
}
