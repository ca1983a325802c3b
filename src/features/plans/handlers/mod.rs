//! HTTP in, page or redirect out.

pub(super) mod results;
pub(super) mod shares;
