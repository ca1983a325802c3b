//! Health checks: a network answers the instrument, reads what its answers suggest and may share it.
//!
//! Invariants: all scoring is exact; what is banded and compared is what is displayed; a result is an
//! immutable snapshot; what few people answered is read through `disclosure` alone.

pub mod answering;
pub mod card;
pub mod commands;
pub mod comparison;
pub mod csv;
pub mod disclosure;
pub mod emails;
pub mod feedback;
pub mod forms;
pub mod instrument;
pub mod invited;
pub mod jobs;
pub mod json;
pub mod links;
pub mod policy;
pub mod profile;
pub mod promise;
pub mod queries;
pub mod round_card;
pub mod routes;
pub mod score;
pub mod scoring;
pub mod sheet;
pub mod snapshot;
#[cfg(test)]
mod testing;
pub mod views;
pub mod walk;

mod handlers;

/// What was just done (`?said=`).
pub const SAID: &[(&str, &str)] = &[
    ("draft-deleted", "Your draft is deleted."),
    (
        "round-opened",
        "The round is open. The invitations are on their way.",
    ),
    (
        "round-cancelled",
        "The round is cancelled, and its answers are deleted. Everybody who was asked is told.",
    ),
    (
        "round-result-deleted",
        "The result is deleted. For seven days you can bring it back.",
    ),
    ("round-deleted", "The round is deleted."),
    ("result-saved", "Your result is saved. Only you can see it."),
];
