//! What of a round's scores may be shown: the only reader of raw figures (health-check.md 5, 9).
//!
//! Left out on purpose: the unrounded mean and the number A are in no type here, since with the
//! number of respondents they would give single answers away.

use std::cmp::Ordering;

use super::instrument::{DimensionCode, StatementId};
use super::score::{Band, Tenths};
use super::scoring::{
    Fraction, RawDimension, RawRound, RawStatement, RoundScores, compare_means, compare_to,
    overall, percent,
};
use crate::entity::health_check::Form;

/// Proof that raw scores are read here and nowhere else.
pub struct Witness(());

/// The least number of answers under a share or a distribution, whatever k is.
const NEEDED_FOR_SHARES: u32 = 10;
/// The least number of respondents under "gave the same answer throughout".
const NEEDED_FOR_IDENTICAL: u32 = 3;

/// Everything that may be shown of a round's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRound {
    pub form: Form,
    pub k: u32,
    /// Responses, N.
    pub n: u32,
    /// N of each group; none unless both have at least k (health-check.md 5.16).
    pub groups: Option<GroupCounts>,
    /// In the order of the instrument, scored or not.
    pub dimensions: Vec<ShownDimension>,
    /// None with fewer than six dimensions shown (health-check.md 5.9).
    pub overall: Option<Tenths>,
    /// Responses that gave the same answer throughout, if at least three (health-check.md 5.15).
    pub identical: Option<u32>,
}

impl ShownRound {
    /// Whether the round has a result at all (health-check.md 5.17).
    pub fn enough(&self) -> bool {
        self.n >= self.k
    }
}

/// Responses by group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupCounts {
    pub core: u32,
    pub member: u32,
}

/// One dimension of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownDimension {
    pub code: DimensionCode,
    /// Respondents with a score, n(d).
    pub n: u32,
    /// None when n(d) is below k: "not enough answers".
    pub score: Option<ShownScore>,
    pub statements: Vec<ShownStatement>,
}

/// The score of a dimension that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownScore {
    pub tenths: Tenths,
    /// None when no statement has k valid answers.
    pub agreement: Option<Agreement>,
    pub groups: Option<GroupScores>,
    closeness: Closeness,
}

impl ShownScore {
    /// The band of the score.
    pub fn band(&self) -> Band {
        self.tenths.band()
    }

    /// Orders dimensions of equal score: lower A first, those without A last (health-check.md 8.1).
    pub(super) fn by_closeness(&self, other: &Self) -> Ordering {
        self.closeness.cmp(&other.closeness)
    }
}

/// The place of a dimension when they are ordered by A; equal A, equal place. It is never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Closeness(usize);

/// How much respondents agree, A(d) in words (health-check.md 5.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    Close,
    Mixed,
    Split,
}

/// Scores of both groups; never of one alone (health-check.md 5.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupScores {
    pub core: Tenths,
    pub member: Tenths,
}

impl GroupScores {
    /// Core minus member, in tenths.
    pub fn gap(self) -> i16 {
        self.core.above(self.member)
    }
}

/// How wide a gap is (health-check.md 5.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapSize {
    InLine,
    Notable,
    Large,
}

impl GapSize {
    /// The size of a gap in tenths.
    pub fn of(gap: i16) -> Self {
        match gap.abs() {
            0..5 => Self::InLine,
            5..10 => Self::Notable,
            _ => Self::Large,
        }
    }
}

/// What may be shown of the answers to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownStatement {
    pub id: StatementId,
    pub mean: ShownMean,
    /// n(i), where the mean is shown or masked.
    pub n: Option<u32>,
    /// Disagree, mixed and agree in whole per cent, where at least max(10, k) answered.
    pub distribution: Option<Distribution>,
    /// At least a quarter on each side.
    pub polarised: bool,
    /// "Not visible to members": 30% or more do not know.
    pub not_visible: bool,
    /// Don't know in whole per cent, from ten answers on.
    pub dont_know_rate: Option<u8>,
    /// 50% or more say that it does not apply; left out of rankings.
    pub does_not_apply: bool,
    /// Not applicable in whole per cent, from ten answers on.
    pub not_applicable_rate: Option<u8>,
}

