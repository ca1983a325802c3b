//! Instants and days in words, in the reader's time zone: the only code that knows time zones.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The zone of everybody who has not chosen another.
pub const DEFAULT_ZONE: &str = "Europe/London";

/// What stands where a time cannot be shown because it lies outside the calendar.
const UNKNOWN: &str = "an unknown date";

/// A day of the calendar, without a time or a zone. `Display` is `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay(Date);

impl CivilDay {
    /// The day, if it exists between the years 1 and 9999.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        if year < 1 {
            return None;
        }
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day that `YYYY-MM-DD` names, as stored.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// "12 March 2026".
    pub fn words(self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }

    /// Its first instant in a zone, in milliseconds since the epoch.
    pub fn starts_at(self, zone: &str) -> Option<i64> {
        let start = self.0.to_zoned(time_zone(zone)).ok()?;
        Some(start.timestamp().as_millisecond())
    }
}

impl fmt::Display for CivilDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

/// One of the three fields of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The number of the month.
    Month,
    /// The year.
    Year,
}

impl DatePart {
    /// "day", "month" or "year": the end of the field's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Why three fields are not a date: the first wrong part, and the sentence for the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateProblem {
    /// The field to which the error summary links.
    pub part: DatePart,
    /// The sentence.
    pub message: String,
}

impl From<DateProblem> for String {
    fn from(problem: DateProblem) -> Self {
        problem.message
    }
}

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
    Some(CivilDay(instant.to_zoned(time_zone(zone)).date())).filter(|day| day.year() > 0)
}

/// Whether a zone can be chosen: "Europe/London".
pub fn is_zone(name: &str) -> bool {
    !name.is_empty() && TimeZone::get(name).is_ok()
}

/// A day from three fields; `label` begins the sentence: "Due date". Nothing in all three is
/// `None`.
///
/// Only the digits 0 to 9 count, the year has four of them, and the day must exist.
pub fn from_fields(
    label: &str,
    day: &str,
    month: &str,
    year: &str,
) -> Result<Option<CivilDay>, DateProblem> {
    let fields = [
        (DatePart::Day, day.trim()),
        (DatePart::Month, month.trim()),
        (DatePart::Year, year.trim()),
    ];
    if fields.iter().all(|(_, text)| text.is_empty()) {
        return Ok(None);
    }
    let missing: Vec<DatePart> = fields
        .iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(part, _)| *part)
        .collect();
    if let Some(part) = missing.first() {
        let names: Vec<&str> = missing.iter().map(|part| part.name()).collect();
        let message = format!("{label} must include a {}", names.join(" and "));
        return Err(DateProblem {
            part: *part,
            message,
        });
    }
    let [day, month, year] = fields.map(|(part, text)| number(label, part, text));
    let (day, month, year) = (day?, month?, year?);
    if !(1..=12).contains(&month) {
        let message = format!("{label}: month must be a number from 1 to 12");
        return Err(DateProblem {
            part: DatePart::Month,
            message,
        });
    }
    let found = i16::try_from(year)
        .ok()
        .zip(u8::try_from(month).ok())
        .zip(u8::try_from(day).ok());
    if let Some(real) = found.and_then(|((year, month), day)| CivilDay::new(year, month, day)) {
        return Ok(Some(real));
    }
    let last = i16::try_from(year)
        .ok()
        .zip(u8::try_from(month).ok())
        .and_then(|(year, month)| {
            let first = CivilDay::new(year, month, 1)?;
            Some(format!(
                "{} has {} days",
                first.0.strftime("%B %Y"),
                first.0.days_in_month()
            ))
        });
    let message = match last {
        Some(last) => format!("{label} must be a real date: {last}"),
        None => format!("{label} must be a real date"),
    };
    Err(DateProblem {
        part: DatePart::Day,
        message,
    })
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
    let shown = day.0.at(hour, minute, 0, 0);
    let zoned = shown.to_zoned(time_zone(zone)).map_err(|_| no_time())?;
    if zoned.datetime() == shown {
        Ok(zoned.timestamp().as_millisecond())
    } else {
        Err("Enter a different time: the clocks go forward then, and skip this one".to_owned())
    }
}

