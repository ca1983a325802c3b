//! What people submit.

mod choice;
mod edit;
mod joining;
mod network;
mod people;

pub use choice::Choice;
pub use edit::{EditForm, NetworkChange, governances, join_policies, member_lists};
pub use joining::{AskForm, Decision, DecisionForm, InviteForm, NewRequest};
pub use network::{NetworkForm, NewNetwork, kinds, stages, visibilities};
pub use people::{CoreForm, RemovalForm, RoleForm};
