//! The report on a result, lent to the page that shows it: blocks in the order of health-check.md 8.1.

use serde::Serialize;

use super::figure::{Dot, dots, label, shape};
use crate::{
    features::{
        health_checks::{
            feedback::{DimensionText, Dimensions, PatternNote, StageLens, WhatNext},
            scoring::{Answer, needed},
            snapshot::{Snapshot, SnapshotDimension, SnapshotStatement},
        },
        networks::words,
    },
    platform::text::dates,
};

/// A result in the words of the day on which it was saved; shown by `report` of
/// `health_checks/_report.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPart {
    /// The opening sentence, without a number.
    pub opening: String,
    /// "One person's view".
    pub view: &'static str,
    /// The network, as it was called then.
    pub network: String,
    /// The day in milliseconds.
    pub day: i64,
    /// "November 2026".
    pub month: String,
    /// "Network Health Check 1.0.0".
    pub instrument: String,
    dots: Vec<Dot>,
    rows: Vec<ScoreRow>,
    /// Over all dimensions, where enough have a score.
    overall: Option<String>,
    lens: LensPart,
    build_on: PanelPart,
    focus: PanelPart,
    patterns: Vec<NotePart>,
    actions: Vec<ActionPart>,
    closing: Vec<String>,
    /// What the instrument is not, word for word.
    status: String,
}

/// One dimension in the table.
#[derive(Clone, Debug, Serialize)]
struct ScoreRow {
    code: String,
    name: String,
    tenths: Option<u8>,
    /// "3.8".
    score: Option<String>,
    band: &'static str,
    shape: &'static str,
    /// How many answers count.
    valid: u8,
    of: u8,
    /// How many must count for a score.
    needed: usize,
    answers: Vec<OwnAnswer>,
}

/// One statement as it was answered.
#[derive(Clone, Debug, Serialize)]
struct OwnAnswer {
    text: String,
    answer: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LensPart {
    /// "Building".
    stage: &'static str,
    paragraph: String,
    type_note: Option<String>,
    /// Where members see the network at a different stage.
    mismatch: Option<String>,
}

/// Build on, or Focus on.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PanelPart {
    dimensions: Vec<DimensionPart>,
    none: Option<String>,
    /// The colour of the panel.
    shape: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct DimensionPart {
    name: String,
    band: &'static str,
    shape: &'static str,
    /// Whether the average says little, because views differ.
    views_differ: bool,
    paragraph: String,
    question: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct NotePart {
    name: String,
    note: String,
}

/// A suggestion, in words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ActionPart {
    text: String,
    days: u16,
    sign: Option<String>,
    why: String,
}

impl ReportPart {
    /// The report of a snapshot.
    pub fn new(snapshot: &Snapshot) -> Self {
        let report = &snapshot.report;
        Self {
            opening: snapshot.opening().to_owned(),
            view: snapshot.mode_label(),
            network: snapshot.network.name.clone(),
            day: snapshot.date.ms,
            month: dates::month(snapshot.date.ms, dates::DEFAULT_ZONE),
            instrument: snapshot.instrument.title(),
            dots: dots(snapshot),
            rows: snapshot.dimensions.iter().map(ScoreRow::new).collect(),
            overall: snapshot.overall.map(|tenths| tenths.to_string()),
            lens: LensPart::new(&report.stage_lens),
            build_on: PanelPart::new(&report.build_on, "s"),
            focus: PanelPart::new(&report.focus, "a"),
            patterns: NotePart::all(&report.patterns),
            actions: ActionPart::all(&report.what_next),
            closing: closing(&report.what_next),
            status: snapshot.instrument.status.clone(),
        }
    }
}

impl LensPart {
    pub(super) fn new(lens: &StageLens) -> Self {
        Self {
            stage: words::stage(lens.stage),
            paragraph: lens.paragraph.clone(),
            type_note: lens.type_note.clone(),
            mismatch: lens.mismatch.clone(),
        }
    }
}

impl NotePart {
    pub(super) fn all(patterns: &[PatternNote]) -> Vec<Self> {
        let notes = patterns.iter().map(|pattern| Self {
            name: pattern.name.clone(),
            note: pattern.note.clone(),
        });
        notes.collect()
    }
}

impl ActionPart {
    pub(super) fn all(next: &WhatNext) -> Vec<Self> {
        let actions = next.actions.iter().map(|action| Self {
            text: action.text.clone(),
            days: action.due_days,
            sign: action.sign.clone(),
            why: action.why.clone(),
        });
        actions.collect()
    }
}

/// What helps to finish well.
pub(super) fn closing(next: &WhatNext) -> Vec<String> {
    next.closing.iter().map(|step| step.text.clone()).collect()
}

impl ScoreRow {
    fn new(dimension: &SnapshotDimension) -> Self {
        Self {
            code: dimension.code.to_string(),
            name: dimension.name.clone(),
            tenths: dimension.tenths.map(|tenths| tenths.0),
            score: dimension.tenths.map(|tenths| tenths.to_string()),
            band: label(dimension.band),
            shape: shape(dimension.band),
            valid: dimension.valid,
            of: dimension.of,
            needed: needed(usize::from(dimension.of)),
            answers: dimension.statements.iter().map(OwnAnswer::new).collect(),
        }
    }
}

impl OwnAnswer {
    fn new(own: &SnapshotStatement) -> Self {
        let answer = match own.answer {
            None => "no answer".to_owned(),
            Some(Answer::DontKnow) => "don't know".to_owned(),
            Some(Answer::NotApplicable) => "does not apply".to_owned(),
            Some(answer) => answer.to_string(),
        };
        Self {
            text: own.text.clone(),
            answer,
        }
    }
}

impl PanelPart {
    /// A focus is not always a dimension that needs attention, so its colour follows its first.
    pub(super) fn new(block: &Dimensions, usual: &'static str) -> Self {
        let first = block.dimensions.first();
        Self {
            dimensions: block.dimensions.iter().map(DimensionPart::new).collect(),
            none: block.none.clone(),
            shape: first.map_or(usual, |first| shape(Some(first.band))),
        }
    }
}

impl DimensionPart {
    fn new(text: &DimensionText) -> Self {
        Self {
            name: text.name.clone(),
            band: text.band.label(),
            shape: shape(Some(text.band)),
            views_differ: text.views_differ,
            paragraph: text.paragraph.clone(),
            question: text.question.clone(),
        }
    }
}
