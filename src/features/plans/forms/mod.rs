//! What people submit.

mod actions;
mod shares;

pub use actions::{
    ActionChange, ActionForm, Agreement, AgreementForm, LinkForm, NewAction, NoteForm, Nothing,
    Owner, ReplyActionForm, StopForm, Told, UpdateForm, WhoseTyped, sign_value,
};
pub use shares::{NarrowForm, code};
