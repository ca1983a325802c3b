//! Setting the site up, registering, signing in and out, passwords, profiles, sessions.

mod admin;
mod doors;
mod links;
mod own;

use crate::support::{Browser, Page, TestApp};

pub(super) const WORDS: &str = "cobalt otter lantern";

/// Registers somebody through the page.
pub(super) async fn register(browser: &Browser, name: &str, email: &str, password: &str) -> Page {
    let page = browser.visit("/register").await;
    page.fill("Your name", name)
        .fill("Email address", email)
        .fill("Password", password)
        .press("Create account")
        .await
}

/// Signs somebody in through the page.
pub(super) async fn sign_in(browser: &Browser, email: &str, password: &str) -> Page {
    let page = browser.visit("/sign-in").await;
    page.fill("Email address", email)
        .fill("Password", password)
        .press("Sign in")
        .await
}

/// A visitor's browser in which Mia has registered and signed in.
pub(super) async fn mia(site: &TestApp) -> Browser {
    let browser = site.visitor();
    register(&browser, "Mia Novak", "mia@example.org", WORDS).await;
    sign_in(&browser, "mia@example.org", WORDS).await;
    browser
}
