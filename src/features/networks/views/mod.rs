//! What the templates of this feature show.

mod conversation;
mod create;
mod landing;
mod part;
pub mod sample;

pub use conversation::ConversationPage;
pub use create::NewNetworkPage;
pub use landing::{JoinState, LandingPage};
pub use part::{JoinPart, NetworkPart, PersonPart, Tab, TabPart, role_tag};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ConversationPage>(),
        Samples::of::<LandingPage>(),
        Samples::of::<NewNetworkPage>(),
    ]
}
