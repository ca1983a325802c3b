//! Who reports, who sees what was reported, and who decides about it.

mod office;

pub(super) use office::{decidable_by, is_kept, is_reported_by, nobody_else, readable_by};

use crate::{
    entity::{
        membership, network, post,
        review_item::{self, Decision},
        thread,
    },
    features::{
        networks,
        threads::policy::{HidePost, RestorePost, SeenPost},
    },
    platform::{
        access::{Action, Actor, Cell, Permit, Person, Refusal, Seen, Standing},
        web::error::Result,
    },
};

/// An item as one actor sees it. Made only by this feature's queries.
#[derive(Clone, Debug)]
pub struct SeenItem {
    pub(super) item: review_item::Model,
    pub(super) network: network::Model,
    pub(super) role: Option<membership::Role>,
    /// Whether the actor is among those who reported it.
    pub(super) is_reporter: bool,
    /// Whether it is kept from those who look after its network (R22).
    pub(super) is_kept: bool,
    /// Whether nobody else can decide what is kept from the network.
    pub(super) is_last_resort: bool,
    pub(super) actor: Actor,
}

impl SeenItem {
    /// The item.
    pub fn item(&self) -> &review_item::Model {
        &self.item
    }

    /// The network of the post it is about.
    pub fn network(&self) -> &network::Model {
        &self.network
    }

    /// Whether it still has to be decided.
    pub fn is_open(&self) -> bool {
        self.item.state == review_item::State::Open
    }

    /// Whether it is kept from those who look after its network (R22).
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The role in which the actor decides, for the audit log.
    pub(super) fn acting_role(&self) -> &'static str {
        let standing = self.standing();
        let on_site = Standing {
            role: None,
            ..standing
        };
        let acts_for_site = self.is_kept;
        if acts_for_site { on_site } else { standing }.acting_role()
    }

    fn looks_after_network(&self) -> bool {
        match self.role {
            Some(membership::Role::Moderator | membership::Role::Leader) => true,
            Some(membership::Role::Member) | None => false,
        }
    }

    /// R22, for one of the actor's roles.
    fn conflict(&self, person: &Person, cell: Cell) -> Result<(), Refusal> {
        let is_own = self.item.about_id == person.id || self.is_reporter;
        let is_in_office = match cell {
            // The cell of those who look after the network.
            Cell::Rule => !self.is_kept,
            _ => !(self.is_kept && self.looks_after_network()) || self.is_last_resort,
        };
        if !is_own && is_in_office {
            Ok(())
        } else {
            Err(Refusal::Hidden)
        }
    }
}

impl Seen for SeenItem {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn standing(&self) -> Standing {
        Standing {
            open_review: self.is_open(),
            ..networks::policy::standing(&self.network, self.role, &self.actor)
        }
    }
}

/// Say that a post should not be there (row 17).
#[derive(Debug)]
pub struct ReportPost;

impl Action for ReportPost {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("report");
    const REFUSED: &'static str = "You cannot report this post.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        // Nobody reports what they cannot see (forum.md MO1).
        if !seen.reads() {
            return Err(Refusal::Hidden);
        }
        if seen.is_own() {
            return Err(Refusal::because(
                "This is your own post: you can withdraw it instead.",
            ));
        }
        let is_shown = seen.post().state == post::State::Visible
            && seen.thread().thread().visibility_state == thread::Visibility::Visible
            && seen.thread().network().state != network::State::Trashed;
        if is_shown {
            Ok(())
        } else {
            Err(Refusal::because("This post is not shown any more."))
        }
    }
}

/// See an item: the reports in it and the words as they were (row 18).
#[derive(Debug)]
pub struct SeeReports;

impl Action for SeeReports {
    type On = SeenItem;
    const ROW: Option<&'static str> = Some("see_reports");
    const REFUSED: &'static str = "Moderators and leaders see reports.";

    fn check(person: &Person, seen: &SeenItem, cell: Cell) -> Result<(), Refusal> {
        seen.conflict(person, cell)
    }
}

/// See who reported (row 19).
#[derive(Debug)]
pub struct SeeReporter;

impl Action for SeeReporter {
    type On = SeenItem;
    const ROW: Option<&'static str> = Some("see_reporter");
    const REFUSED: &'static str = "Who reported is not shown.";

    fn check(_: &Person, _: &SeenItem, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Decide an item (row 20).
#[derive(Debug)]
pub struct DecideItem;

impl Action for DecideItem {
    type On = SeenItem;
    const ROW: Option<&'static str> = Some("decide_review_item");
    const REFUSED: &'static str = "Moderators and leaders decide about reports.";

    fn check(person: &Person, seen: &SeenItem, cell: Cell) -> Result<(), Refusal> {
        seen.conflict(person, cell)
    }
}

/// What a decision does to the post.
#[derive(Debug)]
pub enum Effect {
    /// It is hidden.
    Hide(Box<Permit<HidePost>>),
    /// It had been hidden meanwhile, and is shown again.
    Restore(Box<Permit<RestorePost>>),
    /// It stays as it is.
    Nothing,
}

impl Effect {
    /// What `decision` does to the post as it is now, for whoever may do that.
    pub fn of(decision: Decision, seen: SeenPost) -> Result<Self> {
        Ok(match (decision, seen.post().state) {
            (Decision::Hide, post::State::Visible) => Self::Hide(Box::new(seen.permit()?)),
            (Decision::Keep, post::State::Hidden) => Self::Restore(Box::new(seen.permit()?)),
            (Decision::Keep, post::State::Visible)
            | (Decision::Hide, post::State::Hidden)
            | (_, post::State::Removed | post::State::Withdrawn | post::State::Purged) => {
                Self::Nothing
            }
        })
    }
}
