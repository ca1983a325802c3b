//! The first tab, as long as there are no threads.

use serde::Serialize;

use super::{NetworkPart, Tab, sample};
use crate::{
    entity::{membership::Role, network::Visibility},
    features::networks::policy::SeenNetwork,
    platform::web::{layout::Section, page::View},
};

/// The empty conversation.
#[derive(Clone, Debug, Serialize)]
pub struct ConversationPage {
    network: NetworkPart,
}

impl ConversationPage {
    /// The page of a network that the actor may read.
    pub fn new(seen: &SeenNetwork) -> Self {
        Self {
            network: NetworkPart::new(seen, Tab::Conversation),
        }
    }
}

impl View for ConversationPage {
    const TEMPLATE: &'static str = "networks/conversation.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        vec![
            Self::new(&sample::seen(Visibility::Private, Some(Role::Member))),
            Self::new(&sample::seen(Visibility::Public, None)),
            Self::new(&sample::seen_by_visitor(Visibility::Public)),
        ]
    }
}
