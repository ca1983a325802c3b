//! What people submit: as typed, and as meant.

mod posts;
mod states;
mod threads;
mod words;

pub use posts::{EditForm, NewReply, PostChange, ReplyForm, WithdrawForm};
pub use states::{LockChange, LockForm, PIN_DAYS, PinChange, PinForm};
pub use threads::{NewThread, ThreadForm};
pub use words::Words;
