//! A plan as a file for a spreadsheet.

use super::{queries::ActionRow, status, words};
use crate::{
    entity::timestamp::Timestamp,
    platform::text::{csv, dates},
};

/// The first line.
const HEAD: [&str; 12] = [
    "action",
    "dimension",
    "state",
    "owner",
    "due",
    "sign_statement",
    "sign",
    "why",
    "source",
    "agreed",
    "ended",
    "shown_to_members",
];

/// The rows of a plan, one line each, in the order given. Days are those of the network.
pub fn file<'a>(rows: impl IntoIterator<Item = &'a ActionRow>, zone: &str) -> String {
    let mut file = String::new();
    csv::row(&mut file, &HEAD);
    for row in rows {
        line(&mut file, row, zone);
    }
    file
}

fn line(file: &mut String, row: &ActionRow, zone: &str) {
    let action = &row.action;
    let day = |at: Option<Timestamp>| {
        let day = at.and_then(|at| dates::civil_day(at.0, zone));
        day.map(|day| day.to_string()).unwrap_or_default()
    };
    let cells = [
        action.title.as_str(),
        action.dimension.as_deref().unwrap_or_default(),
        status::label(action.state),
        &words::owner(row),
        action.due.as_deref().unwrap_or_default(),
        action.sign_statement.as_deref().unwrap_or_default(),
        &action.sign,
        &action.why,
        words::source(action.source),
        &day(action.agreed_at),
        &day(action.ended_at),
        if action.shown_to_members { "yes" } else { "no" },
    ];
    csv::row(file, &cells);
}
