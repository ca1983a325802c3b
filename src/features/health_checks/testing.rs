//! Makers for tests of this feature: answers as a line of digits, a network without secrets.

use super::instrument::{Instrument, nhc};
use super::profile::{Date, Month, Profile};
use super::scoring::{Answer, Answers, Group, Response};
use super::snapshot::{RoundInput, RoundMode};
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

/// Test vector V11: eleven people who answer every dimension as those of V6.
pub(super) fn v11() -> Vec<Response> {
    let core = ["55454", "45544", "54555", "44455", "55544"];
    let member = ["33432", "43333", "23323", "44433", "32333", "34443"];
    let core = core.map(|line| response_of(Group::Core, &line.repeat(8)));
    let member = member.map(|line| response_of(Group::Member, &line.repeat(8)));
    core.into_iter().chain(member).collect()
}

/// A round of `nhc` in full, closed on 24 November 2026, for which nothing else is known.
pub(super) fn round_input<'a>(
    instrument: &'a Instrument,
    responses: &'a [Response],
) -> RoundInput<'a> {
    RoundInput {
        instrument,
        form: Form::Full,
        mode: RoundMode::RoundConfidential,
        k: 5,
        responses,
        contexts: &[],
        invited: Some(14),
        delivered: Some(14),
        network: profile(),
        date: Date::at(1_795_532_635_000, "UTC"),
        leader: None,
        comments: Vec::new(),
        passed_over: Vec::new(),
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
