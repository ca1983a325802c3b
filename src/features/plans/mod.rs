//! What follows from a result: its page, where it is shared, and the action plan of a network.
//!
//! Invariants: an action takes only the steps of health-check.md 13.4, each once; a recommendation is
//! open at most once in a network; of an individual result a plan holds title and recommendation,
//! never a number; each reminder goes once. A plan is the actions of its network: it carries nothing
//! of its own, so it has no table.

pub mod commands;
pub mod csv;
pub mod due;
pub mod forms;
pub mod policy;
pub mod proposal;
pub mod queries;
pub mod routes;
pub mod status;
pub mod tried;
pub mod views;
pub mod words;

mod emails;
mod handlers;
mod jobs;

use crate::platform::app::Plugged;

/// What is recorded in the transaction in which the result of a round is released, with its network.
pub const RELEASED: &str = "released";

/// The jobs and mails of this feature.
pub fn plugged() -> Plugged {
    Plugged {
        jobs: jobs::registry(),
        emails: emails::all(),
        listeners: jobs::listeners(),
        ..Plugged::default()
    }
}

/// What was just done (`?said=`).
pub const SAID: &[(&str, &str)] = &[
    ("action-added", "The action is in the plan."),
    ("action-saved", "Your changes are saved."),
    ("action-agreed", "The action is agreed."),
    ("action-begun", "The action is in progress."),
    ("action-done", "The action is done."),
    (
        "action-stopped",
        "The action is stopped. The reason stands with it.",
    ),
    ("action-updated", "Your update is added."),
    ("action-linked", "The conversation is linked."),
    ("action-unlinked", "The link is taken away."),
    ("noted", "Your note is on the timeline."),
    ("note-removed", "The note is taken away."),
    (
        "actions-proposed",
        "The suggested actions are in the plan as proposals. Agree those that you will do.",
    ),
    (
        "actions-known",
        "Nothing was added: these suggestions are in the plan, or were declined in the last twelve \
         months.",
    ),
    (
        "result-deleted",
        "Your result is deleted. Wherever it was shared, its place now says that it was withdrawn.",
    ),
    ("share-changed", "The card shows less now."),
    ("share-confirmed", "The card is shown again."),
    (
        "share-withdrawn",
        "The result is withdrawn. Its place in the conversation says so from now on.",
    ),
    (
        "shares-withdrawn",
        "All your results are withdrawn. Their places in the conversations say so from now on.",
    ),
];
