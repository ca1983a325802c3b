//! Block 3: how to read the result at the network's stage and for its type.

use super::StageLens;
use super::reading::Reading;

pub(super) fn stage_lens(reading: &Reading<'_>) -> StageLens {
    let stage = reading.profile.stage;
    let lens = reading.instrument.stage(stage);
    let mismatch = reading.round.as_ref().and_then(|round| {
        let seen = round.facts.stage_votes.other_stage(stage, round.scores.k)?;
        let seen = &reading.instrument.stage(seen).label;
        Some(format!(
            "Members see the network at a different stage: its leaders say “{}”, members say “{seen}”.",
            lens.label
        ))
    });
    let looked_at = lens.look_hardest.iter().map(ToString::to_string);
    let normal = lens.normal_low.iter().map(ToString::to_string);
    StageLens {
        stage,
        paragraph: lens.lens.clone(),
        type_note: reading
            .instrument
            .type_note(reading.profile.kind)
            .map(str::to_owned),
        mismatch,
        used: looked_at.chain(normal).collect(),
    }
}
