//! A result as a file for spreadsheets (product.md 8.9.1).

use super::disclosure::Agreement;
use super::score::Band;
use super::snapshot::{RoundSnapshot, Snapshot};
use crate::entity::health_check::Form;
use crate::platform::text::csv;

/// An individual result: a line of headings, then one line for each dimension. Every line carries the
/// network, the date, the mode, the instrument and what it is not, so that lines of several files can
/// be put together. What has no score says `not_scored`.
pub fn individual(snapshot: &Snapshot) -> String {
    let mut file = String::new();
    csv::row(
        &mut file,
        &[
            "dimension",
            "name",
            "score",
            "band",
            "valid_answers",
            "statements",
            "network",
            "date",
            "mode",
            "form",
            "instrument",
            "note",
        ],
    );
    let date = snapshot.date.to_string();
    let instrument = snapshot.instrument.title();
    let form = form(snapshot.form);
    for dimension in &snapshot.dimensions {
        let not_scored = || "not_scored".to_owned();
        let score = dimension
            .tenths
            .map_or_else(not_scored, |tenths| tenths.to_string());
        let band = dimension
            .band
            .map_or_else(not_scored, |band| band.label().to_owned());
        csv::row(
            &mut file,
            &[
                dimension.code.as_str(),
                &dimension.name,
                &score,
                &band,
                &dimension.valid.to_string(),
                &dimension.of.to_string(),
                &snapshot.network.name,
                &date,
                snapshot.mode_label(),
                form,
                &instrument,
                &snapshot.instrument.status,
            ],
        );
    }
    file
}

/// The result of a round, in the same way. What rests on too few people says `suppressed`; groups in
/// a round that shows none say `not_scored`, and an open link has no invitations: `not_applicable`.
pub fn round(snapshot: &RoundSnapshot) -> String {
    let mut file = String::new();
    csv::row(
        &mut file,
        &[
            "dimension",
            "name",
            "score",
            "band",
            "agreement",
            "respondents",
            "core",
            "member",
            "gap",
            "network",
            "date",
            "mode",
            "form",
            "instrument",
            "answered",
            "invited",
            "response_rate",
            "response",
            "minimum",
            "note",
        ],
    );
    let date = snapshot.date.to_string();
    let instrument = snapshot.instrument.title();
    let (answered, minimum) = (snapshot.n.to_string(), snapshot.k.to_string());
    let invitations = |number: Option<u32>| {
        number.map_or_else(|| "not_applicable".to_owned(), |number| number.to_string())
    };
    let invited = invitations(snapshot.invited);
    let rate = invitations(snapshot.rate.map(u32::from));
    let suppressed = || "suppressed".to_owned();
    let grouped = snapshot.dimensions.iter().any(|own| own.groups.is_some());
    for dimension in &snapshot.dimensions {
        let no_group = if grouped { "suppressed" } else { "not_scored" };
        let [core, member, gap] = dimension.groups.map_or_else(
            || [no_group; 3].map(str::to_owned),
            |groups| {
                [
                    groups.core.to_string(),
                    groups.member.to_string(),
                    tenths(groups.gap()),
                ]
            },
        );
        csv::row(
            &mut file,
            &[
                dimension.code.as_str(),
                &dimension.name,
                &dimension
                    .tenths
                    .map_or_else(suppressed, |tenths| tenths.to_string()),
                dimension.band.map_or("suppressed", Band::label),
                dimension.agreement.map_or("suppressed", Agreement::label),
                &dimension.n.to_string(),
                &core,
                &member,
                &gap,
                &snapshot.network.name,
                &date,
                snapshot.mode_label(),
                form(snapshot.form),
                &instrument,
                &answered,
                &invited,
                &rate,
                snapshot.quality.label(),
                &minimum,
                &snapshot.instrument.status,
            ],
        );
    }
    file
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Full => "full",
        Form::Pulse => "pulse",
    }
}

/// "1.5" or "-0.4", which spreadsheets read as numbers.
fn tenths(tenths: i16) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::profile::{Date, Profile};
    use crate::features::health_checks::snapshot::Round;
    use crate::features::health_checks::testing::{answers, profile, response, round_input, v11};

    fn lines_of(responses: &[crate::features::health_checks::scoring::Response]) -> Vec<String> {
        let nhc = nhc();
        let snapshot = Round::score(round_input(&nhc, responses))
            .unwrap()
            .snapshot(None);
        let file = round(&snapshot);
        file.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_round_says_suppressed_where_too_few_people_answered() {
        let rest = concat!(
            "Rural Leaders,2026-11-24,Confidential round,full,Network Health Check 1.0.0,11,14,79,",
            "Good,5,",
            r#""A developmental conversation tool. Not a validated measure; not for performance "#,
            r#"management, funding decisions or ranking.""#,
        );
        let lines = lines_of(&v11());
        assert_eq!(lines.len(), 9);
        assert_eq!(
            lines[1],
            format!("PUR,Purpose we share,3.8,Developing,Mixed,11,4.6,3.1,1.5,{rest}")
        );
        let mut few = v11();
        few.remove(0);
        let lines = lines_of(&few);
        assert!(
            lines[1].contains(",10,not_scored,not_scored,not_scored,"),
            "{}",
            lines[1]
        );
        let mut blank = vec![response("44444"); 5];
        blank.extend(vec![response("----- 33333"); 4]);
        let lines = lines_of(&blank);
        assert!(lines[2].starts_with("REL,Ties and trust,suppressed,suppressed,suppressed,4,"));
    }

    #[test]
    fn a_result_is_one_line_for_each_dimension() {
        let network = Profile {
            name: "=HYPERLINK(\"x\"), Ltd".to_owned(),
            ..profile()
        };
        let given = answers("55554 44444 22222 33333 4N4DD 1---- 45454 33322");
        let date = Date::at(1_795_532_635_000, "UTC");
        let file = individual(&Snapshot::individual(
            &nhc(),
            Form::Full,
            &given,
            network,
            date,
        ));
        let lines: Vec<&str> = file.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 9);
        let rest = concat!(
            r#""'=HYPERLINK(""x""), Ltd",2026-11-24,One person's view,full,"#,
            "Network Health Check 1.0.0,",
            r#""A developmental conversation tool. Not a validated measure; not for performance "#,
            r#"management, funding decisions or ranking.""#,
        );
        assert_eq!(
            lines[1],
            format!("PUR,Purpose we share,4.8,Strength,5,5,{rest}")
        );
        assert_eq!(
            lines[5],
            format!("WAY,Ways of working,not_scored,not_scored,2,5,{rest}")
        );
    }
}
