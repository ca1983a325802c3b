//! Setting up and running a round.

use serde::{Deserialize, Serialize};

use crate::{
    entity::{health_check, round},
    features::health_checks::{invited, invited::Invited, promise},
    platform::{
        text::{
            clean::{self, Limits},
            dates::{self, CivilDay},
        },
        web::form::{FormState, Problems},
    },
};

/// The longest message to those invited, in characters.
const LONGEST_MESSAGE: usize = 2_000;

/// One step of the task list, as it was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which statements, and how people come to answer them.
    Form {
        /// Full or pulse.
        form: health_check::Form,
        /// Invited one by one, or by one link for all.
        mode: health_check::Mode,
    },
    /// The list of people is done; it is kept apart.
    People,
    /// What is promised about the result.
    Privacy {
        /// The least number of respondents.
        k: u32,
        /// Who sees the result.
        audience: round::Audience,
        /// Whether it may stand beside later ones.
        beside_later: bool,
        /// Whether leaders may share bands with peers.
        summary_shared: bool,
    },
    /// The last day, as `YYYY-MM-DD`.
    Dates(String),
    /// What the leaders say to those invited.
    Message(String),
}

impl Step {
    /// Its name in the task list and in addresses.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Form { .. } => "form",
            Self::People => "people",
            Self::Privacy { .. } => "privacy",
            Self::Dates(_) => "dates",
            Self::Message(_) => "message",
        }
    }
}

/// Which statements, and how people come to answer them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FormStep {
    /// `full` or `pulse`.
    pub form: String,
    /// `invited` or `open_link`.
    pub mode: String,
    /// The version of the round that the form was made from.
    pub version: i64,
}

impl FormStep {
    /// The form as it stands.
    pub fn of(check: &health_check::Model, round: &round::Model) -> Self {
        let (form, mode) = match (check.form, check.mode) {
            (health_check::Form::Full, mode) => ("full", mode),
            (health_check::Form::Pulse, mode) => ("pulse", mode),
        };
        let mode = match mode {
            health_check::Mode::RoundOpenLink => "open_link",
            health_check::Mode::RoundConfidential | health_check::Mode::Individual => "invited",
        };
        Self {
            form: form.to_owned(),
            mode: mode.to_owned(),
            version: round.version,
        }
    }

    /// What is meant.
    pub fn parse(self) -> Result<Step, FormState<Self>> {
        let mut problems = Problems::default();
        let form = match self.form.as_str() {
            "full" => Ok(health_check::Form::Full),
            "pulse" => Ok(health_check::Form::Pulse),
            _ => Err("Select which statements to ask".to_owned()),
        };
        let mode = match self.mode.as_str() {
            "invited" => Ok(health_check::Mode::RoundConfidential),
            "open_link" => Ok(health_check::Mode::RoundOpenLink),
            _ => Err("Select how people are asked".to_owned()),
        };
        let form = problems.note("form", form);
        let mode = problems.note("mode", mode);
        match (form, mode) {
            (Some(form), Some(mode)) => Ok(Step::Form { form, mode }),
            _ => Err(problems.reject(self)),
        }
    }
}

/// People to be put on the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleForm {
    /// A line each.
    pub list: String,
    /// Which button was pressed: "add", "members", "done".
    pub act: String,
    /// The version of the round that the form was made from.
    pub version: i64,
}

impl PeopleForm {
    /// The people meant, or every line that cannot be read.
    pub fn parse(self) -> Result<Vec<Invited>, FormState<Self>> {
        let mut problems = Problems::default();
        match invited::parse(&self.list) {
            Ok(people) if people.is_empty() => {
                problems.add("list", "Enter at least one email address");
                Err(problems.reject(self))
            }
            Ok(people) => Ok(people),
            Err(mistakes) => {
                for mistake in mistakes {
                    problems.add("list", mistake);
                }
                Err(problems.reject(self))
            }
        }
    }
}

/// What is promised about the result.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PrivacyForm {
    /// The least number of respondents.
    pub k: String,
    /// The code of an audience.
    pub audience: String,
    /// Whether it may stand beside later rounds.
    pub beside_later: bool,
    /// Whether leaders may share bands with peers.
    pub summary_shared: bool,
    /// The version of the round that the form was made from.
    pub version: i64,
}

