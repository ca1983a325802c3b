//! The test vectors of a round's scores (health-check.md 15) and the rules between them.

use super::*;
use crate::features::health_checks::instrument::nhc;
use crate::features::health_checks::scoring::{Group, Response, score_round};
use crate::features::health_checks::testing::{answers_to, response, response_of};

const V1: [&str; 8] = [
    "54434", "44543", "43422", "55444", "324D2", "4433N", "22312", "55DDN",
];
const V6_CORE: [&str; 5] = ["55454", "45544", "54555", "44455", "55544"];
const V6_MEMBER: [&str; 6] = ["33432", "43333", "23323", "44433", "32333", "34443"];

fn round_of(responses: &[Response], k: u32) -> ShownRound {
    disclose(&score_round(&nhc(), Form::Full, responses, k))
}

/// The first dimension of a round in which nothing else was answered.
fn first(lines: &[&str]) -> ShownDimension {
    first_of(&lines.iter().map(|line| response(line)).collect::<Vec<_>>())
}

fn first_of(responses: &[Response]) -> ShownDimension {
    round_of(responses, 5).dimensions.remove(0)
}

fn v6() -> Vec<Response> {
    let core = V6_CORE.iter().map(|line| response_of(Group::Core, line));
    core.chain(
        V6_MEMBER
            .iter()
            .map(|line| response_of(Group::Member, line)),
    )
    .collect()
}

fn tenths(dimension: &ShownDimension) -> Option<u8> {
    dimension.score.map(|score| score.tenths.0)
}

fn agreement(dimension: &ShownDimension) -> Option<Agreement> {
    dimension.score.and_then(|score| score.agreement)
}

#[test]
fn v1_every_respondent_weighs_one() {
    let dimension = first(&V1);
    let score = dimension.score.unwrap();
    assert_eq!(
        (dimension.n, score.tenths, score.band()),
        (7, Tenths(34), Band::Developing)
    );
    assert_eq!(score.tenths.index(), 60);
    assert_eq!(score.agreement, Some(Agreement::Mixed));
}

#[test]
fn v2_ties_round_up_to_a_strength() {
    let dimension = first(&[
        "44444", "44444", "44444", "44444", "44444", "44444", "44443", "44443",
    ]);
    assert_eq!(tenths(&dimension), Some(40));
    assert_eq!(dimension.score.unwrap().band(), Band::Strength);
}

#[test]
fn v2b_ties_round_up_to_developing() {
    let dimension = first(&[
        "33333", "33333", "33333", "33333", "33333", "33333", "33332", "33332",
    ]);
    assert_eq!(tenths(&dimension), Some(30));
    assert_eq!(dimension.score.unwrap().band(), Band::Developing);
}

#[test]
fn v2c_thirds_and_quarters_add_up_exactly() {
    let dimension = first(&["5554D", "544DD", "44433", "443ND", "44333"]);
    assert_eq!((dimension.n, tenths(&dimension)), (5, Some(40)));
}

#[test]
fn v3_a_split_of_few_has_no_distribution() {
    let dimension = first(&[
        "55555", "55555", "55555", "55555", "11111", "11111", "11111", "11111",
    ]);
    assert_eq!(tenths(&dimension), Some(30));
    assert_eq!(agreement(&dimension), Some(Agreement::Split));
    for statement in &dimension.statements {
        assert!(!statement.polarised && statement.distribution.is_none());
    }
}

#[test]
fn v4_four_respondents_are_too_few() {
    let dimension = first(V1.get(..4).unwrap());
    assert_eq!((dimension.n, dimension.score), (4, None));
    for statement in &dimension.statements {
        assert_eq!((statement.mean, statement.n), (ShownMean::NotEnough, None));
    }
}

#[test]
fn v5_the_edge_of_mixed_is_mixed() {
    let dimension = first(&["55555", "55555", "33333", "33333", "44444"]);
    assert_eq!(tenths(&dimension), Some(40));
    assert_eq!(agreement(&dimension), Some(Agreement::Mixed));
}

#[test]
fn v6_core_and_members_with_a_large_gap() {
    let dimension = first_of(&v6());
    let score = dimension.score.unwrap();
    assert_eq!(
        (dimension.n, score.tenths, score.band()),
        (11, Tenths(38), Band::Developing)
    );
    assert_eq!(score.agreement, Some(Agreement::Mixed));
    let groups = score.groups.unwrap();
    assert_eq!(
        (groups.core, groups.member, groups.gap()),
        (Tenths(46), Tenths(31), 15)
    );
    assert_eq!(
        (groups.core.band(), groups.member.band()),
        (Band::Strength, Band::Developing)
    );
    assert_eq!(GapSize::of(groups.gap()), GapSize::Large);
    assert_eq!(agreement(&first(&V6_CORE)), Some(Agreement::Close));
    assert_eq!(agreement(&first(&V6_MEMBER)), Some(Agreement::Close));
    assert_eq!(tenths(&first(&V6_CORE)), Some(46));
    assert_eq!(tenths(&first(&V6_MEMBER)), Some(31));
}

