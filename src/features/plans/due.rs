//! Days: when an action is due, when it is overdue, and when its owner is reminded.

use crate::{
    entity::{network, timestamp::Timestamp},
    platform::text::dates::{self, CivilDay},
};

/// The time zone in which a network's days begin. Networks have none of their own yet, so this is
/// the site's; whoever adds one changes this function alone.
pub fn zone(_: &network::Model) -> &'static str {
    dates::DEFAULT_ZONE
}

/// Which day it is in a network. The clock cannot tell a time outside the calendar.
pub fn today(now: Timestamp, network: &network::Model) -> Option<CivilDay> {
    dates::civil_day(now.0, zone(network))
}

/// The day as stored, in words.
pub fn words(stored: &str) -> String {
    CivilDay::from_iso(stored).map_or_else(|| stored.to_owned(), CivilDay::words)
}

/// Whether a due date has passed: from 00:00 of the day after it (health-check.md 10.1).
pub fn is_overdue(due: CivilDay, today: CivilDay) -> bool {
    due < today
}

/// The due date that is proposed when something is agreed: so many days from today.
pub fn proposed(today: CivilDay, days: Option<i32>) -> Option<CivilDay> {
    today.plus_days(i64::from(days?))
}

/// How many of the three reminders are due by a day: a week before, on the day, and a week after.
/// Later than that, only the weekly list of what is overdue names the action.
pub fn reminders(due: CivilDay, today: CivilDay) -> i32 {
    let has_come = |days: i64| due.plus_days(days).is_some_and(|day| day <= today);
    i32::from(has_come(-7)) + i32::from(has_come(0)) + i32::from(has_come(7))
}

/// How many reminders need not go, since the date was chosen today: nobody is told of a week that
/// has begun before they said yes.
pub fn needless(due: CivilDay, today: CivilDay) -> i32 {
    reminders(due, today).min(1)
}

/// Weeks since the epoch, beginning on Monday: what a weekly mail is sent once for.
pub fn week(day: CivilDay) -> i64 {
    // The first of January 1970 was a Thursday.
    (day.days_since_epoch() + 3).div_euclid(7)
}

/// The Monday of the week of a day.
pub fn monday(day: CivilDay) -> Option<CivilDay> {
    day.plus_days(-(day.days_since_epoch() + 3).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDay {
        CivilDay::from_iso(text).unwrap()
    }

    #[test]
    fn three_reminders_come_a_week_before_on_the_day_and_a_week_after() {
        let due = day("2026-12-10");
        for (today, count) in [
            ("2026-12-02", 0),
            ("2026-12-03", 1),
            ("2026-12-09", 1),
            ("2026-12-10", 2),
            ("2026-12-16", 2),
            ("2026-12-17", 3),
            ("2027-12-17", 3),
        ] {
            assert_eq!(reminders(due, day(today)), count, "{today}");
        }
        assert_eq!(needless(due, day("2026-12-01")), 0);
        assert_eq!(needless(due, day("2026-12-05")), 1);
        assert_eq!(
            needless(due, day("2026-12-10")),
            1,
            "the day itself is told"
        );
    }

    #[test]
    fn what_is_due_today_is_overdue_tomorrow() {
        let due = day("2026-12-10");
        assert!(!is_overdue(due, day("2026-12-10")));
        assert!(is_overdue(due, day("2026-12-11")));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let monday_it_is = day("2026-11-23");
        assert_eq!(monday(day("2026-11-24")), Some(monday_it_is));
        assert_eq!(monday(monday_it_is), Some(monday_it_is));
        assert_eq!(monday(day("2026-11-29")), Some(monday_it_is));
        assert_eq!(week(day("2026-11-29")) + 1, week(day("2026-11-30")));
    }

    #[test]
    fn a_due_date_is_counted_from_the_agreement() {
        let agreed = day("2026-11-24");
        assert_eq!(proposed(agreed, Some(45)), Some(day("2027-01-08")));
        assert_eq!(proposed(agreed, None), None);
    }
}
