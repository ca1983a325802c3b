//! What people submit, as typed and as meant.

mod answers;
mod attach;
mod shares;

pub use answers::{AnswersForm, NewPage, SaveForm};
pub use attach::{Attach, AttachForm};
pub use shares::NarrowForm;