#[test]
fn v7_no_group_is_shown_when_one_is_too_small() {
    let mut responses = v6();
    responses.remove(4);
    let round = round_of(&responses, 5);
    let dimension = round.dimensions.first().unwrap();
    assert_eq!((dimension.n, tenths(dimension)), (10, Some(37)));
    assert_eq!(dimension.score.unwrap().groups, None);
    assert_eq!(round.groups, None);
}

#[test]
fn a_single_group_is_not_shown_a_second_time() {
    let members: Vec<Response> = V6_MEMBER
        .iter()
        .map(|line| response_of(Group::Member, line))
        .collect();
    assert_eq!(first_of(&members).score.unwrap().groups, None);
    let mut mixed = v6();
    mixed.push(response("44444"));
    assert_eq!(
        first_of(&mixed).score.unwrap().groups,
        None,
        "the rest would be left over"
    );
}

#[test]
fn gaps_are_notable_from_a_half_and_large_from_one() {
    let sizes = [4, -4, 5, -9, 10, -10].map(GapSize::of);
    let [in_line, notable, large] = [GapSize::InLine, GapSize::Notable, GapSize::Large];
    assert_eq!(sizes, [in_line, in_line, notable, notable, large, large]);
}

#[test]
fn a_statement_counts_only_people_with_a_score_in_its_dimension() {
    // The last respondent has two valid answers, so no score; their 1 moves no shown mean.
    let dimension = first(&["44444", "44444", "44444", "44444", "44444", "11DDD"]);
    let statement = dimension.statements.first().unwrap();
    assert_eq!((dimension.n, statement.n), (5, Some(5)));
    assert_eq!(statement.mean, ShownMean::Tenths(Tenths(40)));
    assert_ne!(agreement(&dimension), None);
}

#[test]
fn a_unanimous_mean_of_few_is_masked() {
    let dimension = first(&["51444", "51444", "51444", "51444", "42444"]);
    let means: Vec<ShownMean> = dimension.statements.iter().map(|own| own.mean).collect();
    let four = ShownMean::Tenths(Tenths(40));
    assert_eq!(
        means,
        [ShownMean::Above47, ShownMean::Below13, four, four, four]
    );
    let many = first(&["51444"; 10]);
    assert_eq!(
        many.statements.first().unwrap().mean,
        ShownMean::Tenths(Tenths(50))
    );
}

#[test]
fn masks_begin_beyond_one_point_three_and_four_point_seven() {
    // Means 4.714… (shown as 4.7) and 1.285… (shown as 1.3) of seven people.
    let lines = [
        "51444", "51444", "51444", "51444", "51444", "42444", "42444",
    ];
    let dimension = first(&lines);
    let [first, second, ..] = dimension.statements.as_slice() else {
        panic!("five statements")
    };
    assert_eq!(first.mean, ShownMean::Tenths(Tenths(47)));
    assert_eq!(second.mean, ShownMean::Tenths(Tenths(13)));
}

#[test]
fn in_the_pulse_form_a_masked_statement_withholds_the_other() {
    let nhc = nhc();
    let pulse = |lines: &[&str]| {
        let responses: Vec<Response> = lines
            .iter()
            .map(|line| Response {
                group: None,
                answers: answers_to(&nhc, Form::Pulse, line),
            })
            .collect();
        let round = disclose(&score_round(&nhc, Form::Pulse, &responses, 5));
        round.dimensions.first().unwrap().clone()
    };
    let means = |dimension: &ShownDimension| -> Vec<ShownMean> {
        dimension.statements.iter().map(|own| own.mean).collect()
    };
    let one_masked = pulse(&["53", "53", "52", "54", "53"]);
    assert_eq!(tenths(&one_masked), Some(40));
    assert_eq!(
        means(&one_masked),
        [ShownMean::Above47, ShownMean::Withheld]
    );
    let both = pulse(&["51", "51", "51", "51", "51"]);
    assert_eq!(means(&both), [ShownMean::Above47, ShownMean::Below13]);
    let many = pulse(&["53"; 10]);
    assert_eq!(
        means(&many),
        [ShownMean::Tenths(Tenths(50)), ShownMean::Tenths(Tenths(30))]
    );
    let one_answer = pulse(&["5D", "5D", "5D", "5D", "5D"]);
    assert_eq!(
        (one_answer.n, one_answer.score),
        (0, None),
        "two of two are needed"
    );
}

