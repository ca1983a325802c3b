//! What others may see of a person.

use crate::{
    entity::{
        account::{self, Audience},
        id::AccountId,
    },
    platform::access::Actor,
};

/// A person as one actor sees them: their name, role and organisation, and perhaps more.
#[derive(Clone, Debug)]
pub struct SeenPerson {
    pub(super) person: account::Model,
    pub(super) actor: Actor,
    /// Whether both belong to a network besides the Commons.
    pub(super) shares_a_network: bool,
}

impl SeenPerson {
    /// The account.
    pub fn id(&self) -> AccountId {
        self.person.id
    }

    /// Whether it is the actor's own profile.
    pub fn is_own(&self) -> bool {
        self.actor.account().map(|own| own.id) == Some(self.person.id)
    }

    /// Whether the actor may read the longer part: about, can help with, would like help with
    /// (forum.md AC6). Visitors and the unconfirmed never do (permissions.md R42).
    pub fn shows_details(&self) -> bool {
        if self.is_own() {
            return true;
        }
        self.actor.person().is_some()
            && match self.person.details_audience {
                Audience::SignedIn => true,
                Audience::MyNetworks => self.shares_a_network,
                Audience::OnlyMe => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::accounts::views::sample;

    #[test]
    fn the_longer_part_is_read_by_those_whom_its_owner_chose() {
        let viewer = |id| Actor::of(sample::person(id), true);
        for (audience, shares, shown) in [
            (Audience::SignedIn, false, true),
            (Audience::MyNetworks, false, false),
            (Audience::MyNetworks, true, true),
            (Audience::OnlyMe, true, false),
        ] {
            let mut person = sample::account();
            person.details_audience = audience;
            let seen = |actor| SeenPerson {
                person: person.clone(),
                actor,
                shares_a_network: shares,
            };
            assert_eq!(seen(viewer(2)).shows_details(), shown);
            assert!(seen(viewer(1)).shows_details());
            assert!(!seen(Actor::visitor(true)).shows_details());
            let unconfirmed = Actor::unconfirmed(sample::person(2), true);
            assert!(!seen(unconfirmed).shows_details());
        }
    }
}
