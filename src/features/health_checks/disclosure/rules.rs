//! The rules themselves: raw figures in, shown figures out.

use std::cmp::Ordering;

use super::{
    Agreement, Closeness, Distribution, GroupCounts, GroupScores, ShownDimension, ShownMean,
    ShownRound, ShownScore, ShownStatement, Witness,
};
use crate::features::health_checks::score::Tenths;
use crate::features::health_checks::scoring::{
    Fraction, RawDimension, RawRound, RawStatement, RoundScores, compare_means, compare_to,
    overall, percent,
};

/// The least number of answers under a share or a distribution, whatever k is.
const NEEDED_FOR_SHARES: u32 = 10;
/// The least number of respondents under "gave the same answer throughout".
const NEEDED_FOR_IDENTICAL: u32 = 3;

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
