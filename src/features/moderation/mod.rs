//! Moderation: reports, the items that moderators decide, hiding and restoring.
//!
//! Invariants: a post has at most one open item, and every open report on it belongs to that item;
//! nobody decides about their own words or about what they reported, and reports that are kept from
//! a network's leaders do not reach them (permissions.md R22); who reported is shown to site
//! moderators and site admins alone (row 19); no act without its entry in the audit log.

pub mod commands;
pub mod forms;
pub mod policy;
pub mod queries;
pub mod routes;
pub mod views;

mod emails;
mod handlers;
mod jobs;
mod words;

use crate::platform::app::Plugged;

/// The jobs and mails of this feature.
pub fn plugged() -> Plugged {
    Plugged {
        jobs: jobs::registry(),
        emails: emails::all(),
        listeners: jobs::listeners(),
        ..Plugged::default()
    }
}

/// Sentences for what was just done.
pub const SAID: &[(&str, &str)] = &[
    (
        "reported",
        "Your report has arrived. You will hear by mail what was decided.",
    ),
    ("report_changed", "Your report is changed."),
    (
        "post_hidden",
        "The post is hidden. Its author reads your reason.",
    ),
    ("post_is_hidden", "The post was hidden already."),
    (
        "post_restored",
        "The post is shown again. Its author reads your reason.",
    ),
    ("post_is_shown", "The post is shown already."),
    (
        "decided_keep",
        "Decided: the post is shown. Its author and those who reported it are told.",
    ),
    (
        "decided_hide",
        "Decided: the post is not shown. Its author and those who reported it are told.",
    ),
];
