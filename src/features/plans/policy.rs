//! Who sees and works an action plan (health-check.md 14): the lead team all of it, members what is
//! shown to them, everybody else nothing.

use sea_orm::{ColumnTrait, Condition, ExprTrait, sea_query::Expr};

use crate::{
    entity::{
        action,
        id::{AccountId, NetworkId},
        membership,
    },
    features::{
        health_checks::policy::SeenResult,
        networks::policy::{self as networks, SeenNetwork},
        threads::policy::SeenPost,
    },
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

/// What somebody reads who may see the plan and not work it.
const NOT_YOURS: &str = "The leaders and the core team of this network work its action plan.";

/// An action as one actor sees it. Made only by queries.
#[derive(Clone, Debug)]
pub struct SeenAction {
    pub(super) action: action::Model,
    pub(super) network: SeenNetwork,
}

impl SeenAction {
    /// The action.
    pub fn action(&self) -> &action::Model {
        &self.action
    }

    /// The network whose plan it belongs to.
    pub fn network(&self) -> &SeenNetwork {
        &self.network
    }

    /// Whether it is the actor who sees to it.
    pub fn is_own(&self) -> bool {
        self.action.owner_id.is_some() && self.action.owner_id == self.actor().id()
    }
}

impl Seen for SeenAction {
    fn actor(&self) -> &Actor {
        self.network.actor()
    }

    fn standing(&self) -> Standing {
        self.network.standing()
    }
}

/// Actions that the actor may see: all of those of networks they help to lead; of the others they
/// belong to, those shown to members and those that are theirs to do.
pub fn visible_to(actor: &Actor) -> Condition {
    let Some(person) = actor.person() else {
        return Condition::all().add(ExprTrait::eq(Expr::val(1), 0));
    };
    let shown = Condition::any()
        .add(action::Column::ShownToMembers.eq(true))
        .add(action::Column::OwnerId.eq(person.id));
    Condition::any()
        .add(action::Column::NetworkId.in_subquery(networks::led_by(person.id)))
        .add(
            Condition::all()
                .add(action::Column::NetworkId.in_subquery(networks::networks_of(person.id)))
                .add(shown),
        )
}

/// Whether the plan of a network is there for the actor at all.
pub fn has_plan(seen: &SeenNetwork) -> bool {
    seen.actor().person().is_some() && seen.role().is_some()
}

/// Add to the plan, and read all of it (row 35: leaders, and members through the mark of R54).
#[derive(Debug)]
pub struct WorkPlan;

impl Action for WorkPlan {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("view_result");
    const REFUSED: &'static str = NOT_YOURS;

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        lead_team(seen)?;
        networks::in_use(seen)
    }
}

/// Note something on the timeline (product.md 8.1.8).
#[derive(Debug)]
pub struct Annotate;

impl Action for Annotate {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("run_check");
    const REFUSED: &'static str = "Leaders of this network write on its timeline.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        networks::in_use(seen)
    }
}

/// Change an action: its words, its owner and date, who sees it, whether it is agreed or stopped.
#[derive(Debug)]
pub struct WorkAction;

impl Action for WorkAction {
    type On = SeenAction;
    const ROW: Option<&'static str> = Some("view_result");
    const REFUSED: &'static str = NOT_YOURS;

    fn check(_: &Person, seen: &SeenAction, _: Cell) -> Result<(), Refusal> {
        lead_team(&seen.network)?;
        networks::in_use(&seen.network)
    }
}

/// Say how an action goes, begin and finish it: the lead team, and the member whose it is.
#[derive(Debug)]
pub struct ProgressAction;

impl Action for ProgressAction {
    type On = SeenAction;
    const ROW: Option<&'static str> = Some("view_result");
    const REFUSED: &'static str = NOT_YOURS;

    fn check(_: &Person, seen: &SeenAction, _: Cell) -> Result<(), Refusal> {
        if !seen.is_own() {
            lead_team(&seen.network)?;
        }
        networks::in_use(&seen.network)
    }
}

/// Add what one's own result suggests to the plan, while one leads the network (row 36).
#[derive(Debug)]
pub struct AddSuggested;

impl Action for AddSuggested {
    type On = SeenResult;
    const ROW: Option<&'static str> = Some("run_check");
    const REFUSED: &'static str = "Leaders of this network add to its plan.";

    fn check(_: &Person, _: &SeenResult, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Make an action of a reply that helped, in a network one helps to lead; which one is asked with
/// [`WorkPlan`].
#[derive(Debug)]
pub struct MakeAction;

impl Action for MakeAction {
    type On = SeenPost;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "Leaders and core teams of networks make actions of replies.";

    fn check(person: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        let is_read = seen.thread_is_open() && seen.reads();
        if !is_read {
            return Err(Refusal::Hidden);
        }
        if !person.leads {
            return Err(Refusal::because(Self::REFUSED));
        }
        if seen.post().helped_at.is_none() {
            return Err(Refusal::because(
                "This reply is not marked as what helped. Mark it first, or add an action of your \
                 own to the plan.",
            ));
        }
        Ok(())
    }
}

fn lead_team(seen: &SeenNetwork) -> Result<(), Refusal> {
    if seen.in_lead_team() {
        Ok(())
    } else {
        Err(Refusal::because(NOT_YOURS))
    }
}

/// The fact that authorises, again, inside a write: the person (still) helps to lead the network.
pub(super) fn still_leads(network: NetworkId, person: AccountId) -> Condition {
    Condition::all()
        .add(membership::Column::NetworkId.eq(network))
        .add(membership::Column::AccountId.eq(person))
        .add(networks::lead_team())
}

/// The ids of the actions that a person may move on: those of plans they work, and their own in a
/// network they (still) belong to.
pub(super) fn moved_by(person: AccountId) -> Condition {
    Condition::any()
        .add(action::Column::NetworkId.in_subquery(networks::led_by(person)))
        .add(
            Condition::all()
                .add(action::Column::OwnerId.eq(person))
                .add(action::Column::NetworkId.in_subquery(networks::networks_of(person))),
        )
}
