//! Writes: one story each, in one transaction.
//!
//! Rows are locked in the order account (of whoever reports), review item, thread, post.

mod decide;
mod posts;
mod report;

pub use decide::decide;
pub(super) use posts::tell_reviewers;
pub use posts::{hide, restore};
pub use report::{Reported, report};
