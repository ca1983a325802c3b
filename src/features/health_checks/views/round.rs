//! The report on a round, lent to the pages that show it: blocks in the order of health-check.md 8.1.

use serde::Serialize;

use super::comparing::TrendPart;
use super::figure::{Dot, label, shape};
use super::report::{ActionPart, LensPart, NotePart, PanelPart, closing};
use crate::{
    features::health_checks::{
        comparison::Comparison,
        disclosure::{Agreement, Distribution, GapSize, Quality, ShownMean, ShownStatement},
        feedback::Sentences,
        profile::Date,
        score::Tenths,
        snapshot::{
            ContextResult, LeaderView, Open, RoundDimension, RoundSnapshot, RoundStatement,
        },
    },
    platform::text::dates::CivilDay,
};

/// From this number of respondents on, shares are shown.
const NEEDED_FOR_SHARES: u32 = 10;

/// A round's result as one reader may see it; shown by `round_report` of
/// `health_checks/_round.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RoundReportPart {
    /// The opening sentence, without a number.
    pub opening: String,
    /// "Confidential round".
    pub view: &'static str,
    /// The network, as it was called then.
    pub network: String,
    /// The day on which it closed: "24 November 2026".
    pub day: String,
    /// "November 2026".
    pub month: String,
    /// "Network Health Check 1.0.0".
    pub instrument: String,
    /// "11 answered of 14 invited (79%)".
    pub answered: String,
    quality: QualityPart,
    /// "5 of them in the core team, 6 other members".
    groups: Option<String>,
    /// "3 responses gave the same answer throughout."
    identical: Option<String>,
    dots: Vec<Dot>,
    rows: Vec<RoundRow>,
    /// Whether any row has figures of groups.
    has_groups: bool,
    /// Whether a leader's own view stands beside the network's.
    has_leader: bool,
    overall: Option<String>,
    lens: LensPart,
    contexts: Vec<ContextPart>,
    build_on: PanelPart,
    focus: PanelPart,
    patterns: Vec<NotePart>,
    differences: Vec<String>,
    gaps: Vec<String>,
    trend: Option<TrendPart>,
    dont_know: Vec<String>,
    comments: Vec<CommentsPart>,
    actions: Vec<ActionPart>,
    closing: Vec<String>,
    /// The least number of respondents under a figure, and under a share.
    k: u32,
    k_shares: u32,
    /// What the instrument is not, word for word.
    status: String,
}

#[derive(Clone, Debug, Serialize)]
struct QualityPart {
    label: &'static str,
    /// What it means.
    words: &'static str,
}

/// One dimension in the table.
#[derive(Clone, Debug, Serialize)]
struct RoundRow {
    code: String,
    name: String,
    /// Respondents with a score.
    n: u32,
    tenths: Option<u8>,
    /// "3.8"; none when there are not enough answers.
    score: Option<String>,
    band: &'static str,
    shape: &'static str,
    /// "Mixed"; none when no statement has enough answers.
    agreement: Option<&'static str>,
    views_differ: bool,
    /// "4.6"; both groups or neither.
    core: Option<String>,
    member: Option<String>,
    gap: Option<GapPart>,
    leader: Option<String>,
    leader_gap: Option<GapPart>,
    /// Whether the score is so near an end of the scale that nearly everybody answered alike.
    extreme: bool,
    statements: Vec<StatementPart>,
}

#[derive(Clone, Debug, Serialize)]
struct GapPart {
    /// "+1.5".
    figure: String,
    /// "large".
    size: &'static str,
}

/// One statement, as far as it may be shown.
#[derive(Clone, Debug, Serialize)]
struct StatementPart {
    text: String,
    /// "3.8", "below 1.3", "not shown, so that …", "not enough answers".
    mean: String,
    n: Option<u32>,
    /// "64% agree, 27% mixed, 9% disagree".
    distribution: Option<String>,
    notes: Vec<String>,
    /// Whether it does not apply here.
    greyed: bool,
}