impl PrivacyForm {
    /// The form as it stands.
    pub fn of(round: &round::Model) -> Self {
        Self {
            k: round.k.to_string(),
            audience: promise::audience_code(round.audience).to_owned(),
            beside_later: round.beside_later,
            summary_shared: round.summary_shared,
            version: round.version,
        }
    }

    /// What is meant, under the site's floor for k.
    pub fn parse(self, floor: u32) -> Result<Step, FormState<Self>> {
        let mut problems = Problems::default();
        let range = promise::range_of_k(floor);
        let k = self.k.trim().parse().ok().filter(|k| range.contains(k));
        let words = format!("Enter a number from {} to {}", range.start(), range.end());
        let k = problems.note("k", k.ok_or(words));
        let audience = promise::audience_of(&self.audience);
        let audience = problems.note(
            "audience",
            audience.ok_or("Select who will see the result".to_owned()),
        );
        match (k, audience) {
            (Some(k), Some(audience)) => Ok(Step::Privacy {
                k,
                audience,
                beside_later: self.beside_later,
                summary_shared: self.summary_shared,
            }),
            _ => Err(problems.reject(self)),
        }
    }
}

/// The last day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatesForm {
    /// 1 to 31.
    pub ends_day: String,
    /// 1 to 12.
    pub ends_month: String,
    /// Four digits.
    pub ends_year: String,
    /// The version of the round that the form was made from.
    pub version: i64,
}

impl DatesForm {
    /// The form as it stands.
    pub fn of(round: &round::Model) -> Self {
        let day = CivilDay::from_iso(&round.ends_on);
        let part = |number: Option<String>| number.unwrap_or_default();
        Self {
            ends_day: part(day.map(|it| it.day().to_string())),
            ends_month: part(day.map(|it| it.month().to_string())),
            ends_year: part(day.map(|it| it.year().to_string())),
            version: round.version,
        }
    }

    /// The day that is meant: today or later, and not too far away.
    pub fn parse(self, now: i64) -> Result<CivilDay, FormState<Self>> {
        let mut problems = Problems::default();
        let read = dates::from_fields(
            "The last day",
            &self.ends_day,
            &self.ends_month,
            &self.ends_year,
        );
        let read = match read {
            Ok(Some(day)) => within(day, now),
            Ok(None) => Err("Enter the last day".to_owned()),
            Err(problem) => Err(problem.message),
        };
        match problems.note("ends_day", read) {
            Some(day) => Ok(day),
            None => Err(problems.reject(self)),
        }
    }
}

fn within(day: CivilDay, now: i64) -> Result<CivilDay, String> {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let starts = day.starts_at(dates::DEFAULT_ZONE).unwrap_or_default();
    if starts <= now - DAY {
        return Err("The last day must be today or later".to_owned());
    }
    if starts > now + promise::MOST_DAYS * DAY {
        return Err(format!(
            "The last day must be within {} days",
            promise::MOST_DAYS
        ));
    }
    Ok(day)
}

/// What the leaders say to those invited.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageForm {
    /// The words.
    pub message: String,
    /// The version of the round that the form was made from.
    pub version: i64,
}

impl MessageForm {
    /// The form as it stands.
    pub fn of(round: &round::Model) -> Self {
        Self {
            message: round.message.clone(),
            version: round.version,
        }
    }

    /// What is meant; nothing is fine.
    pub fn parse(self) -> Result<Step, FormState<Self>> {
        let mut problems = Problems::default();
        let limits = Limits::up_to(LONGEST_MESSAGE);
        let message = clean::many_lines(&self.message, limits, "your message");
        match problems.note("message", message) {
            Some(message) => Ok(Step::Message(message)),
            None => Err(problems.reject(self)),
        }
    }
}

/// A button, with the version of what was seen beside it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VersionForm {
    /// The version.
    pub version: i64,
}

/// Closing before the last day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// Whether the leader knows that there will be no result.
    pub even_below: bool,
}

/// One leader's own view beside the round.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    /// The id of the result; empty for none.
    pub result: String,
    /// Whether everybody who sees the result may see their scores.
    pub shown: bool,
}
