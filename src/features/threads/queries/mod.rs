//! Reads: only what the actor may see.

mod threads;

pub use threads::{around, find, find_own_post, find_post};
