//! The immutable record of a round: what may be shown of it, and no more.
//!
//! No exact mean, no number A, no sum and no response can be had from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{InstrumentName, Snapshot};
use crate::entity::health_check::Form;
use crate::features::health_checks::disclosure::{
    Agreement, GroupCounts, GroupScores, Quality, ShownStatement,
};
use crate::features::health_checks::feedback::Report;
use crate::features::health_checks::instrument::DimensionCode;
use crate::features::health_checks::profile::{Date, Profile};
use crate::features::health_checks::score::{Band, Tenths};

/// The oldest own check that a leader may compare, in milliseconds before the close (health-check.md
/// 5.13: 60 days).
const OWN_CHECK_AGE: i64 = 60 * 24 * 60 * 60 * 1000;

/// Who answers a round (health-check.md 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// People who were invited by a personal link.
    RoundConfidential,
    /// Whoever has the link.
    RoundOpenLink,
}

impl RoundMode {
    /// Whose view the result is, in words that stand wherever it is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::RoundConfidential => "Confidential round",
            Self::RoundOpenLink => "Indicative, open link",
        }
    }
}

/// A round as it was when it was released. A correction is a new snapshot, never an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSnapshot {
    /// The version of this shape, not of the instrument.
    pub format: u32,
    pub instrument: InstrumentName,
    pub mode: RoundMode,
    pub form: Form,
    /// When it closed.
    pub date: Date,
    /// The network as it was then.
    pub network: Profile,
    /// What the instrument calls a network of this type: "learning network".
    pub noun: String,
    /// The least number of respondents that a figure rests on.
    pub k: u32,
    /// Responses, N.
    pub n: u32,
    /// None for an open link.
    pub invited: Option<u32>,
    /// Invitations without those that bounced; none for an open link.
    pub delivered: Option<u32>,
    /// Responses of the delivered invitations in whole per cent.
    pub rate: Option<u8>,
    pub quality: Quality,
    /// None unless both have at least k.
    pub groups: Option<GroupCounts>,
    /// Responses that gave the same answer throughout, if at least three.
    pub identical: Option<u32>,
    /// In the order of the instrument, scored or not.
    pub dimensions: Vec<RoundDimension>,
    /// None with fewer than six dimensions shown.
    pub overall: Option<Tenths>,
    /// Where members see the network in its life (CTX-1); none with too few answers.
    pub life: Option<ContextResult>,
    /// How it compares with a year ago (CTX-2); none with too few answers.
    pub year: Option<ContextResult>,
    /// One leader's own view, with that leader's consent.
    pub leader: Option<LeaderView>,
    /// Block 11: a list for each question that has one.
    pub comments: Vec<Comments>,
    /// The report in every form in which a reader may need it.
    pub readings: Vec<Reading>,
}

/// One dimension of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundDimension {
    pub code: DimensionCode,
    pub name: String,
    /// Respondents with a score here, n(d).
    pub n: u32,
    /// None when n(d) is below k: "not enough answers".
    pub tenths: Option<Tenths>,
    pub band: Option<Band>,
    pub agreement: Option<Agreement>,
    /// Both or neither.
    pub groups: Option<GroupScores>,
    pub statements: Vec<RoundStatement>,
}

/// One statement of a round, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundStatement {
    pub text: String,
    #[serde(flatten)]
    pub shown: ShownStatement,
}

/// What may be shown of a context question (health-check.md 2.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextResult {
    pub question: String,
    /// The most common answer; several when they are equally common.
    pub most_common: Vec<Common>,
    /// Every answer with its share in whole per cent, where at least max(10, k) answered.
    pub shares: Option<Vec<(String, u8)>>,
}

/// A most common answer to a context question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Common {
    pub text: String,
    /// Which way it says the network went; none for questions about something else.
    pub direction: Option<Direction>,
}

/// Which way the network went in a year, in the respondents' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Weaker,
    Same,
    Stronger,
}

/// The scores of one leader's own check, beside the network's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderView {
    /// When the leader answered.
    pub date: Date,
    pub scores: BTreeMap<DimensionCode, Tenths>,
}

impl LeaderView {
    /// The view in a leader's own result; none when it is older than 60 days at the close or made
    /// after it. Whether that leader consented is the caller's to know.
    pub fn of(own: &Snapshot, close: Date) -> Option<Self> {
        let age = close.ms.checked_sub(own.date.ms)?;
        (0..=OWN_CHECK_AGE).contains(&age).then(|| Self {
            date: own.date,
            scores: own
                .dimensions
                .iter()
                .filter_map(|own| Some((own.code, own.tenths?)))
                .collect(),
        })
    }
}

/// The comments to one question that may be shown, in the random order of release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comments {
    /// "Something this network does well".
    pub question: String,
    pub texts: Vec<String>,
}

/// The report in one of its forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub open: Open,
    pub report: Report,
}

/// What beside the round itself is open to a reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Every round of the comparison with the previous one, by its own promise (health-check.md 6.8).
    pub compared: bool,
    /// The leader's own view, which lasts as long as that leader's check (health-check.md 5.13).
    pub leader: bool,
}

impl RoundSnapshot {
    /// The snapshot as it is stored.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Whose view the result is, in words that stand wherever it is shown.
    pub fn mode_label(&self) -> &'static str {
        self.mode.label()
    }

    /// The report for a reader to whom that much is open. What the round does not have, it does not
    /// show.
    pub fn report(&self, open: Open) -> Option<&Report> {
        let fits = |reading: &&Reading| {
            (open.compared || !reading.open.compared) && (open.leader || !reading.open.leader)
        };
        let said =
            |reading: &&Reading| u8::from(reading.open.compared) + u8::from(reading.open.leader);
        let fullest = self.readings.iter().filter(fits).max_by_key(said)?;
        Some(&fullest.report)
    }

    /// The score of a dimension, where it is shown.
    pub fn tenths(&self, code: DimensionCode) -> Option<Tenths> {
        let own = self.dimensions.iter().find(|own| own.code == code)?;
        own.tenths
    }

    /// The leader's own view, for a reader to whom it is open.
    pub fn leader(&self, open: Open) -> Option<&LeaderView> {
        self.leader.as_ref().filter(|_| open.leader)
    }
}
