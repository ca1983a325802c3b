//! What an individual report says.

use super::super::super::profile::Month;
use super::*;
use crate::entity::network::{Governance, Kind};

#[test]
fn the_opening_fits_every_case() {
    assert_eq!(
        report_on(&flat([5, 2, 3, 3, 3, 3, 3, 3])).opening.text,
        "Your answers suggest that members know what the network is for and choose by it, and that \
         people could get to know and rely on one another more."
    );
    assert_eq!(
        report_on(&flat([4; 8])).opening.text,
        "Your answers suggest that members know what the network is for and choose by it, and no \
         dimension asks for attention first."
    );
    assert_eq!(
        report_on("44444 33333 44444 33333 44444").opening.text,
        "From the five dimensions that could be scored, your answers suggest that members know \
         what the network is for and choose by it, and that people could get to know and rely on \
         one another more."
    );
    let nothing = report_on("44DDD");
    assert_eq!(
        nothing.opening.text,
        "There are not enough answers yet to say how the network is doing."
    );
    assert_eq!(codes(&nothing.focus), [""; 0]);
    assert!(nothing.focus.none.is_some() && nothing.build_on.none.is_some());
    assert_eq!(actions(&nothing), [""; 0]);
}

#[test]
fn without_agreement_equal_strengths_keep_the_order_of_dimensions() {
    let report = report_on(&flat([4, 5, 3, 5, 5, 3, 3, 3]));
    assert_eq!(codes(&report.build_on), ["REL", "LEA"]);
    assert_eq!(report.build_on.used, ["REL", "LEA"]);
    assert_eq!(report.build_on.none, None);
}

#[test]
fn the_closest_to_a_strength_is_named() {
    let none = report_on(&flat([3, 2, 3, 2, 3, 3, 3, 1]))
        .build_on
        .none
        .unwrap();
    assert_eq!(
        none,
        "No dimension reached 4.0 yet; the closest is Purpose we share."
    );
}

#[test]
fn it_is_early_for_a_forming_network() {
    let line = flat([4, 4, 4, 4, 4, 4, 2, 4]);
    let forming = report_for(&at(Stage::Forming), &line);
    let value = &forming.focus.dimensions[0];
    assert!(
        value.paragraph.starts_with("It is early. Members may not"),
        "{}",
        value.paragraph
    );
    assert_eq!(actions(&forming), ["REC-VAL-N1", "REC-VAL-N2"]);
    let building = report_for(&at(Stage::Building), &line);
    assert!(
        building.focus.dimensions[0]
            .paragraph
            .starts_with("Members may not")
    );
}

#[test]
fn a_renewing_network_talks_first_and_gets_the_closing_list() {
    let report = report_for(&at(Stage::Renewing), &flat([3, 4, 4, 4, 4, 4, 3, 4]));
    assert_eq!(
        actions(&report),
        ["REC-SUS-N1", "REC-PUR-D1", "REC-PUR-D2", "REC-REL-S1"]
    );
    assert_eq!(report.what_next.closing.len(), 4);
    assert!(report_on(&flat([3; 8])).what_next.closing.is_empty());
}

#[test]
fn an_extra_action_comes_only_where_nothing_needs_attention() {
    let at_ease = report_on(&flat([5, 3, 3, 4, 4, 4, 4, 4]));
    assert_eq!(
        actions(&at_ease),
        ["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1", "REC-PUR-S1"]
    );
    let needing = report_on(&flat([5, 3, 3, 4, 4, 4, 4, 2]));
    assert_eq!(
        actions(&needing),
        ["REC-SUS-N1", "REC-SUS-N2", "REC-REL-D1"]
    );
}

#[test]
fn a_pattern_fills_a_free_place() {
    // One focus. P8 points to what is listed already, so the next pattern gives an action.
    let report = report_on("55552 55555 52555 55555 55555 55555 55555 22222");
    assert_eq!(rules(&report), [Rule::P8, Rule::P10, Rule::P12]);
    assert_eq!(actions(&report), ["REC-SUS-N1", "REC-SUS-N2", "REC-MEM-S1"]);
    assert_eq!(
        report.what_next.actions[2].why,
        "Your answers show a pattern: Missing voices."
    );
}

#[test]
fn an_action_says_what_to_look_for() {
    let report = report_on(&flat([4, 2, 4, 4, 4, 4, 4, 4]));
    let first = &report.what_next.actions[0];
    assert_eq!(
        first.sign.as_deref(),
        Some("“There are people in this network I would ring if I were stuck” goes up.")
    );
    assert_eq!(
        (first.due_days, first.dimension_name.as_str()),
        (30, "Ties and trust")
    );
    assert_eq!(first.why, "Ties and trust is a focus of this result.");
    assert_eq!(report.what_next.used, actions(&report));
}