/// The mean of a statement, as far as it may be shown (health-check.md 5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownMean {
    Tenths(Tenths),
    /// "below 1.3": nearly everybody answered alike.
    Below13,
    /// "above 4.7": nearly everybody answered alike.
    Above47,
    /// Not shown, so that nobody's answer can be worked out.
    Withheld,
    NotEnough,
}

/// The three-way distribution, each in whole per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution {
    pub disagree: u8,
    pub mixed: u8,
    pub agree: u8,
}

/// How far a round can be read (health-check.md 5.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    Good,
    Reasonable,
    Indicative,
}

impl Quality {
    /// The word that pages show.
    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Reasonable => "Reasonable",
            Self::Indicative => "Indicative",
        }
    }
}

/// Responses of those invited in whole per cent, rounded half-up. `delivered` leaves out bounces; it is
/// none for an open link, which has no rate.
pub fn response_rate(n: u32, delivered: Option<u32>) -> Option<u8> {
    delivered
        .filter(|&invited| invited > 0)
        .map(|invited| percent(n, invited))
}

/// The response quality label (health-check.md 5.14).
pub fn quality(n: u32, delivered: Option<u32>) -> Quality {
    match response_rate(n, delivered) {
        Some(60..) if n >= 10 => Quality::Good,
        Some(40..60) if n >= 10 => Quality::Reasonable,
        Some(_) | None => Quality::Indicative,
    }
}

/// Decides what of a round may be shown.
pub fn disclose(scores: &RoundScores) -> ShownRound {
    let raw = scores.open(Witness(()));
    let means: Vec<Fraction> = raw
        .dimensions
        .iter()
        .filter(|dimension| dimension.all.n >= raw.k)
        .filter_map(|dimension| dimension.all.mean())
        .collect();
    ShownRound {
        form: raw.form,
        k: raw.k,
        n: raw.n,
        groups: raw
            .groups
            .filter(|groups| groups.core >= raw.k && groups.member >= raw.k)
            .map(|groups| GroupCounts {
                core: groups.core,
                member: groups.member,
            }),
        dimensions: dimensions(raw),
        overall: overall(&means),
        identical: (raw.n >= raw.k && raw.identical >= NEEDED_FOR_IDENTICAL)
            .then_some(raw.identical),
    }
}

fn dimensions(raw: &RawRound) -> Vec<ShownDimension> {
    let deviations: Vec<Vec<Fraction>> = raw
        .dimensions
        .iter()
        .map(|dimension| dimension.deviations(raw.k))
        .collect();
    let place = |own: &[Fraction]| {
        let closer = |other: &&Vec<Fraction>| match (own.is_empty(), other.is_empty()) {
            (_, true) => false,
            (true, false) => true,
            (false, false) => compare_means(other, own) == Ordering::Less,
        };
        Closeness(deviations.iter().filter(closer).count())
    };
    raw.dimensions
        .iter()
        .zip(&deviations)
        .map(|(dimension, own)| show_dimension(raw, dimension, own, place(own)))
        .collect()
}

fn show_dimension(
    raw: &RawRound,
    dimension: &RawDimension,
    deviations: &[Fraction],
    closeness: Closeness,
) -> ShownDimension {
    let mean = dimension.all.mean().filter(|_| dimension.all.n >= raw.k);
    let score = mean.map(|mean| ShownScore {
        tenths: mean.tenths(),
        agreement: agreement(deviations),
        groups: group_scores(raw, dimension),
        closeness,
    });
    let mut statements: Vec<ShownStatement> = dimension
        .statements
        .iter()
        .map(|statement| show_statement(statement, raw.k, score.is_some()))
        .collect();
    withhold_beside_masked(&mut statements);
    ShownDimension {
        code: dimension.code,
        n: dimension.all.n,
        score,
        statements,
    }
}

