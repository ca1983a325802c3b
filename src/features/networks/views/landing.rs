//! What everybody may know of a network, for those who may not read it (forum.md NW2).

use serde::Serialize;

use super::{NetworkPart, PersonPart, sample};
use crate::{
    entity::{membership::Role, network::Visibility, timestamp::Timestamp},
    features::networks::{forms::AskForm, policy::SeenNetwork},
    platform::{
        text::markdown::SafeHtml,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The landing page: name, purpose, about, leaders, a rounded count, and the way in. Nothing else.
#[derive(Clone, Debug, Serialize)]
pub struct LandingPage {
    /// The header.
    pub network: NetworkPart,
    /// What the network says about itself.
    pub about: Option<SafeHtml>,
    /// Who looks after it.
    pub leaders: Vec<PersonPart>,
    /// Where this person stands with joining.
    pub state: JoinState,
    /// The request to join, as typed.
    pub form: FormState<AskForm>,
    /// Whether the list of members is open to them all the same.
    pub sees_members: bool,
    /// Whether they edit the network without reading it (site admins: row 43).
    pub may_edit: bool,
}

/// Where somebody stands with joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JoinState {
    /// A visitor.
    SignIn,
    /// Their address is not confirmed yet (permissions.md R42).
    Confirm,
    /// They can ask.
    Ask,
    /// They asked, and it waits.
    Waiting {
        /// The request.
        id: i64,
        /// Since when.
        since: Timestamp,
    },
    /// They asked and were declined a short while ago.
    Declined {
        /// What they were told; may be empty.
        note: String,
        /// From when they can ask again.
        again_at: Timestamp,
    },
    /// They are invited.
    Invited,
    /// They can only be invited.
    ByInvitation,
    /// The network takes nobody at present.
    Closed,
}

impl View for LandingPage {
    const TEMPLATE: &'static str = "networks/landing.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let page = |seen: &SeenNetwork, state: JoinState| Self {
            network: NetworkPart::outside(seen),
            about: Some(SafeHtml::from_stored(
                "<p>We meet on Tuesdays.</p>".to_owned(),
            )),
            leaders: vec![sample::leader()],
            state,
            form: FormState::default(),
            sees_members: false,
            may_edit: false,
        };
        let outsider = sample::seen(Visibility::Private, None);
        let short = AskForm {
            message: "Hello".to_owned(),
        };
        vec![
            page(
                &sample::seen_by_visitor(Visibility::Private),
                JoinState::SignIn,
            ),
            page(&outsider, JoinState::Confirm),
            page(&outsider, JoinState::Ask),
            Self {
                form: FormState::of(short)
                    .with_problem("message", "Enter a message of at least 10 characters"),
                ..page(&outsider, JoinState::Ask)
            },
            page(
                &outsider,
                JoinState::Waiting {
                    id: 5,
                    since: sample::WHEN,
                },
            ),
            page(
                &outsider,
                JoinState::Declined {
                    note: "We are for hospital teams.".to_owned(),
                    again_at: sample::WHEN,
                },
            ),
            page(&outsider, JoinState::Invited),
            Self {
                about: None,
                leaders: Vec::new(),
                ..page(&outsider, JoinState::ByInvitation)
            },
            Self {
                sees_members: true,
                may_edit: true,
                ..page(
                    &sample::seen(Visibility::Secret, Some(Role::Member)),
                    JoinState::Closed,
                )
            },
        ]
    }
}
