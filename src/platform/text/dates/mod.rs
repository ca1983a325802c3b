//! Instants and days in words, in the reader's time zone: the only code that knows time zones.

mod civil_day;
mod fields;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use civil_day::CivilDay;
pub use fields::{DatePart, DateProblem, from_fields};

/// The zone of everybody who has not chosen another.
pub const DEFAULT_ZONE: &str = "Europe/London";

/// What stands where a time cannot be shown because it lies outside the calendar.
const UNKNOWN: &str = "an unknown date";

/// "12 March 2026 at 2:05pm", of milliseconds since the epoch (forum.md AX5).
///
/// A zone that is not known counts as [`DEFAULT_ZONE`].
pub fn when(ms: i64, zone: &str) -> String {
    format(ms, zone, "%-d %B %Y at %-I:%M%P")
}

/// "12 March 2026".
pub fn day(ms: i64, zone: &str) -> String {
    format(ms, zone, "%-d %B %Y")
}

/// "March 2026".
pub fn month(ms: i64, zone: &str) -> String {
    format(ms, zone, "%B %Y")
}

/// "October to December 2026".
pub fn quarter(ms: i64, zone: &str) -> String {
    let Some(today) = civil_day(ms, zone) else {
        return UNKNOWN.to_owned();
    };
    let months = match today.month() {
        1..=3 => "January to March",
        4..=6 => "April to June",
        7..=9 => "July to September",
        _ => "October to December",
    };
    format!("{months} {}", today.year())
}

/// "2026-03-12T14:05:00Z": for the `datetime` attribute, always in UTC.
pub fn iso(ms: i64) -> String {
    let Ok(instant) = Timestamp::from_millisecond(ms) else {
        return String::new();
    };
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Which day it is in a zone at an instant.
pub fn civil_day(ms: i64, zone: &str) -> Option<CivilDay> {
    let instant = Timestamp::from_millisecond(ms).ok()?;
    Some(CivilDay::from(instant.to_zoned(time_zone(zone)).date())).filter(|day| day.year() > 0)
}

/// Whether a zone can be chosen: "Europe/London".
pub fn is_zone(name: &str) -> bool {
    !name.is_empty() && TimeZone::get(name).is_ok()
}

/// The instant at which clocks in a zone show this time, in milliseconds since the epoch.
///
/// Refused when they skip it (01:30 on the last Sunday of March in London). When they show it
/// twice, the first counts.
pub fn instant(day: CivilDay, hour: u8, minute: u8, zone: &str) -> Result<i64, String> {
    let no_time = || "Enter a time, like 14:05".to_owned();
    let hour = i8::try_from(hour).map_err(|_| no_time())?;
    let minute = i8::try_from(minute).map_err(|_| no_time())?;
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute);
    if !valid {
        return Err(no_time());
    }
    let shown = day.date().at(hour, minute, 0, 0);
    let zoned = shown.to_zoned(time_zone(zone)).map_err(|_| no_time())?;
    if zoned.datetime() == shown {
        Ok(zoned.timestamp().as_millisecond())
    } else {
        Err("Enter a different time: the clocks go forward then, and skip this one".to_owned())
    }
}

fn format(ms: i64, zone: &str, pattern: &str) -> String {
    Timestamp::from_millisecond(ms).map_or_else(
        |_| UNKNOWN.to_owned(),
        |instant| {
            instant
                .to_zoned(time_zone(zone))
                .strftime(pattern)
                .to_string()
        },
    )
}

fn time_zone(name: &str) -> TimeZone {
    TimeZone::get(name)
        .or_else(|_| TimeZone::get(DEFAULT_ZONE))
        .unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONDON: &str = DEFAULT_ZONE;
    /// 2026-03-12T14:05:00Z.
    const MARCH: i64 = 1_773_324_300_000;
    /// 2026-07-31T23:30:00Z.
    const JULY: i64 = 1_785_540_600_000;

    #[test]
    fn instants_are_words_in_the_readers_zone() {
        assert_eq!(when(MARCH, LONDON), "12 March 2026 at 2:05pm");
        assert_eq!(when(MARCH, "America/New_York"), "12 March 2026 at 10:05am");
        assert_eq!(when(JULY, LONDON), "1 August 2026 at 12:30am");
        assert_eq!(when(JULY, "UTC"), "31 July 2026 at 11:30pm");
        assert_eq!(day(JULY, LONDON), "1 August 2026");
        assert_eq!(month(JULY, LONDON), "August 2026");
        assert_eq!(iso(MARCH), "2026-03-12T14:05:00Z");
        assert_eq!(when(0, LONDON), "1 January 1970 at 1:00am");
        assert_eq!(when(-1, "UTC"), "31 December 1969 at 11:59pm");
    }

    #[test]
    fn quarters_are_named_by_their_months() {
        assert_eq!(quarter(MARCH, LONDON), "January to March 2026");
        assert_eq!(quarter(JULY, LONDON), "July to September 2026");
        let december = CivilDay::new(2026, 12, 31)
            .unwrap()
            .starts_at(LONDON)
            .unwrap();
        assert_eq!(quarter(december, LONDON), "October to December 2026");
    }

    #[test]
    fn an_unknown_zone_is_london() {
        for zone in [
            "",
            "Mars/Olympus",
            "../../etc/passwd",
            "Europe/London\0",
            "é",
        ] {
            assert_eq!(when(JULY, zone), when(JULY, LONDON));
            assert!(!is_zone(zone));
        }
        assert!(is_zone("Europe/Paris"));
    }

    #[test]
    fn the_ends_of_time_are_words_too() {
        assert_eq!(when(i64::MAX, LONDON), UNKNOWN);
        assert_eq!(when(i64::MIN, LONDON), UNKNOWN);
        assert_eq!(iso(i64::MAX), "");
        assert_eq!(quarter(i64::MIN, LONDON), UNKNOWN);
        assert_eq!(civil_day(i64::MAX, LONDON), None);
    }

    #[test]
    fn a_time_that_clocks_skip_is_refused() {
        let spring = CivilDay::new(2027, 3, 28).unwrap();
        assert!(instant(spring, 1, 30, LONDON).is_err());
        assert_eq!(
            iso(instant(spring, 2, 30, LONDON).unwrap()),
            "2027-03-28T01:30:00Z"
        );
        let autumn = CivilDay::new(2026, 10, 25).unwrap();
        assert_eq!(
            iso(instant(autumn, 1, 30, LONDON).unwrap()),
            "2026-10-25T00:30:00Z"
        );
        assert!(instant(spring, 24, 0, LONDON).is_err());
        assert!(instant(spring, 200, 200, LONDON).is_err());
    }
}
