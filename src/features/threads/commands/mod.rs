//! Writes: one story each, in one transaction.
//!
//! Every command begins with the thread's row, so that its writers stand in one line, and repeats
//! there the facts that authorise (forum.md K4). Rows are locked in the order network, thread,
//! post.

mod challenges;
mod erasing;
mod marks;
mod moderation;
mod posts;
mod reading;
mod row;
mod states;
mod status;
mod threads;
mod titles;

pub use challenges::{attach, edit_challenge, share_with, start_challenge};
pub(super) use erasing::erase_texts;
pub use marks::{Marked, mark_helped, unmark_helped};
pub use moderation::{hide, restore};
pub use posts::{Edited, Posted, edit, reply, withdraw};
pub use reading::mark_read;
pub use row::touch;
pub use states::{Pinned, lock, pin, unlock, unpin};
pub use status::{StatusSet, set_status};
pub use threads::{Started, announce, start};
pub use titles::edit_title;
