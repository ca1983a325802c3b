//! Roles, and ending a membership.

use serde::{Deserialize, Serialize};

use super::choice::chosen;
use crate::{
    entity::membership::Role,
    platform::{
        text::clean,
        web::form::{FormState, Problems},
    },
};

/// A role, as chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// "member", "moderator" or "leader".
    pub role: String,
}

impl RoleForm {
    /// The role, or the form with what is wrong.
    pub fn parse(self) -> Result<Role, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("role", chosen(&self.role, "Select a role")) {
            Some(role) => Ok(role),
            None => Err(problems.reject(self)),
        }
    }
}

/// The core-team mark, as chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoreForm {
    /// "true" to mark; anything else takes the mark back.
    pub marked: String,
}

impl CoreForm {
    /// Whether they are to be marked.
    pub fn is_marked(&self) -> bool {
        self.marked == "true"
    }
}

/// Why somebody is removed, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    /// What they read.
    pub reason: String,
}

impl RemovalForm {
    /// The reason, 10 to 1,000 characters, or the form with what is wrong.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("reason", clean::reason(&self.reason)) {
            Some(reason) => Ok(reason),
            None => Err(problems.reject(self)),
        }
    }
}
