//! The top of every page inside a network: lent to the features that live in networks.

use serde::Serialize;

use crate::{
    entity::{account, membership::Role, network},
    features::networks::{
        audience,
        policy::{AskToJoin, EditNetwork, Join, SeenNetwork},
        queries::MemberRow,
        routes, words,
    },
    platform::{access::Seen, text::names::initials},
};

/// A network's header: `{{ network_header(page.network) }}` of `networks/_header.html` shows it,
/// with the only h1 of the page.
#[derive(Clone, Debug, Serialize)]
pub struct NetworkPart {
    /// In addresses.
    pub slug: String,
    /// Where the network is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// "Private".
    pub visibility: &'static str,
    /// "Learning network".
    pub kind: &'static str,
    /// "34 members"; rounded for those who may not read.
    pub members: String,
    /// "Leader", for those who are in it.
    pub role: Option<&'static str>,
    /// Whether it is archived: to be read, not added to.
    pub is_archived: bool,
    /// The pages inside that this person can open; none on the landing page.
    pub tabs: Vec<TabPart>,
    /// What they can do about joining.
    pub join: JoinPart,
    /// Who can read what is said here (forum.md TH1).
    pub audience: String,
}

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TabPart {
    /// What it says.
    pub text: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether this is the present page.
    pub current: bool,
}

/// A page inside a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The threads.
    Conversation,
    /// The health checks.
    HealthChecks,
    /// What was agreed to be done.
    Plan,
    /// The people.
    People,
    /// What the network says about itself.
    About,
}

/// What somebody can do about joining, in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinPart {
    /// They are in it, and can leave.
    Member,
    /// They are not signed in.
    SignIn,
    /// One button.
    Open,
    /// A page to ask on.
    Ask,
    /// Nothing: by invitation, archived, or their address is not confirmed.
    Nothing,
}

impl NetworkPart {
    /// The header of a page inside, for whoever may open it.
    pub fn new(seen: &SeenNetwork, current: Tab) -> Self {
        Self {
            tabs: tabs(seen, current),
            ..Self::outside(seen)
        }
    }

    /// The header without tabs, for those who may not go in.
    pub fn outside(seen: &SeenNetwork) -> Self {
        let network = seen.network();
        let counts = network.visibility == network::Visibility::Public
            || seen.is_open()
            || seen.lists_members();
        Self {
            slug: network.slug.clone(),
            href: routes::network(&network.slug),
            name: network.name.clone(),
            purpose: network.purpose.clone(),
            visibility: words::visibility(network.visibility),
            kind: words::kind_of_network(network.kind),
            members: if counts {
                words::members(network.members)
            } else {
                words::rounded_members(network.members)
            },
            role: seen.role().map(words::role),
            is_archived: network.state == network::State::Archived,
            tabs: Vec::new(),
            join: join(seen),
            audience: audience::sentence(network, seen.actor().visitors_can_read),
        }
    }
}

/// Only what a click would not refuse.
fn tabs(seen: &SeenNetwork, current: Tab) -> Vec<TabPart> {
    let all = [
        (Tab::Conversation, "Conversation", "", seen.is_open()),
        (
            Tab::HealthChecks,
            "Health checks",
            "/checks",
            seen.role().is_some(),
        ),
        (Tab::Plan, "Plan", "/plan", seen.role().is_some()),
        (Tab::People, "People", "/people", seen.lists_members()),
        (
            Tab::About,
            "About",
            "/about",
            seen.is_open() || seen.may::<EditNetwork>(),
        ),
    ];
    let shown = all
        .into_iter()
        .filter(|(tab, _, _, may)| *may || *tab == current);
    shown
        .map(|(tab, text, under, _)| TabPart {
            text,
            href: format!("{}{under}", routes::network(&seen.network().slug)),
            current: tab == current,
        })
        .collect()
}

fn join(seen: &SeenNetwork) -> JoinPart {
    if seen.role().is_some() {
        JoinPart::Member
    } else if seen.actor().account().is_none() {
        JoinPart::SignIn
    } else if seen.may::<Join>() {
        JoinPart::Open
    } else if seen.may::<AskToJoin>() {
        JoinPart::Ask
    } else {
        JoinPart::Nothing
    }
}

/// Somebody, as lists show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonPart {
    /// The name shown.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// Their profile, where there is one that this reader may open.
    pub href: Option<String>,
}

impl PersonPart {
    /// The person of a row; `linked` where the reader may open profiles.
    pub fn of(row: &MemberRow, linked: bool) -> Self {
        Self::new(&row.display_name, &row.handle, row.state, linked)
    }

    /// Somebody by name and handle; a closed account has neither (permissions.md section 5).
    pub fn new(name: &str, handle: &str, state: account::State, linked: bool) -> Self {
        match state {
            account::State::Closed => Self {
                name: "Former member".to_owned(),
                initials: initials("Former member"),
                href: None,
            },
            account::State::Unverified
            | account::State::AwaitingApproval
            | account::State::Active
            | account::State::Suspended => Self {
                name: name.to_owned(),
                initials: initials(name),
                href: linked.then(|| format!("/people/{handle}")),
            },
        }
    }
}

/// The tag of a role that is more than member: most people are members, and say so by being there.
pub fn role_tag(role: Role) -> Option<&'static str> {
    match role {
        Role::Member => None,
        Role::Moderator | Role::Leader => Some(words::role(role)),
    }
}
