//! Records of comparisons, where the instrument changed and where it did not.

use super::*;
use crate::features::health_checks::instrument::nhc;
use crate::features::health_checks::scoring::Response;
use crate::features::health_checks::snapshot::{Round, RoundInput, RoundMode};
use crate::features::health_checks::testing::{response, round_input};

const FILE: &str = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");

/// A later version in which these statements mean something else.
fn later(changed: &[&str]) -> Instrument {
    let mut file = FILE.replacen("version = \"1.0.0\"", "version = \"1.1.0\"", 1);
    for id in changed {
        let id = format!("id = \"{id}\"");
        file = file.replacen(&id, &format!("{id}\nmeaning_rev = 2"), 1);
    }
    Instrument::parse(&file).unwrap()
}

fn people(line: &str, n: usize) -> Vec<Response> {
    vec![response(line); n]
}

fn outcome_of(comparison: &Comparison, code: &str) -> Outcome {
    let code = DimensionCode::parse(code).unwrap();
    let own = comparison.dimensions.iter().find(|own| own.code == code);
    own.unwrap().outcome
}

#[test]
fn changed_statements_are_left_out_of_both_rounds() {
    let (old, new) = (nhc(), later(&["PUR-1", "REL-1", "REL-2", "REL-3"]));
    // Without PUR-1 the earlier people say 3, the later ones 4.
    let earlier = people(&format!("5{}", "3".repeat(39)), 10);
    let later = people(&format!("1{}", "4".repeat(39)), 10);
    let before = Round::score(round_input(&old, &earlier)).unwrap();
    let before = before.snapshot(None);
    let after = Round::score(round_input(&new, &later)).unwrap();
    let kept = Side::released(&before, &old, Some(&earlier));
    let comparison = compare(&kept, &after.side(), Some(true)).unwrap();
    assert_eq!(
        outcome_of(&comparison, "PUR"),
        Outcome::Scores {
            before: Tenths(30),
            after: Tenths(40),
            threshold: Some(3),
            trend: Some(Trend::Up),
            on: Some(SharedStatements { shared: 4, of: 5 }),
        }
    );
    assert_eq!(outcome_of(&comparison, "REL"), Outcome::NotComparable);
    let Outcome::Scores {
        before: from, on, ..
    } = outcome_of(&comparison, "MEM")
    else {
        panic!("the same statements")
    };
    assert_eq!((from, on), (Tenths(30), None));
    assert_eq!(
        (comparison.before.n, comparison.membership_changed),
        (10, Some(true))
    );
    let gone = Side::released(&before, &old, None);
    let comparison = compare(&gone, &after.side(), None).unwrap();
    assert_eq!(outcome_of(&comparison, "PUR"), Outcome::NotComparable);
    assert_ne!(outcome_of(&comparison, "MEM"), Outcome::NotComparable);
}

#[test]
fn a_score_that_is_not_shown_is_not_compared_even_on_fewer_statements() {
    let (old, new) = (nhc(), later(&["PUR-1", "PUR-2"]));
    // Two of three shared statements would be enough, two of five are not.
    let few = people(&format!("DDD44{}", "4".repeat(35)), 6);
    let all = people(&"4".repeat(40), 6);
    let before = Round::score(round_input(&old, &few))
        .unwrap()
        .snapshot(None);
    let after = Round::score(round_input(&new, &all)).unwrap();
    let kept = Side::released(&before, &old, Some(&few));
    let comparison = compare(&kept, &after.side(), None).unwrap();
    assert_eq!(outcome_of(&comparison, "PUR"), Outcome::NotShown);
}

#[test]
fn different_kinds_of_check_are_not_compared() {
    let nhc = nhc();
    let all = people(&"4".repeat(40), 6);
    let full = Round::score(round_input(&nhc, &all))
        .unwrap()
        .snapshot(None);
    let pulse = Round::score(RoundInput {
        form: Form::Pulse,
        ..round_input(&nhc, &all)
    });
    let pulse = pulse.unwrap();
    let full_side = Side::released(&full, &nhc, None);
    assert_eq!(compare(&full_side, &pulse.side(), None), None);
    let open = Round::score(RoundInput {
        mode: RoundMode::RoundOpenLink,
        ..round_input(&nhc, &all)
    });
    assert!(compare(&full_side, &open.unwrap().side(), None).is_some());
}
