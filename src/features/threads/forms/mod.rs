//! What people submit: as typed, and as meant.

mod challenges;
pub(super) mod marks;
mod posts;
mod states;
mod status;
mod threads;
mod titles;
mod words;

pub use challenges::{
    ChallengeChange, ChallengeEditForm, ChallengeForm, NewChallenge, ResultForm, Told,
};
pub use marks::HelpedForm;
pub use posts::{EditForm, NewReply, PostChange, ReplyForm, WithdrawForm};
pub use states::{LockChange, LockForm, PIN_DAYS, PinChange, PinForm};
pub use status::{Ending, StatusChange, StatusForm};
pub use threads::{NewThread, ThreadForm};
pub use titles::{TitleChange, TitleForm};
pub use words::Words;
