//! All outputs of a round together, as somebody reads them who subtracts one from another.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::reference::{Person, instrument, people, response};
use super::*;
use crate::features::health_checks::comparison::{Comparison, Side, compare};
use crate::features::health_checks::instrument::{Instrument, Statement};
use crate::features::health_checks::round_card::{self, Detail, RoundChoice};
use crate::features::health_checks::scoring::{Answer, Group, Response, needed};
use crate::features::health_checks::snapshot::{Open, Round, RoundInput, RoundSnapshot};
use crate::features::health_checks::testing::round_input;
use crate::features::health_checks::views::RoundReportPart;
use crate::features::health_checks::{csv, json};

/// Everything that anybody is given of a round.
struct Outputs {
    page: Value,
    csv: Vec<Vec<String>>,
    json: Value,
    comparison: Option<Value>,
    card: Value,
}

const EVERYTHING: Open = Open {
    compared: true,
    leader: true,
};

/// The instrument as it was before one statement of each of two dimensions was put anew.
fn earlier_instrument() -> Instrument {
    let file = include_str!("../../../../assets/instruments/nhc-1.0.0.toml");
    let mut file = file.replacen("id = \"LEA-1\"", "id = \"LEA-1\"\nreverse = true", 1);
    for id in ["PUR-2", "KNO-3"] {
        let id = format!("id = \"{id}\"");
        file = file.replacen(&id, &format!("{id}\nmeaning_rev = 2"), 1);
    }
    Instrument::parse(&file).unwrap()
}

fn input(responses: &[Response], form: Form, k: u32) -> RoundInput<'_> {
    RoundInput {
        form,
        k,
        ..round_input(instrument(), responses)
    }
}

fn outputs(
    responses: &[Response],
    earlier: Option<(&RoundSnapshot, &Instrument, &[Response])>,
    form: Form,
    k: u32,
) -> Option<Outputs> {
    let round = Round::score(input(responses, form, k))?;
    let comparison = earlier.and_then(|(snapshot, instrument, responses)| {
        let before = Side::released(snapshot, instrument, Some(responses));
        compare(&before, &round.side(), None)
    });
    let snapshot = round.snapshot(comparison.as_ref());
    let choice = RoundChoice {
        dimensions: snapshot.dimensions.iter().map(|own| own.code).collect(),
        detail: Detail::Trend,
        statements: true,
        name_shown: true,
    };
    let card = round_card::project(&snapshot, &choice, comparison.as_ref());
    let page = RoundReportPart::new(&snapshot, EVERYTHING, comparison.as_ref()).unwrap();
    let lines = crate::platform::text::csv::records(&csv::round(&snapshot)).unwrap();
    let record = comparison.as_ref().map(Comparison::to_json);
    Some(Outputs {
        page: serde_json::to_value(page).unwrap(),
        csv: lines.into_iter().skip(1).map(|line| line.cells).collect(),
        json: serde_json::from_str(&json::round(&snapshot, EVERYTHING).unwrap()).unwrap(),
        comparison: record.map(|record| serde_json::from_str(&record.unwrap()).unwrap()),
        card: serde_json::to_value(card).unwrap(),
    })
}

/// A number as some output prints it, and what it is an average of.
#[derive(Clone, Debug)]
struct Figure {
    output: &'static str,
    /// A statement, or a dimension as a whole, or the round.
    about: String,
    /// Whose answers it rests on, known to the test alone.
    people: BTreeSet<usize>,
}

fn is_number(text: &Value) -> bool {
    let words = text.as_str().unwrap_or_default();
    text.is_number() || words.parse::<f64>().is_ok()
}

fn valid(own: &Response, statement: &Statement) -> bool {
    matches!(own.answers.get(statement.id), Some(Answer::Value(_)))
}