#[test]
fn what_members_cannot_see_is_flagged_and_its_rate_shown_from_ten_on() {
    let few = first(&["D4444", "D4444", "N4444", "44444", "44444", "44444"]);
    let statement = few.statements.first().unwrap();
    assert!(statement.not_visible, "two of five");
    assert_eq!(
        (statement.dont_know_rate, statement.does_not_apply),
        (None, false)
    );
    assert_eq!(statement.mean, ShownMean::NotEnough, "three answers");
    let mut lines = vec!["N4444"; 5];
    lines.extend(["44444"; 3]);
    lines.extend(["D4444"; 2]);
    let many = first(&lines);
    let statement = many.statements.first().unwrap();
    assert!(statement.does_not_apply && statement.not_visible);
    assert_eq!(
        (statement.not_applicable_rate, statement.dont_know_rate),
        (Some(50), None)
    );
}

#[test]
fn a_statement_is_polarised_with_a_quarter_on_each_side() {
    let mut lines = vec!["54444"; 3];
    lines.extend(["14444"; 3]);
    lines.extend(["34444"; 6]);
    let statement = *first(&lines).statements.first().unwrap();
    assert!(statement.polarised);
    let distribution = Distribution {
        disagree: 25,
        mixed: 50,
        agree: 25,
    };
    assert_eq!(statement.distribution, Some(distribution));
    lines.push("34444");
    assert!(!first(&lines).statements.first().unwrap().polarised);
}

#[test]
fn identical_answers_are_told_from_three_on() {
    let line = |digit: &str| digit.repeat(40);
    let mut lines = vec![
        line("4"),
        line("3"),
        line("D"),
        format!("{}5", "4".repeat(39)),
    ];
    let all = |lines: &[String]| {
        round_of(
            &lines.iter().map(|line| response(line)).collect::<Vec<_>>(),
            5,
        )
        .identical
    };
    lines.extend([line("45"), line("4").split_off(1)].map(|line| line.chars().take(40).collect()));
    assert_eq!(all(&lines), Some(3), "neither mixed answers nor a blank");
    lines.remove(0);
    assert_eq!(all(&lines), None);
}

#[test]
fn the_overall_score_needs_six_dimensions() {
    let responses = |line: &str| vec![response(line); 5];
    let six = "44444 44444 44444 44444 44444 33333";
    assert_eq!(
        round_of(&responses(six), 5).overall,
        Some(Tenths(38)),
        "3.833…"
    );
    let five = "44444 44444 44444 44444 44444";
    assert_eq!(round_of(&responses(five), 5).overall, None);
    let few = round_of(&vec![response(six); 4], 5);
    assert!(!few.enough() && few.overall.is_none());
}

#[test]
fn quality_depends_on_number_and_rate() {
    assert_eq!(
        (quality(11, Some(14)), response_rate(11, Some(14))),
        (Quality::Good, Some(79))
    );
    assert_eq!(quality(119, Some(200)), Quality::Good, "59.5% rounds up");
    assert_eq!(quality(10, Some(17)), Quality::Reasonable, "59%");
    assert_eq!(quality(10, Some(26)), Quality::Indicative, "38%");
    assert_eq!(quality(9, Some(9)), Quality::Indicative);
    assert_eq!(
        (quality(50, None), response_rate(50, None)),
        (Quality::Indicative, None)
    );
}

#[test]
fn equal_scores_are_ordered_by_agreement() {
    let lines = [
        "33333 44444 -",
        "55555 44444 -",
        "44444 44444 -",
        "44444 44444 -",
        "44444 44444 -",
    ];
    let round = round_of(&lines.map(response), 5);
    let [loose, close, ..] = round.dimensions.as_slice() else {
        panic!("eight dimensions")
    };
    assert_eq!(tenths(loose), tenths(close));
    assert_eq!(
        close.score.unwrap().by_closeness(&loose.score.unwrap()),
        Ordering::Less
    );
}

#[test]
fn a_dimension_without_k_answers_to_any_statement_has_no_agreement_and_comes_last() {
    let lines = [
        "444DD 33333",
        "D444D 55555",
        "DD444 44444",
        "4DD44 44444",
        "44DD4 44444",
    ];
    let round = round_of(&lines.map(response), 5);
    let [scattered, loose, ..] = round.dimensions.as_slice() else {
        panic!("eight dimensions")
    };
    assert_eq!((tenths(scattered), agreement(scattered)), (Some(40), None));
    assert_eq!(
        (tenths(loose), agreement(loose)),
        (Some(40), Some(Agreement::Close))
    );
    let (loose, scattered) = (loose.score.unwrap(), scattered.score.unwrap());
    assert_eq!(loose.by_closeness(&scattered), Ordering::Less);
}
