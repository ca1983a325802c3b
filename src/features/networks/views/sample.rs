//! Invented networks for the samples of views, here and in features that show a network's header.

use crate::{
    entity::{
        id::NetworkId,
        membership::Role,
        network::{self, JoinPolicy, Kind, MemberList, Stage, State, Visibility},
        timestamp::Timestamp,
    },
    features::networks::{policy::SeenNetwork, views::PersonPart},
    platform::{
        access::{Actor, Person, SiteRoles},
        text::dates,
    },
};

/// A network of this visibility, with 34 members.
pub fn network(visibility: Visibility) -> network::Model {
    network::Model {
        id: NetworkId(7),
        slug: "rural-leaders".to_owned(),
        name: "Rural Leaders".to_owned(),
        name_key: "rural leaders".to_owned(),
        purpose: "People who lead networks far from the nearest teaching hospital.".to_owned(),
        about: "We meet on the first Tuesday.\n\n- Bring one question\n- Leave with one idea"
            .to_owned(),
        kind: Kind::Learning,
        stage: Stage::Building,
        visibility,
        join_policy: match visibility {
            Visibility::Public => JoinPolicy::Open,
            Visibility::Private => JoinPolicy::Request,
            Visibility::Secret => JoinPolicy::Invitation,
        },
        broker_access: false,
        member_list: MemberList::Members,
        governance: None,
        organisations: None,
        started: None,
        geography: None,
        state: State::Active,
        is_commons: false,
        members: 34,
        last_activity_at: WHEN,
        version: 1,
        created_at: WHEN,
        created_by: None,
    }
}

/// 18 November 2026.
pub const WHEN: Timestamp = Timestamp(1_795_000_000_000);

/// The network as somebody with this role sees it; without one, a person outside it.
pub fn seen(visibility: Visibility, role: Option<Role>) -> SeenNetwork {
    SeenNetwork {
        network: network(visibility),
        role,
        core: false,
        actor: Actor::of(person(), true),
    }
}

/// The network as a visitor sees it.
pub fn seen_by_visitor(visibility: Visibility) -> SeenNetwork {
    SeenNetwork {
        network: network(visibility),
        role: None,
        core: false,
        actor: Actor::visitor(true),
    }
}

/// Gita Rao, without a role on the site.
pub fn person() -> Person {
    Person {
        id: crate::entity::id::AccountId(3),
        handle: "gita".to_owned(),
        name: "Gita Rao".to_owned(),
        site: SiteRoles::default(),
        moderates: false,
        leads: false,
        time_zone: dates::DEFAULT_ZONE.to_owned(),
        theme: crate::entity::account::Theme::Auto,
    }
}

/// A leader, as lists show her.
pub fn leader() -> PersonPart {
    PersonPart {
        name: "Amina Khan".to_owned(),
        initials: "AK".to_owned(),
        href: Some("/people/amina".to_owned()),
    }
}
