//! Reports as people read them.

mod one_view;
mod rounds;
mod vectors;

use super::super::instrument::nhc;
use super::super::scoring::score_individual;
use super::super::testing::{answers, profile};
use super::*;
use crate::entity::health_check::Form;

const NOVEMBER_2026: Date = Date {
    ms: 0,
    year: 2026,
    month: 11,
    day: 24,
};

fn code(text: &str) -> DimensionCode {
    DimensionCode::parse(text).unwrap()
}

fn report_on(line: &str) -> Report {
    report_for(&profile(), line)
}

fn report_for(profile: &Profile, line: &str) -> Report {
    let nhc = nhc();
    let scores = score_individual(&nhc, Form::Full, &answers(line));
    individual(&nhc, &scores, profile, NOVEMBER_2026)
}

fn at(stage: Stage) -> Profile {
    Profile { stage, ..profile() }
}

fn codes(block: &Dimensions) -> Vec<&str> {
    block
        .dimensions
        .iter()
        .map(|own| own.code.as_str())
        .collect()
}

fn rules(report: &Report) -> Vec<Rule> {
    report.patterns.iter().map(|pattern| pattern.id).collect()
}

fn actions(report: &Report) -> Vec<&str> {
    report
        .what_next
        .actions
        .iter()
        .map(|action| action.id.as_str())
        .collect()
}

/// Eight dimensions of five equal answers.
fn flat(values: [u8; 8]) -> String {
    values
        .iter()
        .map(|value| value.to_string().repeat(5))
        .collect()
}

/// Each block has at most 90 words (health-check.md 8.1).
fn assert_blocks_are_short(report: &Report) {
    let words = |texts: &[&str]| {
        texts
            .iter()
            .flat_map(|text| text.split_whitespace())
            .count()
    };
    let lens = &report.stage_lens;
    let mut blocks = vec![
        ("opening", words(&[&report.opening.text])),
        (
            "lens",
            words(&[
                &lens.paragraph,
                lens.type_note.as_deref().unwrap_or_default(),
                lens.mismatch.as_deref().unwrap_or_default(),
            ]),
        ),
    ];
    for (name, block) in [("build on", &report.build_on), ("focus", &report.focus)] {
        let said = block
            .dimensions
            .iter()
            .map(|own| words(&[&own.name, &own.paragraph, &own.question]));
        blocks.push((name, said.sum()));
    }
    let notes = report
        .patterns
        .iter()
        .map(|own| words(&[&own.name, &own.note]));
    blocks.push(("patterns", notes.sum()));
    for (name, count) in blocks {
        assert!(count <= 90, "{name} has {count} words");
    }
}
