//! The record of a comparison of two rounds, made once at release and never changed (health-check.md
//! 6.2, 6.3).

use serde::{Deserialize, Serialize};

use super::{Trend, round_threshold, shared_statements, trend};
use crate::entity::health_check::Form;
use crate::features::health_checks::disclosure::{ShownRound, disclose};
use crate::features::health_checks::instrument::{DimensionCode, Instrument, StatementId};
use crate::features::health_checks::profile::Date;
use crate::features::health_checks::score::Tenths;
use crate::features::health_checks::scoring::{Response, score_round_on};
use crate::features::health_checks::snapshot::{RoundMode, RoundSnapshot};

/// The format that this program writes.
const FORMAT: u32 = 1;

/// One round as it enters a comparison.
pub struct Side<'a> {
    pub(in crate::features::health_checks) instrument: &'a Instrument,
    pub(in crate::features::health_checks) form: Form,
    pub(in crate::features::health_checks) k: u32,
    pub(in crate::features::health_checks) label: RoundLabel,
    /// Shown scores with the respondents under them.
    pub(in crate::features::health_checks) scores: Vec<(DimensionCode, Option<Tenths>, u32)>,
    /// None when the responses are no longer kept.
    pub(in crate::features::health_checks) responses: Option<&'a [Response]>,
}

impl<'a> Side<'a> {
    /// A released round. `instrument` is the one that it used; `responses` are those of the round,
    /// if they are still kept.
    pub fn released(
        snapshot: &RoundSnapshot,
        instrument: &'a Instrument,
        responses: Option<&'a [Response]>,
    ) -> Self {
        let scores = snapshot.dimensions.iter();
        Self {
            instrument,
            form: snapshot.form,
            k: snapshot.k,
            label: RoundLabel {
                date: snapshot.date,
                n: snapshot.n,
                instrument: snapshot.instrument.title(),
                mode: snapshot.mode,
            },
            scores: scores.map(|own| (own.code, own.tenths, own.n)).collect(),
            responses,
        }
    }

    fn score(&self, code: DimensionCode) -> Option<(Tenths, u32)> {
        let own = self.scores.iter().find(|own| own.0 == code)?;
        Some((own.1?, own.2))
    }

    /// Scored again on some statements of one dimension alone, by every rule of a round.
    fn rescored(&self, code: DimensionCode, on: &[StatementId]) -> Option<(Tenths, u32)> {
        let counts = |id: StatementId| on.contains(&id);
        let scores = score_round_on(self.instrument, self.form, self.responses?, self.k, counts);
        let shown: ShownRound = disclose(&scores);
        let own = shown.dimensions.iter().find(|own| own.code == code)?;
        Some((own.score?.tenths, own.n))
    }
}

/// Two rounds side by side. It holds rounded scores alone; no group and no statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The version of this shape.
    pub format: u32,
    pub before: RoundLabel,
    pub after: RoundLabel,
    /// Whether more than 30% of the network's members changed in between (health-check.md 6.5); none
    /// where the network has no members on the site.
    pub membership_changed: Option<bool>,
    /// In the order of the later instrument.
    pub dimensions: Vec<Compared>,
}

/// What is always printed of a round in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundLabel {
    /// When it closed.
    pub date: Date,
    /// Its responses.
    pub n: u32,
    /// "Network Health Check 1.0.0".
    pub instrument: String,
    pub mode: RoundMode,
}

/// One dimension of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub code: DimensionCode,
    pub name: String,
    pub outcome: Outcome,
}

/// How a dimension compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has a score in both rounds.
    Scores {
        before: Tenths,
        after: Tenths,
        /// The change in tenths that counts, by the smaller number of respondents.
        threshold: Option<i16>,
        /// None where no arrow is shown.
        trend: Option<Trend>,
        /// "Compared on 4 of 5 statements"; none where the statements are the same.
        on: Option<SharedStatements>,
    },
    /// One of the rounds has no score here.
    NotShown,
    /// Too few statements mean the same in both rounds, or the answers are no longer kept.
    NotComparable,
}

/// How many statements a comparison rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedStatements {
    pub shared: usize,
    /// Statements of the dimension in the later round.
    pub of: usize,
}

impl Comparison {
    /// Reads a stored record.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let record: Self = serde_json::from_str(json)?;
        if record.format == FORMAT {
            Ok(record)
        } else {
            let unknown = format_args!("comparison format {} is not known", record.format);
            Err(serde::de::Error::custom(unknown))
        }
    }

    /// The record as it is stored.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Which way a dimension went; none where no arrow is shown.
    pub fn trend(&self, code: DimensionCode) -> Option<Trend> {
        let own = self.dimensions.iter().find(|own| own.code == code)?;
        match own.outcome {
            Outcome::Scores { trend, .. } => trend,
            Outcome::NotShown | Outcome::NotComparable => None,
        }
    }
}

/// Compares two rounds of one network; none when they are different kinds of check, which stand side
/// by side without arrows (health-check.md 6.2 to 6.5). To be called once, when the later one is
/// released.
pub fn compare(
    before: &Side<'_>,
    after: &Side<'_>,
    membership_changed: Option<bool>,
) -> Option<Comparison> {
    if before.form != after.form || before.instrument.id != after.instrument.id {
        return None;
    }
    let dimensions = after.instrument.dimensions.iter();
    let dimensions = dimensions.map(|dimension| Compared {
        code: dimension.code,
        name: dimension.name.clone(),
        outcome: outcome(before, after, dimension.code),
    });
    Some(Comparison {
        format: FORMAT,
        before: before.label.clone(),
        after: after.label.clone(),
        membership_changed,
        dimensions: dimensions.collect(),
    })
}

fn outcome(before: &Side<'_>, after: &Side<'_>, code: DimensionCode) -> Outcome {
    let form = after.form;
    let asked = |side: &Side<'_>| {
        let dimension = side.instrument.dimension(code);
        dimension.map_or(0, |dimension| dimension.asked(form).count())
    };
    let shared = shared_statements(before.instrument, after.instrument, form, code);
    let Some(shared) = shared else {
        return Outcome::NotComparable;
    };
    let same = shared.len() == asked(before) && shared.len() == asked(after);
    if !same && (before.responses.is_none() || after.responses.is_none()) {
        return Outcome::NotComparable;
    }
    let score = |side: &Side<'_>| {
        // A score that is not shown is not to be had by leaving a statement out.
        let shown = side.score(code)?;
        if same {
            Some(shown)
        } else {
            side.rescored(code, &shared)
        }
    };
    let (Some((earlier, n_before)), Some((later, n_after))) = (score(before), score(after)) else {
        return Outcome::NotShown;
    };
    let threshold = round_threshold(n_before, n_after);
    Outcome::Scores {
        before: earlier,
        after: later,
        threshold,
        trend: threshold.map(|threshold| trend(earlier, later, threshold)),
        on: (!same).then(|| SharedStatements {
            shared: shared.len(),
            of: asked(after),
        }),
    }
}
