//! Reads: actions and plans as far as the actor may see them, and where one's results are shared.

mod actions;
mod overdue;
pub mod released;
mod said;
mod shares;
mod timeline;
mod tried;

pub use actions::{
    ActionRow, LinkRow, OwnerRow, Plan, UpdateRow, find, links, owner_named, plan, reply_of,
    updates,
};
pub(super) use overdue::{Candidate, candidates, owners_with_overdue, told};
pub use overdue::{DueRow, due_for, overdue_of};
pub use said::{Said, SaidRow, said};
pub use shares::{Place, places};
pub use timeline::{Happened, Moment, annotation, timeline};
pub use tried::agreed_since;

pub(super) use actions::{declined_or_open, led_networks};
