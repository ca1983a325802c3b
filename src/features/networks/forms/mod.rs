//! What people submit.

mod choice;
mod joining;
mod network;

pub use choice::Choice;
pub use joining::{AskForm, NewRequest};
pub use network::{NetworkForm, NewNetwork, kinds, stages, visibilities};
