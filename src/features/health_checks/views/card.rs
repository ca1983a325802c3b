//! A shared result as readers see it: nothing beyond the level that its owner chose.

use serde::Serialize;

use super::figure::{label, shape};
use super::round::{day, mean, signed};
use crate::{
    entity::share::Level,
    features::health_checks::{
        card::{self, Card, Choice, When},
        comparison::Trend,
        disclosure::Agreement,
        policy::{SeenResult, SeenShare},
        queries::CardState,
        round_card::{Detail, RoundCard, RoundCardRow},
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
    /// Of a round: "11 answered of 14 invited (79%)", and how far it can be read.
    answered: Option<String>,
    quality: Option<&'static str>,
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
    /// Of a round, as far as the level goes: "Views: mixed", "Gap +1.5", "Up since last time".
    more: Vec<String>,
    /// Single statements and their means, where they were chosen.
    statements: Vec<(String, String)>,
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

    /// A round, down to the detail that was chosen.
    pub fn round(card: &RoundCard) -> Self {
        Self::Card(CardPart::round(card))
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

/// The words for how much of a round is shown.
pub fn detail_words(detail: Detail) -> &'static str {
    match detail {
        Detail::Bands => "Bands only",
        Detail::Scores => "Bands and scores",
        Detail::Agreement => "Bands, scores and agreement",
        Detail::Gap => "Bands, scores, agreement and gap",
        Detail::Trend => "Bands, scores, agreement, gap and trend",
    }
}

fn more(row: &RoundCardRow) -> Vec<String> {
    let agreement = row.agreement.map(|own| match own {
        Agreement::Close => "Views: close".to_owned(),
        Agreement::Mixed => "Views: mixed".to_owned(),
        Agreement::Split => "Views differ".to_owned(),
    });
    let gap = row.gap.map(|gap| format!("Gap {}", signed(gap)));
    let trend = row.trend.map(|trend| match trend {
        Trend::Up => "Up since last time".to_owned(),
        Trend::Steady => "Steady since last time".to_owned(),
        Trend::Down => "Down since last time".to_owned(),
    });
    [agreement, gap, trend].into_iter().flatten().collect()
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
            more: Vec::new(),
            statements: Vec::new(),
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
            answered: None,
            quality: None,
            rows: rows.collect(),
        }
    }

    fn round(card: &RoundCard) -> Self {
        let rows = card.rows.iter().map(|row| CardRow {
            name: row.name.clone(),
            band: label(row.band),
            shape: shape(row.band),
            score: row.tenths.map(|tenths| tenths.to_string()),
            more: more(row),
            statements: row
                .statements
                .iter()
                .map(|(text, shown)| (text.clone(), mean(shown.mean)))
                .collect(),
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
            day: None,
            // The day where the network is, whatever the reader's time zone.
            quarter: Some(match &card.when {
                When::Day(date) => day(*date),
                When::Quarter(words) => words.clone(),
            }),
            instrument: card.instrument.clone(),
            level: detail_words(card.detail),
            answered: Some(match card.rate {
                Some(rate) => format!("{} ({rate}%)", card.answered),
                None => card.answered.clone(),
            }),
            quality: Some(card.quality.label()),
            rows: rows.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::round_card::{RoundChoice, project};
    use crate::features::health_checks::views::sample;

    #[test]
    fn a_card_of_a_round_says_how_many_answered_and_what_the_level_allows() {
        let rounds = sample::rounds().unwrap();
        let card = |detail| {
            let choice = RoundChoice {
                dimensions: rounds
                    .newest
                    .dimensions
                    .iter()
                    .map(|own| own.code)
                    .collect(),
                detail,
                statements: false,
                name_shown: true,
            };
            CardPart::round(&project(&rounds.newest, &choice, Some(&rounds.previous)))
        };
        let bands = card(Detail::Bands);
        assert_eq!(
            (bands.answered.as_deref(), bands.quality),
            (Some("14 answered of 18 invited (82%)"), Some("Good"))
        );
        assert!(
            bands
                .rows
                .iter()
                .all(|row| row.score.is_none() && row.more.is_empty())
        );
        let trend = card(Detail::Trend);
        assert_eq!(
            trend.rows[0].more,
            ["Views: mixed", "Gap +1.3", "Steady since last time"]
        );
        assert_eq!(trend.rows[5].band, "Not enough answers");
        assert!(trend.rows[5].more.is_empty());
    }
}
