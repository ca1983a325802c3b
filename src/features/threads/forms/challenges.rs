//! Challenges: a new one, new words for an old one, and a result that goes with one.

use serde::{Deserialize, Serialize};

use super::{
    super::challenge::{DIMENSIONS, HELP_KINDS, Parts},
    Words,
};
use crate::{
    entity::challenge,
    features::health_checks::{
        forms::{Attach, AttachForm},
        instrument::DimensionCode,
    },
    platform::{
        text::{clean, identifiable::without_nhs_number},
        web::form::{FormState, Problems},
    },
};

/// The level of a card that shows least.
const LESS_LEVEL: &str = "bands";

/// A card that does not name its network.
const LESS_NAME: &str = "hidden";

/// A challenge as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ChallengeForm {
    /// "Title".
    pub title: String,
    /// "What is happening?".
    pub happening: String,
    /// "What have you tried?".
    pub tried: String,
    /// "What help do you want?".
    pub help: String,
    /// Codes of the kinds of help.
    pub help_kinds: Vec<String>,
    /// Codes of the dimensions that it is about.
    pub dimensions: Vec<String>,
    /// A result to go with it: see [`AttachForm`], also for the next three.
    pub result: String,
    /// The dimensions that its card shows.
    pub result_dimensions: Vec<String>,
    /// How much of them.
    pub result_level: String,
    /// Whether the card names the network.
    pub result_name: String,
    /// Not empty: show what it will look like; "bands" or "hidden": after showing that little.
    pub preview: String,
    /// Not empty: back from the preview to the form.
    pub change: String,
}

/// A challenge as meant.
#[derive(Clone, Debug)]
pub struct NewChallenge {
    /// Its title.
    pub title: String,
    /// What it tells.
    pub told: Told,
    /// The result that goes with it.
    pub attach: Option<Attach>,
}

/// What a challenge tells: its parts, what it is about, and the help it asks for.
#[derive(Clone, Debug)]
pub struct Told {
    /// The texts.
    pub parts: Parts,
    /// The same as the text of post 1.
    pub words: Words,
    /// One to three codes.
    pub dimensions: Vec<DimensionCode>,
    /// Codes; may be none.
    pub help_kinds: Vec<&'static str>,
}

impl Told {
    /// The codes of its dimensions, as they are stored.
    pub fn dimension_codes(&self) -> String {
        let codes: Vec<&str> = self.dimensions.iter().map(DimensionCode::as_str).collect();
        codes.join(",")
    }

    /// The codes of the kinds of help, as they are stored.
    pub fn help_codes(&self) -> String {
        self.help_kinds.join(",")
    }
}

impl ChallengeForm {
    /// The empty form, with the least of a result that can be shown.
    pub fn blank() -> Self {
        Self {
            result_level: LESS_LEVEL.to_owned(),
            result_name: LESS_NAME.to_owned(),
            ..Self::default()
        }
    }

    /// The challenge, or the form with what is wrong with it. `known` are the dimensions there are.
    pub fn parse(self, known: &[DimensionCode]) -> Result<NewChallenge, FormState<Self>> {
        let mut problems = Problems::default();
        let title = clean::title(&self.title).and_then(without_nhs_number);
        let title = problems.note("title", title);
        let raw = Raw {
            texts: [&self.happening, &self.tried, &self.help],
            help_kinds: &self.help_kinds,
            dimensions: &self.dimensions,
        };
        let told = raw.told(known, &mut problems);
        let tagged = told.as_ref().map_or(&[][..], |told| &told.dimensions);
        let attach = self.attach().parse(known, tagged, &mut problems);
        match (title, told) {
            (Some(title), Some(told)) if problems.none() => Ok(NewChallenge {
                title,
                told,
                attach,
            }),
            _ => Err(problems.reject(self)),
        }
    }

    fn attach(&self) -> AttachForm {
        AttachForm {
            result: self.result.clone(),
            result_dimensions: self.result_dimensions.clone(),
            result_level: self.result_level.clone(),
            result_name: self.result_name.clone(),
        }
    }

    /// The form without the button that was pressed. The buttons of the preview that show less have
    /// done so.
    #[must_use]
    pub fn settled(mut self) -> Self {
        match self.preview.as_str() {
            LESS_LEVEL => LESS_LEVEL.clone_into(&mut self.result_level),
            LESS_NAME => LESS_NAME.clone_into(&mut self.result_name),
            _ => {}
        }
        self.preview.clear();
        self.change.clear();
        self
    }

    /// Whether the preview was asked for.
    pub fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }

    /// Whether somebody comes back from the preview.
    pub fn wants_change(&self) -> bool {
        !self.change.is_empty()
    }
}

