//! Reads: only what the actor may see.

mod threads;

pub use threads::{find, find_own_post, find_post};
