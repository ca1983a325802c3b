//! Networks: the directory, the landing page, joining, roles, visibility, the Commons.
//!
//! Invariants: a secret network does not exist for anybody outside it; every active network has at
//! least one leader (permissions.md R11); there is one Commons, and everybody is in it (R50);
//! `network.members` equals the number of membership rows.

pub mod audience;
pub mod commands;
pub mod counters;
pub mod forms;
pub mod policy;
pub mod queries;
pub mod routes;
pub mod views;
pub mod words;

mod emails;
mod handlers;
mod landing;

pub use emails::emails;
pub use landing::{allowed, inside, landing, refused};

/// What was just done (`?said=`).
pub const SAID: &[(&str, &str)] = &[
    (
        "network-created",
        "Your network is ready. You are its leader.",
    ),
    ("network-saved", "Your changes are saved."),
    ("joined", "You are a member of this network now."),
    (
        "member-already",
        "You are a member of this network already.",
    ),
    (
        "asked",
        "Your request is with the leaders and moderators of the network.",
    ),
    (
        "asked-already",
        "You have asked already. Your request waits.",
    ),
    ("request-accepted", "The request is accepted."),
    ("request-declined", "The request is declined."),
    ("request-withdrawn", "Your request is withdrawn."),
    ("request-over", "This request does not wait any more."),
    (
        "invited",
        "If the person with this handle can be invited, the invitation is waiting for them.",
    ),
    ("invitation-revoked", "The invitation is taken back."),
    ("invitation-declined", "You have declined the invitation."),
    ("invitation-answered", "This invitation has been answered."),
    ("invitation-over", "This invitation is no longer open."),
    (
        "inviter-gone",
        "Whoever invited you cannot do so any more. Ask the network for a new invitation.",
    ),
    ("leads", "You lead this network now."),
    (
        "asked-to-lead",
        "They are asked to lead, and do as soon as they accept.",
    ),
    ("role-changed", "The role is changed."),
    ("core-marked", "They belong to the core team now."),
    (
        "core-unmarked",
        "They do not belong to the core team any more.",
    ),
    ("removed", "They are no longer in this network."),
    ("left", "You have left the network."),
];
