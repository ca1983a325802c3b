//! Observations and announcements.

use serde::{Deserialize, Serialize};

use super::Words;
use crate::platform::{
    text::clean,
    web::form::{FormState, Problems},
};

/// A conversation as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ThreadForm {
    /// "Title".
    pub title: String,
    /// "What would you like to say?".
    pub body: String,
    /// "announcement", or an observation.
    pub kind: String,
    /// Not empty: show what it will look like.
    pub preview: String,
}

/// A conversation as meant.
#[derive(Clone, Debug)]
pub struct NewThread {
    /// Its title.
    pub title: String,
    /// The text of its first post.
    pub body: Words,
}

impl ThreadForm {
    /// The conversation, or the form with what is wrong with it.
    pub fn parse(self) -> Result<NewThread, FormState<Self>> {
        let mut problems = Problems::default();
        let title = problems.note("title", clean::title(&self.title));
        let body = problems.note("body", Words::post(&self.body));
        let (Some(title), Some(body)) = (title, body) else {
            return Err(problems.reject(self));
        };
        Ok(NewThread { title, body })
    }

    /// Whether it is to be an announcement.
    pub fn is_announcement(&self) -> bool {
        self.kind == "announcement"
    }

    /// Whether the preview was asked for.
    pub fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }
}
