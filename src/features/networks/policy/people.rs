//! What may be done to a person in a network: roles, removing, leaving (permissions.md R11, R12,
//! R14).

use super::{super::queries::MemberRow, SeenNetwork, in_use};
use crate::{
    entity::{account, id::AccountId, membership::Role, network::Visibility},
    platform::access::{Action, Actor, Cell, Person, Refusal, Seen, Standing},
};

/// A member of a network, as one actor sees them. Made only by queries.
#[derive(Clone, Debug)]
pub struct SeenMember {
    pub(in crate::features::networks) seen: SeenNetwork,
    pub(in crate::features::networks) row: MemberRow,
}

impl SeenMember {
    /// Where.
    pub fn network(&self) -> &SeenNetwork {
        &self.seen
    }

    /// Who, and their place in it.
    pub fn row(&self) -> &MemberRow {
        &self.row
    }

    fn is(&self, person: AccountId) -> bool {
        self.row.account_id == person
    }
}

impl Seen for SeenMember {
    fn actor(&self) -> &Actor {
        self.seen.actor()
    }

    fn standing(&self) -> Standing {
        self.seen.standing()
    }
}

/// Make a member a moderator, or back (row 41).
#[derive(Debug)]
pub struct SetModerator;

impl Action for SetModerator {
    type On = SeenMember;
    const ROW: Option<&'static str> = Some("set_moderator");
    const REFUSED: &'static str = "Leaders of this network choose its moderators.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        in_use(&on.seen)?;
        not_oneself(person, on)?;
        match on.row.role {
            Role::Member | Role::Moderator => Ok(()),
            Role::Leader => Err(Refusal::because(
                "They lead this network. A site admin can change that.",
            )),
        }
    }
}

/// Mark a member as core team, or take the mark back (R54): leaders of the network alone, since no
/// role on the site gives sight of results.
#[derive(Debug)]
pub struct MarkCore;

impl Action for MarkCore {
    type On = SeenMember;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "Leaders of this network choose its core team.";

    fn check(_: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        if on.seen.role != Some(Role::Leader) {
            return Err(Refusal::because(Self::REFUSED));
        }
        in_use(&on.seen)?;
        match on.row.role {
            Role::Member | Role::Moderator => Ok(()),
            Role::Leader => Err(Refusal::because(
                "They lead this network, and so belong to its lead team already.",
            )),
        }
    }
}

/// Ask a member to lead (row 42, R12).
#[derive(Debug)]
pub struct AppointLeader;

impl Action for AppointLeader {
    type On = SeenMember;
    const ROW: Option<&'static str> = Some("set_leader");
    const REFUSED: &'static str = "Leaders of this network ask others to lead.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        in_use(&on.seen)?;
        not_oneself(person, on)?;
        match (on.row.role, on.row.state) {
            (Role::Leader, _) => Err(Refusal::because("They lead this network already.")),
            (Role::Member | Role::Moderator, account::State::Active) => Ok(()),
            (Role::Member | Role::Moderator, _) => Err(Refusal::because(
                "Their account is not active, so they cannot lead.",
            )),
        }
    }
}

/// Take the role from another leader (row 42, R12): a site admin. The way by a second leader's
/// confirmation is not there yet.
#[derive(Debug)]
pub struct UnseatLeader;

impl Action for UnseatLeader {
    type On = SeenMember;
    const ROW: Option<&'static str> = Some("set_leader");
    const REFUSED: &'static str = "A site admin can take the role of leader from somebody.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        in_use(&on.seen)?;
        not_oneself(person, on)?;
        if !person.site.admin {
            return Err(Refusal::because(Self::REFUSED));
        }
        match on.row.role {
            Role::Leader => Ok(()),
            Role::Member | Role::Moderator => {
                Err(Refusal::because("They do not lead this network."))
            }
        }
    }
}

/// Give up one's own role of leader and stay as a moderator (forum.md NW5).
#[derive(Debug)]
pub struct StepDown;

impl Action for StepDown {
    type On = SeenMember;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "You do not lead this network.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        if on.is(person.id) && on.row.role == Role::Leader {
            Ok(())
        } else {
            Err(Refusal::because(Self::REFUSED))
        }
    }
}

/// Leave (forum.md NW6). That it is not the last leader is asked under the lock.
#[derive(Debug)]
pub struct Leave;

impl Action for Leave {
    type On = SeenMember;
    const ROW: Option<&'static str> = None;
    const REFUSED: &'static str = "You are not a member of this network.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        if on.is(person.id) {
            Ok(())
        } else {
            Err(Refusal::because(Self::REFUSED))
        }
    }
}

/// End somebody's membership, with a reason that they read (row 40, R14).
///
/// Acts within a network compare the roles in it: nobody removes an equal or a higher one. Those
/// who look after the site stand outside that order; a leader is removed by a site admin (R12).
#[derive(Debug)]
pub struct RemoveMember;

impl Action for RemoveMember {
    type On = SeenMember;
    const ROW: Option<&'static str> = Some("remove_ban_silence");
    const REFUSED: &'static str = "Leaders and moderators of this network remove people.";

    fn check(person: &Person, on: &SeenMember, _: Cell) -> Result<(), Refusal> {
        not_oneself(person, on)?;
        let target = on.row.role;
        let outranks = on.seen.role.is_some_and(|role| role > target);
        let by_site = match target {
            // In a secret network a site moderator has only the role they hold in it.
            Role::Member | Role::Moderator => {
                let is_secret = on.seen.network.visibility == Visibility::Secret;
                person.site.admin || (person.site.moderator && !is_secret)
            }
            Role::Leader => person.site.admin,
        };
        match target {
            _ if outranks || by_site => Ok(()),
            Role::Leader => Err(Refusal::because("A leader is removed by a site admin.")),
            Role::Moderator => Err(Refusal::because("A moderator is removed by a leader.")),
            Role::Member => Err(Refusal::because(Self::REFUSED)),
        }
    }
}

fn not_oneself(person: &Person, on: &SeenMember) -> Result<(), Refusal> {
    if on.is(person.id) {
        Err(Refusal::because("You cannot do this to yourself."))
    } else {
        Ok(())
    }
}
