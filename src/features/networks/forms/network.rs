//! A new network.

use serde::{Deserialize, Serialize};

use super::choice::{Choice, choices, chosen};
use crate::{
    entity::network::{Kind, Stage, Visibility},
    features::networks::words,
    platform::{
        text::clean,
        web::form::{FormState, Problems},
    },
};

/// A new network, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkForm {
    /// "Network name".
    pub name: String,
    /// "Purpose".
    pub purpose: String,
    /// "Type".
    pub kind: String,
    /// "Stage".
    pub stage: String,
    /// "Who can see it".
    pub visibility: String,
}

/// A new network (forum.md NW1). How people join follows from who can see it: public is open,
/// private by request, secret by invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNetwork {
    /// 3 to 80 characters.
    pub name: String,
    /// Up to 500 characters.
    pub purpose: String,
    /// What it is mainly for.
    pub kind: Kind,
    /// As its leader states it.
    pub stage: Stage,
    /// Who can see it.
    pub visibility: Visibility,
}

impl NetworkForm {
    /// The network, or the form with what is wrong.
    pub fn parse(self) -> Result<NewNetwork, FormState<Self>> {
        let mut problems = Problems::default();
        let name = problems.note("name", clean::network_name(&self.name));
        let purpose = problems.note("purpose", clean::purpose(&self.purpose));
        let kind = problems.note("kind", chosen(&self.kind, "Select a type"));
        let stage = problems.note("stage", chosen(&self.stage, "Select a stage"));
        let visibility = problems.note(
            "visibility",
            chosen(&self.visibility, "Select who can see the network"),
        );
        match (name, purpose, kind, stage, visibility) {
            (Some(name), Some(purpose), Some(kind), Some(stage), Some(visibility)) => {
                Ok(NewNetwork {
                    name,
                    purpose,
                    kind,
                    stage,
                    visibility,
                })
            }
            _ => Err(problems.reject(self)),
        }
    }
}

/// The types, each explained.
pub fn kinds() -> Vec<Choice> {
    choices(words::kind, |kind| Some(words::kind_hint(kind)))
}

/// The stages, each explained.
pub fn stages() -> Vec<Choice> {
    choices(words::stage, |stage| Some(words::stage_hint(stage)))
}

/// The visibilities, each explained in a sentence.
pub fn visibilities(visitors_can_read: bool) -> Vec<Choice> {
    choices(words::visibility, |visibility| {
        Some(words::visibility_hint(visibility, visitors_can_read))
    })
}
