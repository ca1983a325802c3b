//! What people submit, as typed and as meant.

mod answers;
mod attach;
mod respond;
mod rounds;

pub use answers::{AnswersForm, NewPage, SaveForm, StartForm};
pub use attach::{Attach, AttachForm, codes, level};
pub use respond::{CommentsForm, ContextForm, WithdrawalForm};
pub use rounds::{
    CloseForm, DatesForm, FormStep, MessageForm, PeopleForm, PrivacyForm, Step, VersionForm,
    ViewForm,
};
