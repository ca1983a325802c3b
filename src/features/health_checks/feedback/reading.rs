//! What a report may rest on: shown figures only, whoever answered.

use super::super::comparison::Trend;
use super::super::disclosure::{Agreement, ShownMean, ShownRound, ShownScore};
use super::super::instrument::{Dimension, DimensionCode, Instrument, StatementId};
use super::super::profile::{Date, Profile};
use super::super::score::{Band, Tenths};
use super::super::scoring::IndividualScores;
use super::round::RoundFacts;

/// The shown figures of a check and the facts about its network.
pub(super) struct Reading<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) profile: &'a Profile,
    /// None when the network's start is unknown.
    pub(super) age_in_months: Option<u32>,
    /// In the order of the instrument; those without a score are left out.
    pub(super) shown: Vec<Shown<'a>>,
    statements: Vec<(StatementId, ShownMean)>,
    pub(super) round: Option<RoundReading<'a>>,
}

/// A dimension that has a score.
pub(super) struct Shown<'a> {
    pub(super) dimension: &'a Dimension,
    pub(super) tenths: Tenths,
    pub(super) split: bool,
    pub(super) gap: Option<Gap>,
    pub(super) trend: Option<Trend>,
    /// For the order of equal scores; none for an individual check.
    score: Option<ShownScore>,
}

/// How much higher the core team scores than members or, where groups are not shown, a leader than
/// the network.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    /// Negative where core team or leader score lower.
    pub(super) tenths: i16,
    pub(super) between_groups: bool,
}

/// What only a round has.
pub(super) struct RoundReading<'a> {
    pub(super) scores: &'a ShownRound,
    pub(super) facts: &'a RoundFacts,
}

impl Shown<'_> {
    pub(super) fn code(&self) -> DimensionCode {
        self.dimension.code
    }

    pub(super) fn band(&self) -> Band {
        self.tenths.band()
    }

    /// Highest score first, then lower A.
    pub(super) fn by_strength(&self, other: &Self) -> std::cmp::Ordering {
        let by_score = other.tenths.cmp(&self.tenths);
        by_score.then_with(|| match (&self.score, &other.score) {
            (Some(own), Some(others)) => own.by_closeness(others),
            (None, _) | (_, None) => std::cmp::Ordering::Equal,
        })
    }
}

impl<'a> Reading<'a> {
    /// One person's answers: each is its own mean, and nothing is masked.
    pub(super) fn individual(
        instrument: &'a Instrument,
        scores: &IndividualScores,
        profile: &'a Profile,
        date: Date,
    ) -> Self {
        let shown = scores.dimensions.iter().filter_map(|scored| {
            Some(Shown {
                dimension: instrument.dimension(scored.code)?,
                tenths: scored.tenths?,
                split: false,
                gap: None,
                trend: None,
                score: None,
            })
        });
        let statements = scores.dimensions.iter().flat_map(|scored| {
            scored
                .statements
                .iter()
                .filter_map(|statement| Some((statement.id, ShownMean::Tenths(statement.tenths?))))
        });
        Self {
            instrument,
            profile,
            age_in_months: profile.age_in_months(date),
            shown: shown.collect(),
            statements: statements.collect(),
            round: None,
        }
    }

    /// A round, as far as it is shown.
    pub(super) fn round(
        instrument: &'a Instrument,
        scores: &'a ShownRound,
        facts: &'a RoundFacts,
        profile: &'a Profile,
        date: Date,
    ) -> Self {
        let shown = scores.dimensions.iter().filter_map(|scored| {
            let score = scored.score?;
            let groups = score.groups.map(|groups| Gap {
                tenths: groups.gap(),
                between_groups: true,
            });
            let leader = facts.leader.get(&scored.code).map(|own| Gap {
                tenths: own.above(score.tenths),
                between_groups: false,
            });
            Some(Shown {
                dimension: instrument.dimension(scored.code)?,
                tenths: score.tenths,
                split: score.agreement == Some(Agreement::Split),
                gap: groups.or(leader),
                trend: facts
                    .earlier
                    .as_ref()
                    .and_then(|earlier| earlier.trends.get(&scored.code).copied()),
                score: Some(score),
            })
        });
        let statements = scores.dimensions.iter().flat_map(|scored| {
            scored
                .statements
                .iter()
                .map(|statement| (statement.id, statement.mean))
        });
        Self {
            instrument,
            profile,
            age_in_months: profile.age_in_months(date),
            shown: shown.collect(),
            statements: statements.collect(),
            round: Some(RoundReading { scores, facts }),
        }
    }

    /// A dimension's score, by its code.
    pub(super) fn score(&self, code: &str) -> Option<Tenths> {
        self.shown
            .iter()
            .find(|shown| shown.code().as_str() == code)
            .map(|shown| shown.tenths)
    }

    #[cfg(test)]
    pub(super) fn find(&self, code: DimensionCode) -> Option<&Shown<'a>> {
        self.shown.iter().find(|shown| shown.code() == code)
    }

    /// Whether a statement is shown at 2.9 or below; "below 1.3" counts (health-check.md 5.10).
    pub(super) fn is_low(&self, id: &str) -> bool {
        match self.mean(id) {
            Some(ShownMean::Tenths(tenths)) => tenths <= Tenths::NEEDS_ATTENTION,
            Some(ShownMean::Below13) => true,
            Some(ShownMean::Above47 | ShownMean::Withheld | ShownMean::NotEnough) | None => false,
        }
    }

    /// Whether a statement is shown at 4.0 or above; "above 4.7" counts (health-check.md 5.10).
    pub(super) fn is_high(&self, id: &str) -> bool {
        match self.mean(id) {
            Some(ShownMean::Tenths(tenths)) => tenths >= Tenths::STRENGTH,
            Some(ShownMean::Above47) => true,
            Some(ShownMean::Below13 | ShownMean::Withheld | ShownMean::NotEnough) | None => false,
        }
    }

    fn mean(&self, id: &str) -> Option<ShownMean> {
        let id = StatementId::parse(id)?;
        self.statements
            .iter()
            .find(|(own, _)| *own == id)
            .map(|(_, mean)| *mean)
    }
}
