//! The people on a page of a thread: the name that is shown, and what they are in the network now.

use crate::{
    entity::{account, id::AccountId, membership},
    features::networks::views::{PersonPart, role_tag},
};
use sea_orm::ActiveEnum;

/// Everybody who is named on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct People(Vec<Someone>);

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Someone {
    id: AccountId,
    handle: String,
    name: String,
    state: account::State,
    role: Option<membership::Role>,
    /// Whether they look after the site.
    is_staff: bool,
}

impl People {
    pub(super) fn new(people: impl Iterator<Item = Someone>) -> Self {
        Self(people.collect())
    }

    /// The person as pages show them; somebody who cannot be found has left.
    pub(super) fn part(&self, id: AccountId) -> PersonPart {
        match self.find(id) {
            Some(found) => PersonPart::new(&found.name, &found.handle, found.state, true),
            None => PersonPart::new("", "", account::State::Closed, false),
        }
    }

    /// "Leader", "Moderator", or that they look after the site; none for members.
    pub(super) fn tag(&self, id: AccountId) -> Option<&'static str> {
        let found = self.find(id)?;
        let in_network = found.role.and_then(role_tag);
        let on_site = (found.role.is_none() && found.is_staff).then_some("Looks after this site");
        in_network.or(on_site)
    }

    fn find(&self, id: AccountId) -> Option<&Someone> {
        self.0.iter().find(|someone| someone.id == id)
    }
}

impl Someone {
    /// From the columns as texts; a state that is not known counts as closed, a role as none.
    pub(super) fn new(
        id: i64,
        (handle, name): (&str, &str),
        state: &str,
        role: &str,
        is_staff: bool,
    ) -> Self {
        let state = account::State::try_from_value(&state.to_owned());
        Self {
            id: AccountId(id),
            handle: handle.to_owned(),
            name: name.to_owned(),
            state: state.unwrap_or(account::State::Closed),
            role: membership::Role::try_from_value(&role.to_owned()).ok(),
            is_staff,
        }
    }
}
