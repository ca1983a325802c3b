//! Exact arithmetic on fractions: rounding half-up and comparing means, at any size, without floats.

use std::cmp::Ordering;

use crate::features::health_checks::score::Tenths;

/// A fraction that is never negative. Its lower part is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features::health_checks) struct Fraction {
    pub(in crate::features::health_checks) over: u64,
    pub(in crate::features::health_checks) under: u64,
}

impl Fraction {
    pub(in crate::features::health_checks) fn new(over: u64, under: u64) -> Self {
        debug_assert!(under > 0, "a fraction over nothing");
        Self {
            over,
            under: under.max(1),
        }
    }

    /// Rounded half-up to one decimal (health-check.md 5.6).
    pub(in crate::features::health_checks) fn tenths(self) -> Tenths {
        let twice = 2 * u128::from(self.under);
        let tenths = (20 * u128::from(self.over) + u128::from(self.under)) / twice;
        Tenths(u8::try_from(tenths).unwrap_or(u8::MAX))
    }
}

/// `part` of `whole` in whole per cent, rounded half-up.
pub(in crate::features::health_checks) fn percent(part: u32, whole: u32) -> u8 {
    let (part, whole) = (u64::from(part), u64::from(whole).max(1));
    u8::try_from((200 * part + whole) / (2 * whole)).unwrap_or(u8::MAX)
}

/// The mean of fractions, rounded half-up to one decimal; none when there are no fractions.
pub(super) fn mean_tenths(terms: &[Fraction]) -> Option<Tenths> {
    // The greatest t whose lower edge, t - 1/2 tenths, the mean reaches. Scores end at 5.0.
    let reached = |tenths: &u8| {
        let edge = Fraction::new(2 * u64::from(*tenths) - 1, 20);
        compare_to(terms, edge) != Ordering::Less
    };
    if terms.is_empty() {
        return None;
    }
    Some(Tenths((1..=50).rev().find(reached).unwrap_or(0)))
}

/// How the mean of `terms` compares with `bound`.
pub(in crate::features::health_checks) fn compare_to(
    terms: &[Fraction],
    bound: Fraction,
) -> Ordering {
    compare_means(terms, &[bound])
}

/// How the mean of `left` compares with the mean of `right`. The mean of nothing is zero.
pub(in crate::features::health_checks) fn compare_means(
    left: &[Fraction],
    right: &[Fraction],
) -> Ordering {
    // Both sides times every lower part and both counts: whole numbers, however large.
    scaled_sum(left, right).cmp(&scaled_sum(right, left))
}

/// The sum of `terms` times all lower parts of `terms` and `others` and the count of `others`.
fn scaled_sum(terms: &[Fraction], others: &[Fraction]) -> Natural {
    let mut sum = Natural::default();
    for (place, term) in terms.iter().enumerate() {
        let mut product = Natural::from(term.over);
        for (other_place, other) in terms.iter().enumerate() {
            if other_place != place {
                product.multiply(other.under);
            }
        }
        for other in others {
            product.multiply(other.under);
        }
        product.multiply(others.len().max(1) as u64);
        sum.add(&product);
    }
    sum
}

/// A whole number of any size: digits to the base of 2^64, lowest first, without leading zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Natural(Vec<u64>);

impl Natural {
    fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        for digit in &mut self.0 {
            (*digit, carry) = digit.carrying_mul(factor, carry);
        }
        self.0.push(carry);
        self.trim();
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = false;
        let added = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, more) in self.0.iter_mut().zip(added) {
            let (sum, first) = digit.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *digit = sum;
            carry = first || second;
        }
        self.0.push(u64::from(carry));
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl From<u64> for Natural {
    fn from(digit: u64) -> Self {
        let mut number = Self(vec![digit]);
        number.trim();
        number
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_round_up() {
        assert_eq!(Fraction::new(79, 20).tenths(), Tenths(40), "3.95");
        assert_eq!(Fraction::new(17, 4).tenths(), Tenths(43), "4.25");
        assert_eq!(Fraction::new(11, 3).tenths(), Tenths(37));
        assert_eq!(
            mean_tenths(&[Fraction::new(4, 1), Fraction::new(39, 10)]),
            Some(Tenths(40))
        );
        assert_eq!(
            mean_tenths(&[Fraction::new(4, 1), Fraction::new(389, 100)]),
            Some(Tenths(39))
        );
        assert_eq!(mean_tenths(&[]), None);
        assert_eq!(percent(1, 200), 1, "a half rounds up");
        assert_eq!(percent(11, 14), 79);
    }

    #[test]
    fn means_are_compared_beyond_the_largest_machine_number() {
        let third = Fraction::new(u64::MAX / 3, u64::MAX);
        let many = vec![third; 40];
        assert_eq!(compare_to(&many, Fraction::new(1, 3)), Ordering::Equal);
        let mut more = many.clone();
        more.push(Fraction::new(u64::MAX / 3 + 1, u64::MAX));
        assert_eq!(compare_to(&more, Fraction::new(1, 3)), Ordering::Greater);
        assert_eq!(compare_means(&many, &more), Ordering::Less);
        assert_eq!(compare_means(&[], &[]), Ordering::Equal);
    }
}