/// New words for a challenge, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ChallengeEditForm {
    /// "What is happening?".
    pub happening: String,
    /// "What have you tried?".
    pub tried: String,
    /// "What help do you want?".
    pub help: String,
    /// Codes of the kinds of help.
    pub help_kinds: Vec<String>,
    /// Codes of the dimensions that it is about.
    pub dimensions: Vec<String>,
    /// The version of post 1 that they were made on.
    pub version: String,
}

/// New words for a challenge, as meant.
#[derive(Clone, Debug)]
pub struct ChallengeChange {
    /// What it tells from now on.
    pub told: Told,
    /// The version it replaces.
    pub version: i64,
}

impl ChallengeEditForm {
    /// The form that shows a challenge as it is.
    pub fn of(now: &challenge::Model, version: i64) -> Self {
        let codes = |list: &str| {
            let codes = list.split(',').filter(|code| !code.is_empty());
            codes.map(str::to_owned).collect()
        };
        Self {
            happening: now.happening.clone(),
            tried: now.tried.clone(),
            help: now.help.clone(),
            help_kinds: codes(&now.help_kinds),
            dimensions: codes(&now.dimensions),
            version: version.to_string(),
        }
    }

    /// The change, or the form with what is wrong with it.
    pub fn parse(self, known: &[DimensionCode]) -> Result<ChallengeChange, FormState<Self>> {
        let mut problems = Problems::default();
        let version = self
            .version
            .parse()
            .map_err(|_| "Open the challenge again to edit it".to_owned());
        let version = problems.note("", version);
        let raw = Raw {
            texts: [&self.happening, &self.tried, &self.help],
            help_kinds: &self.help_kinds,
            dimensions: &self.dimensions,
        };
        let told = raw.told(known, &mut problems);
        match (told, version) {
            (Some(told), Some(version)) => Ok(ChallengeChange { told, version }),
            _ => Err(problems.reject(self)),
        }
    }
}

/// The fields that both forms have.
struct Raw<'a> {
    texts: [&'a str; 3],
    help_kinds: &'a [String],
    dimensions: &'a [String],
}

impl Raw<'_> {
    /// The problems come in the order of the fields.
    fn told(&self, known: &[DimensionCode], problems: &mut Problems) -> Option<Told> {
        let [happening, tried, help] = self.texts;
        let required =
            |raw: &str, label: &str| clean::challenge_part(raw, label).and_then(without_nhs_number);
        let happening = problems.note("happening", required(happening, "what is happening"));
        let tried = clean::optional_challenge_part(tried, "what you have tried")
            .and_then(|tried| without_nhs_number(tried.unwrap_or_default()));
        let tried = problems.note("tried", tried);
        let help = problems.note("help", required(help, "what help you want"));
        let kinds = problems.note("help_kinds", help_kinds(self.help_kinds));
        let about = problems.note("dimensions", dimensions(self.dimensions, known));
        let parts = Parts {
            happening: happening?,
            tried: tried?,
            help: help?,
        };
        let words = problems.note("happening", parts.words());
        Some(Told {
            parts,
            words: words?,
            dimensions: about?,
            help_kinds: kinds?,
        })
    }
}

fn help_kinds(typed: &[String]) -> Result<Vec<&'static str>, String> {
    let is_unknown = |typed: &String| !HELP_KINDS.iter().any(|(code, _)| code == typed);
    if typed.iter().any(is_unknown) {
        return Err("Select kinds of help from the list".to_owned());
    }
    let chosen = HELP_KINDS
        .iter()
        .filter(|(code, _)| typed.iter().any(|typed| code == typed));
    Ok(chosen.map(|(code, _)| *code).collect())
}

fn dimensions(typed: &[String], known: &[DimensionCode]) -> Result<Vec<DimensionCode>, String> {
    let chosen: Vec<_> = known
        .iter()
        .copied()
        .filter(|known| typed.iter().any(|code| known.as_str() == code))
        .collect();
    let is_unknown = |code: &String| !known.iter().any(|known| known.as_str() == code);
    if DIMENSIONS.contains(&chosen.len()) && !typed.iter().any(is_unknown) {
        Ok(chosen)
    } else {
        Err("Select one to three dimensions that it is about".to_owned())
    }
}

/// A result for a challenge that is there already, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ResultForm {
    /// See [`AttachForm`], also for the next three.
    pub result: String,
    /// The dimensions that its card shows.
    pub result_dimensions: Vec<String>,
    /// How much of them.
    pub result_level: String,
    /// Whether the card names the network.
    pub result_name: String,
    /// Not empty: show what it will look like; "bands" or "hidden": after showing that little.
    pub preview: String,
    /// Not empty: back from the preview to the form.
    pub change: String,
}

impl ResultForm {
    /// The form with nothing chosen but the least that can be shown.
    pub fn blank() -> Self {
        Self {
            result_level: LESS_LEVEL.to_owned(),
            result_name: LESS_NAME.to_owned(),
            ..Self::default()
        }
    }

