//! Block 0: one plain sentence, without a number (health-check.md 8.1.1).

use super::Opening;
use super::reading::{Reading, Shown};

/// Fewer shown dimensions than this are named in the sentence.
const ENOUGH_DIMENSIONS: usize = 6;

pub(super) fn opening(
    reading: &Reading<'_>,
    build_on: &[&Shown<'_>],
    focus: &[&Shown<'_>],
) -> Opening {
    let strength = build_on.first();
    let need = focus.first();
    let used = strength
        .iter()
        .chain(&need)
        .map(|shown| shown.code().to_string())
        .collect();
    let s = strength.map(|shown| shown.dimension.opening_s.as_str());
    let n = need.map(|shown| shown.dimension.opening_n.as_str());
    let suggestion = match (s, n) {
        (Some(s), Some(n)) => format!("that {s}, and that {n}."),
        (Some(s), None) => format!("that {s}, and no dimension asks for attention first."),
        (None, Some(n)) => format!("that {n}; no dimension stands out as a strength yet."),
        // A shown dimension is a strength or can be Focus, so here none is shown.
        (None, None) => {
            let text = "There are not enough answers yet to say how the network is doing.";
            return Opening {
                text: text.to_owned(),
                used,
            };
        }
    };
    let from = match reading.shown.len() {
        ENOUGH_DIMENSIONS.. => {
            return Opening {
                text: format!("Your answers suggest {suggestion}"),
                used,
            };
        }
        1 => "From the one dimension".to_owned(),
        several => format!("From the {} dimensions", in_words(several)),
    };
    Opening {
        text: format!("{from} that could be scored, your answers suggest {suggestion}"),
        used,
    }
}

fn in_words(number: usize) -> &'static str {
    match number {
        2 => "two",
        3 => "three",
        4 => "four",
        _ => "five",
    }
}
