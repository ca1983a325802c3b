//! What reasons and decisions are called on pages, and how long ago something was.

use crate::entity::{post, report::Reason, review_item::Decision, timestamp::Timestamp};

/// A reason, as the form offers it (product.md 8.8.1).
pub(super) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::PersonalInformation => "Patient or personal information",
        Reason::Illegal => "Against the law",
        Reason::Harassment => "Harassment",
        Reason::Advertising => "Advertising",
        Reason::WrongPlace => "In the wrong place",
        Reason::Safeguarding => "Safeguarding",
        Reason::Other => "Something else",
    }
}

/// What a reason is for.
pub(super) const fn reason_hint(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::PersonalInformation => {
            Some("Somebody could be recognised who uses services, or who did not agree to it")
        }
        Reason::Harassment => Some("Insults, threats, or going after a person"),
        Reason::Advertising => Some("Selling something, or the same thing over and over"),
        Reason::Safeguarding => Some("The words suggest that a child or an adult is at risk"),
        Reason::Illegal | Reason::WrongPlace | Reason::Other => None,
    }
}

/// What was decided, in a word.
pub(super) const fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Keep => "kept",
        Decision::Hide => "hidden",
    }
}

/// What stands where a text is not shown.
pub(super) const fn not_shown(state: post::State) -> Option<&'static str> {
    match state {
        post::State::Visible => None,
        post::State::Hidden => Some("Hidden"),
        post::State::Removed => Some("Removed"),
        post::State::Withdrawn => Some("Withdrawn by its author"),
        post::State::Purged => Some("Gone for good"),
    }
}

/// "2 minutes ago", for things of today and yesterday; a decision of last month is as good as
/// "60 days ago".
pub(super) fn ago(then: Timestamp, now: Timestamp) -> String {
    let minutes = now.minutes_since(then);
    let (number, unit) = match minutes {
        ..1 => return "a moment ago".to_owned(),
        1..60 => (minutes, "minute"),
        60..2_880 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{ending} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_said_in_one_number() {
        let now = Timestamp(1_795_514_400_000);
        for (minutes, said) in [
            (-3, "a moment ago"),
            (0, "a moment ago"),
            (1, "1 minute ago"),
            (59, "59 minutes ago"),
            (60, "1 hour ago"),
            (2_879, "47 hours ago"),
            (2_880, "2 days ago"),
            (100_000, "69 days ago"),
        ] {
            assert_eq!(ago(now.plus_minutes(-minutes), now), said);
        }
    }
}
