//! Networks: the directory, the landing page, joining, roles, visibility, the Commons.
//!
//! Invariants: a secret network does not exist for anybody outside it; every active network has at
//! least one leader (permissions.md R11); there is one Commons, and everybody is in it (R50);
//! `network.members` equals the number of membership rows.

pub mod audience;
pub mod commands;
pub mod forms;
pub mod policy;
pub mod queries;
pub mod routes;
pub mod views;
pub mod words;

mod handlers;
mod landing;

pub use landing::{allowed, inside, landing, refused};

/// What was just done (`?said=`).
pub const SAID: &[(&str, &str)] = &[(
    "network-created",
    "Your network is ready. You are its leader.",
)];