#[test]
fn a_further_type_makes_its_dimensions_central_too() {
    let mixed = Profile {
        kind: Kind::Improvement,
        also: vec![Kind::Support],
        ..profile()
    };
    let report = report_for(&mixed, &flat([4, 4, 2, 4, 4, 2, 4, 4]));
    let paragraphs: Vec<&str> = report
        .focus
        .dimensions
        .iter()
        .map(|own| own.paragraph.as_str())
        .collect();
    assert!(
        paragraphs[0].starts_with("This is central for a support network."),
        "{paragraphs:?}"
    );
    assert!(paragraphs[1].starts_with("This is central for an improvement network."));
    assert_eq!(
        report.stage_lens.type_note.as_deref(),
        Some("In an improvement network, ask for measured change.")
    );
}

#[test]
fn unsafe_to_say_comes_before_all_other_patterns() {
    // REL-3, LEA-3, KNO-5 with KNO-1, VAL-4 with VAL-1, MEM-2, PUR-5 are all low.
    let report = report_on("44442 44144 42444 44244 44444 44442 44424 44444");
    assert_eq!(rules(&report), [Rule::P14, Rule::P5, Rule::P6]);
    assert_eq!(report.patterns[0].used, ["REL-3"]);
}

#[test]
fn each_pattern_of_one_persons_view_has_its_edge() {
    let all_four = flat([4; 8]);
    let with = |changes: &[(usize, &str)]| {
        let mut line = all_four.clone();
        for (place, digit) in changes {
            line.replace_range(*place..=*place, digit);
        }
        line
    };
    let found = |line: &str| rules(&report_on(line));
    assert_eq!(found(&all_four), []);
    assert_eq!(found(&with(&[(17, "2")])), [Rule::P5], "LEA-3");
    assert_eq!(found(&with(&[(17, "3")])), []);
    assert_eq!(found(&with(&[(29, "2")])), [Rule::P6], "KNO-5");
    assert_eq!(
        found(&with(&[(29, "2"), (25, "3")])),
        [],
        "KNO-1 is not high"
    );
    assert_eq!(found(&with(&[(33, "2")])), [Rule::P7], "VAL-4");
    assert_eq!(found(&flat([4, 4, 4, 4, 4, 4, 4, 2])), [Rule::P8]);
    assert_eq!(found(&with(&[(11, "1")])), [Rule::P10], "MEM-2");
    assert_eq!(
        found(&with(&[(4, "2")])),
        [Rule::P12],
        "PUR-5, and older than two years"
    );
    assert_eq!(found(&with(&[(7, "2")])), [Rule::P14], "REL-3");
    assert_eq!(
        found(&with(&[(7, "D")])),
        [],
        "what is not known matches nothing"
    );
    let eight = with(&[
        (0, "D"),
        (1, "D"),
        (5, "D"),
        (6, "D"),
        (10, "D"),
        (15, "D"),
        (20, "D"),
        (25, "D"),
    ]);
    assert_eq!(found(&eight), [], "P11 is about members");
}

#[test]
fn a_rule_whose_fact_is_missing_does_not_match() {
    let found = |profile: &Profile, line: &str| rules(&report_for(profile, line));
    let young = Profile {
        started: Month::parse("2024-11"),
        ..profile()
    };
    let drifting = format!("44442{}", "4".repeat(35));
    assert_eq!(found(&young, &drifting), [], "exactly 24 months");
    assert_eq!(
        found(
            &Profile {
                started: None,
                ..profile()
            },
            &drifting
        ),
        []
    );

    let thin = flat([4, 3, 4, 4, 4, 4, 4, 4]);
    let shared = |organisations| Profile {
        organisations,
        ..profile()
    };
    assert_eq!(found(&shared(Some(9)), &thin), [Rule::P9]);
    assert_eq!(found(&shared(Some(8)), &thin), []);
    assert_eq!(found(&shared(None), &thin), []);

    let governed = |governance| Profile {
        governance,
        ..profile()
    };
    let dominated = format!("{}2{}", "4".repeat(12), "4".repeat(27));
    assert_eq!(
        found(&governed(Some(Governance::LeadOrganisation)), &dominated),
        [Rule::P9]
    );
    assert_eq!(
        found(&governed(Some(Governance::CoordinatingBody)), &dominated),
        []
    );
    assert_eq!(
        found(&governed(Some(Governance::NotSettled)), &flat([4; 8])),
        [Rule::P9]
    );
    assert_eq!(found(&governed(None), &dominated), []);
}

#[test]
fn no_block_is_long_at_any_stage_or_for_any_type() {
    let kinds = [
        Kind::Learning,
        Kind::Improvement,
        Kind::Delivery,
        Kind::Advocacy,
        Kind::Support,
        Kind::Development,
        Kind::CommunityOfPractice,
        Kind::Other,
    ];
    for stage in [
        Stage::Forming,
        Stage::Building,
        Stage::Performing,
        Stage::Renewing,
    ] {
        for kind in kinds {
            let profile = Profile {
                kind,
                stage,
                ..profile()
            };
            for low in 0..8 {
                for other in 0..8 {
                    let mut values = [5; 8];
                    values[low] = 1;
                    values[other] = 2;
                    assert_blocks_are_short(&report_for(&profile, &flat(values)));
                }
            }
        }
    }
}