/// Every figure that the outputs print, with the people under it.
fn figures(outputs: &Outputs, responses: &[Response], form: Form) -> Vec<Figure> {
    let mut all = Vec::new();
    let mut add = |output, about: String, people: BTreeSet<usize>| {
        all.push(Figure {
            output,
            about,
            people,
        });
    };
    let of = |holds: &dyn Fn(&Response) -> bool| -> BTreeSet<usize> {
        let people = responses.iter().enumerate();
        people
            .filter(|(_, own)| holds(own))
            .map(|(place, _)| place)
            .collect()
    };
    add("page", "round".to_owned(), of(&|_| true));
    if !outputs.json["groups"].is_null() {
        for group in [Group::Core, Group::Member] {
            add(
                "json",
                "round".to_owned(),
                of(&|own| own.group == Some(group)),
            );
        }
    }
    for (place, dimension) in instrument().dimensions.iter().enumerate() {
        let asked: Vec<&Statement> = dimension.asked(form).collect();
        let scored = |own: &Response| {
            let given = asked.iter().filter(|statement| valid(own, statement));
            given.count() >= needed(asked.len())
        };
        let code = dimension.code.to_string();
        let (page, json) = (
            &outputs.page["rows"][place],
            &outputs.json["dimensions"][place],
        );
        let (line, card) = (&outputs.csv[place], &outputs.card["rows"][place]);
        let cell = |column: usize| Value::from(line[column].as_str());
        for (output, pooled, core, member, gap) in [
            (
                "page",
                &page["score"],
                &page["core"],
                &page["member"],
                &page["gap"]["figure"],
            ),
            ("csv", &cell(2), &cell(6), &cell(7), &cell(8)),
            (
                "json",
                &json["tenths"],
                &json["core"],
                &json["member"],
                &json["gap"],
            ),
            (
                "card",
                &card["tenths"],
                &card["gap"],
                &card["gap"],
                &card["gap"],
            ),
        ] {
            let has_gap = is_number(gap)
                || gap.as_str().is_some_and(|gap| gap.starts_with('−'))
                || gap.as_str().is_some_and(|gap| gap.starts_with('+'));
            if is_number(pooled) {
                add(output, code.clone(), of(&scored));
            }
            for (group, figure) in [(Group::Core, core), (Group::Member, member)] {
                if is_number(figure) || has_gap {
                    add(
                        output,
                        code.clone(),
                        of(&|own| own.group == Some(group) && scored(own)),
                    );
                }
            }
        }
        for (at, statement) in asked.iter().enumerate() {
            let answered = of(&|own| scored(own) && valid(own, statement));
            let own = &json["statements"][at];
            let id = statement.id.to_string();
            if own["mean"]["tenths"].is_number() {
                add("json", id.clone(), answered.clone());
            }
            if is_number(&page["statements"][at]["mean"]) {
                add("page", id.clone(), answered.clone());
            }
            if card["statements"][at][1]["mean"]["tenths"].is_number() {
                add("card", id.clone(), answered.clone());
            }
            if !own["distribution"].is_null() || own["n"].is_number() {
                add("json", id, answered);
            }
        }
    }
    all
}

/// Tenths in four outputs, as one says them.
fn tenths_of(outputs: &Outputs, place: usize) -> [Option<i64>; 4] {
    let read = |text: &str| text.replace('.', "").parse().ok();
    [
        outputs.page["rows"][place]["score"].as_str().and_then(read),
        read(&outputs.csv[place][2]),
        outputs.json["dimensions"][place]["tenths"].as_i64(),
        outputs.card["rows"][place]["tenths"].as_i64(),
    ]
}

fn assert_no_exact_number(outputs: &Outputs) {
    let texts = [
        outputs.page.to_string(),
        outputs.csv.concat().join("\n"),
        outputs.json.to_string(),
        outputs.card.to_string(),
        outputs
            .comparison
            .as_ref()
            .map_or_else(String::new, Value::to_string),
    ];
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        let exact = letters.windows(4).find(|four| {
            let [one, point, tenth, hundredth] = four else {
                return false;
            };
            one.is_ascii_digit()
                && *point == '.'
                && tenth.is_ascii_digit()
                && hundredth.is_ascii_digit()
        });
        assert_eq!(exact, None, "more than one decimal in {text}");
    }
}

