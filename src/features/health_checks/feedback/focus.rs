//! Blocks 4 and 5: what to build on, and what to focus on first (health-check.md 8.1, 8.2).

use std::cmp::Reverse;

use super::super::comparison::Trend;
use super::super::disclosure::GapSize;
use super::super::score::Tenths;
use super::reading::{Reading, Shown};
use super::{DimensionText, Dimensions, with_article};

/// How many dimensions Build on and Focus name.
const AT_MOST: usize = 2;

/// The highest strengths. Equal scores: lower A first, then the order of dimensions; without A, as in
/// an individual check, the order of dimensions alone.
pub(super) fn build_on<'r, 'a>(reading: &'r Reading<'a>) -> Vec<&'r Shown<'a>> {
    let mut strengths: Vec<&Shown<'_>> = reading
        .shown
        .iter()
        .filter(|shown| shown.tenths >= Tenths::STRENGTH)
        .collect();
    // Stable, so what is equal keeps the order of dimensions.
    strengths.sort_by(|one, other| one.by_strength(other));
    strengths.truncate(AT_MOST);
    strengths
}

/// The dimensions below 4.0 with the highest priority. Equal ones: lower score first, then the order
/// of dimensions.
pub(super) fn focus<'r, 'a>(reading: &'r Reading<'a>) -> Vec<&'r Shown<'a>> {
    let mut needs: Vec<&Shown<'_>> = reading
        .shown
        .iter()
        .filter(|shown| shown.tenths < Tenths::STRENGTH)
        .collect();
    needs.sort_by_key(|shown| (Reverse(priority(reading, shown)), shown.tenths));
    needs.truncate(AT_MOST);
    needs
}

/// max(0, 4.0 - T) × weight + 0.2 × flags, in thousandths, so that it is exact.
pub(super) fn priority(reading: &Reading<'_>, shown: &Shown<'_>) -> u32 {
    let missing = u32::from(Tenths::STRENGTH.0.saturating_sub(shown.tenths.0));
    let weight = reading
        .instrument
        .weight(reading.profile.stage, shown.code());
    missing * u32::from(weight.0) + 200 * flags(shown)
}

fn flags(shown: &Shown<'_>) -> u32 {
    let gap = shown
        .gap
        .is_some_and(|gap| GapSize::of(gap.tenths) != GapSize::InLine);
    let down = shown.trend == Some(Trend::Down);
    u32::from(shown.split) + u32::from(gap) + u32::from(down)
}

pub(super) fn build_on_block(reading: &Reading<'_>, build_on: &[&Shown<'_>]) -> Dimensions {
    let closest = reading
        .shown
        .iter()
        .min_by(|one, other| one.by_strength(other));
    let none = match closest {
        Some(closest) => {
            let name = &closest.dimension.name;
            format!("No dimension reached 4.0 yet; the closest is {name}.")
        }
        None => "No dimension could be scored yet.".to_owned(),
    };
    let mut block = block(reading, build_on, none, false);
    if build_on.is_empty() {
        block
            .used
            .extend(closest.map(|shown| shown.code().to_string()));
    }
    block
}

pub(super) fn focus_block(reading: &Reading<'_>, focus: &[&Shown<'_>]) -> Dimensions {
    let none = if reading.shown.is_empty() {
        "No dimension could be scored yet."
    } else {
        "No dimension asks for attention first."
    };
    block(reading, focus, none.to_owned(), true)
}

/// The chosen dimensions, or `none` in their place.
fn block(reading: &Reading<'_>, chosen: &[&Shown<'_>], none: String, is_focus: bool) -> Dimensions {
    Dimensions {
        dimensions: chosen
            .iter()
            .map(|shown| text(reading, shown, is_focus))
            .collect(),
        none: chosen.is_empty().then_some(none),
        used: chosen
            .iter()
            .map(|shown| shown.code().to_string())
            .collect(),
    }
}

fn text(reading: &Reading<'_>, shown: &Shown<'_>, is_focus: bool) -> DimensionText {
    let band = shown.band();
    let text = shown.dimension.text(band);
    let mut sentences = Vec::new();
    // Where views differ, the mean is never described alone (health-check.md 5.12).
    if shown.split {
        sentences.push("Views differ widely here, so the average alone says little.".to_owned());
    }
    let central = reading.profile.kinds().find(|&kind| {
        reading
            .instrument
            .type_lens(kind)
            .signature
            .contains(&shown.code())
    });
    if let (true, Some(kind)) = (is_focus, central) {
        let noun = with_article(reading.instrument.noun(kind));
        sentences.push(format!("This is central for {noun}."));
    }
    let stage = reading.instrument.stage(reading.profile.stage);
    let prefix = stage
        .prefix
        .iter()
        .find(|prefix| prefix.dimension == shown.code() && prefix.band == band);
    sentences.extend(prefix.map(|prefix| prefix.text.clone()));
    sentences.push(text.paragraph.clone());
    DimensionText {
        code: shown.code(),
        name: shown.dimension.name.clone(),
        tenths: shown.tenths,
        band,
        views_differ: shown.split,
        paragraph: sentences.join(" "),
        question: text.question.clone(),
    }
}
