//! HTTP in, page or redirect out.

pub(super) mod register;
pub(super) mod set_up;
pub(super) mod sign_in;
pub(super) mod sign_out;
