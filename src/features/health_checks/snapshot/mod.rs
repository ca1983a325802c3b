//! The immutable record of a result: pages, cards and files are made from it alone (health-check.md
//! 11.3).

mod making;
mod round;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::feedback::{self, Report};
use super::instrument::{DimensionCode, Instrument, StatementId};
use super::profile::{Date, Profile};
use super::score::{Band, Tenths};
use super::scoring::{Answer, Answers, score_individual};
use crate::entity::health_check::{Form, Mode};

pub use making::{ContextAnswers, Round, RoundInput};
pub use round::{
    Comments, Common, ContextResult, Direction, LeaderView, Open, Reading, RoundDimension,
    RoundMode, RoundSnapshot, RoundStatement,
};

/// The format that this program writes.
const FORMAT: u32 = 1;

/// A result as it was on the day it was saved. A correction is a new snapshot, never an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version of this shape, not of the instrument.
    pub format: u32,
    pub instrument: InstrumentName,
    pub mode: Mode,
    pub form: Form,
    pub date: Date,
    /// The network as it was then.
    pub network: Profile,
    /// What the instrument calls a network of this type: "learning network".
    pub noun: String,
    /// In the order of the instrument, scored or not.
    pub dimensions: Vec<SnapshotDimension>,
    /// None with fewer than six dimensions scored.
    pub overall: Option<Tenths>,
    pub report: Report,
}

/// A stored result of either kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    Individual(Box<Snapshot>),
    Round(Box<RoundSnapshot>),
}

impl Stored {
    /// Reads a stored snapshot, whichever kind its mode says.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let mode = known(json)?;
        if mode == "individual" {
            serde_json::from_str(json).map(Self::Individual)
        } else {
            serde_json::from_str(json).map(Self::Round)
        }
    }
}

/// The mode of a stored snapshot, if its format is one that this program reads.
fn known(json: &str) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Probe {
        format: u32,
        #[serde(default)]
        mode: String,
    }

    let Probe { format, mode } = serde_json::from_str(json)?;
    if format == FORMAT {
        Ok(mode)
    } else {
        let unknown = format_args!("snapshot format {format} is not known to this version");
        Err(serde::de::Error::custom(unknown))
    }
}

/// Which instrument was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstrumentName {
    pub id: String,
    pub version: String,
    pub name: String,
    /// What the instrument is not; shown word for word.
    pub status: String,
}

impl InstrumentName {
    fn of(instrument: &Instrument) -> Self {
        Self {
            id: instrument.id.clone(),
            version: instrument.version.to_string(),
            name: instrument.name.clone(),
            status: instrument.status.clone(),
        }
    }

    /// Name and version: "Network Health Check 1.0.0".
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// One dimension of a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotDimension {
    pub code: DimensionCode,
    pub name: String,
    /// None when there were not enough answers.
    pub tenths: Option<Tenths>,
    pub band: Option<Band>,
    /// Statements with an answer from 1 to 5.
    pub valid: u8,
    /// Statements asked.
    pub of: u8,
    pub statements: Vec<SnapshotStatement>,
}

/// One statement of an individual result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotStatement {
    pub id: StatementId,
    pub text: String,
    /// None when it was left blank.
    pub answer: Option<Answer>,
    /// What the answer counts for; none unless it was from 1 to 5.
    pub tenths: Option<Tenths>,
}

impl Snapshot {
    /// The result of one person's answers, read with what is known of the network now.
    pub fn individual(
        instrument: &Instrument,
        form: Form,
        answers: &Answers,
        network: Profile,
        date: Date,
    ) -> Self {
        let scores = score_individual(instrument, form, answers);
        let report = feedback::individual(instrument, &scores, &network, date);
        let dimensions = scores.dimensions.iter().filter_map(|scored| {
            let dimension = instrument.dimension(scored.code)?;
            let statements = scored.statements.iter().filter_map(|own| {
                let text = instrument.statement(own.id)?.text.clone();
                Some(SnapshotStatement {
                    id: own.id,
                    text,
                    answer: own.answer,
                    tenths: own.tenths,
                })
            });
            Some(SnapshotDimension {
                code: scored.code,
                name: dimension.name.clone(),
                tenths: scored.tenths,
                band: scored.band(),
                valid: scored.valid,
                of: scored.of,
                statements: statements.collect(),
            })
        });
        Self {
            format: FORMAT,
            instrument: InstrumentName::of(instrument),
            mode: Mode::Individual,
            form,
            date,
            noun: instrument.noun(network.kind).to_owned(),
            dimensions: dimensions.collect(),
            overall: scores.overall,
            report,
            network,
        }
    }

    /// Reads a stored snapshot of an individual check.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        known(json)?;
        serde_json::from_str(json)
    }

    /// The snapshot as it is stored.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Whose view the result is, in words that stand wherever it is shown (health-check.md 4).
    pub fn mode_label(&self) -> &'static str {
        match self.mode {
            Mode::Individual => "One person's view",
            Mode::RoundConfidential => RoundMode::RoundConfidential.label(),
            Mode::RoundOpenLink => RoundMode::RoundOpenLink.label(),
        }
    }

    /// The opening sentence.
    pub fn opening(&self) -> &str {
        &self.report.opening.text
    }
}
