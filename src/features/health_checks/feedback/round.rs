//! What only a round's report has: differences, gaps, the trend and what members cannot see.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::comparison::Trend;
use super::super::disclosure::{GapSize, ShownRound, ShownStatement};
use super::super::instrument::{DimensionCode, Instrument};
use super::super::profile::{Date, Profile};
use super::super::score::Tenths;
use super::reading::{Gap, Reading, Shown};
use super::{Report, Sentences, common, list};
use crate::entity::network::Stage;

/// The words of a list, with room for its last sentence.
const WORDS: usize = 75;

/// What is known of a round beside its answers' scores.
#[derive(Clone, Debug, Default)]
pub struct RoundFacts {
    /// Invitations delivered; none for an open link.
    pub delivered: Option<u32>,
    pub stage_votes: StageVotes,
    pub year_on_year: Option<YearOnYear>,
    /// The earlier round it is compared with, if readers may see that one.
    pub earlier: Option<Earlier>,
    /// The scores of one leader's own check, with that leader's consent (health-check.md 5.13).
    pub leader: BTreeMap<DimensionCode, Tenths>,
    /// Recommendations that are open here or were declined in the last twelve months.
    pub passed_over: Vec<String>,
}

/// Valid answers to CTX-1 by the stage they stand for (health-check.md 3.2).
#[derive(Clone, Copy, Debug, Default)]
pub struct StageVotes {
    pub forming: u32,
    pub building: u32,
    pub performing: u32,
    pub renewing: u32,
}

impl StageVotes {
    /// The stage that members see, if it is another than the leaders state, has no equal and holds at
    /// least 40% of at least k answers.
    pub fn other_stage(self, stated: Stage, k: u32) -> Option<Stage> {
        let votes = [
            (self.forming, Stage::Forming),
            (self.building, Stage::Building),
            (self.performing, Stage::Performing),
            (self.renewing, Stage::Renewing),
        ];
        let all: u32 = votes.iter().map(|(count, _)| count).sum();
        let (most, stage) = votes.into_iter().max_by_key(|(count, _)| *count)?;
        let tied = votes.iter().filter(|(count, _)| *count == most).count() > 1;
        let enough = all >= k.max(1) && 5 * u64::from(most) >= 2 * u64::from(all);
        (enough && !tied && stage != stated).then_some(stage)
    }
}

/// Answers to CTX-2, without "I wasn't here".
#[derive(Clone, Copy, Debug)]
pub struct YearOnYear {
    /// "Weaker" and "Much weaker".
    pub weaker: u32,
    pub valid: u32,
}

impl YearOnYear {
    /// Whether half or more of at least k answers say weaker.
    pub(super) fn mostly_weaker(self, k: u32) -> bool {
        self.valid >= k.max(1) && 2 * u64::from(self.weaker) >= u64::from(self.valid)
    }
}

/// What an earlier round has to say about this one.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Of the dimensions that may be compared.
    pub trends: BTreeMap<DimensionCode, Trend>,
}

/// The report on a round, as far as its scores are shown.
pub fn round(
    instrument: &Instrument,
    scores: &ShownRound,
    facts: &RoundFacts,
    profile: &Profile,
    date: Date,
) -> Report {
    let reading = Reading::round(instrument, scores, facts, profile, date);
    Report {
        differences: Some(differences(&reading, scores)),
        gaps: Some(gaps(&reading)),
        trend: facts.earlier.as_ref().map(|_| trends(&reading)),
        dont_know: Some(dont_know(&reading, scores)),
        ..common(&reading, &facts.passed_over)
    }
}

/// Block 7.
fn differences(reading: &Reading<'_>, scores: &ShownRound) -> Sentences {
    let mut block = Sentences {
        sentences: Vec::new(),
        used: Vec::new(),
    };
    for shown in reading.shown.iter().filter(|shown| shown.split) {
        block
            .sentences
            .push(format!("Views of {} differ widely.", shown.dimension.name));
        block.used.push(shown.code().to_string());
    }
    let both_ways = |statement: &&ShownStatement| statement.polarised;
    for statement in statements(scores).filter(both_ways) {
        let Some(text) = quote(reading, statement) else {
            continue;
        };
        block
            .sentences
            .push(format!("Many agree and many disagree that {text}."));
        block.used.push(statement.id.to_string());
    }
    short(block)
}

