//! What the templates of this feature show.

mod attaching;
mod challenge;
mod composing;
mod conversation;
mod edits;
mod items;
mod marking;
mod new;
mod readable;
mod reply;
mod sample;
mod states;
mod status;
mod thread;

pub use attaching::{AttachPage, AttachPreview};
pub use composing::{ChallengePreview, EditChallengePage, NewChallengePage};
pub use conversation::ConversationPage;
pub use edits::{EditPage, HistoryPage, WithdrawPage};
pub use marking::HelpedPage;
pub use new::NewThreadPage;
pub use reply::ReplyPage;
pub use states::{LockPage, PinPage};
pub use status::StatusPage;
pub(super) use thread::read_up_to;
pub use thread::{Around, ThreadPage};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ConversationPage>(),
        Samples::of::<NewThreadPage>(),
        Samples::of::<ThreadPage>(),
        Samples::of::<ReplyPage>(),
        Samples::of::<EditPage>(),
        Samples::of::<HistoryPage>(),
        Samples::of::<WithdrawPage>(),
        Samples::of::<LockPage>(),
        Samples::of::<PinPage>(),
        Samples::of::<NewChallengePage>(),
        Samples::of::<ChallengePreview>(),
        Samples::of::<EditChallengePage>(),
        Samples::of::<StatusPage>(),
        Samples::of::<HelpedPage>(),
        Samples::of::<AttachPage>(),
        Samples::of::<AttachPreview>(),
    ]
}
