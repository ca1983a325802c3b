//! HTTP in, page or redirect out.

pub(super) mod attach;
pub(super) mod bench;
pub(super) mod challenge_edits;
pub(super) mod challenges;
pub(super) mod edits;
pub(super) mod marks;
pub(super) mod network;
pub(super) mod own;
pub(super) mod posts;
mod reading;
pub(super) mod states;
pub(super) mod status;
pub(super) mod threads;
pub(super) mod titles;