/// Block 8: the largest first, at most three.
fn gaps(reading: &Reading<'_>) -> Sentences {
    let wide = |shown: &&Shown<'_>| {
        shown
            .gap
            .is_some_and(|gap| GapSize::of(gap.tenths) != GapSize::InLine)
    };
    let mut found: Vec<&Shown<'_>> = reading.shown.iter().filter(wide).collect();
    found.sort_by_key(|shown| Reverse(shown.gap.map(|gap| gap.tenths.abs())));
    found.truncate(3);
    Sentences {
        sentences: found
            .iter()
            .filter_map(|shown| Some(gap_sentence(shown, shown.gap?)))
            .collect(),
        used: found.iter().map(|shown| shown.code().to_string()).collect(),
    }
}

fn gap_sentence(shown: &Shown<'_>, gap: Gap) -> String {
    let (who, others) = if gap.between_groups {
        ("The core team scores", "members do")
    } else {
        ("One leader scores", "the network does")
    };
    let way = if gap.tenths > 0 { "higher" } else { "lower" };
    let size = match GapSize::of(gap.tenths) {
        GapSize::Large => "large",
        GapSize::Notable | GapSize::InLine => "notable",
    };
    let tenths = gap.tenths.unsigned_abs();
    let (name, whole, tenth) = (&shown.dimension.name, tenths / 10, tenths % 10);
    format!("{who} {name} {whole}.{tenth} {way} than {others}: a {size} gap.")
}

/// Block 9: words alone. Both N and both dates are printed beside it from the comparison record, which
/// goes when the earlier round is deleted (health-check.md 6.2, 6.5).
fn trends(reading: &Reading<'_>) -> Sentences {
    let going = |way: Trend| -> Vec<String> {
        let shown = reading
            .shown
            .iter()
            .filter(|shown| shown.trend == Some(way));
        shown.map(|shown| shown.dimension.name.clone()).collect()
    };
    let mut sentences = Vec::new();
    for way in [Trend::Up, Trend::Down] {
        let names = going(way);
        if !names.is_empty() {
            sentences.push(format!(
                "{} since last time: {}.",
                way.label(),
                list(&names)
            ));
        }
    }
    if sentences.is_empty() {
        sentences.push("No dimension moved enough to count since last time.".to_owned());
    }
    let compared = reading.shown.iter().filter(|shown| shown.trend.is_some());
    Sentences {
        sentences,
        used: compared.map(|shown| shown.code().to_string()).collect(),
    }
}

/// Block 10.
fn dont_know(reading: &Reading<'_>, scores: &ShownRound) -> Sentences {
    let mut block = Sentences {
        sentences: Vec::new(),
        used: Vec::new(),
    };
    for statement in statements(scores).filter(|statement| statement.not_visible) {
        let Some(text) = quote(reading, statement) else {
            continue;
        };
        block.sentences.push(match statement.dont_know_rate {
            Some(rate) => format!("{rate}% do not know whether {text}."),
            None => format!("Many do not know whether {text}."),
        });
        block.used.push(statement.id.to_string());
    }
    short(block)
}

/// A list within the length of a block (health-check.md 8.1: 90 words): what does not fit is counted,
/// and stands among the workings.
fn short(mut block: Sentences) -> Sentences {
    let mut words = 0;
    let fits = block.sentences.iter().take_while(|sentence| {
        words += sentence.split_whitespace().count();
        words <= WORDS
    });
    let fits = fits.count();
    let more = block.sentences.len() - fits;
    if more > 0 {
        block.sentences.truncate(fits);
        let statements = if more == 1 { "statement" } else { "statements" };
        let how = "listed under how these numbers were worked out";
        block
            .sentences
            .push(format!("And {more} more {statements}, {how}."));
    }
    block
}

fn statements(scores: &ShownRound) -> impl Iterator<Item = &ShownStatement> {
    scores
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.statements)
}

fn quote(reading: &Reading<'_>, statement: &ShownStatement) -> Option<String> {
    let text = &reading.instrument.statement(statement.id)?.text;
    Some(format!("“{}”", text.trim_end_matches('.')))
}
