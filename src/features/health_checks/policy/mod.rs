//! Who sees a check, its result and its shares, and who may do what with them.
//!
//! An individual check, its draft and its result are seen by their owner only; no row of the matrix
//! widens or narrows this (permissions.md R55). Taking a check needs row 36, sharing row 37.

use sea_orm::{ColumnTrait, Condition, ExprTrait, sea_query::Expr};

mod rounds;

use super::{card::Choice, profile::Profile, snapshot::Snapshot};
use crate::{
    entity::{
        answer_draft, health_check,
        id::{AccountId, InstrumentId, NetworkId, ResultId, ShareId},
        membership, network, result, share,
    },
    features::networks::policy as networks,
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

pub use networks::RunCheck;
pub use rounds::{DeleteRoundResult, ManageRound, SeenRound, SeenRoundResult};
pub(super) use rounds::{led_rounds, readable_results, still_leads};

/// What an owner is told who may no longer finish a check.
const NO_LEADER: &str = "Leaders of this network take its health check. \
                         You can still read your answers and delete this draft.";

/// A check that has not been saved yet, as its owner sees it.
#[derive(Clone, Debug)]
pub struct SeenDraft {
    pub(super) check: health_check::Model,
    pub(super) draft: answer_draft::Model,
    pub(super) home: Home,
}

/// A result as its owner sees it.
#[derive(Clone, Debug)]
pub struct SeenResult {
    pub(super) result: result::Model,
    pub(super) snapshot: Snapshot,
    pub(super) home: Home,
}

/// A share as its owner sees it.
#[derive(Clone, Debug)]
pub struct SeenShare {
    pub(super) share: share::Model,
    /// The network that the thread is in now.
    pub(super) now_in: NetworkId,
    /// How visible that network is now.
    pub(super) now_visible: network::Visibility,
    pub(super) snapshot: Snapshot,
    pub(super) home: Home,
}

/// The network that owns a check, and what the actor is there now.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) network: network::Model,
    pub(super) role: Option<membership::Role>,
    /// Whether they are of its core team.
    pub(super) core: bool,
    pub(super) actor: Actor,
}

impl Home {
    fn standing(&self) -> Standing {
        networks::standing(&self.network, self.role, &self.actor)
    }

    /// The name and address of the network, if the actor may still know of it (row 1).
    pub(super) fn link(&self) -> Option<(String, String)> {
        let known = self.standing().grants("know_network");
        known.then(|| (self.network.name.clone(), self.network.slug.clone()))
    }

    /// Whether the actor is of the lead team.
    fn in_lead_team(&self) -> bool {
        let is_leader = self.role == Some(membership::Role::Leader);
        self.actor.person().is_some() && (is_leader || (self.core && self.role.is_some()))
    }

    /// Where its owner goes when they leave a page: the tab of its network, or the front page if
    /// they are no longer in it.
    fn path(&self) -> String {
        match self.role {
            Some(_) => super::routes::tab(&self.network.slug),
            None => "/".to_owned(),
        }
    }

    /// What a reading needs to know of the network as it is now.
    pub(super) fn profile(&self) -> Profile {
        Profile::of(&self.network)
    }
}

impl SeenDraft {
    /// Raised by every page that is saved; saving the result names the version that was checked.
    pub fn version(&self) -> i64 {
        self.draft.version
    }

    /// The check.
    pub fn id(&self) -> crate::entity::id::HealthCheckId {
        self.check.id
    }

    /// Where its owner goes when they leave it.
    pub fn home_path(&self) -> String {
        self.home.path()
    }

    /// Which instrument it asks.
    pub fn instrument(&self) -> InstrumentId {
        self.check.instrument_id
    }
}

impl SeenResult {
    /// Its id.
    pub fn id(&self) -> ResultId {
        self.result.id
    }

    /// What was found, as it was on that day.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The network that owns it.
    pub fn network(&self) -> NetworkId {
        self.result.network_id
    }

    /// Where its owner goes when they leave it.
    pub fn home_path(&self) -> String {
        self.home.path()
    }

    /// The name and slug that the network has now, if the owner may still know of it.
    pub fn network_link(&self) -> Option<(String, String)> {
        self.home.link()
    }
}

impl SeenShare {
    /// Its id.
    pub fn id(&self) -> ShareId {
        self.share.id
    }

