//! The scores of a round, sealed until `disclosure` decides what of them may be shown.

use super::answers::{Answer, Answers};
use super::exact::Fraction;
use super::individual::mean_of;
use crate::entity::health_check::Form;
use crate::features::health_checks::disclosure::Witness;
use crate::features::health_checks::instrument::{
    Dimension, DimensionCode, Instrument, StatementId,
};

/// The only attribute kept with a response (health-check.md 9.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Core,
    Member,
}

/// What one respondent answered.
#[derive(Clone)]
pub struct Response {
    /// None in a round without groups, or after sealing dropped them.
    pub group: Option<Group>,
    pub answers: Answers,
}

/// The raw scores of a round. Nothing of them can be read except through `disclosure`.
pub struct RoundScores(RawRound);

impl RoundScores {
    /// Opens the raw figures; only `disclosure` can make the witness.
    pub(in crate::features::health_checks) fn open(&self, _: Witness) -> &RawRound {
        &self.0
    }
}

/// Scores a round. `k` is the least number of respondents a figure may rest on.
pub fn score_round(
    instrument: &Instrument,
    form: Form,
    responses: &[Response],
    k: u32,
) -> RoundScores {
    score_round_on(instrument, form, responses, k, |_| true)
}

/// Scores a round as if only the statements that `counts` chooses had been asked (health-check.md 6.2).
pub fn score_round_on(
    instrument: &Instrument,
    form: Form,
    responses: &[Response],
    k: u32,
    counts: impl Fn(StatementId) -> bool,
) -> RoundScores {
    let count = |group| {
        let members = responses
            .iter()
            .filter(|response| response.group == Some(group));
        small(members.count())
    };
    let n = small(responses.len());
    let groups = PerGroup {
        core: count(Group::Core),
        member: count(Group::Member),
    };
    let alike = responses
        .iter()
        .filter(|response| all_alike(instrument, form, &response.answers));
    RoundScores(RawRound {
        form,
        k: k.max(1),
        n,
        identical: small(alike.count()),
        // With some responses outside both groups, the groups would give those away by subtraction.
        groups: (groups.core + groups.member == n).then_some(groups),
        dimensions: instrument
            .dimensions
            .iter()
            .map(|dimension| score_dimension(dimension, form, responses, &counts))
            .collect(),
    })
}

/// Exact figures of a round, whether or not they may be shown.
pub(in crate::features::health_checks) struct RawRound {
    pub(in crate::features::health_checks) form: Form,
    pub(in crate::features::health_checks) k: u32,
    pub(in crate::features::health_checks) n: u32,
    /// Responses that gave one answer to everything (health-check.md 5.15).
    pub(in crate::features::health_checks) identical: u32,
    /// Responses by group; none unless every response has one.
    pub(in crate::features::health_checks) groups: Option<PerGroup<u32>>,
    pub(in crate::features::health_checks) dimensions: Vec<RawDimension>,
}

/// One of each group.
#[derive(Clone, Copy)]
pub(in crate::features::health_checks) struct PerGroup<T> {
    pub(in crate::features::health_checks) core: T,
    pub(in crate::features::health_checks) member: T,
}

/// Exact figures of a dimension.
pub(in crate::features::health_checks) struct RawDimension {
    pub(in crate::features::health_checks) code: DimensionCode,
    pub(in crate::features::health_checks) all: Scores,
    pub(in crate::features::health_checks) groups: PerGroup<Scores>,
    pub(in crate::features::health_checks) statements: Vec<RawStatement>,
}

impl RawDimension {
    /// The mean deviations that make up A(d): one for each statement with k valid answers
    /// (health-check.md 5.12).
    pub(in crate::features::health_checks) fn deviations(&self, k: u32) -> Vec<Fraction> {
        let enough = self
            .statements
            .iter()
            .filter(|statement| statement.valid.total() >= k);
        enough
            .map(|statement| statement.valid.mean_deviation())
            .collect()
    }
}

/// The respondents' scores in a dimension, added up.
#[derive(Clone, Copy)]
pub(in crate::features::health_checks) struct Scores {
    /// Respondents with a score.
    pub(in crate::features::health_checks) n: u32,
    /// The sum of their scores, in parts.
    parts: u64,
    /// Parts in one: a number that every possible count of valid answers divides.
    unit: u64,
}

impl Scores {
    fn none(unit: u64) -> Self {
        Self {
            n: 0,
            parts: 0,
            unit,
        }
    }

    fn add(&mut self, score: Fraction) {
        self.n += 1;
        self.parts += score.over * (self.unit / score.under);
    }

    /// M: the mean of the respondents' scores, each of weight 1 (health-check.md 5.5).
    pub(in crate::features::health_checks) fn mean(self) -> Option<Fraction> {
        (self.n > 0).then(|| Fraction::new(self.parts, u64::from(self.n) * self.unit))
    }
}

