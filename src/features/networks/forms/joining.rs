//! Asking to join.

use serde::{Deserialize, Serialize};

use crate::platform::{
    text::clean::{self, Limits, REASON},
    web::form::{FormState, Problems},
};

/// A request to join, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// Why.
    pub message: String,
}

/// A request to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// Why, 10 to 1,000 characters (forum.md NW3).
    pub message: String,
}

impl AskForm {
    /// The request, or the form with what is wrong.
    pub fn parse(self) -> Result<NewRequest, FormState<Self>> {
        let mut problems = Problems::default();
        let message = clean::many_lines(&self.message, REASON, "a message");
        match problems.note("message", message) {
            Some(message) => Ok(NewRequest { message }),
            None => Err(problems.reject(self)),
        }
    }
}

/// A decision about a request, as sent: the button that was pressed, and a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// "accept" or "decline".
    pub decision: String,
    /// What the person who asked reads.
    pub note: String,
}

/// A decision about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether they are let in.
    pub accept: bool,
    /// What they read with it; may be empty.
    pub note: String,
}

impl DecisionForm {
    /// The decision, or the form with what is wrong.
    pub fn parse(self) -> Result<Decision, FormState<Self>> {
        let mut problems = Problems::default();
        let accept = match self.decision.as_str() {
            "accept" => Some(true),
            "decline" => Some(false),
            _ => {
                problems.add("note", "Accept or decline the request");
                None
            }
        };
        let note = clean::optional_lines(&self.note, REASON.max, "a note");
        match (accept, problems.note("note", note)) {
            (Some(accept), Some(note)) => Ok(Decision {
                accept,
                note: note.unwrap_or_default(),
            }),
            _ => Err(problems.reject(self)),
        }
    }
}

/// An invitation, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// The handle of whoever is invited, with or without its @.
    pub handle: String,
}

impl InviteForm {
    /// The handle, or the form with what is wrong. Whether somebody has it is not asked here.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        let handle = clean::one_line(&self.handle, Limits::new(1, 60), "a handle");
        match problems.note("handle", handle) {
            Some(handle) => Ok(handle.trim_start_matches('@').to_owned()),
            None => Err(problems.reject(self)),
        }
    }
}
