//! Reads: only what the actor may see.

mod pages;
mod threads;

pub(super) use pages::{PageRead, first_unread, fragment, page, under_review};
pub use threads::{around, find, find_own_post, find_post};
