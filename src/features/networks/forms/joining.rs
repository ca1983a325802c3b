//! Asking to join.

use serde::{Deserialize, Serialize};

use crate::platform::{
    text::clean::{self, REASON},
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
