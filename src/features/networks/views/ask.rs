//! The page on which somebody asks to join a network that they may read already.

use serde::Serialize;

use super::{JoinState, NetworkPart, sample};
use crate::{
    entity::network::Visibility,
    features::networks::{forms::AskForm, policy::SeenNetwork},
    platform::web::{form::FormState, layout::Section, page::View},
};

/// Asking to join.
#[derive(Clone, Debug, Serialize)]
pub struct AskPage {
    network: NetworkPart,
    state: JoinState,
    form: FormState<AskForm>,
}

impl AskPage {
    /// The page for where the actor stands.
    pub fn new(seen: &SeenNetwork, state: JoinState, form: FormState<AskForm>) -> Self {
        Self {
            network: NetworkPart::outside(seen),
            state,
            form,
        }
    }
}

impl View for AskPage {
    const TEMPLATE: &'static str = "networks/ask.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::seen(Visibility::Public, None);
        let mut pages = vec![
            Self::new(&seen, JoinState::Ask, FormState::default()),
            Self::new(&seen, JoinState::ByInvitation, FormState::default()),
        ];
        if let Err(form) = AskForm::default().parse() {
            pages.push(Self::new(&seen, JoinState::Ask, form));
        }
        pages
    }
}