/// Answers to a statement, counted.
pub(in crate::features::health_checks) struct RawStatement {
    pub(in crate::features::health_checks) id: StatementId,
    /// Every valid answer.
    pub(in crate::features::health_checks) valid: Counts,
    /// Valid answers of respondents with a score in the dimension (health-check.md 5.10).
    pub(in crate::features::health_checks) scored: Counts,
    pub(in crate::features::health_checks) dont_know: u32,
    pub(in crate::features::health_checks) not_applicable: u32,
}

/// How often each value from 1 to 5 was counted.
#[derive(Clone, Copy, Default)]
pub(in crate::features::health_checks) struct Counts([u32; 5]);

impl Counts {
    fn add(&mut self, value: u8) {
        if let Some(count) = self.0.get_mut(usize::from(value).wrapping_sub(1)) {
            *count += 1;
        }
    }

    fn each(&self) -> impl Iterator<Item = (u64, u64)> {
        (1..).zip(self.0.iter().map(|&count| u64::from(count)))
    }

    /// n(i) or v(i).
    pub(in crate::features::health_checks) fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// The mean; none of nothing.
    pub(in crate::features::health_checks) fn mean(&self) -> Option<Fraction> {
        let total = u64::from(self.total());
        let sum = self.each().map(|(value, count)| value * count).sum();
        (total > 0).then(|| Fraction::new(sum, total))
    }

    /// Disagree (1 and 2), mixed (3) and agree (4 and 5).
    pub(in crate::features::health_checks) fn in_three(&self) -> [u32; 3] {
        let [one, two, three, four, five] = self.0;
        [one + two, three, four + five]
    }

    /// AD(i): the mean distance from the mean (health-check.md 5.12).
    fn mean_deviation(&self) -> Fraction {
        let total = u64::from(self.total()).max(1);
        let sum: u64 = self.each().map(|(value, count)| value * count).sum();
        // Distances times the total, so that the mean stays whole.
        let distances = self
            .each()
            .map(|(value, count)| count * (value * total).abs_diff(sum));
        Fraction::new(distances.sum(), total * total)
    }
}

fn score_dimension(
    dimension: &Dimension,
    form: Form,
    responses: &[Response],
    counts: &impl Fn(StatementId) -> bool,
) -> RawDimension {
    let mut statements: Vec<(RawStatement, bool)> = dimension
        .asked(form)
        .filter(|statement| counts(statement.id))
        .map(|statement| {
            let nothing = RawStatement {
                id: statement.id,
                valid: Counts::default(),
                scored: Counts::default(),
                dont_know: 0,
                not_applicable: 0,
            };
            (nothing, statement.reverse)
        })
        .collect();
    let asked = statements.len();
    let unit = (1..=asked as u64).fold(1, least_common_multiple);
    let mut all = Scores::none(unit);
    let mut groups = PerGroup {
        core: all,
        member: all,
    };
    let mut values = Vec::with_capacity(asked);
    for response in responses {
        let answer = |raw: &RawStatement, reverse: bool| {
            response
                .answers
                .get(raw.id)
                .and_then(|answer| answer.counted(reverse))
        };
        values.clear();
        values.extend(
            statements
                .iter()
                .filter_map(|(raw, reverse)| answer(raw, *reverse)),
        );
        let score = mean_of(&values, asked);
        for (raw, reverse) in &mut statements {
            match response.answers.get(raw.id) {
                None => {}
                Some(Answer::DontKnow) => raw.dont_know += 1,
                Some(Answer::NotApplicable) => raw.not_applicable += 1,
                Some(answer @ Answer::Value(_)) => {
                    let Some(value) = answer.counted(*reverse) else {
                        continue;
                    };
                    raw.valid.add(value);
                    if score.is_some() {
                        raw.scored.add(value);
                    }
                }
            }
        }
        let Some(score) = score else { continue };
        all.add(score);
        match response.group {
            Some(Group::Core) => groups.core.add(score),
            Some(Group::Member) => groups.member.add(score),
            None => {}
        }
    }
    let statements = statements.into_iter().map(|(raw, _)| raw).collect();
    RawDimension {
        code: dimension.code,
        all,
        groups,
        statements,
    }
}

fn all_alike(instrument: &Instrument, form: Form, answers: &Answers) -> bool {
    let mut given = instrument
        .statements(form)
        .map(|statement| answers.get(statement.id));
    let Some(Some(first)) = given.next() else {
        return false;
    };
    given.all(|answer| answer == Some(first))
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut greater, mut lesser) = (a, b);
    while lesser > 0 {
        (greater, lesser) = (lesser, greater % lesser);
    }
    a / greater.max(1) * b
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
