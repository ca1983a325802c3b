//! What respondents submit besides the statements.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    features::health_checks::{
        answering::{COMMENT_CODES, LONGEST_COMMENT, Written},
        instrument::Instrument,
    },
    platform::{
        text::{
            clean::{self, Limits},
            identifiable::without_nhs_number,
        },
        web::form::{FormState, Problems},
    },
};

/// The two questions about the network.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContextForm {
    /// CTX-1: the code of an answer, or nothing.
    pub life: String,
    /// CTX-2.
    pub year: String,
}

impl ContextForm {
    /// The form as it was answered.
    pub fn of(context: &BTreeMap<String, String>) -> Self {
        let of = |id: &str| context.get(id).cloned().unwrap_or_default();
        Self {
            life: of("CTX-1"),
            year: of("CTX-2"),
        }
    }

    /// What is meant, by the id of the question; a blank is left out.
    pub fn parse(
        self,
        instrument: &Instrument,
    ) -> Result<BTreeMap<String, String>, FormState<Self>> {
        let mut problems = Problems::default();
        let mut meant = BTreeMap::new();
        for (field, id, typed) in [("life", "CTX-1", &self.life), ("year", "CTX-2", &self.year)] {
            if typed.is_empty() {
                continue;
            }
            let question = instrument.context.iter().find(|own| own.id == id);
            let is_known =
                question.is_some_and(|own| own.options.iter().any(|it| it.code == *typed));
            if is_known {
                meant.insert(id.to_owned(), typed.clone());
            } else {
                problems.add(field, "Choose one of the answers, or leave it open");
            }
        }
        if problems.none() {
            Ok(meant)
        } else {
            Err(problems.reject(self))
        }
    }
}

/// The three comments.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentsForm {
    /// "Something this network does well".
    pub well: String,
    /// Whether it may be shown.
    pub well_shown: bool,
    /// "The first thing I would change".
    pub change: String,
    /// Whether it may be shown.
    pub change_shown: bool,
    /// "Anything else".
    #[serde(rename = "else")]
    pub other: String,
    /// Whether it may be shown.
    pub else_shown: bool,
}

impl CommentsForm {
    /// The form as it was answered.
    pub fn of(comments: &BTreeMap<String, Written>) -> Self {
        let of = |code: &str| comments.get(code).cloned().unwrap_or_default();
        let [well, change, other] = COMMENT_CODES.map(of);
        Self {
            well: well.body,
            well_shown: well.may_be_shown,
            change: change.body,
            change_shown: change.may_be_shown,
            other: other.body,
            else_shown: other.may_be_shown,
        }
    }

    /// What is meant, by the code of the question; a blank is left out.
    pub fn parse(self) -> Result<BTreeMap<String, Written>, FormState<Self>> {
        let mut problems = Problems::default();
        let mut meant = BTreeMap::new();
        let fields = [
            ("well", &self.well, self.well_shown),
            ("change", &self.change, self.change_shown),
            ("else", &self.other, self.else_shown),
        ];
        for (field, typed, may_be_shown) in fields {
            let limits = Limits::up_to(LONGEST_COMMENT);
            let body = clean::many_lines(typed, limits, "your comment");
            let body = problems.note(field, body.and_then(without_nhs_number));
            if let Some(body) = body.filter(|body| !body.is_empty()) {
                meant.insert(field.to_owned(), Written { body, may_be_shown });
            }
        }
        if problems.none() {
            Ok(meant)
        } else {
            Err(problems.reject(self))
        }
    }
}

/// A receipt code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalForm {
    /// As it was written down.
    pub code: String,
}
