//! The answers to one page of a check, and saving them all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    entity::health_check::Form,
    features::health_checks::{
        instrument::{Dimension, StatementId},
        scoring::Answer,
    },
    platform::web::form::{FormState, Problems},
};

/// One page as it is sent: the ids of statements and the codes of answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct AnswersForm(pub Vec<(String, String)>);

/// The answers of one page, blanks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPage {
    /// Every statement of the page once.
    pub answers: Vec<(StatementId, Option<Answer>)>,
}

/// What a form says that sends something else than the page asks (security.md AN-13).
const NOT_ASKED: &str = "Something was sent that this page does not ask. Nothing was saved; \
                         answer again and save.";
const NO_ANSWER: &str = "Choose one of the answers for each statement, or leave it open. Nothing \
                         was saved.";

impl AnswersForm {
    /// What is meant. What the page does not ask, a statement answered twice and an answer that is
    /// not on the scale are problems; a statement left out is a blank.
    pub fn parse(
        self,
        dimension: &Dimension,
        form: Form,
    ) -> Result<NewPage, FormState<BTreeMap<String, String>>> {
        let mut problems = Problems::default();
        let mut typed = BTreeMap::new();
        let asked: Vec<StatementId> = dimension
            .asked(form)
            .map(|statement| statement.id)
            .collect();
        for (name, value) in self.0 {
            if name == "form_key" {
                continue;
            }
            let is_asked = asked.iter().any(|id| id.to_string() == name);
            if !is_asked || typed.insert(name, value).is_some() {
                problems.add("", NOT_ASKED);
                break;
            }
        }
        let mut answers = Vec::new();
        for id in asked {
            match typed.get(&id.to_string()).map_or("", String::as_str) {
                "" => answers.push((id, None)),
                code => match Answer::parse(code) {
                    Some(answer) => answers.push((id, Some(answer))),
                    None if problems.none() => problems.add("", NO_ANSWER),
                    None => {}
                },
            }
        }
        if problems.none() {
            Ok(NewPage { answers })
        } else {
            Err(problems.reject(typed))
        }
    }
}

/// Saving the answers as a result: the version of the draft that was checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SaveForm {
    /// Zero when the form does not come from the page where answers are checked.
    pub version: i64,
}

/// Beginning a check: a button alone.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StartForm {}
