//! The page of a person.

use serde::Serialize;

use super::sample;
use crate::{
    entity::membership,
    features::{
        accounts::policy::SeenPerson,
        networks::{policy::SeenNetwork, routes},
    },
    platform::{
        text::names::initials,
        web::{layout::Section, page::View},
    },
};

/// A person as one reader sees them.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct PersonPage {
    name: String,
    handle: String,
    initials: String,
    /// Role and organisation in one line; may be empty.
    work: String,
    /// About, can help with, would like help with: heading and text, where there is one.
    details: Vec<Detail>,
    /// Networks, as far as this reader may know that the person belongs to them.
    networks: Vec<NetworkView>,
    /// Whether the reader is the person.
    is_own: bool,
    /// Whether the reader is signed in: a visitor sees name and work only.
    is_signed_in: bool,
}

/// One text of a profile.
#[derive(Clone, Debug, Serialize)]
struct Detail {
    heading: &'static str,
    lines: Vec<String>,
}

/// A network in a profile.
#[derive(Clone, Debug, Serialize)]
struct NetworkView {
    name: String,
    href: String,
    /// "you lead it" and the like: the reader's own standing, on their own profile only.
    tag: Option<&'static str>,
}

impl PersonPage {
    /// The page of `seen`, with the networks that its reader may know of.
    pub(in super::super) fn new(seen: &SeenPerson, networks: &[SeenNetwork]) -> Self {
        let person = &seen.person;
        let is_own = seen.is_own();
        let details = [
            ("About", &person.about),
            ("Can help with", &person.can_help),
            ("Would like help with", &person.would_like_help),
        ];
        let details = details
            .into_iter()
            .filter(|(_, text)| seen.shows_details() && !text.is_empty())
            .map(|(heading, text)| Detail {
                heading,
                lines: text.lines().map(str::to_owned).collect(),
            });
        let work = [&person.job_role, &person.organisation];
        let work: Vec<_> = work.into_iter().filter(|part| !part.is_empty()).collect();
        let networks = networks.iter().map(|seen| NetworkView {
            name: seen.network().name.clone(),
            href: routes::network(&seen.network().slug),
            tag: seen.role().filter(|_| is_own).and_then(role_tag),
        });
        Self {
            name: person.display_name.clone(),
            handle: person.handle.clone(),
            initials: initials(&person.display_name),
            work: work
                .into_iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            details: details.collect(),
            networks: networks.collect(),
            is_own,
            is_signed_in: seen.actor.person().is_some(),
        }
    }
}

fn role_tag(role: membership::Role) -> Option<&'static str> {
    match role {
        membership::Role::Member => None,
        membership::Role::Moderator => Some("You moderate it"),
        membership::Role::Leader => Some("You lead it"),
    }
}

impl View for PersonPage {
    const TEMPLATE: &'static str = "accounts/person.html";
    const SECTION: Section = Section::None;

    fn samples() -> Vec<Self> {
        use crate::{
            entity::network::Visibility, features::networks::views::sample::seen as seen_network,
            platform::access::Actor,
        };
        let seen = |actor| SeenPerson {
            person: sample::account(),
            actor,
            shares_a_network: true,
        };
        let networks = [
            seen_network(Visibility::Public, Some(membership::Role::Member)),
            seen_network(Visibility::Private, Some(membership::Role::Leader)),
        ];
        let own = Actor::of(sample::person(1), true);
        let other = Actor::of(sample::person(2), true);
        let mut quiet = seen(other.clone());
        quiet.person.about = String::new();
        quiet.person.can_help = String::new();
        quiet.person.would_like_help = String::new();
        quiet.person.job_role = String::new();
        quiet.person.organisation = String::new();
        vec![
            Self::new(&seen(own), &networks),
            Self::new(&seen(other), &networks),
            Self::new(&quiet, &[]),
            Self::new(&seen(Actor::visitor(true)), &[]),
        ]
    }
}

/// Nobody (any more) has this address: somebody who left, and an address that never was, look the
/// same.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct FormerMemberPage {}

impl View for FormerMemberPage {
    const TEMPLATE: &'static str = "accounts/former_member.html";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}
