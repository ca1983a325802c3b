//! What people submit: as typed, and as meant.

mod posts;
mod threads;
mod words;

pub use posts::{EditForm, NewReply, PostChange, ReplyForm};
pub use threads::{NewThread, ThreadForm};
pub use words::Words;
