//! Rounds side by side: rings in rows, a table, small pictures, and arrows from stored records alone.

use serde::Serialize;

use super::figure::{Dot, label, shape};
use super::round::{answered, day, month, round_dots, signed};
use crate::{
    entity::health_check::Form,
    features::health_checks::{
        comparison::{Comparison, Outcome, RoundLabel, Trend},
        instrument::DimensionCode,
        snapshot::{ContextResult, Direction, RoundSnapshot},
    },
};

/// How many rounds stand side by side (health-check.md 6.2).
pub(super) const AT_MOST: usize = 6;

/// Block 9, and what must be printed beside it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TrendPart {
    /// Up and down, in words.
    sentences: Vec<String>,
    /// "12 answered by 3 May 2026, 11 by 24 November 2026."; none when the earlier round is deleted.
    both: Option<String>,
    rows: Vec<ChangeRow>,
    notes: Vec<String>,
}

/// One dimension in both rounds.
#[derive(Clone, Debug, Serialize)]
struct ChangeRow {
    name: String,
    change: ChangePart,
}

/// What became of a dimension.
#[derive(Clone, Debug, Serialize)]
struct ChangePart {
    /// "3.4" and "3.7"; none where a round has no score.
    before: Option<String>,
    after: Option<String>,
    /// "↑", "→", "↓"; empty without an arrow. Words stand beside it.
    arrow: &'static str,
    /// "Up", or why there is no arrow.
    words: &'static str,
    /// "+0.3".
    change: Option<String>,
    /// "Compared on 4 of 5 statements".
    on: Option<String>,
}

impl TrendPart {
    /// The block; `year` is how members compare the network with a year ago.
    pub(super) fn new(
        sentences: &[String],
        record: Option<&Comparison>,
        year: Option<&ContextResult>,
    ) -> Self {
        let mut notes = Vec::new();
        if let Some(record) = record {
            notes.extend(changes_around(record));
            notes.extend(year.and_then(|year| response_shift(record, year)));
        }
        Self {
            sentences: sentences.to_vec(),
            both: record.map(|record| {
                let (before, after) = (&record.before, &record.after);
                format!(
                    "{} answered by {}, {} by {}.",
                    before.n,
                    day(before.date),
                    after.n,
                    day(after.date)
                )
            }),
            rows: record.map_or_else(Vec::new, |record| {
                let dimensions = record.dimensions.iter();
                dimensions
                    .map(|own| ChangeRow {
                        name: own.name.clone(),
                        change: ChangePart::new(own.outcome),
                    })
                    .collect()
            }),
            notes,
        }
    }
}

impl ChangePart {
    fn new(outcome: Outcome) -> Self {
        let nothing = |words| Self {
            before: None,
            after: None,
            arrow: "",
            words,
            change: None,
            on: None,
        };
        match outcome {
            Outcome::Scores {
                before,
                after,
                trend,
                on,
                ..
            } => Self {
                before: Some(before.to_string()),
                after: Some(after.to_string()),
                arrow: trend.map_or("", arrow),
                words: trend.map_or("No arrow: too few answers", Trend::label),
                change: Some(signed(after.above(before))),
                on: on.map(|on| format!("Compared on {} of {} statements", on.shared, on.of)),
            },
            Outcome::NotShown => nothing("Not enough answers in one of the rounds"),
            Outcome::NotComparable => nothing("Not comparable"),
        }
    }
}

fn arrow(trend: Trend) -> &'static str {
    match trend {
        Trend::Up => "↑",
        Trend::Steady => "→",
        Trend::Down => "↓",
    }
}

/// What else changed between two rounds.
fn changes_around(record: &Comparison) -> Vec<String> {
    let mut notes = Vec::new();
    let (before, after) = (&record.before, &record.after);
    if before.instrument != after.instrument {
        let (old, new) = (&before.instrument, &after.instrument);
        notes.push(format!("The earlier round asked {old}, this one {new}."));
    }
    if before.mode != after.mode {
        notes.push("One of the two was open to anybody with the link.".to_owned());
    }
    if record.membership_changed == Some(true) {
        notes.push(
            "More than 30% of the network's members changed in between, so part of the change may \
             be that other people answered."
                .to_owned(),
        );
    }
    notes
}

