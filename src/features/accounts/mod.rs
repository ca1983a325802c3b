//! The life of an account: set-up, registering, signing in and out, passwords, profile, sessions.
//!
//! - Nothing here tells whether an address has an account: known and unknown ones get the same
//!   answer after the same work (security.md C5).
//! - Nobody is signed in by registering, by confirming an address or by a new password; set-up is
//!   the one exception.
//! - A password is compared only after the try has been counted (`throttle.rs`).

pub mod commands;
pub mod forms;
pub mod password;
pub mod policy;
pub mod queries;
pub mod routes;
pub mod views;

mod emails;
mod handlers;
mod identity;
mod jobs;
mod throttle;

use crate::platform::{app::App, jobs::Registry, mail::Emails, web::error::Result};

/// The address for setting the site up, made anew at each start while nobody runs the site; it
/// replaces the former one, lives a day and acts once. None once there is an admin.
pub async fn set_up_link(app: &App) -> Result<Option<String>> {
    let token = app.write(commands::new_set_up_link).await?;
    Ok(token.map(|token| app.config.base_url.join(&format!("/setup/{token}"))))
}

/// What is done later.
pub fn jobs() -> Registry {
    jobs::registry()
}

/// The mails of this feature.
pub fn emails() -> Emails {
    emails::all()
}

/// Sentences for what was just done.
pub const SAID: &[(&str, &str)] = &[
    (
        "account_ready",
        "If this address is new, your account is ready. Sign in.",
    ),
    (
        "confirmed",
        "Your email address is confirmed. You can take part now.",
    ),
    ("confirmed_other", "The email address is confirmed."),
    (
        "confirmed_sign_in",
        "Your email address is confirmed. Sign in to take part.",
    ),
    ("discarded", "The text is thrown away."),
    ("handle_changed", "Your handle is changed."),
    (
        "link_not_sent",
        "We have sent several links within the last hour, so not another one. Look for them where \
         your mail program puts unwanted mail.",
    ),
    (
        "link_sent",
        "We have sent a new link. The former one works no longer.",
    ),
    ("new_password", "Your password is changed. Sign in with it."),
    ("others_ended", "You are signed out everywhere else."),
    (
        "password_changed",
        "Your password is changed. You are signed out everywhere else.",
    ),
    ("saved", "Saved."),
    ("session_ended", "That browser is signed out."),
    (
        "set_up",
        "Your site is ready. You are its admin and lead the Commons.",
    ),
    ("signed_out", "You are signed out."),
];
