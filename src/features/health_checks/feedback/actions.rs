//! Block 12: which actions a result suggests (health-check.md 8.4, 10.1).

use super::super::instrument::{DimensionCode, Recommendation, Rule};
use super::super::score::Band;
use super::patterns::Match;
use super::reading::{Reading, Shown};
use super::{ClosingNote, SuggestedAction, WhatNext, list};

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
    let mut chosen = Chosen {
        reading,
        passed_over,
        actions: Vec::new(),
    };
    let stage = reading.instrument.stage(reading.profile.stage);
    if let Some(first) = &stage.always_first {
        chosen.add_by_id(first, "Suggested for every network at this stage.");
    }
    for (shown, count) in focus.iter().zip([2, 1]) {
        let why = format!("{} is a focus of this result.", shown.dimension.name);
        for recommendation in chosen.offered(shown).into_iter().take(count) {
            chosen.add(shown.code(), recommendation, &why);
        }
    }
    chosen.actions.truncate(AT_MOST);
    if chosen.actions.len() < AT_MOST {
        add_from_pattern(&mut chosen, matching);
    }
    let at_ease = reading
        .shown
        .iter()
        .all(|shown| shown.band() != Band::NeedsAttention);
    if let (Some(strength), true) = (build_on.first(), at_ease) {
        let why = format!("{} is a strength to build on.", strength.dimension.name);
        if let Some(recommendation) = chosen.offered(strength).first() {
            chosen.add(strength.code(), recommendation, &why);
        }
    }
    let turning = matching.iter().any(|found| found.rule == Rule::P13);
    let closing = if stage.closing_list || turning {
        closing_list(reading)
    } else {
        Vec::new()
    };
    let ids = chosen.actions.iter().map(|action| &action.id);
    WhatNext {
        used: ids
            .chain(closing.iter().map(|step| &step.id))
            .cloned()
            .collect(),
        closing,
        actions: chosen.actions,
    }
}

/// One action from the first matching pattern whose dimension is shown, unless that action is open,
/// declined or listed already: then from the next.
fn add_from_pattern(chosen: &mut Chosen<'_, '_>, matching: &[Match]) {
    let reading = chosen.reading;
    let found = matching.iter().find_map(|found| {
        let pattern = reading.instrument.pattern(found.rule)?;
        let shown = reading.find(pattern.dimension?)?;
        let recommendation = chosen.offered(shown).into_iter().next()?;
        chosen
            .is_new(&recommendation.id)
            .then_some((pattern, shown.code(), recommendation))
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

struct Chosen<'r, 'a> {
    reading: &'r Reading<'a>,
    passed_over: &'r [String],
    actions: Vec<SuggestedAction>,
}

impl<'r> Chosen<'r, '_> {
    /// What the band of a dimension recommends, in order.
    fn offered(&self, shown: &Shown<'r>) -> Vec<&'r Recommendation> {
        let first = &self
            .reading
            .instrument
            .stage(self.reading.profile.stage)
            .first;
        let own = shown.dimension.recommendations.iter();
        let mut offered: Vec<&Recommendation> =
            own.filter(|one| one.band == shown.band()).collect();
        offered.sort_by_key(|one| !first.contains(&one.id));
        offered
    }

    fn is_new(&self, id: &str) -> bool {
        let listed = self.actions.iter().any(|action| action.id == id);
        !listed && !self.passed_over.iter().any(|passed| passed == id)
    }

    fn add_by_id(&mut self, id: &str, why: &str) {
        let found = self
            .reading
            .instrument
            .dimensions
            .iter()
            .find_map(|dimension| {
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
        let instrument = self.reading.instrument;
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