/// Where people's own look back and the scores disagree (health-check.md 6.6).
fn response_shift(record: &Comparison, year: &ContextResult) -> Option<String> {
    let [common] = year.most_common.as_slice() else {
        return None;
    };
    let going = |way| {
        let dimensions = record.dimensions.iter();
        dimensions
            .filter(|own| record.trend(own.code) == Some(way))
            .count()
    };
    let (up, down) = (going(Trend::Up), going(Trend::Down));
    let scores = match common.direction? {
        Direction::Stronger if down > up => "lower",
        Direction::Weaker if up > down => "higher",
        Direction::Stronger | Direction::Weaker | Direction::Same => return None,
    };
    Some(format!(
        "Most answered “{}” when asked to compare with a year ago, while more scores are {scores} \
         than before. People may judge the same thing by another measure now: talk about both.",
        common.text
    ))
}

/// Up to six rounds side by side; shown by `comparison` of `health_checks/_compare.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonPart {
    /// The newest first: a row of rings.
    rounds: Vec<RoundColumn>,
    rows: Vec<DimensionRow>,
    since_previous: Option<SincePart>,
    since_first: Option<SincePart>,
    /// What members say about a year ago, in the newest round.
    year: Option<String>,
    notes: Vec<String>,
}

/// One round.
#[derive(Clone, Debug, Serialize)]
struct RoundColumn {
    /// "November 2026".
    month: String,
    /// "24 November 2026".
    day: String,
    /// Where its result is.
    href: String,
    view: &'static str,
    form: &'static str,
    answered: String,
    quality: &'static str,
    ring: Vec<Dot>,
}

/// One dimension through the rounds, the oldest first.
#[derive(Clone, Debug, Serialize)]
struct DimensionRow {
    code: String,
    name: String,
    cells: Vec<Cell>,
    previous: Option<ChangePart>,
    first: Option<ChangePart>,
    /// Points of the small picture, and the lines between neighbours that both have a score.
    points: Vec<Point>,
    lines: Vec<[Point; 2]>,
}

/// A score in the table.
#[derive(Clone, Debug, Serialize)]
struct Cell {
    /// The round: "November 2026".
    month: String,
    score: Option<String>,
    band: &'static str,
    shape: &'static str,
}

/// A place in the small picture, which is 120 by 48.
#[derive(Clone, Copy, Debug, Serialize)]
struct Point {
    x: usize,
    y: u8,
    /// Whether there is a score here, or a gap.
    scored: bool,
}

/// The other round of a column of arrows.
#[derive(Clone, Debug, Serialize)]
struct SincePart {
    /// "May 2026, 12 answered".
    round: String,
}

/// One round with the address of its result.
pub struct ComparedRound<'a> {
    pub snapshot: &'a RoundSnapshot,
    pub href: String,
}

