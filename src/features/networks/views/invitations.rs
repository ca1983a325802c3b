//! One's own invitations and requests, and what became of them.

use serde::Serialize;

use super::{PersonPart, sample};
use crate::{
    entity::{
        account,
        id::{JoinRequestId, NetworkInvitationId},
        join_request,
        membership::Role,
        network::Visibility,
        timestamp::Timestamp,
    },
    features::networks::{
        queries::{InvitationRow, OwnRequestRow, RemovalRow},
        routes,
    },
    platform::web::{layout::Section, page::View},
};

/// Invitations and requests.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationsPage {
    invitations: Vec<InvitationPart>,
    requests: Vec<OwnRequestPart>,
    removals: Vec<RemovalPart>,
}

/// An invitation that can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvitationPart {
    id: NetworkInvitationId,
    network: String,
    /// Where the network is, if they can go there already.
    href: Option<String>,
    /// What it is for; none of a secret network.
    purpose: Option<String>,
    is_secret: bool,
    to_lead: bool,
    inviter: PersonPart,
    until: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct OwnRequestPart {
    id: JoinRequestId,
    network: String,
    href: String,
    state: join_request::State,
    at: Timestamp,
    decided_at: Option<Timestamp>,
    note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct RemovalPart {
    network: String,
    at: Timestamp,
    reason: String,
}

impl InvitationPart {
    /// The invitation, without what only members of a secret network may read.
    pub fn of(row: &InvitationRow) -> Self {
        let is_secret = row.visibility == Visibility::Secret;
        let to_lead = row.role == Role::Leader;
        Self {
            id: row.id,
            network: row.name.clone(),
            href: (to_lead || !is_secret).then(|| routes::network(&row.slug)),
            purpose: (to_lead || !is_secret).then(|| row.purpose.clone()),
            is_secret,
            to_lead,
            inviter: PersonPart::new(
                &row.inviter_name,
                &row.inviter_handle,
                row.inviter_state,
                true,
            ),
            until: row.expires_at,
        }
    }
}

impl InvitationsPage {
    /// The page of what was found.
    pub fn new(
        invitations: &[InvitationRow],
        requests: Vec<OwnRequestRow>,
        removals: Vec<RemovalRow>,
    ) -> Self {
        let request = |row: OwnRequestRow| OwnRequestPart {
            id: row.id,
            href: routes::network(&row.slug),
            network: row.name,
            state: row.state,
            at: row.created_at,
            decided_at: row.decided_at,
            note: row.note,
        };
        let removal = |row: RemovalRow| RemovalPart {
            network: match row.visibility {
                Visibility::Public | Visibility::Private => row.name,
                Visibility::Secret => "a private network".to_owned(),
            },
            at: row.at,
            reason: row.reason,
        };
        Self {
            invitations: invitations.iter().map(InvitationPart::of).collect(),
            requests: requests.into_iter().map(request).collect(),
            removals: removals.into_iter().map(removal).collect(),
        }
    }
}

impl View for InvitationsPage {
    const TEMPLATE: &'static str = "networks/invitations.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let invitation = |id: i64, role: Role, visibility: Visibility| InvitationRow {
            id: NetworkInvitationId(id),
            role,
            expires_at: sample::WHEN,
            slug: "rural-leaders".to_owned(),
            name: "Rural Leaders".to_owned(),
            purpose: "People who lead networks far away.".to_owned(),
            visibility,
            inviter_name: "Gita Rao".to_owned(),
            inviter_handle: "gita".to_owned(),
            inviter_state: account::State::Active,
        };
        let request = |id: i64, state: join_request::State, note: &str| OwnRequestRow {
            id: JoinRequestId(id),
            state,
            created_at: sample::WHEN,
            decided_at: (state != join_request::State::Pending).then_some(sample::WHEN),
            note: note.to_owned(),
            slug: "falls".to_owned(),
            name: "Falls".to_owned(),
        };
        let removal = |visibility: Visibility| RemovalRow {
            at: sample::WHEN,
            reason: "You have moved to another region.".to_owned(),
            name: "Falls".to_owned(),
            visibility,
        };
        vec![
            Self::new(&[], Vec::new(), Vec::new()),
            Self::new(
                &[
                    invitation(1, Role::Member, Visibility::Private),
                    invitation(2, Role::Member, Visibility::Secret),
                    invitation(3, Role::Leader, Visibility::Public),
                ],
                vec![
                    request(1, join_request::State::Pending, ""),
                    request(2, join_request::State::Approved, ""),
                    request(
                        3,
                        join_request::State::Declined,
                        "We are for hospital teams.",
                    ),
                ],
                vec![removal(Visibility::Private), removal(Visibility::Secret)],
            ),
        ]
    }
}
