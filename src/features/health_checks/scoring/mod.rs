//! Scores from answers, by exact arithmetic (health-check.md 5).
//!
//! An individual's scores are the person's own and may be read here. A round's raw figures stay
//! sealed in [`RoundScores`]: `disclosure` alone can open them.

mod answers;
mod exact;
mod individual;
mod round;

pub use answers::{Answer, Answers};
pub use individual::{
    IndividualDimension, IndividualScores, IndividualStatement, score_individual,
};
pub use round::{Group, Response, RoundScores, score_round, score_round_on};

pub(super) use exact::{Fraction, compare_means, compare_to, percent};
pub(super) use individual::overall;
pub(super) use round::{RawDimension, RawRound, RawStatement};

/// How many valid answers a dimension of `asked` statements needs: 60%, rounded up (health-check.md
/// 5.4).
pub fn needed(asked: usize) -> usize {
    (asked * 3).div_ceil(5)
}
