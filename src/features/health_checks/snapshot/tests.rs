//! Snapshots of both kinds, as they are stored and read.

use super::*;
use crate::features::health_checks::comparison::{Comparison, Side, Trend, compare};
use crate::features::health_checks::disclosure::{Agreement, Quality, ShownMean};
use crate::features::health_checks::instrument::nhc;
use crate::features::health_checks::scoring::Response;
use crate::features::health_checks::testing::{answers, profile, response, round_input, v11};

#[test]
fn a_stored_snapshot_reads_back_as_it_was() {
    let given = answers("5544D 44444 22222 33333 4N4DD 1---- 45454 33322");
    let snapshot = Snapshot::individual(
        &nhc(),
        Form::Full,
        &given,
        profile(),
        Date::at(1_795_532_635_000, "UTC"),
    );
    let json = snapshot.to_json().unwrap();
    assert_eq!(Snapshot::from_json(&json).unwrap(), snapshot);
    assert!(json.starts_with(r#"{"format":1,"#));
    let tenths: Vec<Option<u8>> = snapshot
        .dimensions
        .iter()
        .map(|own| own.tenths.map(|tenths| tenths.0))
        .collect();
    assert_eq!(
        tenths,
        [
            Some(45),
            Some(40),
            Some(20),
            Some(30),
            None,
            None,
            Some(44),
            Some(26)
        ]
    );
    assert_eq!(
        snapshot.overall,
        Some(Tenths(34)),
        "(4.5 + 4 + 2 + 3 + 4.4 + 2.6) / 6 = 3.416…"
    );
    assert_eq!(
        (snapshot.dimensions[4].valid, snapshot.dimensions[4].of),
        (2, 5)
    );
}

#[test]
fn a_snapshot_of_a_later_format_is_refused() {
    let refused = Snapshot::from_json(r#"{"format":2,"anything":true}"#).unwrap_err();
    assert!(refused.to_string().contains("format 2"), "{refused}");
}

fn code(text: &str) -> DimensionCode {
    DimensionCode::parse(text).unwrap()
}

fn round_of(responses: &[Response]) -> RoundSnapshot {
    let nhc = nhc();
    let round = Round::score(round_input(&nhc, responses)).unwrap();
    round.snapshot(None)
}

#[test]
fn v11_is_one_snapshot_with_everything_that_is_shown() {
    let round = round_of(&v11());
    assert_eq!(
        (round.n, round.invited, round.rate, round.quality),
        (11, Some(14), Some(79), Quality::Good)
    );
    let groups = round.groups.unwrap();
    assert_eq!((groups.core, groups.member), (5, 6));
    assert_eq!(round.overall, Some(Tenths(38)));
    assert_eq!(round.dimensions.len(), 8);
    for dimension in &round.dimensions {
        assert_eq!((dimension.n, dimension.tenths), (11, Some(Tenths(38))));
        assert_eq!(dimension.band, Some(Band::Developing));
        assert_eq!(dimension.agreement, Some(Agreement::Mixed));
        let groups = dimension.groups.unwrap();
        assert_eq!((groups.core.0, groups.member.0, groups.gap()), (46, 31, 15));
        let first = &dimension.statements[0].shown;
        let shares = first.distribution.unwrap();
        assert_eq!(first.mean, ShownMean::Tenths(Tenths(38)));
        assert_eq!((shares.agree, shares.mixed, shares.disagree), (64, 27, 9));
    }
    let report = round.report(Open::default()).unwrap();
    let focus: Vec<&str> = report
        .focus
        .dimensions
        .iter()
        .map(|own| own.code.as_str())
        .collect();
    assert_eq!(focus, ["REL", "MEM"]);
    let none = report.build_on.none.as_deref().unwrap();
    assert!(none.starts_with("No dimension reached 4.0 yet"));
    assert_eq!(
        report.opening.text,
        "Your answers suggest that people could get to know and rely on one another more; no \
         dimension stands out as a strength yet."
    );
    let patterns: Vec<String> = report
        .patterns
        .iter()
        .map(|own| own.id.to_string())
        .collect();
    assert_eq!(patterns, ["P2"]);
    let actions = report.what_next.actions.iter();
    let actions: Vec<&str> = actions.map(|action| action.id.as_str()).collect();
    assert_eq!(actions, ["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1"]);
}

#[test]
fn stored_results_tell_their_kind() {
    let round = round_of(&v11());
    let json = round.to_json().unwrap();
    let Stored::Round(read) = Stored::from_json(&json).unwrap() else {
        panic!("a round")
    };
    assert_eq!(*read, round);
    assert!(Snapshot::from_json(&json).is_err(), "not an individual one");
    for exact in ["3.78", "0.74", "208", "473", "\"sum\"", "answers\":"] {
        assert!(!json.contains(exact), "{exact}");
    }
    let own = Snapshot::individual(
        &nhc(),
        Form::Full,
        &answers(&"4".repeat(40)),
        profile(),
        Date::at(0, "UTC"),
    );
    let stored = Stored::from_json(&own.to_json().unwrap()).unwrap();
    assert_eq!(stored, Stored::Individual(Box::new(own)));
    assert!(Stored::from_json(r#"{"format":2,"mode":"individual"}"#).is_err());
}

#[test]
fn below_k_there_is_no_result_at_all() {
    let nhc = nhc();
    let few = vec![response(&"4".repeat(40)); 4];
    assert!(Round::score(round_input(&nhc, &few)).is_none());
}

#[test]
fn an_open_link_has_no_rate_and_is_indicative() {
    let nhc = nhc();
    let many = vec![response(&"4".repeat(40)); 30];
    let input = RoundInput {
        mode: RoundMode::RoundOpenLink,
        ..round_input(&nhc, &many)
    };
    let round = Round::score(input).unwrap().snapshot(None);
    assert_eq!((round.invited, round.rate), (None, None));
    assert_eq!(round.quality, Quality::Indicative);
    assert_eq!(round.mode_label(), "Indicative, open link");
}

#[test]
fn context_questions_are_told_from_k_on_and_their_shares_from_ten() {
    let nhc = nhc();
    let responses = vec![response(&"4".repeat(40)); 12];
    let told = |life: &[&str]| {
        let contexts: Vec<ContextAnswers> = life
            .iter()
            .map(|code| ContextAnswers {
                life: Some((*code).to_owned()),
                year: None,
            })
            .collect();
        let input = RoundInput {
            contexts: &contexts,
            ..round_input(&nhc, &responses)
        };
        Round::score(input).unwrap().snapshot(None)
    };
    let four = ["full_flow"; 4];
    assert_eq!(told(&[&four[..], &["hard_to_say"; 5]].concat()).life, None);
    let five = told(&["full_flow"; 5]);
    let life = five.life.as_ref().unwrap();
    assert_eq!(life.most_common[0].text, "In full flow");
    assert_eq!(life.shares, None);
    let lens = &five.report(Open::default()).unwrap().stage_lens;
    assert!(lens.mismatch.as_ref().unwrap().contains("members say"));
    let ten = told(&[&["full_flow"; 5][..], &["winding_down"; 5]].concat());
    let life = ten.life.unwrap();
    assert_eq!(life.most_common.len(), 2, "equally common");
    let shares: Vec<u8> = life
        .shares
        .unwrap()
        .iter()
        .map(|(_, share)| *share)
        .collect();
    assert_eq!(shares, [0, 0, 50, 0, 50]);
    assert_eq!(ten.year, None);
}

#[test]
fn only_three_comments_or_more_to_a_question_are_kept() {
    let nhc = nhc();
    let responses = v11();
    let list = |question: &str, count| Comments {
        question: question.to_owned(),
        texts: vec!["We meet.".to_owned(); count],
    };
    let input = RoundInput {
        comments: vec![list("One", 2), list("Two", 3), list("Three", 0)],
        ..round_input(&nhc, &responses)
    };
    let round = Round::score(input).unwrap().snapshot(None);
    assert_eq!(round.comments, [list("Two", 3)]);
}

#[test]
fn a_leaders_own_view_goes_with_everything_that_rests_on_it() {
    let nhc = nhc();
    let responses = vec![response(&"3".repeat(40)); 6];
    let close = Date::at(1_795_532_635_000, "UTC");
    let own = |days: i64| {
        let date = Date::at(close.ms - days * 86_400_000, "UTC");
        let given = answers(&"5".repeat(40));
        Snapshot::individual(&nhc, Form::Full, &given, profile(), date)
    };
    assert_eq!(LeaderView::of(&own(61), close), None);
    assert_eq!(LeaderView::of(&own(-1), close), None);
    let input = RoundInput {
        leader: LeaderView::of(&own(60), close),
        ..round_input(&nhc, &responses)
    };
    let round = Round::score(input).unwrap().snapshot(None);
    let with = Open {
        leader: true,
        compared: false,
    };
    let rules = |open| -> Vec<String> {
        let patterns = round.report(open).unwrap().patterns.iter();
        patterns.map(|own| own.id.to_string()).collect()
    };
    assert_eq!(rules(with), ["P1", "P2"]);
    assert_eq!(rules(Open::default()), ["P1"]);
    let gaps = |open| round.report(open).unwrap().gaps.clone().unwrap().sentences;
    assert_eq!(gaps(with).len(), 3);
    assert!(gaps(Open::default()).is_empty());
    assert!(round.leader(with).is_some() && round.leader(Open::default()).is_none());
}

#[test]
fn what_rests_on_an_earlier_round_is_only_in_the_reading_for_those_who_may_see_it() {
    let nhc = nhc();
    let before = round_of(&vec![response(&"4".repeat(40)); 12]);
    let mut line = "4".repeat(40);
    line.replace_range(15..20, "33333");
    let responses = vec![response(&line); 12];
    let round = Round::score(round_input(&nhc, &responses)).unwrap();
    let comparison = compare(&Side::released(&before, &nhc, None), &round.side(), None).unwrap();
    assert_eq!(comparison.trend(code("LEA")), Some(Trend::Down));
    assert_eq!(comparison.trend(code("PUR")), Some(Trend::Steady));
    let stored = Comparison::from_json(&comparison.to_json().unwrap()).unwrap();
    assert_eq!(stored, comparison);
    let round = round.snapshot(Some(&comparison));
    let trend = |compared| {
        let open = Open {
            compared,
            leader: true,
        };
        round.report(open).unwrap().trend.clone()
    };
    assert_eq!(trend(false), None);
    assert_eq!(
        trend(true).unwrap().sentences,
        ["Down since last time: Leadership that is shared."]
    );
}
