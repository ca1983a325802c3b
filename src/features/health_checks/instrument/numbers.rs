//! Weights and versions: exact, and read from text.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// A weight in whole hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(pub u16);

impl Weight {
    /// Reads "1.5", "0.75" or "2": above zero, below 100, at most two decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let digits = |part: &str, most: usize| -> Option<u16> {
            let fits = (1..=most).contains(&part.len());
            let plain = part.bytes().all(|byte| byte.is_ascii_digit());
            if fits && plain {
                part.parse().ok()
            } else {
                None
            }
        };
        let hundredths = match decimals {
            None => 0,
            Some(one) if one.len() == 1 => digits(one, 1)? * 10,
            Some(two) => digits(two, 2)?,
        };
        let weight = digits(whole, 2)? * 100 + hundredths;
        (weight > 0).then_some(Self(weight))
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format_args!("\"{text}\" is not a weight such as \"1.25\""))
        })
    }
}

/// major.minor.patch (health-check.md 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
    pub patch: u16,
}

impl Version {
    /// Reads "1.0.0".
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [major, minor, patch] = parts.as_slice() else {
            return None;
        };
        let number = |part: &str| -> Option<u16> {
            let number: u16 = part.parse().ok()?;
            (number.to_string() == part).then_some(number)
        };
        Some(Self {
            major: number(major)?,
            minor: number(minor)?,
            patch: number(patch)?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format_args!(
                "\"{text}\" is not a version such as \"1.0.0\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact_hundredths() {
        let weight = |text: &str| Weight::parse(text).map(|weight| weight.0);
        assert_eq!(weight("1.5"), Some(150));
        assert_eq!(weight("0.75"), Some(75));
        assert_eq!(weight("2"), Some(200));
        for wrong in [
            "", "1.", ".5", "1.255", "-1.0", "1,5", "0", "0.00", "1.+5", "1000",
        ] {
            assert_eq!(weight(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn versions_are_compared_by_number() {
        assert!(Version::parse("1.10.0") > Version::parse("1.9.3"));
        for wrong in ["1.0", "1.0.0.0", "01.0.0", "1.0.x", "", "+1.0.0"] {
            assert_eq!(Version::parse(wrong), None, "{wrong:?}");
        }
    }
}
