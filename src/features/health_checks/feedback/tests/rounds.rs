//! What a round's report says.

use std::collections::BTreeMap;

use super::super::super::comparison::Trend;
use super::super::super::disclosure::disclose;
use super::super::super::scoring::score_round;
use super::super::super::testing::response;
use super::vectors::v11;
use super::*;

#[test]
fn what_is_open_or_declined_is_not_suggested_again() {
    let facts = RoundFacts {
        delivered: Some(14),
        passed_over: vec!["REC-REL-D1".to_owned(), "REC-MEM-D1".to_owned()],
        ..RoundFacts::default()
    };
    let report = round(&nhc(), &v11(), &facts, &profile(), NOVEMBER_2026);
    assert_eq!(actions(&report), ["REC-REL-D2"]);
}

#[test]
fn a_round_of_few_is_a_small_voice() {
    let rules_of = |delivered, n: usize| {
        let responses = vec![response(&flat([4; 8])); n];
        let scores = disclose(&score_round(&nhc(), Form::Full, &responses, 5));
        let facts = RoundFacts {
            delivered,
            ..RoundFacts::default()
        };
        rules(&round(&nhc(), &scores, &facts, &profile(), NOVEMBER_2026))
    };
    assert_eq!(rules_of(Some(9), 9), [Rule::P1]);
    assert_eq!(rules_of(Some(10), 10), []);
    assert_eq!(rules_of(Some(26), 10), [Rule::P1]);
    assert_eq!(rules_of(None, 10), [], "an open link has no rate");
}

#[test]
fn a_round_tells_what_changed_and_what_members_cannot_see() {
    let responses = vec![response("DDD44 44444 DDD44 44444 DDD44 44444 DD444 22222"); 10];
    let scores = disclose(&score_round(&nhc(), Form::Full, &responses, 5));
    let trends = [
        ("REL", Trend::Up),
        ("LEA", Trend::Down),
        ("SUS", Trend::Down),
        ("KNO", Trend::Steady),
    ];
    let facts = RoundFacts {
        delivered: Some(12),
        year_on_year: Some(YearOnYear {
            weaker: 5,
            valid: 10,
        }),
        stage_votes: StageVotes {
            forming: 1,
            building: 3,
            performing: 2,
            renewing: 4,
        },
        earlier: Some(Earlier {
            trends: trends
                .map(|(dimension, trend)| (code(dimension), trend))
                .into(),
        }),
        leader: BTreeMap::from([(code("LEA"), Tenths(48)), (code("KNO"), Tenths(44))]),
        passed_over: Vec::new(),
    };
    let report = round(&nhc(), &scores, &facts, &profile(), NOVEMBER_2026);
    assert_eq!(
        report.trend.as_ref().unwrap().sentences,
        [
            "Up since last time: Ties and trust.",
            "Down since last time: Leadership that is shared and Energy and renewal.",
        ]
    );
    assert_eq!(
        report.gaps.as_ref().unwrap().sentences,
        [
            "One leader scores Leadership that is shared 0.8 higher than the network does: a notable gap."
        ]
    );
    assert_eq!(rules(&report), [Rule::P8, Rule::P11, Rule::P13]);
    let unseen = report.dont_know.as_ref().unwrap();
    assert_eq!(unseen.used.len(), 11);
    let words = unseen
        .sentences
        .iter()
        .flat_map(|own| own.split_whitespace());
    assert!(words.count() <= 90);
    assert_eq!(
        unseen.sentences.last().unwrap(),
        "And 7 more statements, listed under how these numbers were worked out."
    );
    assert_eq!(
        unseen.sentences[0],
        "100% do not know whether “I could explain what this network is for in a couple of sentences”."
    );
    assert!(
        report
            .stage_lens
            .mismatch
            .unwrap()
            .contains("Changing shape or winding down")
    );
    assert_eq!(report.what_next.closing.len(), 4, "P13 points to it");
}

#[test]
fn members_see_another_stage_only_when_enough_agree() {
    let votes = |forming, building, performing, renewing| StageVotes {
        forming,
        building,
        performing,
        renewing,
    };
    let seen = |votes: StageVotes| votes.other_stage(Stage::Building, 5);
    assert_eq!(seen(votes(0, 3, 0, 4)), Some(Stage::Renewing));
    assert_eq!(seen(votes(0, 4, 0, 3)), None, "the same stage");
    assert_eq!(seen(votes(3, 0, 3, 0)), None, "a tie");
    assert_eq!(seen(votes(0, 0, 0, 4)), None, "too few");
    assert_eq!(seen(votes(3, 2, 2, 1)), None, "38%");
    assert_eq!(seen(votes(4, 2, 2, 2)), Some(Stage::Forming), "40%");
    assert_eq!(seen(votes(0, 0, 0, 0)), None);
}