fn responses_of(people: Vec<Person>, form: Form, usual: &[u8]) -> Vec<Response> {
    people
        .into_iter()
        .map(|person| response(person, form, usual))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_two_figures_leave_fewer_than_k_people_between_them(
        form in prop_oneof![3 => Just(Form::Full), 1 => Just(Form::Pulse)],
        k in 3..=6_u32,
        usual in vec(1..=5_u8, 8),
        now in people(),
        then in people(),
    ) {
        let now = responses_of(now, form, &usual);
        let then = responses_of(then, form, &usual);
        let old = earlier_instrument();
        let before = Round::score(input(&then, form, k)).map(|round| round.snapshot(None));
        let earlier = before.as_ref().map(|before| (before, &old, then.as_slice()));
        let Some(outputs) = outputs(&now, earlier, form, k) else {
            prop_assert!(now.len() < k as usize);
            return Ok(());
        };
        assert_no_exact_number(&outputs);
        for place in 0..8 {
            let [page, rest @ ..] = tenths_of(&outputs, place);
            prop_assert!(rest.iter().all(|own| *own == page), "the same in all: {page:?} {rest:?}");
        }
        let figures = figures(&outputs, &now, form);
        for one in &figures {
            prop_assert!(one.people.len() >= k as usize, "{one:?}");
            // A statement never rests on somebody whom its dimension leaves out.
            if let Some((dimension, _)) = one.about.split_once('-') {
                let pooled = figures.iter().filter(|own| own.about == dimension);
                let widest = pooled.max_by_key(|own| own.people.len());
                prop_assert!(widest.is_some_and(|own| own.people.is_superset(&one.people)), "{one:?}");
            }
            for other in &figures {
                let same = one.about == other.about;
                let inside = one.people.is_superset(&other.people);
                let between = one.people.difference(&other.people).count();
                if same && inside {
                    prop_assert!(
                        between == 0 || between >= k as usize,
                        "{} of {} against {}: {one:?}, {other:?}",
                        one.about, one.output, other.output
                    );
                }
            }
        }
        if let Some(record) = &outputs.comparison {
            for own in record["dimensions"].as_array().unwrap() {
                let Some(scores) = own["outcome"]["scores"].as_object() else {
                    continue;
                };
                let known = ["before", "after", "threshold", "trend", "on"];
                prop_assert!(scores.keys().all(|key| known.contains(&key.as_str())));
            }
        }
    }

    #[test]
    fn who_has_no_score_moves_no_figure_but_the_label_of_agreement(
        form in prop_oneof![3 => Just(Form::Full), 1 => Just(Form::Pulse)],
        usual in vec(1..=5_u8, 8),
        now in people(),
        turned in 0..8_usize,
    ) {
        let now = responses_of(now, form, &usual);
        let code = instrument().dimensions[turned].code;
        let asked: Vec<&Statement> = instrument().dimensions[turned].asked(form).collect();
        let mut other = now.clone();
        for own in &mut other {
            let given = asked.iter().filter(|statement| valid(own, statement)).count();
            if given >= needed(asked.len()) {
                continue;
            }
            for statement in &asked {
                if let Some(Answer::Value(value)) = own.answers.get(statement.id) {
                    let answer = Answer::value(6 - value.get());
                    prop_assert!(own.answers.set(instrument(), form, statement.id, answer));
                }
            }
        }
        let figures = |responses: &[Response]| {
            let round = Round::score(input(responses, form, 5))?.snapshot(None);
            let own = round.dimensions.into_iter().find(|own| own.code == code)?;
            Some((own.n, own.tenths, own.groups, own.statements))
        };
        prop_assert_eq!(figures(&now), figures(&other));
    }

    #[test]
    fn a_group_below_k_leaves_no_trace_in_any_output(
        usual in vec(1..=5_u8, 8),
        now in people(),
        few in 0..5_usize,
    ) {
        let mut now = responses_of(now, Form::Full, &usual);
        for (place, own) in now.iter_mut().enumerate() {
            own.group = Some(if place < few { Group::Core } else { Group::Member });
        }
        let mut dropped = now.clone();
        for own in &mut dropped {
            own.group = None;
        }
        let (with, without) = (
            outputs(&now, None, Form::Full, 5),
            outputs(&dropped, None, Form::Full, 5),
        );
        let all = |outputs: Option<Outputs>| {
            outputs.map(|own| (own.page, own.csv, own.json, own.card))
        };
        prop_assert_eq!(all(with), all(without));
    }

    #[test]
    fn a_masked_statement_of_two_cannot_be_had_from_the_score_and_the_other(
        k in 3..=6_u32,
        usual in vec(1..=5_u8, 8),
        now in people(),
    ) {
        let now = responses_of(now, Form::Pulse, &usual);
        let Some(outputs) = outputs(&now, None, Form::Pulse, k) else {
            return Ok(());
        };
        for row in outputs.page["rows"].as_array().unwrap() {
            let means: Vec<&str> = row["statements"].as_array().unwrap().iter()
                .map(|own| own["mean"].as_str().unwrap())
                .collect();
            let masked = means.iter().any(|mean| mean.starts_with("below") || mean.starts_with("above"));
            let plain = means.iter().any(|mean| mean.parse::<f64>().is_ok());
            prop_assert!(!(masked && plain), "{means:?}");
        }
    }
}
