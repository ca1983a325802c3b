//! Words for what a plan holds.

use super::{due, queries::ActionRow, status};
use crate::{
    entity::{account::State as AccountState, action::Source},
    features::health_checks::instrument::{Instrument, StatementId},
    platform::text::dates::CivilDay,
};

/// More open actions than this, and the page says what helps (health-check.md 10.1).
pub const FEW: usize = 5;

/// The name of whoever sees to it; empty for nobody.
pub fn owner(row: &ActionRow) -> String {
    match (&row.owner_display, row.owner_state) {
        (Some(_), Some(AccountState::Closed)) => "Former member".to_owned(),
        (Some(name), _) => name.clone(),
        (None, _) => row.action.owner_name.clone(),
    }
}

/// As the field for the owner holds it: a handle with @, or a name.
pub fn owner_typed(row: &ActionRow) -> String {
    match &row.owner_handle {
        Some(handle) => format!("@{handle}"),
        None => row.action.owner_name.clone(),
    }
}

/// Where an action came from. Of a leader's own view no more is said than this.
pub const fn source(source: Source) -> &'static str {
    match source {
        Source::Round => "From the result of a round",
        Source::OwnView => "From a leader's own view",
        Source::Idea => "Own idea",
        Source::Reply => "From a reply that helped",
    }
}

/// Whether the due date of a row has passed on a day of its network.
pub fn is_overdue(row: &ActionRow, today: Option<CivilDay>) -> bool {
    let due = row.action.due.as_deref();
    let due = due.and_then(CivilDay::from_iso);
    let (Some(due), Some(today)) = (due, today) else {
        return false;
    };
    status::is_open(row.action.state) && due::is_overdue(due, today)
}

/// What to look for: the statement that should go up, or the words.
pub fn sign(statement: Option<&str>, words: &str, instrument: &Instrument) -> Option<String> {
    let text = statement.map(|id| {
        let known = StatementId::parse(id).and_then(|id| instrument.statement(id));
        known.map_or_else(|| id.to_owned(), |found| found.text.clone())
    });
    match (text, words) {
        (Some(text), "") => Some(format!("“{}” goes up.", text.trim_end_matches('.'))),
        (Some(text), words) => Some(format!("“{}” goes up. {words}", text.trim_end_matches('.'))),
        (None, "") => None,
        (None, words) => Some(words.to_owned()),
    }
}
