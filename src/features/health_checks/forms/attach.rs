//! What the composer of a challenge asks about a result that goes with it (health-check.md 12.1).

use serde::{Deserialize, Serialize};

use crate::{
    entity::{id::ResultId, share::Level},
    features::health_checks::{card::Choice, instrument::DimensionCode},
    platform::web::form::Problems,
};

/// The fields as they are typed. Their names do not clash with those of a challenge, so its form
/// can hold the same fields.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AttachForm {
    /// The id of a result; empty for none.
    pub result: String,
    /// The codes of the dimensions that the card shows; none for those of the challenge.
    pub result_dimensions: Vec<String>,
    /// "bands" (also when empty) or "scores".
    pub result_level: String,
    /// "hidden" (also when empty) or "shown".
    pub result_name: String,
}

/// A result to go with a post, and what its card is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attach {
    /// Which result; ask [`find_result`](super::super::queries::find_result) whether it is theirs.
    pub result: ResultId,
    /// What the card shows.
    pub choice: Choice,
}

impl AttachForm {
    /// What is meant: nothing if no result is chosen. `known` are the dimensions there are,
    /// `tagged` those of the challenge, which are shown unless others are chosen (12.2).
    pub fn parse(
        &self,
        known: &[DimensionCode],
        tagged: &[DimensionCode],
        problems: &mut Problems,
    ) -> Option<Attach> {
        let chosen = self.result.trim();
        if chosen.is_empty() || chosen == "none" {
            return None;
        }
        let result = problems.note("result", read_result(chosen));
        let dimensions = problems.note("result_dimensions", self.dimensions(known, tagged));
        let level = problems.note("result_level", level(&self.result_level));
        let name_shown = problems.note("result_name", name_shown(&self.result_name));
        Some(Attach {
            result: result?,
            choice: Choice {
                dimensions: dimensions?,
                level: level?,
                name_shown: name_shown?,
            },
        })
    }

    fn dimensions(
        &self,
        known: &[DimensionCode],
        tagged: &[DimensionCode],
    ) -> Result<Vec<DimensionCode>, String> {
        let chosen = if self.result_dimensions.is_empty() {
            tagged.to_vec()
        } else {
            codes(&self.result_dimensions, known)?
        };
        if chosen.is_empty() {
            return Err("Select at least one dimension for the card to show".to_owned());
        }
        Ok(chosen)
    }
}

/// Codes that are all known, in the order of the instrument, each once.
pub fn codes(typed: &[String], known: &[DimensionCode]) -> Result<Vec<DimensionCode>, String> {
    let is_known = |code: &String| known.iter().any(|known| known.as_str() == code);
    if typed.iter().any(|code| !is_known(code)) {
        return Err("Select dimensions from the list".to_owned());
    }
    let chosen = known
        .iter()
        .filter(|known| typed.iter().any(|code| known.as_str() == code));
    Ok(chosen.copied().collect())
}

/// The level of a card; bands unless more is asked for.
pub fn level(typed: &str) -> Result<Level, String> {
    match typed {
        "" | "bands" => Ok(Level::Bands),
        "scores" => Ok(Level::Scores),
        _ => Err("Select how much the card shows".to_owned()),
    }
}

fn name_shown(typed: &str) -> Result<bool, String> {
    match typed {
        "" | "hidden" => Ok(false),
        "shown" => Ok(true),
        _ => Err("Select whether the card names the network".to_owned()),
    }
}

fn read_result(typed: &str) -> Result<ResultId, String> {
    typed
        .parse()
        .map_err(|_| "Select a result from the list".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DimensionCode {
        DimensionCode::parse(text).unwrap()
    }

    fn parse(form: &AttachForm) -> (Option<Attach>, Vec<String>) {
        let known = [code("PUR"), code("REL"), code("LEA")];
        let mut problems = Problems::default();
        let attach = form.parse(&known, &[code("LEA")], &mut problems);
        let problems = problems.reject(()).problems;
        (attach, problems.into_iter().map(|it| it.message).collect())
    }

    #[test]
    fn nothing_is_attached_unless_a_result_is_chosen() {
        let form = AttachForm {
            result_level: "nonsense".to_owned(),
            ..AttachForm::default()
        };
        assert_eq!(parse(&form), (None, Vec::new()));
    }

    #[test]
    fn the_least_is_shown_unless_more_is_chosen() {
        let form = AttachForm {
            result: "7".to_owned(),
            ..AttachForm::default()
        };
        let choice = parse(&form).0.unwrap().choice;
        assert_eq!(choice.dimensions, [code("LEA")]);
        assert_eq!((choice.level, choice.name_shown), (Level::Bands, false));
    }

    #[test]
    fn what_is_not_on_the_list_is_refused_in_words() {
        let form = AttachForm {
            result: "x".to_owned(),
            result_dimensions: vec!["PUR".to_owned(), "XXX".to_owned()],
            result_level: "all".to_owned(),
            result_name: "yes".to_owned(),
        };
        let (attach, problems) = parse(&form);
        assert_eq!((attach, problems.len()), (None, 4));
    }
}
