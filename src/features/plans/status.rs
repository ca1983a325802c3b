//! How far an action has come, and which steps there are (health-check.md 13.4).

use crate::entity::action::State;

/// From which states a step to `state` begins. Nothing comes to be proposed again.
pub const fn before(state: State) -> &'static [State] {
    match state {
        State::Proposed => &[],
        State::Agreed => &[State::Proposed, State::Stopped],
        State::InProgress => &[State::Agreed],
        State::Done => &[State::InProgress],
        State::Stopped => OPEN,
    }
}

/// The states of what is still to be done.
pub const OPEN: &[State] = &[State::Proposed, State::Agreed, State::InProgress];

/// The states of what is over.
pub const CLOSED: &[State] = &[State::Done, State::Stopped];

/// Whether there is a step from one state to the other.
pub fn leads(from: State, to: State) -> bool {
    before(to).contains(&from)
}

/// Whether something is still to be done.
pub fn is_open(state: State) -> bool {
    OPEN.contains(&state)
}

/// The word that pages show.
pub const fn label(state: State) -> &'static str {
    match state {
        State::Proposed => "Proposed",
        State::Agreed => "Agreed",
        State::InProgress => "In progress",
        State::Done => "Done",
        State::Stopped => "Stopped",
    }
}

/// What a step is called in the list of what happened.
pub const fn step(state: State) -> &'static str {
    match state {
        State::Proposed => "proposed this",
        State::Agreed => "agreed this",
        State::InProgress => "began",
        State::Done => "finished",
        State::Stopped => "stopped this",
    }
}

/// The class of the tag that shows it.
pub const fn tag(state: State) -> &'static str {
    match state {
        State::Agreed | State::InProgress => "tag wait",
        State::Done => "tag",
        State::Proposed | State::Stopped => "tag quiet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Agreed, Done, InProgress, Proposed, Stopped};

    #[test]
    fn there_are_exactly_the_steps_of_the_specification() {
        let all = [Proposed, Agreed, InProgress, Done, Stopped];
        let mut steps = Vec::new();
        for from in all {
            for to in all {
                if leads(from, to) {
                    steps.push((from, to));
                }
            }
        }
        assert_eq!(
            steps,
            [
                (Proposed, Agreed),
                (Proposed, Stopped),
                (Agreed, InProgress),
                (Agreed, Stopped),
                (InProgress, Done),
                (InProgress, Stopped),
                (Stopped, Agreed),
            ]
        );
    }

    #[test]
    fn open_is_what_is_neither_done_nor_stopped() {
        assert!([Proposed, Agreed, InProgress].into_iter().all(is_open));
        assert!(![Done, Stopped].into_iter().any(is_open));
        assert_eq!(OPEN.len() + CLOSED.len(), 5);
    }
}
