//! Where a challenge goes next, and what is told about it.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        challenge::{OWN_WORDS, moves},
        words,
    },
    Words,
};
use crate::{
    entity::challenge::Status,
    platform::{
        text::{
            clean::{self, Limits},
            identifiable::without_nhs_number,
        },
        web::form::{FormState, Problems},
    },
};

/// A change of status as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct StatusForm {
    /// The code of the new status.
    pub status: String,
    /// "What helped?", beside the replies that are marked.
    pub what_helped: String,
    /// "What happened?".
    pub outcome: String,
    /// A note, or the reason for opening it again.
    pub note: String,
    /// The code of the status that the page showed.
    pub from: String,
}

/// A change of status as meant.
#[derive(Clone, Debug)]
pub struct StatusChange {
    /// Where the challenge stands.
    pub from: Status,
    /// Where it goes.
    pub to: Status,
    /// What the event says; may be empty.
    pub note: String,
    /// What is told about how it ended; none where it goes on.
    pub ending: Option<Ending>,
}

/// How a challenge ended.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What helped, besides the replies that are marked.
    pub what_helped: Option<Words>,
    /// What happened.
    pub outcome: Words,
}

/// The longest note.
const NOTE: usize = 1_000;

impl StatusForm {
    /// The form for a challenge that stands there.
    pub fn at(now: Status) -> Self {
        Self {
            from: words::status_code(now).to_owned(),
            ..Self::default()
        }
    }

    /// Whether the page showed where the challenge stands now.
    pub fn is_up_to_date(&self, now: Status) -> bool {
        self.from == words::status_code(now)
    }

    /// The change, or the form with what is wrong with it. `is_marked`: whether a reply is marked as
    /// what helped.
    pub fn parse(self, now: Status, is_marked: bool) -> Result<StatusChange, FormState<Self>> {
        let mut problems = Problems::default();
        let to = words::status_of(&self.status).filter(|to| moves(now).contains(to));
        let to = problems.note("status", to.ok_or("Select the new status".to_owned()));
        let ending = to.and_then(|to| self.ending(to, is_marked, &mut problems));
        let note = match to {
            Some(Status::Open) => clean::reason(&self.note),
            _ => clean::many_lines(&self.note, Limits::up_to(NOTE), "your note"),
        };
        let note = problems.note("note", note.and_then(without_nhs_number));
        match (to, note) {
            (Some(to), Some(note)) if problems.none() => Ok(StatusChange {
                from: now,
                to,
                note,
                ending,
            }),
            _ => Err(problems.reject(self)),
        }
    }

    fn ending(&self, to: Status, is_marked: bool, problems: &mut Problems) -> Option<Ending> {
        let what_helped = match to {
            Status::Open | Status::BeingTried => return None,
            Status::Closed => Some(None),
            Status::Resolved => problems.note("what_helped", self.what_helped(is_marked)),
        };
        let outcome = clean::challenge_part(&self.outcome, "what happened")
            .and_then(without_nhs_number)
            .and_then(Words::of);
        let outcome = problems.note("outcome", outcome);
        Some(Ending {
            what_helped: what_helped?,
            outcome: outcome?,
        })
    }

    /// At least one reply is marked, or it is told (product.md 8.4.3).
    fn what_helped(&self, is_marked: bool) -> Result<Option<Words>, String> {
        let told = clean::optional_challenge_part(&self.what_helped, "what helped")?;
        let told = without_nhs_number(told.unwrap_or_default())?;
        let is_enough = told.chars().count() >= OWN_WORDS;
        match told.is_empty() {
            _ if !is_enough && !is_marked => Err(format!(
                "Enter what helped in at least {OWN_WORDS} characters, or mark a reply first"
            )),
            true => Ok(None),
            false => Words::of(told).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(status: &str) -> StatusForm {
        StatusForm {
            status: status.to_owned(),
            ..StatusForm::at(Status::BeingTried)
        }
    }

    fn fields(parsed: Result<StatusChange, FormState<StatusForm>>) -> Vec<&'static str> {
        let problems = parsed.unwrap_err().problems;
        problems.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn only_an_allowed_move_can_be_chosen() {
        for status in ["", "open", "being_tried", "flying"] {
            let parsed = form(status).parse(Status::BeingTried, true);
            assert_eq!(fields(parsed), ["status"], "{status}");
        }
    }

    #[test]
    fn resolved_needs_what_happened_and_what_helped() {
        let parsed = form("resolved").parse(Status::BeingTried, true);
        assert_eq!(fields(parsed), ["outcome"]);
        let told = |words: &str| StatusForm {
            outcome: "It holds.".to_owned(),
            what_helped: words.to_owned(),
            ..form("resolved")
        };
        let parsed = told("").parse(Status::BeingTried, false);
        assert_eq!(fields(parsed), ["what_helped"]);
        let parsed = told(&"x".repeat(49)).parse(Status::BeingTried, false);
        assert_eq!(fields(parsed), ["what_helped"]);
        let parsed = told(&"x".repeat(50)).parse(Status::BeingTried, false);
        assert!(parsed.unwrap().ending.unwrap().what_helped.is_some());
        let parsed = told("").parse(Status::BeingTried, true);
        assert!(parsed.unwrap().ending.unwrap().what_helped.is_none());
    }

    #[test]
    fn closed_needs_an_outcome_and_nothing_else() {
        let parsed = form("closed").parse(Status::Open, false);
        assert_eq!(fields(parsed), ["outcome"]);
        let closed = StatusForm {
            outcome: "The post was cut.".to_owned(),
            ..form("closed")
        };
        let change = closed.parse(Status::Open, false).unwrap();
        assert_eq!((change.from, change.to), (Status::Open, Status::Closed));
    }

    #[test]
    fn opening_again_needs_a_reason() {
        let again = |note: &str| StatusForm {
            status: "open".to_owned(),
            note: note.to_owned(),
            ..StatusForm::at(Status::Closed)
        };
        assert_eq!(fields(again("why").parse(Status::Closed, false)), ["note"]);
        let change = again("It came back in June").parse(Status::Closed, false);
        assert!(change.unwrap().ending.is_none());
    }

    #[test]
    fn trying_something_needs_no_words() {
        let change = form("being_tried").parse(Status::Open, false).unwrap();
        assert_eq!(change.note, "");
    }
}
