//! Reads: only what the actor may see.

mod challenges;
mod dimensions;
mod lists;
mod pages;
mod revisions;
mod threads;

pub use challenges::{carries_result, challenge, challenge_post, marked};
pub(super) use dimensions::dimension_names;
pub(super) use lists::{LOOKING, Listed, MOST_NEW, ThreadRow, list, pinned};
pub(super) use pages::{PageRead, first_unread, fragment, page, under_review};
pub use revisions::{Revision, revisions};
pub use threads::{around, find, find_own_post, find_post, own_posts};
