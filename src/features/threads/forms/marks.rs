//! What helped.

use serde::{Deserialize, Serialize};

use crate::platform::{
    text::{clean, identifiable::without_nhs_number},
    web::form::{FormState, Problems},
};

/// A mark as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct HelpedForm {
    /// "What about it helped?".
    pub note: String,
}

/// The longest note.
pub(in super::super) const NOTE: usize = 200;

impl HelpedForm {
    /// The note, which may be empty, or the form with what is wrong with it.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        let note = clean::optional_line(&self.note, NOTE, "your note");
        let note = note.and_then(|note| without_nhs_number(note.unwrap_or_default()));
        problems
            .note("note", note)
            .ok_or_else(|| problems.reject(self))
    }
}
