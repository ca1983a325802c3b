//! What of a round's scores may be shown: the only reader of raw figures (health-check.md 5, 9).
//!
//! Left out on purpose: the unrounded mean and the number A are in no type here, since with the
//! number of respondents they would give single answers away.

#[cfg(test)]
mod outputs;
#[cfg(test)]
mod reference;
mod rules;
#[cfg(test)]
mod vectors;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::instrument::{DimensionCode, StatementId};
use super::score::{Band, Tenths};
use super::scoring::percent;
use crate::entity::health_check::Form;

pub use rules::disclose;

/// Proof that raw scores are read here and nowhere else.
pub struct Witness(());

/// Everything that may be shown of a round's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRound {
    pub form: Form,
    pub k: u32,
    /// Responses, N.
    pub n: u32,
    /// N of each group; none unless both have at least k (health-check.md 5.16).
    pub groups: Option<GroupCounts>,
    /// In the order of the instrument, scored or not.
    pub dimensions: Vec<ShownDimension>,
    /// None with fewer than six dimensions shown (health-check.md 5.9).
    pub overall: Option<Tenths>,
    /// Responses that gave the same answer throughout, if at least three (health-check.md 5.15).
    pub identical: Option<u32>,
}

impl ShownRound {
    /// Whether the round has a result at all (health-check.md 5.17).
    pub fn enough(&self) -> bool {
        self.n >= self.k
    }
}

/// Responses by group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCounts {
    pub core: u32,
    pub member: u32,
}

/// One dimension of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownDimension {
    pub code: DimensionCode,
    /// Respondents with a score, n(d).
    pub n: u32,
    /// None when n(d) is below k: "not enough answers".
    pub score: Option<ShownScore>,
    pub statements: Vec<ShownStatement>,
}

/// The score of a dimension that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownScore {
    pub tenths: Tenths,
    /// None when no statement has k valid answers.
    pub agreement: Option<Agreement>,
    pub groups: Option<GroupScores>,
    closeness: Closeness,
}

impl ShownScore {
    /// The band of the score.
    pub fn band(&self) -> Band {
        self.tenths.band()
    }

    /// Orders dimensions of equal score: lower A first, those without A last (health-check.md 8.1).
    pub(super) fn by_closeness(&self, other: &Self) -> Ordering {
        self.closeness.cmp(&other.closeness)
    }
}

/// The place of a dimension when they are ordered by A; equal A, equal place. It is never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Closeness(usize);

/// How much respondents agree, A(d) in words (health-check.md 5.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    Close,
    Mixed,
    Split,
}

impl Agreement {
    /// The word that pages show.
    pub fn label(self) -> &'static str {
        match self {
            Self::Close => "Close",
            Self::Mixed => "Mixed",
            Self::Split => "Split",
        }
    }
}

/// Scores of both groups; never of one alone (health-check.md 5.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupScores {
    pub core: Tenths,
    pub member: Tenths,
}

impl GroupScores {
    /// Core minus member, in tenths.
    pub fn gap(self) -> i16 {
        self.core.above(self.member)
    }
}

/// How wide a gap is (health-check.md 5.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapSize {
    InLine,
    Notable,
    Large,
}

impl GapSize {
    /// The size of a gap in tenths.
    pub fn of(gap: i16) -> Self {
        match gap.abs() {
            0..5 => Self::InLine,
            5..10 => Self::Notable,
            _ => Self::Large,
        }
    }
}

/// What may be shown of the answers to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownStatement {
    pub id: StatementId,
    pub mean: ShownMean,
    /// n(i), where the mean is shown or masked.
    pub n: Option<u32>,
    /// Disagree, mixed and agree in whole per cent, where at least max(10, k) answered.
    pub distribution: Option<Distribution>,
    /// At least a quarter on each side.
    pub polarised: bool,
    /// "Not visible to members": 30% or more do not know.
    pub not_visible: bool,
    /// Don't know in whole per cent, from ten answers on.
    pub dont_know_rate: Option<u8>,
    /// 50% or more say that it does not apply; left out of rankings.
    pub does_not_apply: bool,
    /// Not applicable in whole per cent, from ten answers on.
    pub not_applicable_rate: Option<u8>,
}

/// The mean of a statement, as far as it may be shown (health-check.md 5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownMean {
    Tenths(Tenths),
    /// "below 1.3": nearly everybody answered alike.
    #[serde(rename = "below_1.3")]
    Below13,
    /// "above 4.7": nearly everybody answered alike.
    #[serde(rename = "above_4.7")]
    Above47,
    /// Not shown, so that nobody's answer can be worked out.
    Withheld,
    NotEnough,
}

/// The three-way distribution, each in whole per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    pub disagree: u8,
    pub mixed: u8,
    pub agree: u8,
}

/// How far a round can be read (health-check.md 5.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    Good,
    Reasonable,
    Indicative,
}

impl Quality {
    /// The word that pages show.
    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Reasonable => "Reasonable",
            Self::Indicative => "Indicative",
        }
    }
}

/// Responses of those invited in whole per cent, rounded half-up. `delivered` leaves out bounces; it is
/// none for an open link, which has no rate.
pub fn response_rate(n: u32, delivered: Option<u32>) -> Option<u8> {
    delivered
        .filter(|&invited| invited > 0)
        .map(|invited| percent(n, invited))
}

/// The response quality label (health-check.md 5.14).
pub fn quality(n: u32, delivered: Option<u32>) -> Quality {
    match response_rate(n, delivered) {
        Some(60..) if n >= 10 => Quality::Good,
        Some(40..60) if n >= 10 => Quality::Reasonable,
        Some(_) | None => Quality::Indicative,
    }
}
