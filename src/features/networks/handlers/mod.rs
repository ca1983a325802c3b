//! HTTP in, page or redirect out.

pub(super) mod about;
pub(super) mod create;
pub(super) mod directory;
pub(super) mod invitations;
pub(super) mod joining;
pub(super) mod members;
pub(super) mod people;
