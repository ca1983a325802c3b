//! Makers for tests of this feature: answers as a line of digits, a network without secrets.

use super::instrument::{Instrument, nhc};
use super::profile::{Month, Profile};
use super::scoring::{Answer, Answers, Group, Response};
use crate::entity::health_check::Form;
use crate::entity::network::{Governance, Kind, Stage};

/// Answers in the order of the statements: digits, D for don't know, N for not applicable, `-` for
/// blank; spaces do not count, and what is missing at the end is blank.
pub(super) fn answers(line: &str) -> Answers {
    answers_to(&nhc(), Form::Full, line)
}

pub(super) fn answers_to(instrument: &Instrument, form: Form, line: &str) -> Answers {
    let mut answers = Answers::new();
    let given = line.chars().filter(|letter| !letter.is_whitespace());
    for (statement, letter) in instrument.statements(form).zip(given) {
        let answer = match letter {
            'D' => Some(Answer::DontKnow),
            'N' => Some(Answer::NotApplicable),
            '-' => None,
            digit => Some(Answer::parse(&digit.to_string()).unwrap()),
        };
        assert!(answers.set(instrument, form, statement.id, answer));
    }
    answers
}

/// One response in no group.
pub(super) fn response(line: &str) -> Response {
    Response {
        group: None,
        answers: answers(line),
    }
}

/// One response of a group.
pub(super) fn response_of(group: Group, line: &str) -> Response {
    Response {
        group: Some(group),
        answers: answers(line),
    }
}

/// The network of test vector V11.
pub(super) fn profile() -> Profile {
    Profile {
        name: "Rural Leaders".to_owned(),
        kind: Kind::Learning,
        also: Vec::new(),
        stage: Stage::Building,
        governance: Some(Governance::Shared),
        organisations: Some(6),
        started: Month::parse("2024-01"),
        geography: Some("Regional".to_owned()),
    }
}