impl ComparisonPart {
    /// Rounds that are all open to this reader, the oldest first; of more than six, the newest six.
    /// The records are those that were made when the newest of them was released, and are given only
    /// where their rounds are open too (health-check.md 6.8).
    pub fn new(
        rounds: &[ComparedRound<'_>],
        previous: Option<&Comparison>,
        first: Option<&Comparison>,
    ) -> Self {
        let rounds = rounds
            .get(rounds.len().saturating_sub(AT_MOST)..)
            .unwrap_or(rounds);
        // One record is not shown twice where the previous round is the first.
        let first = first.filter(|first| previous.is_none_or(|own| own.before != first.before));
        let newest = rounds.last().map(|round| round.snapshot);
        let rows = newest.map_or_else(Vec::new, |newest| {
            let dimensions = newest.dimensions.iter();
            dimensions
                .map(|own| DimensionRow::new(own.code, &own.name, rounds, previous, first))
                .collect()
        });
        Self {
            rounds: rounds.iter().rev().map(RoundColumn::new).collect(),
            rows,
            since_previous: previous.map(|own| SincePart::new(&own.before)),
            since_first: first.map(|own| SincePart::new(&own.before)),
            year: newest
                .and_then(|newest| newest.year.as_ref())
                .and_then(|year| Some(year.most_common.first()?.text.clone())),
            notes: notes(rounds, previous),
        }
    }
}

fn notes(rounds: &[ComparedRound<'_>], previous: Option<&Comparison>) -> Vec<String> {
    let differs = |of: fn(&RoundSnapshot) -> String| {
        let mut all = rounds.iter().map(|round| of(round.snapshot));
        let first = all.next();
        all.any(|own| Some(own) != first)
    };
    let mut notes = Vec::new();
    if differs(|own| form(own.form).to_owned()) {
        notes.push(
            "These are different kinds of check: a full form and a pulse stand side by side without \
             arrows."
                .to_owned(),
        );
    }
    if differs(|own| own.instrument.title()) {
        notes.push(
            "The rounds asked different versions of the health check. Arrows rest on the statements \
             that mean the same in both; the scores in the table are those of their day."
                .to_owned(),
        );
    }
    if let Some(record) = previous {
        let newest = rounds.last().and_then(|round| round.snapshot.year.as_ref());
        if record.membership_changed == Some(true) {
            notes.extend(changes_around(record).pop());
        }
        notes.extend(newest.and_then(|year| response_shift(record, year)));
    }
    notes
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Full => "Full form",
        Form::Pulse => "Pulse",
    }
}

impl RoundColumn {
    fn new(round: &ComparedRound<'_>) -> Self {
        let snapshot = round.snapshot;
        Self {
            month: month(snapshot.date),
            day: day(snapshot.date),
            href: round.href.clone(),
            view: snapshot.mode_label(),
            form: form(snapshot.form),
            answered: answered(snapshot),
            quality: snapshot.quality.label(),
            ring: round_dots(snapshot),
        }
    }
}

impl DimensionRow {
    fn new(
        code: DimensionCode,
        name: &str,
        rounds: &[ComparedRound<'_>],
        previous: Option<&Comparison>,
        first: Option<&Comparison>,
    ) -> Self {
        let change = |record: Option<&Comparison>| {
            let record = record?;
            let own = record.dimensions.iter().find(|own| own.code == code)?;
            Some(ChangePart::new(own.outcome))
        };
        let cells: Vec<Cell> = rounds
            .iter()
            .map(|round| Cell::new(code, round.snapshot))
            .collect();
        let step = 100 / rounds.len().saturating_sub(1).max(1);
        let points: Vec<Point> = rounds
            .iter()
            .enumerate()
            .map(|(place, round)| {
                let tenths = round.snapshot.tenths(code);
                Point {
                    x: 10 + place * step,
                    y: tenths.map_or(24, |tenths| 54_u8.saturating_sub(tenths.0)),
                    scored: tenths.is_some(),
                }
            })
            .collect();
        let lines = points.iter().zip(points.iter().skip(1));
        Self {
            code: code.to_string(),
            name: name.to_owned(),
            cells,
            previous: change(previous),
            first: change(first),
            lines: lines
                .filter(|(from, to)| from.scored && to.scored)
                .map(|(from, to)| [*from, *to])
                .collect(),
            points,
        }
    }
}

impl Cell {
    fn new(code: DimensionCode, snapshot: &RoundSnapshot) -> Self {
        let tenths = snapshot.tenths(code);
        let band = tenths.map(crate::features::health_checks::score::Tenths::band);
        Self {
            month: month(snapshot.date),
            score: tenths.map(|tenths| tenths.to_string()),
            band: label(band),
            shape: shape(band),
        }
    }
}

impl SincePart {
    fn new(round: &RoundLabel) -> Self {
        Self {
            round: format!("{}, {} answered", month(round.date), round.n),
        }
    }
}
