//! How a result compares with an earlier one: on displayed tenths only (health-check.md 6).

mod record;
#[cfg(test)]
mod records;

use serde::{Deserialize, Serialize};

use super::instrument::{DimensionCode, Instrument, StatementId};
use super::score::Tenths;
use crate::entity::health_check::Form;

pub use record::{Compared, Comparison, Outcome, RoundLabel, SharedStatements, Side, compare};

/// Which way a dimension went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    Up,
    Steady,
    Down,
}

impl Trend {
    /// The word that pages show.
    pub fn label(self) -> &'static str {
        match self {
            Self::Up => "Up",
            Self::Steady => "Steady",
            Self::Down => "Down",
        }
    }
}

/// The change in tenths between two rounds that counts as one, by the smaller number of respondents
/// with a score; none where no arrow is shown (health-check.md 6.3).
pub fn round_threshold(n_before: u32, n_after: u32) -> Option<i16> {
    match n_before.min(n_after) {
        10.. => Some(3),
        5..10 => Some(5),
        0..5 => None,
    }
}

/// The change in tenths between two individual checks that counts as one.
pub const INDIVIDUAL_THRESHOLD: i16 = 6;

/// Which way a score went, given the least change that counts.
pub fn trend(before: Tenths, after: Tenths, threshold: i16) -> Trend {
    let change = after.above(before);
    if change >= threshold {
        Trend::Up
    } else if change <= -threshold {
        Trend::Down
    } else {
        Trend::Steady
    }
}

/// Which way a dimension went between two rounds; none where no arrow is shown.
pub fn round_trend(before: (Tenths, u32), after: (Tenths, u32)) -> Option<Trend> {
    let threshold = round_threshold(before.1, after.1)?;
    Some(trend(before.0, after.0, threshold))
}

/// The statements of a dimension that mean the same in both instruments; none when there are too few
/// for a trend (health-check.md 6.1, 6.2).
pub fn shared_statements(
    before: &Instrument,
    after: &Instrument,
    form: Form,
    code: DimensionCode,
) -> Option<Vec<StatementId>> {
    let earlier = before.dimension(code)?;
    let shared: Vec<StatementId> = after
        .dimension(code)?
        .asked(form)
        .filter(|statement| {
            earlier
                .asked(form)
                .any(|old| old.id == statement.id && old.meaning_rev == statement.meaning_rev)
        })
        .map(|statement| statement.id)
        .collect();
    let needed = match form {
        Form::Full => 3,
        Form::Pulse => 2,
    };
    (shared.len() >= needed).then_some(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;

    #[test]
    fn v9_trend() {
        let trend = |before, n_before, after, n_after| {
            round_trend((Tenths(before), n_before), (Tenths(after), n_after))
        };
        assert_eq!(trend(34, 12, 37, 15), Some(Trend::Up));
        assert_eq!(trend(34, 12, 36, 15), Some(Trend::Steady));
        assert_eq!(trend(34, 12, 37, 7), Some(Trend::Steady));
        assert_eq!(trend(34, 12, 31, 15), Some(Trend::Down));
    }

    #[test]
    fn few_respondents_need_a_larger_change_and_fewer_than_five_get_no_arrow() {
        assert_eq!(
            round_trend((Tenths(34), 12), (Tenths(39), 5)),
            Some(Trend::Up)
        );
        assert_eq!(round_trend((Tenths(34), 4), (Tenths(50), 12)), None);
        assert_eq!(
            trend(Tenths(34), Tenths(39), INDIVIDUAL_THRESHOLD),
            Trend::Steady
        );
        assert_eq!(
            trend(Tenths(34), Tenths(40), INDIVIDUAL_THRESHOLD),
            Trend::Up
        );
    }

    #[test]
    fn only_statements_of_the_same_meaning_are_compared() {
        let old = nhc();
        let file = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");
        let changed = |times: usize| {
            let mut file = file.to_owned();
            for number in 1..=times {
                let id = format!("id = \"REL-{number}\"");
                file = file.replacen(&id, &format!("{id}\nmeaning_rev = 2"), 1);
            }
            Instrument::parse(&file).unwrap()
        };
        let code = DimensionCode::parse("REL").unwrap();
        let shared = |new: &Instrument, form| {
            shared_statements(&old, new, form, code).map(|statements| statements.len())
        };
        assert_eq!(shared(&old, Form::Full), Some(5));
        assert_eq!(shared(&changed(1), Form::Full), Some(4));
        assert_eq!(shared(&changed(2), Form::Full), Some(3));
        assert_eq!(shared(&changed(3), Form::Full), None);
        assert_eq!(
            shared(&changed(1), Form::Pulse),
            Some(2),
            "REL-1 is not in the pulse form"
        );
        assert_eq!(shared(&changed(2), Form::Pulse), None);
    }
}
