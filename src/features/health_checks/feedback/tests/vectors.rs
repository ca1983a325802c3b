//! The test vectors of the report (health-check.md 15).

use super::super::super::comparison::Trend;
use super::super::super::disclosure::{
    Agreement, Quality, ShownMean, ShownRound, disclose, quality, response_rate,
};
use super::super::super::scoring::{Response, score_round};
use super::super::super::testing::{self, response};
use super::super::reading::Gap;
use super::*;

#[test]
fn v8_focus_order() {
    let nhc = nhc();
    let mut scores = score_individual(&nhc, Form::Full, &answers(&flat([3; 8])));
    for (dimension, tenths) in scores
        .dimensions
        .iter_mut()
        .zip([41, 38, 29, 33, 34, 37, 28, 31])
    {
        dimension.tenths = Some(Tenths(tenths));
    }
    let first_two = |stage| {
        let profile = at(stage);
        let mut reading = Reading::individual(&nhc, &scores, &profile, NOVEMBER_2026);
        for shown in &mut reading.shown {
            match shown.code().as_str() {
                "MEM" => shown.split = true,
                "LEA" => {
                    shown.gap = Some(Gap {
                        tenths: -5,
                        between_groups: true,
                    });
                    shown.trend = Some(Trend::Down);
                }
                "SUS" => {
                    shown.gap = Some(Gap {
                        tenths: 10,
                        between_groups: true,
                    });
                }
                _ => {}
            }
        }
        let focus = focus::focus(&reading);
        let named = focus
            .iter()
            .map(|own| (own.code(), focus::priority(&reading, own)));
        let named: Vec<_> = named.collect();
        let lea = reading.find(code("LEA")).unwrap();
        (named, focus::priority(&reading, lea))
    };
    let (forming, leadership) = first_two(Stage::Forming);
    assert_eq!(forming, [(code("MEM"), 1575), (code("SUS"), 1100)]);
    assert_eq!(leadership, 1100, "a tie that the lower score wins");
    assert_eq!(
        first_two(Stage::Building).0,
        [(code("MEM"), 1575), (code("LEA"), 1275)]
    );
    assert_eq!(
        first_two(Stage::Performing).0,
        [(code("VAL"), 1800), (code("SUS"), 1325)]
    );
    assert_eq!(
        first_two(Stage::Renewing).0,
        [(code("SUS"), 1550), (code("VAL"), 1500)]
    );
}

pub(super) fn v11() -> ShownRound {
    disclose(&score_round(&nhc(), Form::Full, &testing::v11(), 5))
}

#[test]
fn v11_whole_report() {
    let nhc = nhc();
    let scores = v11();
    let facts = RoundFacts {
        delivered: Some(14),
        ..RoundFacts::default()
    };
    assert_eq!(
        (scores.n, response_rate(11, facts.delivered)),
        (11, Some(79))
    );
    assert_eq!(quality(11, facts.delivered), Quality::Good);
    assert_eq!(scores.overall, Some(Tenths(38)));
    for dimension in &scores.dimensions {
        let score = dimension.score.unwrap();
        let groups = score.groups.unwrap();
        assert_eq!((score.tenths, score.band()), (Tenths(38), Band::Developing));
        assert_eq!(score.agreement, Some(Agreement::Mixed));
        assert_eq!((groups.core.0, groups.member.0, groups.gap()), (46, 31, 15));
        let first = dimension.statements.first().unwrap();
        let shares = first.distribution.unwrap();
        assert_eq!(first.mean, ShownMean::Tenths(Tenths(38)));
        assert_eq!((shares.agree, shares.mixed, shares.disagree), (64, 27, 9));
    }

    let profile = profile();
    let reading = Reading::round(&nhc, &scores, &facts, &profile, NOVEMBER_2026);
    let priorities: Vec<u32> = reading
        .shown
        .iter()
        .map(|shown| focus::priority(&reading, shown))
        .collect();
    assert_eq!(priorities, [400, 450, 450, 450, 450, 400, 350, 400]);

    let report = round(&nhc, &scores, &facts, &profile, NOVEMBER_2026);
    assert_eq!(codes(&report.focus), ["REL", "MEM"]);
    assert!(
        report.focus.dimensions[0]
            .paragraph
            .starts_with("This is central for a learning")
    );
    assert_eq!(codes(&report.build_on), [""; 0]);
    let none = report.build_on.none.as_deref().unwrap();
    assert!(none.starts_with("No dimension reached 4.0 yet"), "{none}");
    assert_eq!(
        report.opening.text,
        "Your answers suggest that people could get to know and rely on one another more; no \
         dimension stands out as a strength yet."
    );
    assert_eq!(rules(&report), [Rule::P2]);
    assert_eq!(actions(&report), ["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1"]);
    let gaps = report.gaps.as_ref().unwrap();
    assert_eq!(gaps.used, ["PUR", "REL", "MEM"]);
    assert_eq!(
        gaps.sentences[0],
        "The core team scores Purpose we share 1.5 higher than members do: a large gap."
    );
    assert_eq!(report.trend, None);
    assert_blocks_are_short(&report);
}

#[test]
fn v3_a_split_leads_with_the_disagreement() {
    let lines = ["55555"; 4].into_iter().chain(["11111"; 4]);
    let responses: Vec<Response> = lines.map(response).collect();
    let scores = disclose(&score_round(&nhc(), Form::Full, &responses, 5));
    let report = round(
        &nhc(),
        &scores,
        &RoundFacts::default(),
        &profile(),
        NOVEMBER_2026,
    );
    let purpose = &report.focus.dimensions[0];
    assert!(purpose.views_differ && purpose.paragraph.starts_with("Views differ widely here"));
    assert_eq!(
        report.differences.unwrap().sentences,
        ["Views of Purpose we share differ widely."]
    );
    assert_eq!(
        report.opening.text,
        "From the one dimension that could be scored, your answers suggest that it would help to \
         agree more clearly what the network is for; no dimension stands out as a strength yet."
    );
}
