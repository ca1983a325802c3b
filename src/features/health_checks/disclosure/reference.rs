//! A slow scorer that follows the words of the specification, and random rounds to compare it with.

use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::features::health_checks::instrument::{Dimension, Instrument, Statement};
use crate::features::health_checks::scoring::{Answer, Answers, Group, Response, score_round};

/// A fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Q(i128, i128);

fn q(over: i128, under: i128) -> Q {
    fn gcd(a: i128, b: i128) -> i128 {
        if b == 0 { a.abs() } else { gcd(b, a % b) }
    }
    let common = gcd(over, under).max(1) * under.signum();
    Q(over / common, under / common)
}

impl Q {
    fn plus(self, other: Q) -> Q {
        q(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn distance(self, other: Q) -> Q {
        let difference = q(self.0 * other.1 - other.0 * self.1, self.1 * other.1);
        Q(difference.0.abs(), difference.1)
    }

    fn less(self, other: Q) -> bool {
        self.0 * other.1 < other.0 * self.1
    }

    /// Half-up, times `scale`.
    fn rounded(self, scale: i128) -> i128 {
        (2 * self.0 * scale + self.1).div_euclid(2 * self.1)
    }

    fn tenths(self) -> Tenths {
        Tenths(u8::try_from(self.rounded(10)).unwrap())
    }
}

fn mean(values: &[Q]) -> Option<Q> {
    let sum = values.iter().fold(q(0, 1), |sum, value| sum.plus(*value));
    (!values.is_empty()).then(|| q(sum.0, sum.1 * i128::try_from(values.len()).unwrap()))
}

fn valid(response: &Response, statement: &Statement) -> Option<Q> {
    match response.answers.get(statement.id)? {
        Answer::Value(value) if statement.reverse => Some(q(6 - i128::from(value.get()), 1)),
        Answer::Value(value) => Some(q(i128::from(value.get()), 1)),
        Answer::DontKnow | Answer::NotApplicable => None,
    }
}

/// s(r,d).
fn respondent_score(response: &Response, asked: &[&Statement]) -> Option<Q> {
    let values: Vec<Q> = asked
        .iter()
        .filter_map(|own| valid(response, own))
        .collect();
    // ceil(0.6 × asked)
    let mut needed = 0;
    while needed * 10 < asked.len() * 6 {
        needed += 1;
    }
    if values.len() >= needed {
        mean(&values)
    } else {
        None
    }
}

fn count<T>(all: &[T], holds: impl Fn(&T) -> bool) -> u32 {
    u32::try_from(all.iter().filter(|one| holds(one)).count()).unwrap()
}

fn per_cent(part: u32, whole: u32) -> u8 {
    u8::try_from(q(part.into(), whole.into()).rounded(100)).unwrap()
}

fn slow_statement(
    statement: &Statement,
    asked: &[&Statement],
    responses: &[Response],
    k: u32,
) -> ShownStatement {
    let scored: Vec<&Response> = responses
        .iter()
        .filter(|response| respondent_score(response, asked).is_some())
        .collect();
    let values: Vec<Q> = scored
        .iter()
        .filter_map(|own| valid(own, statement))
        .collect();
    let n = u32::try_from(values.len()).unwrap();
    let shown = scored.len() >= k as usize && n >= k;
    let disagree = count(&values, |value| value.less(q(3, 1)));
    let mixed = count(&values, |value| *value == q(3, 1));
    let agree = count(&values, |value| q(3, 1).less(*value));
    let shares = shown && n >= 10;
    let known = count(responses, |own| valid(own, statement).is_some());
    let gave = |answer| {
        count(responses, |own| {
            own.answers.get(statement.id) == Some(answer)
        })
    };
    let dont_know = gave(Answer::DontKnow);
    let not_applicable = gave(Answer::NotApplicable);
    let seen = known + dont_know;
    let all = seen + not_applicable;
    let at_least =
        |part: u32, whole: u32, share: Q| whole > 0 && !q(part.into(), whole.into()).less(share);
    let score = mean(&values).map(Q::tenths);
    ShownStatement {
        id: statement.id,
        mean: match score {
            Some(score) if shown && n < 10 && score < Tenths(13) => ShownMean::Below13,
            Some(score) if shown && n < 10 && score > Tenths(47) => ShownMean::Above47,
            Some(score) if shown => ShownMean::Tenths(score),
            _ => ShownMean::NotEnough,
        },
        n: shown.then_some(n),
        distribution: shares.then(|| Distribution {
            disagree: per_cent(disagree, n),
            mixed: per_cent(mixed, n),
            agree: per_cent(agree, n),
        }),
        polarised: shares && at_least(disagree, n, q(1, 4)) && at_least(agree, n, q(1, 4)),
        not_visible: seen >= k && at_least(dont_know, seen, q(3, 10)),
        dont_know_rate: (seen >= 10.max(k)).then(|| per_cent(dont_know, seen)),
        does_not_apply: all >= k && at_least(not_applicable, all, q(1, 2)),
        not_applicable_rate: (all >= 10.max(k)).then(|| per_cent(not_applicable, all)),
    }
}

fn slow_agreement(asked: &[&Statement], responses: &[Response], k: u32) -> Option<Q> {
    let mut deviations = Vec::new();
    for statement in asked {
        let values: Vec<Q> = responses
            .iter()
            .filter_map(|own| valid(own, statement))
            .collect();
        if values.len() >= k as usize {
            let middle = mean(&values).unwrap();
            let distances: Vec<Q> = values.iter().map(|value| value.distance(middle)).collect();
            deviations.push(mean(&distances).unwrap());
        }
    }
    mean(&deviations)
}

fn slow_dimension(
    dimension: &Dimension,
    form: Form,
    responses: &[Response],
    k: u32,
) -> (ShownDimension, Option<Q>, Option<Q>) {
    let asked: Vec<&Statement> = dimension.asked(form).collect();
    let scores = |group: Option<Group>| -> Vec<Q> {
        responses
            .iter()
            .filter(|own| group.is_none() || own.group == group)
            .filter_map(|own| respondent_score(own, &asked))
            .collect()
    };
    let (all, core, member) = (
        scores(None),
        scores(Some(Group::Core)),
        scores(Some(Group::Member)),
    );
    let enough = |scores: &[Q]| scores.len() >= k as usize;
    let exact = if enough(&all) { mean(&all) } else { None };
    let spread = slow_agreement(&asked, responses, k);
    let grouped = responses.iter().all(|own| own.group.is_some());
    let groups = (grouped && enough(&core) && enough(&member)).then(|| GroupScores {
        core: mean(&core).unwrap().tenths(),
        member: mean(&member).unwrap().tenths(),
    });
    let score = exact.map(|exact| ShownScore {
        tenths: exact.tenths(),
        agreement: spread.map(|spread| {
            if q(4, 5).less(spread) {
                Agreement::Split
            } else if q(1, 2).less(spread) {
                Agreement::Mixed
            } else {
                Agreement::Close
            }
        }),
        groups,
        closeness: Closeness(0),
    });
    let mut statements: Vec<ShownStatement> = asked
        .iter()
        .map(|own| slow_statement(own, &asked, responses, k))
        .collect();
    if statements.len() == 2 {
        let masked = |mean| mean == ShownMean::Below13 || mean == ShownMean::Above47;
        let before = [statements[0].mean, statements[1].mean];
        for (own, other) in [(0, 1), (1, 0)] {
            if masked(before[other]) && !masked(before[own]) && before[own] != ShownMean::NotEnough
            {
                statements[own].mean = ShownMean::Withheld;
            }
        }
    }
    let n = u32::try_from(all.len()).unwrap();
    (
        ShownDimension {
            code: dimension.code,
            n,
            score,
            statements,
        },
        exact,
        spread,
    )
}

fn slow_round(instrument: &Instrument, form: Form, responses: &[Response], k: u32) -> ShownRound {
    let n = u32::try_from(responses.len()).unwrap();
    let scored: Vec<_> = instrument
        .dimensions
        .iter()
        .map(|dimension| slow_dimension(dimension, form, responses, k))
        .collect();
    let shown: Vec<Q> = scored.iter().filter_map(|(_, exact, _)| *exact).collect();
    let spreads: Vec<Option<Q>> = scored.iter().map(|(_, _, spread)| *spread).collect();
    let identical = count(responses, |own| {
        let given: Vec<Option<Answer>> = instrument
            .statements(form)
            .map(|statement| own.answers.get(statement.id))
            .collect();
        given[0].is_some() && given.iter().all(|answer| *answer == given[0])
    });
    let core = count(responses, |own| own.group == Some(Group::Core));
    let member = count(responses, |own| own.group == Some(Group::Member));
    ShownRound {
        form,
        k,
        n,
        groups: (core + member == n && core >= k && member >= k)
            .then_some(GroupCounts { core, member }),
        dimensions: scored
            .iter()
            .map(|(dimension, _, own)| {
                let closer = count(&spreads, |other| match (other, own) {
                    (Some(other), Some(own)) => other.less(*own),
                    (Some(_), None) => true,
                    (None, _) => false,
                });
                let mut dimension = dimension.clone();
                if let Some(score) = &mut dimension.score {
                    score.closeness = Closeness(closer as usize);
                }
                dimension
            })
            .collect(),
        overall: if shown.len() >= 6 {
            mean(&shown).map(Q::tenths)
        } else {
            None
        },
        identical: (n >= k && identical >= 3).then_some(identical),
    }
}

/// The released instrument with one statement turned round.
pub(super) fn instrument() -> &'static Instrument {
    static INSTRUMENT: OnceLock<Instrument> = OnceLock::new();
    INSTRUMENT.get_or_init(|| {
        let file = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");
        let turned = file.replacen("id = \"LEA-1\"", "id = \"LEA-1\"\nreverse = true", 1);
        Instrument::parse(&turned).unwrap()
    })
}

/// Mostly what the others say, so that unanimity, ties and edges are common.
fn answer(cell: u8, usual: u8) -> Option<Answer> {
    match cell {
        0 => None,
        1 | 2 => Some(Answer::DontKnow),
        3 => Some(Answer::NotApplicable),
        4..=8 => Answer::value(cell - 3),
        9 => Answer::value((usual + 1).min(5)),
        _ => Answer::value(usual),
    }
}

/// A group and what was answered, statement by statement.
pub(super) type Person = (u8, Vec<u8>);

pub(super) fn people() -> impl Strategy<Value = Vec<Person>> {
    let groups = prop_oneof![
        Just(0..1_u8),
        Just(1..2),
        Just(0..3),
        Just(1..3),
        Just(1..3)
    ];
    groups.prop_flat_map(|groups| vec((groups, vec(0..32_u8, 40)), 0..=14))
}

pub(super) fn response((group, cells): Person, form: Form, usual: &[u8]) -> Response {
    let mut answers = Answers::new();
    for (place, statement) in instrument().statements(form).enumerate() {
        let given = answer(cells[place], usual[place % 8]);
        assert!(answers.set(instrument(), form, statement.id, given));
    }
    let group = match group {
        0 => None,
        1 => Some(Group::Core),
        _ => Some(Group::Member),
    };
    Response { group, answers }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_round_is_scored_as_the_specification_says(
        form in prop_oneof![3 => Just(Form::Full), 1 => Just(Form::Pulse)],
        k in 3..=6_u32,
        usual in vec(1..=5_u8, 8),
        people in people(),
    ) {
        let responses: Vec<Response> =
            people.into_iter().map(|person| response(person, form, &usual)).collect();
        let fast = disclose(&score_round(instrument(), form, &responses, k));
        prop_assert_eq!(fast, slow_round(instrument(), form, &responses, k));
    }
}

#[test]
fn the_slow_scorer_rounds_the_tie_that_floats_lose() {
    let lines = ["5554D", "544DD", "44433", "443ND", "44333"];
    let responses: Vec<Response> = lines
        .iter()
        .map(|line| crate::features::health_checks::testing::response(line))
        .collect();
    let nhc = crate::features::health_checks::instrument::nhc();
    let slow = slow_round(&nhc, Form::Full, &responses, 5);
    assert_eq!(slow.dimensions[0].score.unwrap().tenths, Tenths(40));
    assert_eq!(
        disclose(&score_round(&nhc, Form::Full, &responses, 5)),
        slow
    );
    let floats: f64 = [4.75, 13.0 / 3.0, 3.6, 11.0 / 3.0, 3.4].iter().sum();
    assert!(floats / 5.0 < 3.95, "floats would say 3.9");
}
