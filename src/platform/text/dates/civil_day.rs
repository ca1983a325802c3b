//! A day without a time: as stored, in words, and where it begins.

use std::fmt;

use jiff::{Span, civil::Date};

use super::time_zone;

/// A day of the calendar, without a time or a zone. `Display` is `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay(Date);

impl From<Date> for CivilDay {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

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

    /// The day in the terms of the library that counts.
    pub(super) fn date(self) -> Date {
        self.0
    }

    /// How many days its month has.
    pub fn days_in_month(self) -> u8 {
        self.0.days_in_month().unsigned_abs()
    }

    /// So many days later, or earlier; none outside the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let span = Span::new().try_days(days).ok()?;
        let date = self.0.checked_add(span).ok()?;
        Some(Self(date)).filter(|day| day.year() > 0)
    }

    /// Days since the first of January 1970; negative before it.
    pub fn days_since_epoch(self) -> i64 {
        let span = Date::constant(1970, 1, 1).until(self.0);
        span.map_or(0, |span| i64::from(span.get_days()))
    }

    /// "March 2026".
    pub fn month_words(self) -> String {
        self.0.strftime("%B %Y").to_string()
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

#[cfg(test)]
mod tests {
    use super::super::{DEFAULT_ZONE as LONDON, civil_day, iso};
    use super::*;

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
    fn days_are_counted_over_months_and_years() {
        let day = CivilDay::new(2026, 12, 30).unwrap();
        assert_eq!(day.plus_days(3), CivilDay::new(2027, 1, 2));
        assert_eq!(day.plus_days(-30), CivilDay::new(2026, 11, 30));
        assert_eq!(CivilDay::new(9999, 12, 31).unwrap().plus_days(1), None);
        assert_eq!(day.plus_days(i64::MAX), None);
        assert_eq!(CivilDay::new(1970, 1, 1).unwrap().days_since_epoch(), 0);
        assert_eq!(day.days_since_epoch(), 20_817);
        assert_eq!(CivilDay::new(1969, 12, 31).unwrap().days_since_epoch(), -1);
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
}
