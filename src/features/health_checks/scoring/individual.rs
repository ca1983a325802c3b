//! One person's own scores.

use super::answers::{Answer, Answers};
use super::exact::{Fraction, mean_tenths};
use super::needed;
use crate::entity::health_check::Form;
use crate::features::health_checks::instrument::{
    Dimension, DimensionCode, Instrument, StatementId,
};
use crate::features::health_checks::score::{Band, Tenths};

/// What one person's answers come to. Rounded: the exact means are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndividualScores {
    /// In the order of the instrument, scored or not.
    pub dimensions: Vec<IndividualDimension>,
    /// The mean of the dimensions, if at least six have a score (health-check.md 5.9).
    pub overall: Option<Tenths>,
}

/// One dimension of one person's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndividualDimension {
    pub code: DimensionCode,
    /// None when there are too few valid answers (health-check.md 5.4).
    pub tenths: Option<Tenths>,
    /// Statements with an answer from 1 to 5.
    pub valid: u8,
    /// Statements asked.
    pub of: u8,
    pub statements: Vec<IndividualStatement>,
}

impl IndividualDimension {
    /// The band of the score.
    pub fn band(&self) -> Option<Band> {
        self.tenths.map(Tenths::band)
    }
}

/// One statement as one person answered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndividualStatement {
    pub id: StatementId,
    /// None when it was left blank.
    pub answer: Option<Answer>,
    /// What the answer counts for; none unless it was from 1 to 5.
    pub tenths: Option<Tenths>,
}

/// How many dimensions need a score for an overall score (health-check.md 5.9).
pub(in crate::features::health_checks) const NEEDED_FOR_OVERALL: usize = 6;

/// Scores one person's answers.
pub fn score_individual(
    instrument: &Instrument,
    form: Form,
    answers: &Answers,
) -> IndividualScores {
    let scored: Vec<(IndividualDimension, Option<Fraction>)> = instrument
        .dimensions
        .iter()
        .map(|dimension| score_dimension(dimension, form, answers))
        .collect();
    let means: Vec<Fraction> = scored.iter().filter_map(|(_, mean)| *mean).collect();
    IndividualScores {
        overall: overall(&means),
        dimensions: scored.into_iter().map(|(dimension, _)| dimension).collect(),
    }
}

/// The overall score of the shown dimensions' exact means.
pub(in crate::features::health_checks) fn overall(means: &[Fraction]) -> Option<Tenths> {
    if means.len() >= NEEDED_FOR_OVERALL {
        mean_tenths(means)
    } else {
        None
    }
}

fn score_dimension(
    dimension: &Dimension,
    form: Form,
    answers: &Answers,
) -> (IndividualDimension, Option<Fraction>) {
    let statements: Vec<IndividualStatement> = dimension
        .asked(form)
        .map(|statement| {
            let answer = answers.get(statement.id);
            let counted = answer.and_then(|answer| answer.counted(statement.reverse));
            let tenths = counted.map(|value| Tenths(value * 10));
            IndividualStatement {
                id: statement.id,
                answer,
                tenths,
            }
        })
        .collect();
    let values: Vec<u8> = dimension
        .asked(form)
        .filter_map(|statement| answers.get(statement.id)?.counted(statement.reverse))
        .collect();
    let mean = mean_of(&values, statements.len());
    let scored = IndividualDimension {
        code: dimension.code,
        tenths: mean.map(Fraction::tenths),
        valid: small(values.len()),
        of: small(statements.len()),
        statements,
    };
    (scored, mean)
}

/// The respondent's score in a dimension, s(r,d); none with too few valid answers (health-check.md
/// 5.4).
pub(super) fn mean_of(values: &[u8], asked: usize) -> Option<Fraction> {
    if values.is_empty() || values.len() < needed(asked) {
        return None;
    }
    let sum = values.iter().map(|&value| u64::from(value)).sum();
    Some(Fraction::new(sum, values.len() as u64))
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
