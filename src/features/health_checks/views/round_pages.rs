//! The pages of a round's result, of a round with too few answers, and of rounds side by side.

use serde::Serialize;

use super::comparing::{ComparedRound, ComparisonPart};
use super::round::{RoundReportPart, day, month};
use super::sample;
use crate::{
    features::health_checks::{profile::Date, snapshot::Open},
    platform::web::{layout::Section, page::View},
};

/// The result of a round, for one reader.
#[derive(Clone, Debug, Serialize)]
pub struct RoundPage {
    /// "Who can see this: …", a whole sentence.
    audience: String,
    report: RoundReportPart,
    links: RoundPageLinks,
}

/// Where a reader can go from a round's result; what is none is not offered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RoundPageLinks {
    /// The network as it is called now, and its tab of health checks.
    pub network: Option<(String, String)>,
    pub csv: Option<String>,
    pub json: Option<String>,
    pub compare: Option<String>,
    /// Where a challenge with this result is written.
    pub challenge: Option<String>,
    pub deletion: Option<String>,
}

impl RoundPage {
    /// The page.
    pub fn new(audience: String, report: RoundReportPart, links: RoundPageLinks) -> Self {
        Self {
            audience,
            report,
            links,
        }
    }
}

impl View for RoundPage {
    const TEMPLATE: &'static str = "health_checks/round.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let audience = "Who can see this: everybody who answered, and the lead team";
        let link = |path: &str| Some(format!("/results/9/{path}"));
        let links = RoundPageLinks {
            network: Some((
                "Rural Leaders".to_owned(),
                "/networks/rural/checks".to_owned(),
            )),
            csv: link("csv"),
            json: link("json"),
            compare: Some("/networks/rural/checks/comparison".to_owned()),
            challenge: Some("/networks/rural/challenges/new?result=9".to_owned()),
            deletion: link("deletion"),
        };
        let full = sample::rounds().and_then(|rounds| {
            let open = Open {
                compared: true,
                leader: true,
            };
            RoundReportPart::new(&rounds.newest, open, Some(&rounds.previous))
        });
        let alone = sample::rounds()
            .and_then(|rounds| RoundReportPart::new(&rounds.newest, Open::default(), None));
        let few = sample::small_round()
            .and_then(|round| RoundReportPart::new(&round, Open::default(), None));
        let pages = [
            (full, links),
            (alone, RoundPageLinks::default()),
            (few, RoundPageLinks::default()),
        ];
        let pages = pages
            .into_iter()
            .filter_map(|(report, links)| Some(Self::new(audience.to_owned(), report?, links)));
        pages.collect()
    }
}

/// A closed round that did not reach k; shown by `not_enough` of `health_checks/_round.html`.
#[derive(Clone, Debug, Serialize)]
pub struct NotEnoughPart {
    /// Responses, at the close.
    pub n: u32,
    pub k: u32,
    /// "24 November 2026".
    day: String,
}

impl NotEnoughPart {
    /// A round that closed on a date with `n` responses.
    pub fn new(n: u32, k: u32, closed: Date) -> Self {
        Self {
            n,
            k,
            day: day(closed),
        }
    }
}

/// The page of a round with too few answers.
#[derive(Clone, Debug, Serialize)]
pub struct NotEnoughPage {
    round: NotEnoughPart,
    /// "November 2026".
    month: String,
    /// The network and its tab of health checks; none for a reader with a personal link.
    network: Option<(String, String)>,
    /// Whether the reader may start another round.
    leads: bool,
}

impl NotEnoughPage {
    /// The page.
    pub fn new(
        n: u32,
        k: u32,
        closed: Date,
        network: Option<(String, String)>,
        leads: bool,
    ) -> Self {
        Self {
            round: NotEnoughPart::new(n, k, closed),
            month: month(closed),
            network,
            leads,
        }
    }
}

impl View for NotEnoughPage {
    const TEMPLATE: &'static str = "health_checks/not_enough.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let network = (
            "Rural Leaders".to_owned(),
            "/networks/rural/checks".to_owned(),
        );
        let closed = sample::closed();
        vec![
            Self::new(4, 5, closed, Some(network), true),
            Self::new(1, 5, closed, None, false),
            Self::new(0, 8, closed, None, false),
        ]
    }
}

/// Rounds of a network side by side.
#[derive(Clone, Debug, Serialize)]
pub struct ComparePage {
    /// "Who can see this: …", a whole sentence.
    audience: String,
    /// The network and its tab of health checks.
    network: (String, String),
    comparison: ComparisonPart,
}

impl ComparePage {
    /// The page.
    pub fn new(audience: String, network: (String, String), comparison: ComparisonPart) -> Self {
        Self {
            audience,
            network,
            comparison,
        }
    }
}

impl View for ComparePage {
    const TEMPLATE: &'static str = "health_checks/compare.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let page = |comparison| {
            let network = (
                "Rural Leaders".to_owned(),
                "/networks/rural/checks".to_owned(),
            );
            Self::new(
                "Who can see this: the lead team".to_owned(),
                network,
                comparison,
            )
        };
        let Some(rounds) = sample::rounds() else {
            return Vec::new();
        };
        let [oldest, earlier, newest] =
            [&rounds.first, &rounds.earlier, &rounds.newest].map(|snapshot| ComparedRound {
                snapshot,
                href: "/results/9".to_owned(),
            });
        let one = [ComparedRound {
            snapshot: &rounds.newest,
            href: "/results/9".to_owned(),
        }];
        let three = [oldest, earlier, newest];
        vec![
            page(ComparisonPart::new(
                &three,
                Some(&rounds.previous),
                Some(&rounds.since_first),
            )),
            page(ComparisonPart::new(&one, None, None)),
        ]
    }
}
