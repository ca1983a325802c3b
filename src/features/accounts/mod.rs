//! The life of an account: set-up, registering, signing in and out, passwords, profile, sessions.
//!
//! - Nothing here tells whether an address has an account: known and unknown ones get the same
//!   answer after the same work (security.md C5).
//! - Nobody is signed in by registering, by confirming an address or by a new password; set-up is
//!   the one exception.
//! - A password is compared only after the try has been counted ([`throttle`]).

pub mod commands;
pub mod forms;
pub mod password;
pub mod queries;
pub mod routes;
pub mod views;

mod handlers;
mod identity;
mod throttle;

use crate::platform::{app::App, web::error::Result};

/// The address for setting the site up, made anew at each start while nobody runs the site; it
/// replaces the former one, lives a day and acts once. None once there is an admin.
pub async fn set_up_link(app: &App) -> Result<Option<String>> {
    let token = app.write(commands::new_set_up_link).await?;
    Ok(token.map(|token| app.config.base_url.join(&format!("/setup/{token}"))))
}

/// Sentences for what was just done.
pub const SAID: &[(&str, &str)] = &[
    (
        "account_ready",
        "If this address is new, your account is ready. Sign in.",
    ),
    (
        "set_up",
        "Your site is ready. You are its admin and lead the Commons.",
    ),
    ("signed_out", "You are signed out."),
];
