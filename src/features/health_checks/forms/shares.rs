//! Showing less of what is shared.

use serde::{Deserialize, Serialize};

use super::attach::{codes, level};
use crate::{
    entity::share::Level,
    features::health_checks::{card::Choice, instrument::DimensionCode},
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
        let dimensions = problems.note("dimensions", self.kept(&now.dimensions));
        let level = problems.note("level", no_more(&self.level, now.level));
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
        let kept = codes(&self.dimensions, shown)?;
        if kept.is_empty() {
            return Err("Select at least one dimension, or withdraw the result".to_owned());
        }
        Ok(kept)
    }
}

/// The code of a level in forms.
pub(super) fn code(level: Level) -> &'static str {
    match level {
        Level::Bands => "bands",
        Level::Scores => "scores",
    }
}

fn no_more(typed: &str, now: Level) -> Result<Level, String> {
    match (level(typed)?, now) {
        (Level::Scores, Level::Bands) => {
            Err("Scores cannot be added to a card that shows bands only".to_owned())
        }
        (level, _) => Ok(level),
    }
}
