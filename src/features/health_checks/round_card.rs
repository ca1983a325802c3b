//! What a share shows of a round in a thread: the header and the dimension rows, and nothing else
//! (health-check.md 12.2).

use serde::{Deserialize, Serialize};

use super::card::{When, describe};
use super::comparison::{Comparison, Trend};
use super::disclosure::{Agreement, Quality, ShownStatement};
use super::instrument::DimensionCode;
use super::score::{Band, Tenths};
use super::snapshot::RoundSnapshot;
use crate::entity::health_check::Form;

/// How much of each dimension is shown; each level holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    Bands,
    Scores,
    Agreement,
    Gap,
    Trend,
}

/// What the sharer chose to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundChoice {
    /// The dimensions shown; one that the result does not have is left out.
    pub dimensions: Vec<DimensionCode>,
    pub detail: Detail,
    /// Whether single statements are shown too, by an explicit choice; from scores on.
    pub statements: bool,
    pub name_shown: bool,
}

/// A shared round as readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundCard {
    /// The network's name, or "A regional learning network, 2–5 years old".
    pub heading: String,
    pub name_shown: bool,
    /// "Confidential round".
    pub view: &'static str,
    pub when: When,
    /// "Network Health Check 1.0.0".
    pub instrument: String,
    pub form: Form,
    pub detail: Detail,
    /// "11 answered of 14 invited"; "10–19 answered" where the name is hidden.
    pub answered: String,
    /// Only beside a name.
    pub rate: Option<u8>,
    pub quality: Quality,
    /// In the order of the instrument.
    pub rows: Vec<RoundCardRow>,
    /// The dimensions that there are, shown or not: the places of the ring.
    pub places: Vec<DimensionCode>,
}

/// One dimension of a card. What is not shown at the level, or not at all, is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundCardRow {
    pub code: DimensionCode,
    pub name: String,
    /// None: "not enough answers", without how many.
    pub band: Option<Band>,
    pub tenths: Option<Tenths>,
    pub agreement: Option<Agreement>,
    /// Core minus member in tenths.
    pub gap: Option<i16>,
    pub trend: Option<Trend>,
    /// Each with its words.
    pub statements: Vec<(String, ShownStatement)>,
}

/// The card of a round, down to the detail that was chosen. `previous` is the comparison with the
/// previous round, and is given only while the promise of every round in it lets its scores be shared
/// with this audience (health-check.md 6.8).
pub fn project(
    snapshot: &RoundSnapshot,
    choice: &RoundChoice,
    previous: Option<&Comparison>,
) -> RoundCard {
    let at_least = |detail| choice.detail >= detail;
    let rows = snapshot
        .dimensions
        .iter()
        .filter(|own| choice.dimensions.contains(&own.code))
        .map(|own| RoundCardRow {
            code: own.code,
            name: own.name.clone(),
            band: own.band,
            tenths: own.tenths.filter(|_| at_least(Detail::Scores)),
            agreement: own.agreement.filter(|_| at_least(Detail::Agreement)),
            gap: own
                .groups
                .filter(|_| at_least(Detail::Gap))
                .map(super::disclosure::GroupScores::gap),
            trend: previous
                .filter(|_| at_least(Detail::Trend))
                .and_then(|record| record.trend(own.code)),
            statements: if choice.statements && at_least(Detail::Scores) && own.tenths.is_some() {
                let statements = own.statements.iter();
                statements
                    .map(|own| (own.text.clone(), own.shown))
                    .collect()
            } else {
                Vec::new()
            },
        });
    let named = choice.name_shown;
    let (heading, when) = if named {
        (snapshot.network.name.clone(), When::Day(snapshot.date))
    } else {
        let described = describe(&snapshot.network, &snapshot.noun, snapshot.date);
        (described, When::Quarter(snapshot.date.quarter()))
    };
    RoundCard {
        heading,
        name_shown: named,
        view: snapshot.mode_label(),
        when,
        instrument: snapshot.instrument.title(),
        form: snapshot.form,
        detail: choice.detail,
        answered: match (named, snapshot.invited) {
            (true, Some(invited)) => format!("{} answered of {invited} invited", snapshot.n),
            (true, None) => format!("{} answered", snapshot.n),
            (false, _) => format!("{} answered", about(snapshot.n, snapshot.k)),
        },
        rate: snapshot.rate.filter(|_| named),
        quality: snapshot.quality,
        rows: rows.collect(),
        places: snapshot.dimensions.iter().map(|own| own.code).collect(),
    }
}

/// N of a network without a name.
fn about(n: u32, k: u32) -> &'static str {
    match n {
        ..10 if k < 5 => "under 10",
        ..10 => "5–9",
        10..20 => "10–19",
        20..50 => "20–49",
        50.. => "50 and more",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::snapshot::Round;
    use crate::features::health_checks::testing::{round_input, v11};

    fn card(detail: Detail, name_shown: bool) -> RoundCard {
        let nhc = nhc();
        let responses = v11();
        let snapshot = Round::score(round_input(&nhc, &responses))
            .unwrap()
            .snapshot(None);
        let choice = RoundChoice {
            dimensions: vec![DimensionCode::parse("REL").unwrap()],
            detail,
            statements: false,
            name_shown,
        };
        project(&snapshot, &choice, None)
    }

    #[test]
    fn each_level_of_a_shared_round_adds_one_thing() {
        let shown = |detail| {
            let card = card(detail, false);
            let row = &card.rows[0];
            (
                row.tenths.is_some(),
                row.agreement.is_some(),
                row.gap.is_some(),
            )
        };
        assert_eq!(shown(Detail::Bands), (false, false, false));
        assert_eq!(shown(Detail::Scores), (true, false, false));
        assert_eq!(shown(Detail::Agreement), (true, true, false));
        assert_eq!(shown(Detail::Gap), (true, true, true));
        assert_eq!(
            card(Detail::Trend, false).rows[0].trend,
            None,
            "no record was given"
        );
    }

    #[test]
    fn a_hidden_name_coarsens_number_rate_and_date() {
        let hidden = card(Detail::Gap, false);
        assert_eq!(hidden.answered, "10–19 answered");
        assert_eq!((hidden.rate, hidden.quality), (None, Quality::Good));
        assert!(matches!(hidden.when, When::Quarter(_)));
        let json = serde_json::to_string(&hidden).unwrap();
        for word in ["Rural", "79", "14", "1795532635000", "opening", "comment"] {
            assert!(!json.contains(word), "{word} in {json}");
        }
        let named = card(Detail::Gap, true);
        assert_eq!(named.answered, "11 answered of 14 invited");
        assert_eq!(named.rate, Some(79));
        let words = [(3, 3), (7, 5), (10, 5), (20, 5), (50, 5)].map(|(n, k)| about(n, k));
        assert_eq!(words, ["under 10", "5–9", "10–19", "20–49", "50 and more"]);
    }
}
