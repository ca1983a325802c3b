//! What people submit, as typed and as meant.

mod answers;
mod attach;

pub use answers::{AnswersForm, NewPage, SaveForm, StartForm};
pub use attach::{Attach, AttachForm, codes, level};
