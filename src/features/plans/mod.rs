//! What follows from a result: its page, what could be done next, and where it is shared.

pub mod forms;
pub mod queries;
pub mod routes;
pub mod views;

mod handlers;

/// What was just done (`?said=`).
pub const SAID: &[(&str, &str)] = &[
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