fn number(label: &str, part: DatePart, text: &str) -> Result<u16, DateProblem> {
    let problem = |what: &str| DateProblem {
        part,
        message: format!("{label}: {} must {what}", part.name()),
    };
    let (digits, what) = match part {
        DatePart::Day => (1..=2, "be a number, like 12"),
        DatePart::Month => (1..=2, "be a number from 1 to 12"),
        DatePart::Year => (4..=4, "have 4 numbers, like 2027"),
    };
    if !digits.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(problem(what));
    }
    text.parse().map_err(|_| problem(what))
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
    fn three_fields_are_a_day() {
        let due = from_fields("Due date", " 1", "02 ", "2027")
            .unwrap()
            .unwrap();
        assert_eq!(due.to_string(), "2027-02-01");
        assert_eq!(due.words(), "1 February 2027");
        assert_eq!(from_fields("Due date", "", " ", ""), Ok(None));
        assert!(from_fields("Due date", "29", "2", "2028").is_ok());
    }

    #[test]
    fn the_wrong_part_of_a_date_is_named() {
        let wrong = |day, month, year| from_fields("Due date", day, month, year).unwrap_err();
        for (day, month, year, part, message) in [
            (
                "30",
                "2",
                "2027",
                DatePart::Day,
                "Due date must be a real date: February 2027 has 28 days",
            ),
            (
                "31",
                "4",
                "2027",
                DatePart::Day,
                "Due date must be a real date: April 2027 has 30 days",
            ),
            (
                "0",
                "4",
                "2027",
                DatePart::Day,
                "Due date must be a real date: April 2027 has 30 days",
            ),
            (
                "1",
                "13",
                "2027",
                DatePart::Month,
                "Due date: month must be a number from 1 to 12",
            ),
            (
                "1",
                "0",
                "2027",
                DatePart::Month,
                "Due date: month must be a number from 1 to 12",
            ),
            (
                "1",
                "March",
                "2027",
                DatePart::Month,
                "Due date: month must be a number from 1 to 12",
            ),
            (
                "1",
                "2",
                "27",
                DatePart::Year,
                "Due date: year must have 4 numbers, like 2027",
            ),
            (
                "1",
                "2",
                "99999",
                DatePart::Year,
                "Due date: year must have 4 numbers, like 2027",
            ),
            (
                "1",
                "2",
                "0000",
                DatePart::Day,
                "Due date must be a real date",
            ),
            (
                "１２",
                "2",
                "2027",
                DatePart::Day,
                "Due date: day must be a number, like 12",
            ),
            (
                "1,5",
                "2",
                "2027",
                DatePart::Day,
                "Due date: day must be a number, like 12",
            ),
            (
                "-1",
                "2",
                "2027",
                DatePart::Day,
                "Due date: day must be a number, like 12",
            ),
            (
                "+1",
                "2",
                "2027",
                DatePart::Day,
                "Due date: day must be a number, like 12",
            ),
            (
                "",
                "2",
                "2027",
                DatePart::Day,
                "Due date must include a day",
            ),
            (
                "1",
                "",
                "",
                DatePart::Month,
                "Due date must include a month and year",
            ),
        ] {
            let problem = wrong(day, month, year);
            assert_eq!((problem.part, problem.message.as_str()), (part, message));
        }
    }

    #[test]
    fn stored_days_are_read_back() {
        let day = CivilDay::new(2026, 2, 3).unwrap();
        assert_eq!(CivilDay::from_iso(&day.to_string()), Some(day));
        for wrong in [
            "",
            "2026-2-3",
            "2026-02-30",
            "x",
            "2026-02-03T00",
            "-026-02-03",
            "0000-01-01",
        ] {
            assert_eq!(CivilDay::from_iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_starts_at_local_midnight() {
        let ms = CivilDay::new(2026, 8, 1)
            .unwrap()
            .starts_at(LONDON)
            .unwrap();
        assert_eq!(iso(ms), "2026-07-31T23:00:00Z");
        assert_eq!(civil_day(ms, LONDON), CivilDay::new(2026, 8, 1));
        assert_eq!(civil_day(ms - 1, LONDON), CivilDay::new(2026, 7, 31));
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
