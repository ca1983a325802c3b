//! HTTP in, page or redirect out.

pub(super) mod posts;
pub(super) mod reports;
pub(super) mod review;
