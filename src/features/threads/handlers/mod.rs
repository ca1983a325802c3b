//! HTTP in, page or redirect out.

pub(super) mod edits;
pub(super) mod network;
pub(super) mod posts;
mod reading;
pub(super) mod states;
pub(super) mod threads;