/// What members say about the network as a whole.
#[derive(Clone, Debug, Serialize)]
struct ContextPart {
    question: String,
    /// "In full flow".
    most_common: String,
    /// "Getting started 10%, …".
    shares: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct CommentsPart {
    question: String,
    texts: Vec<String>,
}

impl RoundReportPart {
    /// The report for a reader to whom that much is open. `previous` is the record of the comparison
    /// with the previous round, as long as that round is there; it is shown only where `open` says so.
    pub fn new(
        snapshot: &RoundSnapshot,
        open: Open,
        previous: Option<&Comparison>,
    ) -> Option<Self> {
        let report = snapshot.report(open)?;
        let leader = snapshot.leader(open);
        let rows: Vec<RoundRow> = snapshot
            .dimensions
            .iter()
            .map(|dimension| RoundRow::new(dimension, leader))
            .collect();
        let sentences = |block: &Option<Sentences>| {
            let block = block.as_ref();
            block.map_or_else(Vec::new, |block| block.sentences.clone())
        };
        let trend = report
            .trend
            .as_ref()
            .map(|block| TrendPart::new(&block.sentences, previous, snapshot.year.as_ref()));
        Some(Self {
            opening: report.opening.text.clone(),
            view: snapshot.mode_label(),
            network: snapshot.network.name.clone(),
            day: day(snapshot.date),
            month: month(snapshot.date),
            instrument: snapshot.instrument.title(),
            answered: answered(snapshot),
            quality: QualityPart::new(snapshot.quality),
            groups: snapshot.groups.map(|groups| {
                let (core, member) = (groups.core, groups.member);
                format!("{core} in the core team, {member} other members")
            }),
            identical: snapshot
                .identical
                .map(|n| format!("{n} responses gave the same answer throughout.")),
            dots: round_dots(snapshot),
            has_groups: rows.iter().any(|row| row.core.is_some()),
            has_leader: leader.is_some(),
            rows,
            overall: snapshot.overall.map(|tenths| tenths.to_string()),
            lens: LensPart::new(&report.stage_lens),
            contexts: [&snapshot.life, &snapshot.year]
                .into_iter()
                .flatten()
                .map(ContextPart::new)
                .collect(),
            build_on: PanelPart::new(&report.build_on, "s"),
            focus: PanelPart::new(&report.focus, "a"),
            patterns: NotePart::all(&report.patterns),
            differences: sentences(&report.differences),
            gaps: sentences(&report.gaps),
            trend,
            dont_know: sentences(&report.dont_know),
            comments: snapshot
                .comments
                .iter()
                .map(|list| CommentsPart {
                    question: list.question.clone(),
                    texts: list.texts.clone(),
                })
                .collect(),
            actions: ActionPart::all(&report.what_next),
            closing: closing(&report.what_next),
            k: snapshot.k,
            k_shares: NEEDED_FOR_SHARES.max(snapshot.k),
            status: snapshot.instrument.status.clone(),
        })
    }
}

/// The ring of a round.
pub fn round_dots(snapshot: &RoundSnapshot) -> Vec<Dot> {
    let dimensions = snapshot.dimensions.iter();
    dimensions
        .map(|own| Dot::named(&own.name, own.band))
        .collect()
}

/// "11 answered of 14 invited (79%)"; of an open link, "30 answered".
pub(super) fn answered(snapshot: &RoundSnapshot) -> String {
    let n = snapshot.n;
    let Some((invited, delivered)) = snapshot.invited.zip(snapshot.delivered) else {
        return format!("{n} answered");
    };
    let rate = snapshot.rate.unwrap_or_default();
    match invited.saturating_sub(delivered) {
        0 => format!("{n} answered of {invited} invited ({rate}%)"),
        1 => format!(
            "{n} answered of {invited} invited; one invitation did not arrive ({rate}% of the rest)"
        ),
        lost => format!(
            "{n} answered of {invited} invited; {lost} invitations did not arrive ({rate}% of the \
             rest)"
        ),
    }
}

/// "24 November 2026", where the network is.
pub(super) fn day(date: Date) -> String {
    civil(date).map_or_else(|| date.to_string(), CivilDay::words)
}

/// "November 2026", where the network is.
pub(super) fn month(date: Date) -> String {
    civil(date).map_or_else(|| date.month().to_string(), CivilDay::month_words)
}

fn civil(date: Date) -> Option<CivilDay> {
    CivilDay::new(i16::try_from(date.year).ok()?, date.month, date.day)
}

impl QualityPart {
    fn new(quality: Quality) -> Self {
        Self {
            label: quality.label(),
            words: match quality {
                Quality::Good => "enough people answered to speak for the network",
                Quality::Reasonable => "a fair number answered; ask those who did not",
                Quality::Indicative => "a starting point for conversation, no more",
            },
        }
    }
}

impl RoundRow {
    fn new(dimension: &RoundDimension, leader: Option<&LeaderView>) -> Self {
        let own = leader.and_then(|view| view.scores.get(&dimension.code).copied());
        let own = own.zip(dimension.tenths);
        Self {
            code: dimension.code.to_string(),
            name: dimension.name.clone(),
            n: dimension.n,
            tenths: dimension.tenths.map(|tenths| tenths.0),
            score: dimension.tenths.map(|tenths| tenths.to_string()),
            band: label(dimension.band),
            shape: shape(dimension.band),
            agreement: dimension.agreement.map(Agreement::label),
            views_differ: dimension.agreement == Some(Agreement::Split),
            core: dimension.groups.map(|groups| groups.core.to_string()),
            member: dimension.groups.map(|groups| groups.member.to_string()),
            gap: dimension.groups.map(|groups| GapPart::new(groups.gap())),
            leader: own.map(|(own, _)| own.to_string()),
            leader_gap: own.map(|(own, all)| GapPart::new(own.above(all))),
            extreme: dimension.tenths.is_some_and(is_extreme),
            statements: dimension
                .statements
                .iter()
                .map(StatementPart::new)
                .collect(),
        }
    }
}

/// Beyond the masks of single statements (health-check.md 5.10).
fn is_extreme(tenths: Tenths) -> bool {
    !(13..=47).contains(&tenths.0)
}

impl GapPart {
    fn new(tenths: i16) -> Self {
        Self {
            figure: signed(tenths),
            size: match GapSize::of(tenths) {
                GapSize::InLine => "in line",
                GapSize::Notable => "notable",
                GapSize::Large => "large",
            },
        }
    }
}

/// Tenths with their sign: "+1.5", "−0.4", "0.0".
pub(super) fn signed(tenths: i16) -> String {
    let sign = match tenths {
        1.. => "+",
        0 => "",
        ..0 => "−",
    };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

impl StatementPart {
    fn new(statement: &RoundStatement) -> Self {
        let shown = &statement.shown;
        Self {
            text: statement.text.clone(),
            mean: mean(shown.mean),
            n: shown.n,
            distribution: shown.distribution.map(distribution),
            notes: notes(shown),
            greyed: shown.does_not_apply,
        }
    }
}

/// The mean of a statement, or the words that stand in its place.
pub(super) fn mean(mean: ShownMean) -> String {
    match mean {
        ShownMean::Tenths(tenths) => tenths.to_string(),
        ShownMean::Below13 => "below 1.3".to_owned(),
        ShownMean::Above47 => "above 4.7".to_owned(),
        ShownMean::Withheld => "not shown, so that nobody's answer can be worked out".to_owned(),
        ShownMean::NotEnough => "not enough answers".to_owned(),
    }
}

fn distribution(shares: Distribution) -> String {
    let (agree, mixed, disagree) = (shares.agree, shares.mixed, shares.disagree);
    format!("{agree}% agree, {mixed}% mixed, {disagree}% disagree")
}

fn notes(shown: &ShownStatement) -> Vec<String> {
    let mut notes = Vec::new();
    if shown.polarised {
        notes.push("Many agree and many disagree".to_owned());
    }
    if shown.not_visible {
        notes.push("Not visible to members".to_owned());
    }
    if shown.does_not_apply {
        notes.push("Does not apply here".to_owned());
    }
    let rates = [
        (shown.dont_know_rate, "do not know"),
        (shown.not_applicable_rate, "say that it does not apply"),
    ];
    for (rate, words) in rates {
        if let Some(rate) = rate.filter(|&rate| rate > 0) {
            notes.push(format!("{rate}% {words}"));
        }
    }
    notes
}

impl ContextPart {
    fn new(result: &ContextResult) -> Self {
        let most: Vec<&str> = result
            .most_common
            .iter()
            .map(|own| own.text.as_str())
            .collect();
        let shares = result.shares.as_ref().map(|shares| {
            let said = shares.iter().filter(|(_, share)| *share > 0);
            let said: Vec<String> = said
                .map(|(text, share)| format!("{text} {share}%"))
                .collect();
            said.join(" · ")
        });
        Self {
            question: result.question.clone(),
            most_common: most.join(" and, as often, "),
            shares,
        }
    }
}
