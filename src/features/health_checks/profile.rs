//! What a reading needs to know of a network, and when it was checked.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::entity::network::{self, Governance, Kind, Stage};
use crate::platform::text::dates;

/// A network at the time of a check (health-check.md 3.1). A fact that is missing matches no rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    /// The main type.
    pub kind: Kind,
    /// Up to two further types.
    #[serde(default)]
    pub also: Vec<Kind>,
    /// As the leaders state it.
    pub stage: Stage,
    pub governance: Option<Governance>,
    pub organisations: Option<u32>,
    pub started: Option<Month>,
    /// As the leaders wrote it.
    pub geography: Option<String>,
}

impl Profile {
    /// The facts of a network as it is now.
    pub fn of(network: &network::Model) -> Self {
        Self {
            name: network.name.clone(),
            kind: network.kind,
            also: Vec::new(),
            stage: network.stage,
            governance: network.governance,
            organisations: network
                .organisations
                .and_then(|number| u32::try_from(number).ok()),
            started: network.started.as_deref().and_then(Month::parse),
            geography: network.geography.clone(),
        }
    }

    /// All types, the main one first.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        std::iter::once(self.kind).chain(self.also.iter().copied())
    }

    /// Whole months from its start to a date; none when the start is unknown or lies ahead.
    pub fn age_in_months(&self, date: Date) -> Option<u32> {
        let months = date.month().index() - self.started?.index();
        u32::try_from(months).ok()
    }
}

/// A calendar month, written YYYY-MM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    pub year: i32,
    /// From 1 to 12.
    pub month: u8,
}

impl Month {
    /// Reads YYYY-MM.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !plain(year) || !plain(month) {
            return None;
        }
        let month = month
            .parse()
            .ok()
            .filter(|number| (1..=12).contains(number))?;
        Some(Self {
            year: year.parse().ok()?,
            month,
        })
    }

    fn index(self) -> i32 {
        self.year
            .saturating_mul(12)
            .saturating_add(i32::from(self.month))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format_args!("\"{text}\" is not a month, YYYY-MM")))
    }
}

/// When a check was saved or closed: the instant, and the day it was where the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// Milliseconds since the Unix epoch.
    pub ms: i64,
    pub year: i32,
    /// From 1 to 12.
    pub month: u8,
    /// From 1 to 31.
    pub day: u8,
}

impl Date {
    /// An instant, and its day in a time zone.
    pub fn at(ms: i64, zone: &str) -> Self {
        // The clock cannot tell a time outside the calendar.
        let (year, month, day) = dates::civil_day(ms, zone).map_or((1970, 1, 1), |day| {
            (i32::from(day.year()), day.month(), day.day())
        });
        Self {
            ms,
            year,
            month,
            day,
        }
    }

    /// Its month.
    pub fn month(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// Its quarter in words: "October to December 2026".
    pub fn quarter(self) -> String {
        let months = match self.month {
            ..=3 => "January to March",
            4..=6 => "April to June",
            7..=9 => "July to September",
            10.. => "October to December",
        };
        format!("{months} {}", self.year)
    }
}

/// The day as YYYY-MM-DD.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_on_the_day_it_was_where_the_network_is() {
        let day = |ms, zone| Date::at(ms, zone).to_string();
        assert_eq!(day(1_795_532_635_000, "UTC"), "2026-11-24");
        assert_eq!(day(1_780_272_000_000 - 1, "UTC"), "2026-05-31");
        assert_eq!(day(1_780_272_000_000 - 1, "Europe/London"), "2026-06-01");
        let last = Date::at(1_798_761_599_999, "UTC");
        assert_eq!(last.quarter(), "October to December 2026");
    }

    #[test]
    fn only_whole_months_are_read() {
        assert_eq!(Month::parse("2024-03").unwrap().to_string(), "2024-03");
        for wrong in [
            "2024-13",
            "2024-00",
            "2024-3",
            "24-03",
            "2024-03-01",
            "+024-03",
            "",
        ] {
            assert_eq!(Month::parse(wrong), None, "{wrong:?}");
        }
    }
}
