//! What people submit: as typed, and as meant.

use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use crate::{
    entity::{report::Reason, review_item::Decision},
    platform::{
        text::{clean, identifiable::without_nhs_number},
        web::form::{FormState, Problems},
    },
};

/// The longest text beside the reason of a report (forum.md MO1).
pub(super) const MOST_DETAIL: usize = 1_000;

/// A report as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// "Why should this not be here?".
    pub reason: String,
    /// "Details".
    pub detail: String,
    /// "Do not show this to the leaders and moderators of this network".
    pub not_to_leaders: bool,
}

/// A report as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// Why.
    pub reason: Reason,
    /// In their own words; may be empty.
    pub detail: String,
    /// Whether it is kept from those who look after the network.
    pub not_to_leaders: bool,
}

impl ReportForm {
    /// The report, or the form with what is wrong with it.
    pub fn parse(self) -> Result<NewReport, FormState<Self>> {
        let mut problems = Problems::default();
        let reason = Reason::try_from_value(&self.reason);
        let reason = reason.map_err(|_| "Select why this should not be here".to_owned());
        let reason = problems.note("reason", reason);
        let detail = clean::optional_lines(&self.detail, MOST_DETAIL, "the details");
        let detail = detail.and_then(|detail| without_nhs_number(detail.unwrap_or_default()));
        let detail = problems.note("detail", detail);
        let (Some(reason), Some(detail)) = (reason, detail) else {
            return Err(problems.reject(self));
        };
        Ok(NewReport {
            reason,
            detail,
            not_to_leaders: self.not_to_leaders,
        })
    }
}

/// A decision as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// "Your decision".
    pub decision: String,
    /// "Reason".
    pub reason: String,
    /// The version of the item that it was made on.
    pub version: String,
}

/// A decision as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// What.
    pub decision: Decision,
    /// Why, in the words that the author reads.
    pub reason: String,
    /// The version of the item that it was made on.
    pub version: i64,
}

impl DecisionForm {
    /// The decision, or the form with what is wrong with it.
    pub fn parse(self) -> Result<NewDecision, FormState<Self>> {
        let mut problems = Problems::default();
        let version = self.version.parse();
        let version = version.map_err(|_| "Open this report again to decide about it".to_owned());
        let version = problems.note("", version);
        let decision = Decision::try_from_value(&self.decision);
        let decision = decision.map_err(|_| "Select your decision".to_owned());
        let decision = problems.note("decision", decision);
        let reason = problems.note("reason", reason(&self.reason));
        let (Some(decision), Some(reason), Some(version)) = (decision, reason, version) else {
            return Err(problems.reject(self));
        };
        Ok(NewDecision {
            decision,
            reason,
            version,
        })
    }
}

/// Why a post is hidden or shown again, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// "Reason".
    pub reason: String,
}

impl ReasonForm {
    /// The reason, or the form with what is wrong with it.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("reason", reason(&self.reason)) {
            Some(reason) => Ok(reason),
            None => Err(problems.reject(self)),
        }
    }
}

fn reason(raw: &str) -> Result<String, String> {
    clean::reason(raw).and_then(without_nhs_number)
}
