//! The score that is displayed, its band and its index: whole tenths, never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A displayed score on the scale of 1 to 5, in whole tenths (health-check.md 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tenths(pub u8);

impl Tenths {
    /// The least score that is a strength, 4.0.
    pub const STRENGTH: Self = Self(40);
    /// The greatest score that needs attention, 2.9.
    pub const NEEDS_ATTENTION: Self = Self(29);

    /// The band of this score (health-check.md 5.7).
    pub fn band(self) -> Band {
        if self >= Self::STRENGTH {
            Band::Strength
        } else if self > Self::NEEDS_ATTENTION {
            Band::Developing
        } else {
            Band::NeedsAttention
        }
    }

    /// The optional index from 0 to 100, rounded half-up (health-check.md 5.8).
    pub fn index(self) -> u8 {
        (self.0.saturating_sub(10).saturating_mul(5)).div_ceil(2)
    }

    /// How much this score is above `other`, in tenths; negative when it is below.
    pub fn above(self, other: Self) -> i16 {
        i16::from(self.0) - i16::from(other.0)
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// What a displayed score means (health-check.md 5.7); the order is from low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 2.9 and below.
    NeedsAttention,
    /// 3.0 to 3.9.
    Developing,
    /// 4.0 and above.
    Strength,
}

impl Band {
    /// The word that pages show.
    pub fn label(self) -> &'static str {
        match self {
            Self::NeedsAttention => "Needs attention",
            Self::Developing => "Developing",
            Self::Strength => "Strength",
        }
    }

    /// The code in addresses, classes and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::NeedsAttention => "needs_attention",
            Self::Developing => "developing",
            Self::Strength => "strength",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_at_their_displayed_tenths() {
        assert_eq!(Tenths(40).band(), Band::Strength);
        assert_eq!(Tenths(39).band(), Band::Developing);
        assert_eq!(Tenths(30).band(), Band::Developing);
        assert_eq!(Tenths(29).band(), Band::NeedsAttention);
    }

    #[test]
    fn the_index_comes_from_the_displayed_score_and_ties_go_up() {
        let index = |tenths| Tenths(tenths).index();
        assert_eq!(
            [index(10), index(30), index(34), index(40), index(50)],
            [0, 50, 60, 75, 100]
        );
        assert_eq!(index(41), 78, "77.5 rounds up");
    }

    #[test]
    fn a_score_is_written_with_one_decimal() {
        assert_eq!(Tenths(40).to_string(), "4.0");
        assert_eq!(Tenths(38).to_string(), "3.8");
    }
}
