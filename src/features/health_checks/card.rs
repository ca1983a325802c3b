//! What a share shows of a snapshot in a thread, and nothing else (health-check.md 12.2).

use serde::Serialize;

use super::instrument::DimensionCode;
use super::profile::{Date, Profile};
use super::score::{Band, Tenths};
use super::snapshot::Snapshot;
use crate::entity::health_check::Form;
use crate::entity::share::Level;

/// What the owner chose to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The dimensions shown; one that the result does not have is left out.
    pub dimensions: Vec<DimensionCode>,
    pub level: Level,
    pub name_shown: bool,
}

/// A shared result as readers see it: the header and the rows. No opening and no other block, whose
/// texts rest on more than the level shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The network's name, or "A regional learning network, 2–5 years old".
    pub heading: String,
    pub name_shown: bool,
    /// "One person's view".
    pub view: &'static str,
    pub when: When,
    /// "Network Health Check 1.0.0".
    pub instrument: String,
    pub form: Form,
    pub level: Level,
    /// In the order of the instrument.
    pub rows: Vec<Row>,
    /// The dimensions that there are, shown or not: the places of the ring.
    pub places: Vec<DimensionCode>,
}

/// When the check was: the day beside a name, otherwise only the quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Day(Date),
    /// "October to December 2026".
    Quarter(String),
}

/// One dimension of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub code: DimensionCode,
    pub name: String,
    /// None: "not enough answers", without how many.
    pub band: Option<Band>,
    /// Only at the level of scores.
    pub tenths: Option<Tenths>,
}

/// The card of a snapshot, down to the level that was chosen.
pub fn project(snapshot: &Snapshot, choice: &Choice) -> Card {
    let rows = snapshot
        .dimensions
        .iter()
        .filter(|dimension| choice.dimensions.contains(&dimension.code))
        .map(|dimension| Row {
            code: dimension.code,
            name: dimension.name.clone(),
            band: dimension.band,
            tenths: match choice.level {
                Level::Bands => None,
                Level::Scores => dimension.tenths,
            },
        });
    let (heading, when) = if choice.name_shown {
        (snapshot.network.name.clone(), When::Day(snapshot.date))
    } else {
        let described = describe(&snapshot.network, &snapshot.noun, snapshot.date);
        (described, When::Quarter(snapshot.date.quarter()))
    };
    Card {
        heading,
        name_shown: choice.name_shown,
        view: snapshot.mode_label(),
        when,
        instrument: snapshot.instrument.title(),
        form: snapshot.form,
        level: choice.level,
        rows: rows.collect(),
        places: snapshot.dimensions.iter().map(|own| own.code).collect(),
    }
}

/// A network without its name: "A regional learning network, 2–5 years old". What is unknown is left
/// out, and so is a geography that would name a place.
pub(super) fn describe(network: &Profile, noun: &str, date: Date) -> String {
    let noun = match network.geography.as_deref().and_then(reach) {
        Some(reach) => format!("{reach} {noun}"),
        None => noun.to_owned(),
    };
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "An"
    } else {
        "A"
    };
    match network.age_in_months(date).map(age) {
        Some(age) => format!("{article} {noun}, {age}"),
        None => format!("{article} {noun}"),
    }
}

fn reach(geography: &str) -> Option<&'static str> {
    let known = ["local", "regional", "national", "international"];
    known
        .into_iter()
        .find(|word| geography.trim().eq_ignore_ascii_case(word))
}

fn age(months: u32) -> &'static str {
    match months / 12 {
        0 => "under a year old",
        1 => "1–2 years old",
        2..5 => "2–5 years old",
        5..10 => "5–10 years old",
        10.. => "over 10 years old",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::network::Kind;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::profile::Month;
    use crate::features::health_checks::testing::{answers, profile};

    const DATE: i64 = 1_795_532_635_000;

    fn snapshot_of(network: Profile) -> Snapshot {
        let given = answers("55555 44444 22222 33333 4N4DD 1---- 45454 33322");
        Snapshot::individual(&nhc(), Form::Full, &given, network, Date::at(DATE, "UTC"))
    }

    fn choice(codes: &[&str], level: Level, name_shown: bool) -> Choice {
        let dimensions = codes
            .iter()
            .map(|code| DimensionCode::parse(code).unwrap())
            .collect();
        Choice {
            dimensions,
            level,
            name_shown,
        }
    }

    #[test]
    fn bands_only_carries_no_number() {
        let card = project(
            &snapshot_of(profile()),
            &choice(&["VAL", "PUR", "WAY"], Level::Bands, false),
        );
        let rows: Vec<(&str, Option<Band>, Option<Tenths>)> = card
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.band, row.tenths))
            .collect();
        assert_eq!(
            rows,
            [
                ("Purpose we share", Some(Band::Strength), None),
                ("Ways of working", None, None),
                ("Value and difference made", Some(Band::Strength), None),
            ]
        );
        assert_eq!(card.view, "One person's view");
    }

    #[test]
    fn a_hidden_name_leaves_no_trace_of_name_place_or_day() {
        let place = Profile {
            geography: Some("West Yorkshire".to_owned()),
            ..profile()
        };
        let card = project(&snapshot_of(place), &choice(&["PUR"], Level::Scores, false));
        assert_eq!(card.heading, "A learning network, 2–5 years old");
        assert_eq!(
            card.when,
            When::Quarter("October to December 2026".to_owned())
        );
        assert_eq!(card.rows[0].tenths, Some(Tenths(50)));
        let json = serde_json::to_string(&card).unwrap();
        for word in [
            "Rural",
            "Yorkshire",
            "1795532635000",
            "\"day\"",
            "2024",
            "governance",
            "opening",
        ] {
            assert!(!json.contains(word), "{word} in {json}");
        }
    }

    #[test]
    fn a_shown_name_comes_with_the_day() {
        let card = project(
            &snapshot_of(profile()),
            &choice(&["PUR"], Level::Bands, true),
        );
        assert_eq!(card.heading, "Rural Leaders");
        assert_eq!(card.when, When::Day(Date::at(DATE, "UTC")));
    }

    #[test]
    fn a_network_is_described_by_what_is_known() {
        let described = |kind, started: &str, geography: Option<&str>| {
            let network = Profile {
                kind,
                started: Month::parse(started),
                geography: geography.map(str::to_owned),
                ..profile()
            };
            project(&snapshot_of(network), &choice(&[], Level::Bands, false)).heading
        };
        assert_eq!(
            described(Kind::Learning, "2024-01", Some(" regional")),
            "A regional learning network, 2–5 years old"
        );
        assert_eq!(
            described(Kind::CommunityOfPractice, "2026-11", Some("International")),
            "An international community of practice, under a year old"
        );
        assert_eq!(described(Kind::Advocacy, "", None), "An advocacy network");
        assert_eq!(
            described(Kind::Other, "2016-11", None),
            "A network, over 10 years old"
        );
        assert_eq!(
            described(Kind::Other, "2016-12", None),
            "A network, 5–10 years old"
        );
        assert_eq!(described(Kind::Other, "2027-01", None), "A network");
    }
}
