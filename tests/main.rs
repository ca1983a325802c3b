//! The integration tests: sentences about people.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails says where; clippy knows tests by their attribute, not what they call"
)]

mod access;
mod accounts;
mod architecture;
mod challenges;
mod harness;
mod health_checks;
mod http;
mod jobs;
mod look;
mod mail;
mod moderation;
mod networks;
mod permissions;
mod plans;
mod rounds;
mod schema;
mod score;
mod sessions;
mod support;
mod templates;
mod threads;
mod together;
