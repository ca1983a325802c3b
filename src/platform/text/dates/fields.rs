//! A date typed into three fields, and which of them is wrong (forum.md AX5).

use std::str::FromStr;

use super::CivilDay;

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
    let [(_, day), (_, month), (_, year)] = fields;
    let day: u8 = number(label, DatePart::Day, day)?;
    let month: u8 = number(label, DatePart::Month, month)?;
    let year: i16 = number(label, DatePart::Year, year)?;
    if !(1..=12).contains(&month) {
        return Err(wrong(label, DatePart::Month));
    }
    let Some(first) = CivilDay::new(year, month, 1) else {
        return Err(wrong(label, DatePart::Year));
    };
    CivilDay::new(year, month, day)
        .map(Some)
        .ok_or_else(|| DateProblem {
            part: DatePart::Day,
            message: format!(
                "{label} must be a real date: {} has {} days",
                first.month_words(),
                first.days_in_month()
            ),
        })
}

fn number<T: FromStr>(label: &str, part: DatePart, text: &str) -> Result<T, DateProblem> {
    let lengths = match part {
        DatePart::Day | DatePart::Month => 1..=2,
        DatePart::Year => 4..=4,
    };
    let digits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| digits)
        .ok_or_else(|| wrong(label, part))
}

fn wrong(label: &str, part: DatePart) -> DateProblem {
    let rule = match part {
        DatePart::Day => "be a number, like 12",
        DatePart::Month => "be a number from 1 to 12",
        DatePart::Year => "have 4 numbers, like 2027",
    };
    DateProblem {
        part,
        message: format!("{label}: {} must {rule}", part.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn assert_wrong(fields: [&str; 3], part: DatePart, message: &str) {
        let [day, month, year] = fields;
        let problem = from_fields("Due date", day, month, year).unwrap_err();
        assert_eq!(
            (problem.part, problem.message.as_str()),
            (part, message),
            "{fields:?}"
        );
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_what_does() {
        let days = |month: &str, days: u8| {
            format!("Due date must be a real date: {month} 2027 has {days} days")
        };
        assert_wrong(["30", "2", "2027"], DatePart::Day, &days("February", 28));
        assert_wrong(["31", "4", "2027"], DatePart::Day, &days("April", 30));
        assert_wrong(["0", "4", "2027"], DatePart::Day, &days("April", 30));
    }

    #[test]
    fn the_wrong_part_of_a_date_is_named() {
        for day in ["１２", "1,5", "-1", "+1", "x", "001", "1 2", "½"] {
            let message = "Due date: day must be a number, like 12";
            assert_wrong([day, "2", "2027"], DatePart::Day, message);
        }
        for month in ["13", "0", "March", "-2", "99999999999999999999"] {
            let message = "Due date: month must be a number from 1 to 12";
            assert_wrong(["1", month, "2027"], DatePart::Month, message);
        }
        for year in ["27", "99999", "202", "20 27", "-202", "0000"] {
            let message = "Due date: year must have 4 numbers, like 2027";
            assert_wrong(["1", "2", year], DatePart::Year, message);
        }
    }

    #[test]
    fn the_missing_part_of_a_date_is_named() {
        assert_wrong(
            ["", "2", "2027"],
            DatePart::Day,
            "Due date must include a day",
        );
        assert_wrong(
            ["1", "", " "],
            DatePart::Month,
            "Due date must include a month and year",
        );
    }
}
