//! Networks: the directory, the landing page, joining, roles, visibility, the Commons.
//!
//! Invariants: a secret network does not exist for anybody outside it; every active network has at
//! least one leader (permissions.md R11); there is one Commons, and everybody is in it (R50);
//! `network.members` equals the number of membership rows.

pub mod commands;
pub mod policy;
pub mod queries;
