//! What people do with their own invitations and requests.

use super::SeenNetwork;
use crate::{
    entity::{network, network_invitation},
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

/// An invitation, as whoever is invited sees it. Made only by queries, for its owner alone.
#[derive(Clone, Debug)]
pub struct SeenInvitation {
    pub(in crate::features::networks) invitation: network_invitation::Model,
    pub(in crate::features::networks) network: network::Model,
    pub(in crate::features::networks) actor: Actor,
}

impl SeenInvitation {
    /// The invitation.
    pub fn invitation(&self) -> &network_invitation::Model {
        &self.invitation
    }

    /// The network it leads to.
    pub fn network(&self) -> &network::Model {
        &self.network
    }
}

impl Seen for SeenInvitation {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn standing(&self) -> Standing {
        Standing::default()
    }
}

/// Accept or decline one's own invitation. Whether it still holds is asked as it is taken (R15).
#[derive(Debug)]
pub struct AnswerInvitation;

impl Action for AnswerInvitation {
    type On = SeenInvitation;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "This invitation is not yours.";

    fn check(person: &Person, on: &SeenInvitation, _: Cell) -> Result<(), Refusal> {
        if on.invitation.account_id == person.id {
            Ok(())
        } else {
            Err(Refusal::Hidden)
        }
    }
}

/// Take back one's own request to join; that it is one's own is part of the change.
#[derive(Debug)]
pub struct WithdrawRequest;

impl Action for WithdrawRequest {
    type On = SeenNetwork;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "This request is not yours.";

    fn check(_: &Person, _: &SeenNetwork, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}
