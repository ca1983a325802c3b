//! Showing less of what is shared.

use serde::{Deserialize, Serialize};

use crate::{
    entity::share::Level,
    features::health_checks::{card::Choice, forms, instrument::DimensionCode},
    platform::web::form::{FormState, Problems},
};

/// What a card goes on showing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NarrowForm {
    /// Codes of dimensions.
    pub dimensions: Vec<String>,
    /// "bands" or "scores".
    pub level: String,
    /// The version of the share that the form was made from.
    pub version: i64,
}

impl NarrowForm {
    /// The form as it stands for what is shared now.
    pub fn of(now: &Choice, version: i64) -> Self {
        Self {
            dimensions: now.dimensions.iter().map(ToString::to_string).collect(),
            level: code(now.level).to_owned(),
            version,
        }
    }

    /// What is meant: never more than is shared `now`.
    pub fn parse(self, now: &Choice) -> Result<Choice, FormState<Self>> {
        let mut problems = Problems::default();
        let level = problems.note("level", no_more(&self.level, now.level));
        let dimensions = problems.note("dimensions", self.kept(&now.dimensions));
        match (dimensions, level) {
            (Some(dimensions), Some(level)) => Ok(Choice {
                dimensions,
                level,
                name_shown: now.name_shown,
            }),
            _ => Err(problems.reject(self)),
        }
    }

    fn kept(&self, shown: &[DimensionCode]) -> Result<Vec<DimensionCode>, String> {
        let kept = forms::codes(&self.dimensions, shown)?;
        if kept.is_empty() {
            return Err("Select at least one dimension, or withdraw the result".to_owned());
        }
        Ok(kept)
    }
}

/// The code of a level in forms.
pub fn code(level: Level) -> &'static str {
    match level {
        Level::Bands => "bands",
        Level::Scores => "scores",
    }
}

fn no_more(typed: &str, now: Level) -> Result<Level, String> {
    match (forms::level(typed)?, now) {
        (Level::Scores, Level::Bands) => {
            Err("Scores cannot be added to a card that shows bands only".to_owned())
        }
        (level, _) => Ok(level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(codes: &[&str], level: Level) -> Choice {
        let codes = codes.iter().filter_map(|code| DimensionCode::parse(code));
        Choice {
            dimensions: codes.collect(),
            level,
            name_shown: true,
        }
    }

    #[test]
    fn a_card_can_show_less_and_never_more() {
        let now = choice(&["PUR", "LEA"], Level::Scores);
        let less = NarrowForm {
            dimensions: vec!["LEA".to_owned()],
            level: "bands".to_owned(),
            version: 1,
        };
        assert_eq!(less.parse(&now).unwrap(), choice(&["LEA"], Level::Bands));
        let more = NarrowForm {
            dimensions: vec!["LEA".to_owned(), "SUS".to_owned()],
            level: "scores".to_owned(),
            version: 1,
        };
        let refused = more.parse(&choice(&["PUR", "LEA"], Level::Bands));
        assert_eq!(refused.unwrap_err().problems.len(), 2);
        assert!(NarrowForm::default().parse(&now).is_err(), "nothing left");
    }
}