fn agreement(deviations: &[Fraction]) -> Option<Agreement> {
    if deviations.is_empty() {
        return None;
    }
    let at_most = |bound| compare_to(deviations, bound) != Ordering::Greater;
    Some(if at_most(Fraction::new(1, 2)) {
        Agreement::Close
    } else if at_most(Fraction::new(4, 5)) {
        Agreement::Mixed
    } else {
        Agreement::Split
    })
}

/// Both groups or neither: pooled minus one would reveal the other.
fn group_scores(raw: &RawRound, dimension: &RawDimension) -> Option<GroupScores> {
    let both = raw
        .groups
        .is_some_and(|groups| groups.core > 0 && groups.member > 0);
    let large = |n: u32| n >= raw.k;
    if !both || !large(dimension.groups.core.n) || !large(dimension.groups.member.n) {
        return None;
    }
    Some(GroupScores {
        core: dimension.groups.core.mean()?.tenths(),
        member: dimension.groups.member.mean()?.tenths(),
    })
}

fn show_statement(raw: &RawStatement, k: u32, dimension_shown: bool) -> ShownStatement {
    let n = raw.scored.total();
    let shown = dimension_shown && n >= k;
    let [disagree, mixed, agree] = raw.scored.in_three();
    let whole = dimension_shown && n >= NEEDED_FOR_SHARES.max(k);
    let valid = raw.valid.total();
    let known = valid + raw.dont_know;
    let all = known + raw.not_applicable;
    let rate = |part, whole: u32| (whole >= NEEDED_FOR_SHARES.max(k)).then(|| percent(part, whole));
    ShownStatement {
        id: raw.id,
        mean: raw
            .scored
            .mean()
            .filter(|_| shown)
            .map_or(ShownMean::NotEnough, |mean| masked(mean.tenths(), n)),
        n: shown.then_some(n),
        distribution: whole.then(|| Distribution {
            disagree: percent(disagree, n),
            mixed: percent(mixed, n),
            agree: percent(agree, n),
        }),
        polarised: whole && reaches(disagree, n, 25) && reaches(agree, n, 25),
        not_visible: known >= k && reaches(raw.dont_know, known, 30),
        dont_know_rate: rate(raw.dont_know, known),
        does_not_apply: all >= k && reaches(raw.not_applicable, all, 50),
        not_applicable_rate: rate(raw.not_applicable, all),
    }
}

/// Whether `part` is at least `per_cent` of `whole`, exactly.
fn reaches(part: u32, whole: u32, per_cent: u64) -> bool {
    100 * u64::from(part) >= per_cent * u64::from(whole)
}

/// Unanimity protection (health-check.md 5.10).
fn masked(mean: Tenths, n: u32) -> ShownMean {
    if n >= NEEDED_FOR_SHARES {
        return ShownMean::Tenths(mean);
    }
    match mean.0 {
        ..13 => ShownMean::Below13,
        48.. => ShownMean::Above47,
        13..48 => ShownMean::Tenths(mean),
    }
}

/// In a dimension of two statements, the score and one mean would give the masked one away. Two
/// masked ones stay masked: withholding both would say the same.
fn withhold_beside_masked(statements: &mut [ShownStatement]) {
    let [first, second] = statements else { return };
    let is_masked = |mean| matches!(mean, ShownMean::Below13 | ShownMean::Above47);
    let withheld = |one: &ShownStatement, other: &ShownStatement| {
        is_masked(other.mean) && matches!(one.mean, ShownMean::Tenths(_))
    };
    let (hide_first, hide_second) = (withheld(first, second), withheld(second, first));
    for statement in [hide_first.then_some(first), hide_second.then_some(second)]
        .into_iter()
        .flatten()
    {
        statement.mean = ShownMean::Withheld;
    }
}
