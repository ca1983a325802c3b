//! Which actions a result proposes for a plan (health-check.md 10.1).
//!
//! The rule itself stands in `health_checks::feedback`, because the report suggests by it, too; here
//! its outcome becomes what a plan holds.

use crate::{
    entity::network::Stage,
    features::health_checks::{
        feedback::{Basis, SuggestedAction, suggest},
        instrument::{DimensionCode, Instrument},
    },
};

/// An action that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The recommendation, such as `REC-REL-D1`.
    pub recommendation: String,
    /// What it is about.
    pub dimension: DimensionCode,
    /// What to do.
    pub title: String,
    /// Why; empty where that would tell of a result that is somebody's own.
    pub why: String,
    /// Suggested days from agreement.
    pub due_days: u16,
    /// The one statement that should go up.
    pub sign_statement: Option<String>,
    /// What to look for, where it is not one statement.
    pub sign: String,
}

/// What a round proposes: Focus 1 twice, Focus 2 once, patterns where that is not enough, and an
/// extra one where nothing needs attention. `passed_over` are recommendations that are open for the
/// network or were declined in the last twelve months.
pub fn of_round(basis: &Basis, passed_over: &[String]) -> Vec<Proposal> {
    let suggested = suggest(basis, passed_over).into_iter();
    suggested
        .map(|action| Proposal::new(action, &basis.instrument))
        .collect()
}

/// What a leader's own result proposes: what its page suggests, without a word about why, since the
/// result is theirs alone (permissions.md R55).
pub fn of_own_view(suggested: &[SuggestedAction], instrument: &Instrument) -> Vec<Proposal> {
    let own = suggested.iter().cloned();
    own.map(|action| Proposal {
        why: String::new(),
        ..Proposal::new(action, instrument)
    })
    .collect()
}

impl Proposal {
    fn new(action: SuggestedAction, instrument: &Instrument) -> Self {
        let signs = instrument
            .recommendation(&action.id)
            .map_or(&[][..], |found| found.signs.as_slice());
        let (sign_statement, sign) = match signs {
            [one] => (Some(one.to_string()), String::new()),
            _ => (None, action.sign.unwrap_or_default()),
        };
        Self {
            recommendation: action.id,
            dimension: action.dimension,
            title: action.text,
            why: action.why,
            due_days: action.due_days,
            sign_statement,
            sign,
        }
    }
}

/// A basis in which nothing is shown: it proposes nothing but what its stage always does.
pub fn nothing_shown(instrument: &Instrument, stage: Stage) -> Basis {
    Basis {
        instrument: instrument.clone(),
        stage,
        bands: Vec::new(),
        focus: Vec::new(),
        build_on: Vec::new(),
        patterns: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::{
        instrument::{BUNDLED, Rule},
        score::Band::{self, Developing, NeedsAttention, Strength},
    };

    fn code(text: &str) -> DimensionCode {
        DimensionCode::parse(text).unwrap()
    }

    /// All eight dimensions shown with one band, but for those named.
    fn basis(usual: Band, others: &[(&str, Band)]) -> Basis {
        let instrument = Instrument::parse(BUNDLED[0]).unwrap();
        let bands = instrument.dimensions.iter().map(|dimension| {
            let other = others
                .iter()
                .find(|(name, _)| *name == dimension.code.as_str());
            (dimension.code, other.map_or(usual, |(_, band)| *band))
        });
        let bands = bands.collect();
        Basis {
            bands,
            ..nothing_shown(&instrument, Stage::Building)
        }
    }

    fn ids(basis: &Basis, passed_over: &[&str]) -> Vec<String> {
        let passed_over: Vec<String> = passed_over.iter().map(ToString::to_string).collect();
        let proposed = of_round(basis, &passed_over).into_iter();
        proposed.map(|one| one.recommendation).collect()
    }

    #[test]
    fn the_first_focus_proposes_two_and_the_second_one() {
        // V11.
        let v11 = Basis {
            focus: vec![code("REL"), code("MEM")],
            patterns: vec![Rule::P2],
            ..basis(Developing, &[])
        };
        assert_eq!(
            ids(&v11, &[]),
            ["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1"],
            "no extra, because nothing is a strength"
        );
    }

    #[test]
    fn what_is_open_or_was_declined_is_passed_over_and_a_pattern_fills_the_place() {
        let given = Basis {
            focus: vec![code("REL"), code("MEM")],
            // P11 has no dimension, so the next pattern counts.
            patterns: vec![Rule::P11, Rule::P5, Rule::P8],
            ..basis(Developing, &[])
        };
        assert_eq!(
            ids(&given, &["REC-REL-D1"]),
            ["REC-REL-D2", "REC-MEM-D1", "REC-LEA-D1"]
        );
        assert_eq!(
            ids(&given, &["REC-REL-D1", "REC-LEA-D1"]),
            ["REC-REL-D2", "REC-MEM-D1", "REC-SUS-D1"]
        );
        assert_eq!(
            ids(&given, &["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1"]),
            ["REC-LEA-D1"],
            "one pattern, not more"
        );
    }

    #[test]
    fn a_strength_adds_a_fourth_where_nothing_needs_attention() {
        let at_ease = Basis {
            focus: vec![code("REL"), code("MEM")],
            build_on: vec![code("KNO")],
            ..basis(Developing, &[("KNO", Strength)])
        };
        assert_eq!(ids(&at_ease, &[]).last().unwrap(), "REC-KNO-S1");
        assert_eq!(ids(&at_ease, &[]).len(), 4);
        let uneasy = Basis {
            focus: vec![code("SUS"), code("MEM")],
            build_on: vec![code("KNO")],
            ..basis(Developing, &[("KNO", Strength), ("SUS", NeedsAttention)])
        };
        assert_eq!(ids(&uneasy, &[]).len(), 3);
    }

    #[test]
    fn a_network_that_changes_shape_talks_about_that_first() {
        let renewing = Basis {
            stage: Stage::Renewing,
            focus: vec![code("REL"), code("MEM")],
            ..basis(Developing, &[])
        };
        assert_eq!(
            ids(&renewing, &[]),
            ["REC-SUS-N1", "REC-REL-D1", "REC-REL-D2"]
        );
    }

    #[test]
    fn a_leaders_own_view_gives_titles_and_says_nothing_of_itself() {
        let given = Basis {
            focus: vec![code("REL"), code("MEM")],
            ..basis(NeedsAttention, &[])
        };
        let suggested = suggest(&given, &[]);
        assert!(suggested.iter().all(|one| !one.why.is_empty()));
        let proposed = of_own_view(&suggested, &given.instrument);
        assert_eq!(proposed.len(), 3);
        for one in &proposed {
            assert_eq!(one.why, "");
            assert!(one.title.len() <= 200, "{}", one.title);
        }
        assert_eq!(proposed[0].sign_statement.as_deref(), Some("REL-1"));
    }

    #[test]
    fn two_signs_are_put_in_words() {
        let given = Basis {
            focus: vec![code("WAY")],
            ..basis(NeedsAttention, &[])
        };
        let proposed = of_round(&given, &[]);
        assert_eq!(proposed[0].sign_statement.as_deref(), Some("WAY-1"));
        assert_eq!(proposed[1].recommendation, "REC-WAY-N2");
        assert_eq!(proposed[1].sign_statement, None);
        assert!(
            proposed[1].sign.ends_with(" go up."),
            "{}",
            proposed[1].sign
        );
    }
}
