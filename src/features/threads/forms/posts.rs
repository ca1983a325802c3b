//! Replies and edits.

use serde::{Deserialize, Serialize};

use super::Words;
use crate::platform::web::form::{FormState, Problems};

/// A reply as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ReplyForm {
    /// "Your reply".
    pub body: String,
    /// The newest number on the page that the form was on: what came after it is told.
    pub seen: String,
    /// Not empty: show what it will look like.
    pub preview: String,
}

/// A reply as meant.
#[derive(Clone, Debug)]
pub struct NewReply {
    /// Its text.
    pub body: Words,
}

impl ReplyForm {
    /// The reply, or the form with what is wrong with it.
    pub fn parse(self) -> Result<NewReply, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("body", Words::reply(&self.body)) {
            Some(body) => Ok(NewReply { body }),
            None => Err(problems.reject(self)),
        }
    }

    /// The newest number that its author had before them.
    pub fn seen_number(&self) -> Option<i64> {
        self.seen.parse().ok()
    }

    /// Whether the preview was asked for.
    pub fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }
}

/// New words for a post, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct EditForm {
    /// "Your text".
    pub body: String,
    /// The version they were made on.
    pub version: String,
    /// Not empty: show what it will look like.
    pub preview: String,
}

/// New words for a post, as meant.
#[derive(Clone, Debug)]
pub struct PostChange {
    /// The text.
    pub body: Words,
    /// The version it replaces.
    pub version: i64,
}

impl EditForm {
    /// The change, or the form with what is wrong with it.
    pub fn parse(self) -> Result<PostChange, FormState<Self>> {
        let mut problems = Problems::default();
        let version = self
            .version
            .parse()
            .map_err(|_| "Open the post again to edit it".to_owned());
        let version = problems.note("", version);
        let body = problems.note("body", Words::post(&self.body));
        let (Some(body), Some(version)) = (body, version) else {
            return Err(problems.reject(self));
        };
        Ok(PostChange { body, version })
    }

    /// Whether the preview was asked for.
    pub fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }
}

/// Nothing but the button.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct WithdrawForm {}
