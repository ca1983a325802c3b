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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::testing::{answers, answers_to};

    fn first(line: &str) -> IndividualDimension {
        score_individual(&nhc(), Form::Full, &answers(line))
            .dimensions
            .remove(0)
    }

    #[test]
    fn v0_respondent_level() {
        let shown = |line| {
            let dimension = first(line);
            (
                dimension.tenths.map(|tenths| tenths.0),
                dimension.valid,
                dimension.of,
            )
        };
        assert_eq!(shown("454D3"), (Some(40), 4, 5));
        assert_eq!(shown("4ND5D"), (None, 2, 5));
        assert_eq!(shown("2ND54"), (Some(37), 3, 5));
        assert_eq!(first("2ND54").band(), Some(Band::Developing));
        assert_eq!(shown("45-44"), (Some(43), 4, 5));
        assert_eq!(first("45-44").band(), Some(Band::Strength));
    }

    #[test]
    fn the_pulse_form_needs_both_of_its_statements() {
        let nhc = nhc();
        let given = answers_to(&nhc, Form::Pulse, "45 4D 33");
        let scores = score_individual(&nhc, Form::Pulse, &given);
        let tenths: Vec<Option<u8>> = scores
            .dimensions
            .iter()
            .take(3)
            .map(|dimension| dimension.tenths.map(|tenths| tenths.0))
            .collect();
        assert_eq!(tenths, [Some(45), None, Some(30)]);
        assert_eq!(scores.dimensions[0].of, 2);
    }

    #[test]
    fn a_reversed_statement_counts_the_other_way() {
        let file = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");
        let turned = file.replacen("id = \"PUR-1\"", "id = \"PUR-1\"\nreverse = true", 1);
        let instrument = Instrument::parse(&turned).unwrap();
        let given = answers_to(&instrument, Form::Full, "14444");
        let scores = score_individual(&instrument, Form::Full, &given);
        assert_eq!(
            scores.dimensions[0].tenths,
            Some(Tenths(42)),
            "5, 4, 4, 4, 4"
        );
        let statement = scores.dimensions[0].statements[0];
        assert_eq!(
            (statement.answer, statement.tenths),
            (Answer::value(1), Some(Tenths(50)))
        );
    }

    #[test]
    fn nothing_answered_is_nothing_scored() {
        let scores = score_individual(&nhc(), Form::Full, &Answers::new());
        assert!(
            scores
                .dimensions
                .iter()
                .all(|dimension| dimension.tenths.is_none())
        );
        assert_eq!(scores.overall, None);
    }
}
