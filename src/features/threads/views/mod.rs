//! What the templates of this feature show.

mod conversation;
mod edits;
mod items;
mod new;
mod own;
mod readable;
mod reply;
mod sample;
mod states;
mod thread;

pub use conversation::ConversationPage;
pub use edits::{EditPage, HistoryPage, WithdrawPage};
pub use new::NewThreadPage;
pub use own::OwnPostsPage;
pub use reply::ReplyPage;
pub use states::{LockPage, PinPage};
mod attaching;
mod challenge;
mod composing;
mod marking;
mod status;
mod titles;

pub use attaching::{AttachPage, AttachPreview};
pub use composing::{ChallengePreview, EditChallengePage, NewChallengePage};
pub use marking::HelpedPage;
pub use status::StatusPage;
pub(super) use thread::read_up_to;
pub use thread::{Around, ThreadPage};
pub use titles::TitlePage;

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
        Samples::of::<OwnPostsPage>(),
        Samples::of::<LockPage>(),
        Samples::of::<PinPage>(),
        Samples::of::<TitlePage>(),
        Samples::of::<NewChallengePage>(),
        Samples::of::<ChallengePreview>(),
        Samples::of::<EditChallengePage>(),
        Samples::of::<StatusPage>(),
        Samples::of::<HelpedPage>(),
        Samples::of::<AttachPage>(),
        Samples::of::<AttachPreview>(),
    ]
}
