//! A shared result as readers see it: nothing beyond the level that its owner chose.

use serde::Serialize;

use super::figure::{label, shape};
use crate::{
    entity::share::Level,
    features::health_checks::{
        card::{self, Card, Choice, When},
        policy::{SeenResult, SeenShare},
        queries::CardState,
        snapshot::Snapshot,
    },
};

/// What stands in the place of a shared result; shown by `result_card` of
/// `health_checks/_card.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ResultCardPart {
    /// The card.
    Card(CardPart),
    /// "Result withdrawn by its owner on 3 May 2026".
    Withdrawn {
        /// When, in milliseconds.
        on: i64,
    },
    /// "Sharing of this result is paused".
    Paused,
    /// "Health-check result not shared here".
    NotHere,
}

/// The header and the rows of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardPart {
    /// The network's name, or what it is like.
    heading: String,
    /// "One person's view".
    view: &'static str,
    /// The day in milliseconds, beside a name only.
    day: Option<i64>,
    /// The quarter in words, where the name is hidden.
    quarter: Option<String>,
    /// "Network Health Check 1.0.0".
    instrument: String,
    /// "Bands only" or "Bands and scores".
    level: &'static str,
    /// Where nothing is shown, the ring has no more than a point.
    ring: Vec<Place>,
    rows: Vec<CardRow>,
}

/// One place of the ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Place {
    shape: &'static str,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct CardRow {
    name: String,
    band: &'static str,
    shape: &'static str,
    /// "3.8", at the level of scores.
    score: Option<String>,
}

impl ResultCardPart {
    /// What readers see.
    pub fn new(state: &CardState) -> Self {
        match state {
            CardState::Card(card) => Self::Card(CardPart::new(card)),
            CardState::Withdrawn(at) => Self::Withdrawn { on: at.0 },
            CardState::Paused => Self::Paused,
            CardState::NotHere => Self::NotHere,
        }
    }

    /// What readers would see: the preview "as they will see it".
    pub fn preview(seen: &SeenResult, choice: &Choice) -> Self {
        Self::of_snapshot(seen.snapshot(), choice)
    }

    /// What readers of a share would see with this choice.
    pub fn of_share(seen: &SeenShare, choice: &Choice) -> Self {
        Self::of_snapshot(seen.snapshot(), choice)
    }

    fn of_snapshot(snapshot: &Snapshot, choice: &Choice) -> Self {
        Self::Card(CardPart::new(&card::project(snapshot, choice)))
    }
}

/// The words for a level.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::Bands => "Bands only",
        Level::Scores => "Bands and scores",
    }
}

impl CardPart {
    fn new(card: &Card) -> Self {
        let (day, quarter) = match &card.when {
            When::Day(date) => (Some(date.ms), None),
            When::Quarter(words) => (None, Some(words.clone())),
        };
        let rows = card.rows.iter().map(|row| CardRow {
            name: row.name.clone(),
            band: label(row.band),
            shape: shape(row.band),
            score: row.tenths.map(|tenths| tenths.to_string()),
        });
        let ring = card.places.iter().map(|code| {
            let row = card.rows.iter().find(|row| row.code == *code);
            Place {
                shape: row.map_or("o", |row| shape(row.band)),
            }
        });
        Self {
            ring: ring.collect(),
            heading: card.heading.clone(),
            view: card.view,
            day,
            quarter,
            instrument: card.instrument.clone(),
            level: level_words(card.level),
            rows: rows.collect(),
        }
    }
}
