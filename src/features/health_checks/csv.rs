//! A result as a file for spreadsheets (product.md 8.9.1).

use super::snapshot::Snapshot;
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
    let form = match snapshot.form {
        Form::Full => "full",
        Form::Pulse => "pulse",
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::profile::{Date, Profile};
    use crate::features::health_checks::testing::{answers, profile};

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
