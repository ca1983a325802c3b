//! Block 6: patterns in the answers. The conditions are here, the texts are the instrument's
//! (health-check.md 8.5).

use super::super::comparison::Trend;
use super::super::disclosure::response_rate;
use super::super::instrument::Rule;
use super::super::score::Tenths;
use super::PatternNote;
use super::reading::{Reading, RoundReading, Shown};
use crate::entity::network::Governance;

/// How many notes are shown.
const AT_MOST: usize = 3;

/// A rule that matches and the ids it rests on.
pub(super) struct Match {
    pub(super) rule: Rule,
    used: Vec<String>,
}

/// Every rule that matches, safety first.
pub(super) fn matching(reading: &Reading<'_>) -> Vec<Match> {
    Rule::IN_ORDER
        .into_iter()
        .filter_map(|rule| {
            Some(Match {
                rule,
                used: evidence(reading, rule)?,
            })
        })
        .collect()
}

/// The first three as notes.
pub(super) fn notes(reading: &Reading<'_>, matching: &[Match]) -> Vec<PatternNote> {
    let noted = matching.iter().filter_map(|found| {
        let pattern = reading.instrument.pattern(found.rule)?;
        Some(PatternNote {
            id: found.rule,
            name: pattern.name.clone(),
            note: pattern.note.clone(),
            used: found.used.clone(),
        })
    });
    noted.take(AT_MOST).collect()
}

/// What a rule rests on; none when it does not match. A figure that is not shown and a fact that is
/// missing match nothing.
fn evidence(reading: &Reading<'_>, rule: Rule) -> Option<Vec<String>> {
    let low = |id| reading.is_low(id);
    let high = |id| reading.is_high(id);
    let score_at_least = |code, tenths| reading.score(code).is_some_and(|own| own >= tenths);
    let score_at_most = |code, tenths| reading.score(code).is_some_and(|own| own <= tenths);
    let older_than = |months| reading.age_in_months.is_some_and(|own| own > months);
    match rule {
        Rule::P1 => small_voice(reading.round.as_ref()?).then(|| ids(&["n"])),
        Rule::P2 => dimensions(reading, 3, |shown| {
            shown.gap.is_some_and(|gap| gap.tenths >= 5)
        }),
        Rule::P3 => dimensions(reading, 2, |shown| {
            shown.gap.is_some_and(|gap| gap.tenths <= -5)
        }),
        Rule::P4 => dimensions(reading, 3, |shown| shown.split),
        Rule::P5 => {
            let warm = dimensions(reading, 1, |shown| {
                ["LEA", "REL"].contains(&shown.code().as_str()) && shown.tenths >= Tenths(30)
            })?;
            low("LEA-3").then(|| [ids(&["LEA-3"]), warm].concat())
        }
        Rule::P6 => (high("KNO-1") && low("KNO-5")).then(|| ids(&["KNO-1", "KNO-5"])),
        Rule::P7 => (high("VAL-1") && low("VAL-4")).then(|| ids(&["VAL-1", "VAL-4"])),
        Rule::P8 => {
            let hot = score_at_least("VAL", Tenths::STRENGTH)
                && score_at_most("SUS", Tenths::NEEDS_ATTENTION);
            hot.then(|| ids(&["VAL", "SUS"]))
        }
        Rule::P9 => match reading.profile.governance? {
            Governance::Shared => {
                let many = reading.profile.organisations.is_some_and(|count| count > 8);
                let thin = dimensions(reading, 1, |shown| {
                    ["PUR", "REL"].contains(&shown.code().as_str()) && shown.tenths <= Tenths(34)
                })?;
                many.then(|| [ids(&["governance", "organisations"]), thin].concat())
            }
            Governance::LeadOrganisation => low("MEM-3").then(|| ids(&["governance", "MEM-3"])),
            Governance::NotSettled => older_than(12).then(|| ids(&["governance", "started"])),
            Governance::CoordinatingBody => None,
        },
        Rule::P10 => low("MEM-2").then(|| ids(&["MEM-2"])),
        Rule::P11 => fog(reading.round.as_ref()?),
        Rule::P12 => (low("PUR-5") && older_than(24)).then(|| ids(&["PUR-5", "started"])),
        Rule::P13 => {
            dimensions(reading, 3, |shown| shown.trend == Some(Trend::Down)).or_else(|| {
                let tired = score_at_most("SUS", Tenths::NEEDS_ATTENTION);
                let round = reading.round.as_ref()?;
                let weaker = round.facts.year_on_year?.mostly_weaker(round.scores.k);
                (tired && weaker).then(|| ids(&["SUS", "CTX-2"]))
            })
        }
        Rule::P14 => low("REL-3").then(|| ids(&["REL-3"])),
    }
}

fn small_voice(round: &RoundReading<'_>) -> bool {
    let n = round.scores.n;
    n < 10 || response_rate(n, round.facts.delivered).is_some_and(|rate| rate < 40)
}

/// P11 rests on the rates of a round: one person's own "don't know" says nothing about members.
fn fog(round: &RoundReading<'_>) -> Option<Vec<String>> {
    let all = round
        .scores
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.statements);
    let unseen: Vec<String> = all
        .filter(|statement| statement.not_visible)
        .map(|statement| statement.id.to_string())
        .collect();
    (unseen.len() >= 8).then_some(unseen)
}

fn dimensions(
    reading: &Reading<'_>,
    at_least: usize,
    holds: impl Fn(&Shown<'_>) -> bool,
) -> Option<Vec<String>> {
    let found: Vec<String> = reading
        .shown
        .iter()
        .filter(|shown| holds(shown))
        .map(|shown| shown.code().to_string())
        .collect();
    (found.len() >= at_least).then_some(found)
}

fn ids(used: &[&str]) -> Vec<String> {
    used.iter().map(|&id| id.to_owned()).collect()
}
