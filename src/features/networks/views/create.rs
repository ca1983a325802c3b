//! The page on which a network is made.

use serde::Serialize;

use crate::{
    features::networks::forms::{Choice, NetworkForm, kinds, stages, visibilities},
    platform::{
        access::Actor,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// A new network.
#[derive(Clone, Debug, Serialize)]
pub struct NewNetworkPage {
    form: FormState<NetworkForm>,
    kinds: Vec<Choice>,
    stages: Vec<Choice>,
    visibilities: Vec<Choice>,
}

impl NewNetworkPage {
    /// The form for this actor.
    pub fn new(form: FormState<NetworkForm>, actor: &Actor) -> Self {
        Self {
            form,
            kinds: kinds(),
            stages: stages(),
            visibilities: visibilities(actor.visitors_can_read),
        }
    }
}

impl View for NewNetworkPage {
    const TEMPLATE: &'static str = "networks/new.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let actor = Actor::visitor(true);
        let mut pages = vec![Self::new(FormState::default(), &actor)];
        if let Err(form) = NetworkForm::default().parse() {
            pages.push(Self::new(form, &actor));
        }
        pages
    }
}
