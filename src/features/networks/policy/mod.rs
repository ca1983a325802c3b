//! Who sees a network, and who may do what there.

mod actions;
mod invitations;
mod people;

pub use actions::{
    Announce, AskToJoin, CreateNetwork, DecideRequest, EditNetwork, Founding, Invite, Join,
    RunCheck, StartThread, in_use,
};
pub use invitations::{AnswerInvitation, SeenInvitation, WithdrawRequest};
pub use people::{
    AppointLeader, Leave, MarkCore, RemoveMember, SeenMember, SetModerator, StepDown, UnseatLeader,
};

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    entity::{
        id::{AccountId, NetworkId},
        membership,
        network::{self, MemberList, Visibility},
    },
    platform::access::{Actor, Cell, Seen, Standing, visitor_granted},
};

/// A network as one actor sees it. They may know that it exists (row 1), no more.
#[derive(Clone, Debug)]
pub struct SeenNetwork {
    pub(super) network: network::Model,
    pub(super) role: Option<membership::Role>,
    /// Whether the actor is marked as core team (R54).
    pub(super) core: bool,
    pub(super) actor: Actor,
}

impl SeenNetwork {
    /// The network.
    pub fn network(&self) -> &network::Model {
        &self.network
    }

    /// The actor's role in it.
    pub fn role(&self) -> Option<membership::Role> {
        self.role
    }

    /// Whether the actor is one of its leaders or of its core team (product.md 5.3).
    pub fn in_lead_team(&self) -> bool {
        let is_member = self.actor.person().is_some() && self.role.is_some();
        is_member && (self.core || self.role == Some(membership::Role::Leader))
    }

    /// Whether the actor may read what is said in it (row 2).
    pub fn is_open(&self) -> bool {
        self.granted("read_content")
    }

    /// Whether the actor may open the member list (row 4).
    pub fn lists_members(&self) -> bool {
        let cells = self.standing().cells(Some("list_members"));
        cells.into_iter().any(|cell| match cell {
            Cell::Allow => true,
            Cell::Setting => match self.network.member_list {
                MemberList::Everyone => true,
                MemberList::Members => self.role.is_some(),
                MemberList::Moderators => false,
            },
            _ => false,
        }) && self.actor.person().is_some()
    }

    /// Whether a row without conditions on one thing is granted to this actor here.
    pub fn granted(&self, row: &str) -> bool {
        match self.actor.person() {
            Some(_) => self.standing().grants(row),
            None => visitor_granted(row, self.network.visibility, self.actor.visitors_can_read),
        }
    }
}

impl Seen for SeenNetwork {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn standing(&self) -> Standing {
        standing(&self.network, self.role, &self.actor)
    }
}

/// What an actor is in a network: for the seen-things of features that live in networks.
pub fn standing(
    network: &network::Model,
    role: Option<membership::Role>,
    actor: &Actor,
) -> Standing {
    Standing {
        visibility: network.visibility,
        role: actor.person().and(role),
        site: actor.site(),
        broker_access: network.broker_access,
        member_list: network.member_list,
        open_review: false,
        escalated: false,
    }
}

/// Networks that the actor may know of (row 1): all but the secret ones of others.
///
/// Site admins know that a secret network exists (permissions.md section 1). A site moderator
/// learns of one only through a review item.
pub fn visible_to(actor: &Actor) -> Condition {
    let condition = Condition::any().add(network::Column::Visibility.ne(Visibility::Secret));
    let Some(person) = actor.person() else {
        return condition;
    };
    let condition = condition.add(network::Column::Id.in_subquery(networks_of(person.id)));
    if person.site.admin {
        condition.add(ExprTrait::eq(Expr::val(1), 1))
    } else {
        condition
    }
}

/// Networks whose content the actor may read (row 2): what is said in them, and everything that is
/// derived from it (row 3, R2).
pub fn open_to(actor: &Actor) -> Condition {
    let public = network::Column::Visibility.eq(Visibility::Public);
    let Some(person) = actor.person() else {
        return if actor.visitors_can_read {
            Condition::all().add(public)
        } else {
            Condition::all().add(ExprTrait::eq(Expr::val(1), 0))
        };
    };
    let mut condition = Condition::any()
        .add(public)
        .add(network::Column::Id.in_subquery(networks_of(person.id)));
    let private = || network::Column::Visibility.eq(Visibility::Private);
    if person.site.staff() {
        condition = condition.add(private());
    } else if person.site.broker {
        condition = condition.add(private().and(network::Column::BrokerAccess.eq(true)));
    }
    condition
}

/// The ids of the networks that the actor may read.
pub fn open_ids(actor: &Actor) -> SelectStatement {
    network::Entity::find()
        .select_only()
        .column(network::Column::Id)
        .filter(open_to(actor))
        .into_query()
}

/// The ids of the networks that a person belongs to.
pub fn networks_of(person: AccountId) -> SelectStatement {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .filter(membership::Column::AccountId.eq(person))
        .into_query()
}

/// The ids of the networks that a person leads: as leader, not as core team.
pub fn run_by(person: AccountId) -> SelectStatement {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .filter(membership::Column::AccountId.eq(person))
        .filter(membership::Column::Role.eq(membership::Role::Leader))
        .into_query()
}

/// The ids of the networks that a person moderates or leads.
pub fn moderated_by(person: AccountId) -> SelectStatement {
    let roles = [membership::Role::Moderator, membership::Role::Leader];
    membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .filter(membership::Column::AccountId.eq(person))
        .filter(membership::Column::Role.is_in(roles))
        .into_query()
}

/// Memberships that belong to a lead team: leaders and core team (product.md 5.3).
pub fn lead_team() -> Condition {
    Condition::any()
        .add(membership::Column::Role.eq(membership::Role::Leader))
        .add(membership::Column::CoreTeam.eq(true))
}

/// The ids of the networks whose lead team a person belongs to.
pub fn led_by(person: AccountId) -> SelectStatement {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .filter(membership::Column::AccountId.eq(person))
        .filter(lead_team())
        .into_query()
}

/// The fact that authorises, again, inside a write: the person is (still) in the network with one
/// of these roles (forum.md K4).
pub fn still_in(
    network: NetworkId,
    person: AccountId,
    roles: impl IntoIterator<Item = membership::Role>,
) -> Expr {
    let row = membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::AccountId.eq(person))
        .filter(membership::Column::Role.is_in(roles))
        .into_query();
    Expr::exists(row)
}