    /// What is to be attached, or the form with what is wrong with it. `known` are the dimensions
    /// there are, `tagged` those of the challenge.
    pub fn parse(
        self,
        known: &[DimensionCode],
        tagged: &[DimensionCode],
    ) -> Result<Attach, FormState<Self>> {
        let mut problems = Problems::default();
        let form = AttachForm {
            result: self.result.clone(),
            result_dimensions: self.result_dimensions.clone(),
            result_level: self.result_level.clone(),
            result_name: self.result_name.clone(),
        };
        let attach = form.parse(known, tagged, &mut problems);
        if attach.is_none() && problems.none() {
            problems.add("result", "Select a result");
        }
        attach.ok_or_else(|| problems.reject(self))
    }

    /// The form without the button that was pressed. The buttons of the preview that show less have
    /// done so.
    #[must_use]
    pub fn settled(mut self) -> Self {
        match self.preview.as_str() {
            LESS_LEVEL => LESS_LEVEL.clone_into(&mut self.result_level),
            LESS_NAME => LESS_NAME.clone_into(&mut self.result_name),
            _ => {}
        }
        self.preview.clear();
        self.change.clear();
        self
    }

    /// Whether the preview was asked for.
    pub fn wants_preview(&self) -> bool {
        !self.preview.is_empty()
    }

    /// Whether somebody comes back from the preview.
    pub fn wants_change(&self) -> bool {
        !self.change.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<DimensionCode> {
        let codes = ["PUR", "REL", "MEM", "LEA"];
        codes
            .iter()
            .map(|code| DimensionCode::parse(code).unwrap())
            .collect()
    }

    fn form() -> ChallengeForm {
        ChallengeForm {
            title: "How do we share the lead?".to_owned(),
            happening: "Two of us do everything.".to_owned(),
            help: "What worked for you?".to_owned(),
            dimensions: vec!["LEA".to_owned()],
            ..ChallengeForm::blank()
        }
    }

    fn problems_of(form: ChallengeForm) -> Vec<(&'static str, String)> {
        let problems = form.parse(&known()).unwrap_err().problems;
        let pairs = problems.into_iter();
        pairs.map(|it| (it.field, it.message)).collect()
    }

    #[test]
    fn what_was_tried_kinds_of_help_and_a_result_may_be_left_out() {
        let new = form().parse(&known()).unwrap();
        assert_eq!(new.told.dimension_codes(), "LEA");
        assert_eq!(new.told.help_codes(), "");
        assert_eq!(new.attach, None);
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once_in_the_order_of_the_fields() {
        let said = problems_of(ChallengeForm::blank());
        let fields: Vec<_> = said.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["title", "happening", "help", "dimensions"]);
        assert_eq!(said[1].1, "Enter what is happening");
        assert_eq!(said[2].1, "Enter what help you want");
        assert_eq!(said[3].1, "Select one to three dimensions that it is about");
    }

    #[test]
    fn a_challenge_is_about_one_to_three_dimensions_that_exist() {
        for codes in [vec!["PUR", "REL", "MEM", "LEA"], vec!["PUR", "XXX"]] {
            let dimensions = codes.into_iter().map(str::to_owned).collect();
            let said = problems_of(ChallengeForm {
                dimensions,
                ..form()
            });
            assert_eq!(said.len(), 1, "{said:?}");
            assert_eq!(said[0].0, "dimensions");
        }
    }

    #[test]
    fn dimensions_and_kinds_of_help_are_kept_in_their_order_and_once() {
        let new = ChallengeForm {
            dimensions: ["LEA", "PUR", "LEA"].map(str::to_owned).to_vec(),
            help_kinds: ["check", "ideas"].map(str::to_owned).to_vec(),
            ..form()
        };
        let told = new.parse(&known()).unwrap().told;
        assert_eq!(told.dimension_codes(), "PUR,LEA");
        assert_eq!(told.help_codes(), "ideas,check");
    }

    #[test]
    fn a_patient_is_not_named_by_number() {
        let said = problems_of(ChallengeForm {
            tried: "943 476 5919 was moved twice".to_owned(),
            ..form()
        });
        assert_eq!(said[0].0, "tried");
    }

    #[test]
    fn a_result_shows_the_dimensions_of_its_challenge_unless_others_are_chosen() {
        let chosen = ChallengeForm {
            result: "7".to_owned(),
            ..form()
        };
        let attach = chosen.clone().parse(&known()).unwrap().attach.unwrap();
        assert_eq!(attach.choice.dimensions, [known()[3]]);
        let others = ChallengeForm {
            result_dimensions: vec!["REL".to_owned()],
            ..chosen
        };
        let attach = others.parse(&known()).unwrap().attach.unwrap();
        assert_eq!(attach.choice.dimensions, [known()[1]]);
    }

    #[test]
    fn a_result_must_be_chosen_to_be_attached() {
        let form = ResultForm::blank().parse(&known(), &known()).unwrap_err();
        assert_eq!(form.by_field["result"], "Select a result");
    }
}
