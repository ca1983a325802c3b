//! What the answers suggest: a report of ordered blocks, each carrying the ids it rests on
//! (health-check.md 8).
//!
//! Blocks 1 (header) and 2 (profile) are the snapshot's own fields, so that no number is kept twice.

mod actions;
mod focus;
mod lens;
mod opening;
mod patterns;
mod reading;
mod round;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::instrument::{DimensionCode, Instrument, Rule};
use super::profile::{Date, Profile};
use super::score::{Band, Tenths};
use super::scoring::IndividualScores;
use crate::entity::network::Stage;
use reading::Reading;

pub use actions::{Basis, suggest};
pub use round::{Earlier, RoundFacts, StageVotes, YearOnYear, round};

/// What is said about a result, in the order in which it is read. A block that a kind of check does
/// not have is none. Every text is a finished sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Block 0.
    pub opening: Opening,
    /// Block 3.
    pub stage_lens: StageLens,
    /// Block 4.
    pub build_on: Dimensions,
    /// Block 5.
    pub focus: Dimensions,
    /// Block 6: at most three.
    pub patterns: Vec<PatternNote>,
    /// Block 7, rounds only.
    pub differences: Option<Sentences>,
    /// Block 8, rounds only.
    pub gaps: Option<Sentences>,
    /// Block 9, with an earlier check only.
    pub trend: Option<Sentences>,
    /// Block 10, rounds only.
    pub dont_know: Option<Sentences>,
    /// Block 12. (Comments, block 11, are rows of their own.)
    pub what_next: WhatNext,
}

/// One plain sentence without a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub text: String,
    pub used: Vec<String>,
}

/// How to read the result at the network's stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageLens {
    pub stage: Stage,
    pub paragraph: String,
    /// What to bear in mind with this type of network.
    pub type_note: Option<String>,
    /// Where members see the network at a different stage (health-check.md 3.2).
    pub mismatch: Option<String>,
    pub used: Vec<String>,
}

/// Build on or Focus: up to two dimensions, or a sentence in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimensions {
    pub dimensions: Vec<DimensionText>,
    /// Said when there is no dimension.
    pub none: Option<String>,
    pub used: Vec<String>,
}

/// What is said about one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionText {
    pub code: DimensionCode,
    pub name: String,
    pub tenths: Tenths,
    pub band: Band,
    /// Whether the band is shown with "views differ".
    pub views_differ: bool,
    pub paragraph: String,
    /// To ask at the next meeting.
    pub question: String,
}

/// A pattern in the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternNote {
    pub id: Rule,
    pub name: String,
    pub note: String,
    pub used: Vec<String>,
}

/// A block that is a list of sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentences {
    pub sentences: Vec<String>,
    pub used: Vec<String>,
}

/// What to do with the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatNext {
    /// At most three, and a fourth where nothing needs attention (health-check.md 10.1).
    pub actions: Vec<SuggestedAction>,
    /// What helps to finish well, for a network that is changing shape.
    pub closing: Vec<ClosingNote>,
    pub used: Vec<String>,
}

/// An action that the result suggests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedAction {
    /// The recommendation, such as `REC-REL-D1`.
    pub id: String,
    pub dimension: DimensionCode,
    pub dimension_name: String,
    pub text: String,
    /// Suggested days from agreement.
    pub due_days: u16,
    /// What to look for, where the recommendation names it.
    pub sign: Option<String>,
    /// Why it is suggested.
    pub why: String,
}

/// One step of the closing list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingNote {
    pub id: String,
    pub text: String,
}

/// The report on one person's own answers.
///
/// There is no agreement here, so equal scores are ordered by the order of dimensions alone; no gap,
/// no "don't know" rate, and no pattern that rests on them (P1 to P4 and P11).
pub fn individual(
    instrument: &Instrument,
    scores: &IndividualScores,
    profile: &Profile,
    date: Date,
) -> Report {
    let reading = Reading::individual(instrument, scores, profile, date);
    common(&reading, &[])
}

/// The blocks that every kind of check has.
fn common(reading: &Reading<'_>, passed_over: &[String]) -> Report {
    let build_on = focus::build_on(reading);
    let focus = focus::focus(reading);
    let matching = patterns::matching(reading);
    Report {
        opening: opening::opening(reading, &build_on, &focus),
        stage_lens: lens::stage_lens(reading),
        patterns: patterns::notes(reading, &matching),
        differences: None,
        gaps: None,
        trend: None,
        dont_know: None,
        what_next: actions::what_next(reading, &build_on, &focus, &matching, passed_over),
        build_on: focus::build_on_block(reading, &build_on),
        focus: focus::focus_block(reading, &focus),
    }
}

/// "a learning network", "an improvement network".
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// "A", "A and B", "A, B and C".
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
