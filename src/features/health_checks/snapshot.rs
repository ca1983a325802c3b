//! The immutable record of a result: pages, cards and files are made from it alone (health-check.md
//! 11.3).

use serde::{Deserialize, Serialize};

use super::feedback::{self, Report};
use super::instrument::{DimensionCode, Instrument, StatementId};
use super::profile::{Date, Profile};
use super::score::{Band, Tenths};
use super::scoring::{Answer, Answers, score_individual};
use crate::entity::health_check::{Form, Mode};

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
            instrument: InstrumentName {
                id: instrument.id.clone(),
                version: instrument.version.to_string(),
                name: instrument.name.clone(),
                status: instrument.status.clone(),
            },
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

    /// Reads a stored snapshot.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Probe {
            format: u32,
        }

        let Probe { format } = serde_json::from_str(json)?;
        if format != FORMAT {
            let unknown = format_args!("snapshot format {format} is not known to this version");
            return Err(serde::de::Error::custom(unknown));
        }
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
        }
    }

    /// The opening sentence.
    pub fn opening(&self) -> &str {
        &self.report.opening.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::testing::{answers, profile};

    #[test]
    fn a_stored_snapshot_reads_back_as_it_was() {
        let given = answers("5544D 44444 22222 33333 4N4DD 1---- 45454 33322");
        let snapshot = Snapshot::individual(
            &nhc(),
            Form::Full,
            &given,
            profile(),
            Date::at(1_795_532_635_000, "UTC"),
        );
        let json = snapshot.to_json().unwrap();
        assert_eq!(Snapshot::from_json(&json).unwrap(), snapshot);
        assert!(json.starts_with(r#"{"format":1,"#));
        let tenths: Vec<Option<u8>> = snapshot
            .dimensions
            .iter()
            .map(|own| own.tenths.map(|tenths| tenths.0))
            .collect();
        assert_eq!(
            tenths,
            [
                Some(45),
                Some(40),
                Some(20),
                Some(30),
                None,
                None,
                Some(44),
                Some(26)
            ]
        );
        assert_eq!(
            snapshot.overall,
            Some(Tenths(34)),
            "(4.5 + 4 + 2 + 3 + 4.4 + 2.6) / 6 = 3.416…"
        );
        assert_eq!(
            (snapshot.dimensions[4].valid, snapshot.dimensions[4].of),
            (2, 5)
        );
    }

    #[test]
    fn a_snapshot_of_a_later_format_is_refused() {
        let refused = Snapshot::from_json(r#"{"format":2,"anything":true}"#).unwrap_err();
        assert!(refused.to_string().contains("format 2"), "{refused}");
    }
}