    /// Its row.
    pub fn share(&self) -> &share::Model {
        &self.share
    }

    /// The result it shows a part of.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The same share in another state, for samples.
    #[must_use]
    pub fn in_state(mut self, state: share::State) -> Self {
        self.share.state = state;
        self
    }

    /// What it shows.
    pub fn choice(&self) -> Choice {
        super::queries::choice_of(&self.share)
    }

    /// Whether readers see nothing of it: its audience would be wider than the one it was made for,
    /// or its owner may not share any more.
    pub fn is_paused(&self) -> bool {
        self.share.state == share::State::Paused
            || self.now_in != self.share.made_for_network
            || self.now_visible < self.share.made_for
            || !self.standing().grants("share_result")
    }
}

macro_rules! seen_at_home {
    ($($name:ident)*) => {$(
        impl Seen for $name {
            fn actor(&self) -> &Actor {
                &self.home.actor
            }

            fn standing(&self) -> Standing {
                self.home.standing()
            }
        }
    )*};
}

seen_at_home! { SeenDraft SeenResult SeenShare }

/// Checks that the actor may see: their own.
pub(super) fn own_checks(actor: &Actor) -> Condition {
    own(actor, |person| health_check::Column::OwnerId.eq(person))
}

/// Results that the actor may see: their own, until they delete them.
pub(super) fn own_results(actor: &Actor) -> Condition {
    own(actor, |person| result::Column::OwnerId.eq(person))
        .add(result::Column::DeletedAt.is_null())
        .add(result::Column::Snapshot.is_not_null())
}

/// Shares that the actor may see the workings of: of their own results.
pub(super) fn own_shares(actor: &Actor) -> Condition {
    own(actor, |person| share::Column::SharerId.eq(person))
}

fn own(actor: &Actor, theirs: impl FnOnce(AccountId) -> Expr) -> Condition {
    let condition = Condition::all();
    match actor.person() {
        Some(person) => condition.add(theirs(person.id)),
        None => condition.add(ExprTrait::eq(Expr::val(1), 0)),
    }
}

/// Go on with a check: answer its pages and save its result (row 36; the draft is one's own).
#[derive(Debug)]
pub struct AnswerCheck;

impl Action for AnswerCheck {
    type On = SeenDraft;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = NO_LEADER;

    /// The row hides its things from those it refuses, but the owner knows of the draft, so they
    /// are told why.
    fn check(_: &Person, seen: &SeenDraft, _: Cell) -> Result<(), Refusal> {
        if seen.standing().grants("run_check") {
            Ok(())
        } else {
            Err(Refusal::because(NO_LEADER))
        }
    }
}

/// Delete one's own draft, also after the role or the membership has ended (R55).
#[derive(Debug)]
pub struct DeleteDraft;

impl Action for DeleteDraft {
    type On = SeenDraft;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "";

    fn check(_: &Person, _: &SeenDraft, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Delete one's own result, also after the role or the membership has ended (R55).
#[derive(Debug)]
pub struct DeleteResult;

impl Action for DeleteResult {
    type On = SeenResult;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "";

    fn check(_: &Person, _: &SeenResult, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Share a result in a thread (row 37: the role in the network that owns the result; R52).
#[derive(Debug)]
pub struct ShareResult;

impl Action for ShareResult {
    type On = SeenResult;
    const ROW: Option<&'static str> = Some("share_result");
    const REFUSED: &'static str = "Leaders of this network share its results.";

    fn check(person: &Person, seen: &SeenResult, _: Cell) -> Result<(), Refusal> {
        if seen.result.owner_id == Some(person.id) {
            Ok(())
        } else {
            Err(Refusal::Hidden)
        }
    }
}

/// Show less of what is shared, or take it back: always open to the one who shared it.
#[derive(Debug)]
pub struct NarrowShare;

impl Action for NarrowShare {
    type On = SeenShare;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "";

    fn check(_: &Person, _: &SeenShare, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Let a paused share go on, for those who can read the thread by now (row 37 again).
#[derive(Debug)]
pub struct ConfirmShare;

impl Action for ConfirmShare {
    type On = SeenShare;
    const ROW: Option<&'static str> = Some("share_result");
    const REFUSED: &'static str = "Leaders of this network share its results.";

    fn check(_: &Person, _: &SeenShare, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}
