//! Block 12: which actions a result suggests (health-check.md 8.4, 10.1).

use super::super::instrument::{DimensionCode, Instrument, Recommendation, Rule};
use super::super::score::Band;
use super::patterns::Match;
use super::reading::{Reading, Shown};
use super::{ClosingNote, Dimensions, Report, SuggestedAction, WhatNext, list};
use crate::entity::network::Stage;

/// How many actions are proposed, before the extra one.
const AT_MOST: usize = 3;

/// `passed_over` are recommendations that are open for this network or were declined in the last
/// twelve months.
pub(super) fn what_next(
    reading: &Reading<'_>,
    build_on: &[&Shown<'_>],
    focus: &[&Shown<'_>],
    matching: &[Match],
    passed_over: &[String],
) -> WhatNext {
    let codes = |shown: &[&Shown<'_>]| shown.iter().map(|one| one.code()).collect();
    let shown = reading.shown.iter();
    let basis = Basis {
        instrument: reading.instrument.clone(),
        stage: reading.profile.stage,
        bands: shown.map(|one| (one.code(), one.band())).collect(),
        focus: codes(focus),
        build_on: codes(build_on),
        patterns: matching.iter().map(|found| found.rule).collect(),
    };
    let actions = suggest(&basis, passed_over);
    let turning = basis.patterns.contains(&Rule::P13);
    let ends = reading.instrument.stage(reading.profile.stage).closing_list;
    let closing = if ends || turning {
        closing_list(reading)
    } else {
        Vec::new()
    };
    let ids = actions.iter().map(|action| &action.id);
    WhatNext {
        used: ids
            .chain(closing.iter().map(|step| &step.id))
            .cloned()
            .collect(),
        closing,
        actions,
    }
}

/// What of a result the suggested actions rest on. A report that is stored holds as much, so that
/// what was open or declined meanwhile can be passed over later.
#[derive(Clone, Debug)]
pub struct Basis {
    pub instrument: Instrument,
    /// As the leaders state it.
    pub stage: Stage,
    /// The band of each dimension that is shown, in their order.
    pub bands: Vec<(DimensionCode, Band)>,
    /// The most urgent first.
    pub focus: Vec<DimensionCode>,
    /// The strongest first.
    pub build_on: Vec<DimensionCode>,
    /// The patterns that match, in their order.
    pub patterns: Vec<Rule>,
}

impl Basis {
    /// What a stored report rests its suggestions on. It names at most three patterns, so a fourth
    /// one suggests nothing here.
    pub fn of(instrument: &Instrument, bands: Vec<(DimensionCode, Band)>, report: &Report) -> Self {
        let codes = |block: &Dimensions| block.dimensions.iter().map(|one| one.code).collect();
        Self {
            instrument: instrument.clone(),
            stage: report.stage_lens.stage,
            bands,
            focus: codes(&report.focus),
            build_on: codes(&report.build_on),
            patterns: report.patterns.iter().map(|note| note.id).collect(),
        }
    }

    fn band(&self, code: DimensionCode) -> Option<Band> {
        let mut bands = self.bands.iter();
        bands
            .find(|(shown, _)| *shown == code)
            .map(|(_, band)| *band)
    }
}

/// At most three actions, and a fourth where nothing needs attention (health-check.md 10.1, 8.4).
/// `passed_over` are recommendations that are open for this network or were declined in the last
/// twelve months.
pub fn suggest(basis: &Basis, passed_over: &[String]) -> Vec<SuggestedAction> {
    let mut chosen = Chosen {
        basis,
        passed_over,
        actions: Vec::new(),
    };
    let stage = basis.instrument.stage(basis.stage);
    if let Some(first) = &stage.always_first {
        chosen.add_by_id(first, "Suggested for every network at this stage.");
    }
    for (&code, count) in basis.focus.iter().zip([2, 1]) {
        let why = format!("{} is a focus of this result.", chosen.name(code));
        for recommendation in chosen.offered(code).into_iter().take(count) {
            chosen.add(code, recommendation, &why);
        }
    }
    chosen.actions.truncate(AT_MOST);
    if chosen.actions.len() < AT_MOST {
        add_from_pattern(&mut chosen);
    }
    let at_ease = basis
        .bands
        .iter()
        .all(|(_, band)| *band != Band::NeedsAttention);
    if let (Some(&strength), true) = (basis.build_on.first(), at_ease) {
        let why = format!("{} is a strength to build on.", chosen.name(strength));
        if let Some(recommendation) = chosen.offered(strength).first() {
            chosen.add(strength, recommendation, &why);
        }
    }
    chosen.actions
}

/// One action from the first matching pattern whose dimension is shown, unless that action is open,
/// declined or listed already: then from the next.
fn add_from_pattern(chosen: &mut Chosen<'_>) {
    let basis = chosen.basis;
    let found = basis.patterns.iter().find_map(|&rule| {
        let pattern = basis.instrument.pattern(rule)?;
        let code = pattern.dimension?;
        let recommendation = chosen.offered(code).into_iter().next()?;
        chosen
            .is_new(&recommendation.id)
            .then_some((pattern, code, recommendation))
    });
    if let Some((pattern, code, recommendation)) = found {
        let why = format!("Your answers show a pattern: {}.", pattern.name);
        chosen.add(code, recommendation, &why);
    }
}

fn closing_list(reading: &Reading<'_>) -> Vec<ClosingNote> {
    let steps = reading.instrument.closing.iter();
    steps
        .map(|step| ClosingNote {
            id: step.id.clone(),
            text: step.text.clone(),
        })
        .collect()
}

struct Chosen<'r> {
    basis: &'r Basis,
    passed_over: &'r [String],
    actions: Vec<SuggestedAction>,
}

impl<'r> Chosen<'r> {
    fn name(&self, code: DimensionCode) -> &'r str {
        let dimension = self.basis.instrument.dimension(code);
        dimension.map_or("", |dimension| dimension.name.as_str())
    }

    /// What the band of a dimension recommends, in order; nothing if it is not shown.
    fn offered(&self, code: DimensionCode) -> Vec<&'r Recommendation> {
        let first = &self.basis.instrument.stage(self.basis.stage).first;
        let (Some(dimension), Some(band)) =
            (self.basis.instrument.dimension(code), self.basis.band(code))
        else {
            return Vec::new();
        };
        let own = dimension.recommendations.iter();
        let mut offered: Vec<&Recommendation> = own.filter(|one| one.band == band).collect();
        offered.sort_by_key(|one| !first.contains(&one.id));
        offered
    }

    fn is_new(&self, id: &str) -> bool {
        let listed = self.actions.iter().any(|action| action.id == id);
        !listed && !self.passed_over.iter().any(|passed| passed == id)
    }

    fn add_by_id(&mut self, id: &str, why: &str) {
        let basis = self.basis;
        let found = basis.instrument.dimensions.iter().find_map(|dimension| {
            let mut own = dimension.recommendations.iter();
            own.find(|one| one.id == id)
                .map(|one| (dimension.code, one))
        });
        if let Some((code, recommendation)) = found {
            self.add(code, recommendation, why);
        }
    }

    /// Lists an action, unless it is open, declined or listed already.
    fn add(&mut self, code: DimensionCode, recommendation: &Recommendation, why: &str) {
        if !self.is_new(&recommendation.id) {
            return;
        }
        let instrument = &self.basis.instrument;
        let Some(dimension) = instrument.dimension(code) else {
            return;
        };
        let signs: Vec<String> = recommendation
            .signs
            .iter()
            .filter_map(|&id| instrument.statement(id))
            .map(|statement| format!("“{}”", statement.text.trim_end_matches('.')))
            .collect();
        let sign = match signs.as_slice() {
            [] => None,
            [one] => Some(format!("{one} goes up.")),
            [_, ..] => Some(format!("{} go up.", list(&signs))),
        };
        self.actions.push(SuggestedAction {
            id: recommendation.id.clone(),
            dimension: code,
            dimension_name: dimension.name.clone(),
            text: recommendation.text.clone(),
            due_days: recommendation.due_days,
            sign,
            why: why.to_owned(),
        });
    }
}
