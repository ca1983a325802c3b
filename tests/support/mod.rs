//! What the tests are told with: a site, people, browsers, a mailbox.

#![expect(dead_code, reason = "each test uses some of it")]

mod browser;
mod makers;
mod test_app;

pub(crate) use browser::{Answer, Browser, Page};
pub(crate) use makers::Someone;
pub(crate) use test_app::TestApp;
