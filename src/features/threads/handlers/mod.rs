//! HTTP in, page or redirect out.

pub(super) mod posts;
mod reading;
pub(super) mod threads;
