//! What may be done in and with a network.

use super::SeenNetwork;
use crate::{
    entity::network::{self, JoinPolicy},
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

/// Start a challenge or an observation (row 6).
#[derive(Debug)]
pub struct StartThread;

impl Action for StartThread {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("start_thread");
    const REFUSED: &'static str = "Join this network to start a conversation.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)
    }
}

/// Start an announcement (row 47).
#[derive(Debug)]
pub struct Announce;

impl Action for Announce {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("announce");
    const REFUSED: &'static str = "Leaders and moderators of this network post announcements.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)
    }
}

/// Take a health check of the network, for oneself (row 36).
#[derive(Debug)]
pub struct RunCheck;

impl Action for RunCheck {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("run_check");
    const REFUSED: &'static str = "Leaders of this network take its health check.";

    fn check(_: &Person, _: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Whether a network takes new words at all.
pub fn in_use(seen: &SeenNetwork) -> Result<(), Refusal> {
    match seen.network.state {
        network::State::Active => Ok(()),
        network::State::Archived => Err(Refusal::because(
            "This network is archived: it can be read, not added to.",
        )),
        network::State::Trashed => Err(Refusal::because("This network is in the trash.")),
    }
}

/// Join at once (row 5, where the network is open to join).
#[derive(Debug)]
pub struct Join;

impl Action for Join {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("join");
    const REFUSED: &'static str = "You cannot join this network.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)?;
        match seen.network.join_policy {
            JoinPolicy::Open => Ok(()),
            JoinPolicy::Request => Err(Refusal::because(
                "People ask to join this network. Send a request and say why.",
            )),
            JoinPolicy::Invitation => Err(by_invitation()),
        }
    }
}

/// Ask to join (row 5, where leaders and moderators decide).
#[derive(Debug)]
pub struct AskToJoin;

impl Action for AskToJoin {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("join");
    const REFUSED: &'static str = "You cannot join this network.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)?;
        match seen.network.join_policy {
            JoinPolicy::Request => Ok(()),
            JoinPolicy::Open => Err(Refusal::because(
                "This network is open: join it with the button on its page.",
            )),
            JoinPolicy::Invitation => Err(by_invitation()),
        }
    }
}

fn by_invitation() -> Refusal {
    Refusal::because("People join this network when they are invited.")
}

/// Invite people, and take an invitation back (row 38).
#[derive(Debug)]
pub struct Invite;

impl Action for Invite {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("invite");
    const REFUSED: &'static str = "Leaders and moderators of this network invite people.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)
    }
}

/// Accept or decline a request to join (row 39).
#[derive(Debug)]
pub struct DecideRequest;

impl Action for DecideRequest {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("decide_join_request");
    const REFUSED: &'static str = "Leaders and moderators of this network decide who joins.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)
    }
}

/// Edit what the network says about itself, and its settings (row 43).
#[derive(Debug)]
pub struct EditNetwork;

impl Action for EditNetwork {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = Some("edit_network");
    const REFUSED: &'static str = "Leaders of this network edit it.";

    fn check(_: &Person, seen: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        in_use(seen)
    }
}

/// The place where networks are made: the site, as one actor sees it.
#[derive(Clone, Debug)]
pub struct Founding {
    actor: Actor,
    anyone: bool,
}

impl Founding {
    /// `anyone` is the setting `anyone_creates_networks` (forum.md NW1).
    pub fn new(actor: &Actor, anyone: bool) -> Self {
        Self {
            actor: actor.clone(),
            anyone,
        }
    }
}

impl Seen for Founding {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn standing(&self) -> Standing {
        Standing {
            site: self.actor.site(),
            ..Standing::default()
        }
    }
}

/// Create a network (permissions.md section 2, actions that belong to no network).
#[derive(Debug)]
pub struct CreateNetwork;

impl Action for CreateNetwork {
    type On = Founding;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "You cannot create a network.";

    fn check(person: &Person, site: &Founding, _: Cell) -> Result<(), Refusal> {
        if site.anyone || person.site.admin {
            Ok(())
        } else {
            Err(Refusal::because(
                "On this site the site admins create networks. Ask one of them.",
            ))
        }
    }
}
