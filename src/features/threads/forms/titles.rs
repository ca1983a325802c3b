//! A new title for a thread.

use serde::{Deserialize, Serialize};

use crate::platform::{
    text::{clean, identifiable::without_nhs_number},
    web::form::{FormState, Problems},
};

/// A title as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct TitleForm {
    /// "Title".
    pub title: String,
    /// "Reason": of whoever changes the title of another person's thread.
    pub reason: String,
    /// The title as the form showed it.
    pub was: String,
}

/// A title as meant.
#[derive(Clone, Debug)]
pub struct TitleChange {
    /// The new title.
    pub title: String,
    /// Why; readers see it. Empty for one's own thread.
    pub reason: String,
    /// The title that it replaces.
    pub was: String,
}

impl TitleForm {
    /// The form as it is first shown.
    pub fn of(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            reason: String::new(),
            was: title.to_owned(),
        }
    }

    /// The change, or the form with what is wrong with it.
    pub fn parse(self, is_own: bool) -> Result<TitleChange, FormState<Self>> {
        let mut problems = Problems::default();
        let title = clean::title(&self.title).and_then(without_nhs_number);
        let title = problems.note("title", title);
        let reason = if is_own {
            Some(String::new())
        } else {
            problems.note("reason", clean::reason(&self.reason))
        };
        let (Some(title), Some(reason)) = (title, reason) else {
            return Err(problems.reject(self));
        };
        Ok(TitleChange {
            title,
            reason,
            was: self.was,
        })
    }
}
