//! What the templates of this feature show.

mod about;
mod ask;
mod create;
mod directory;
mod invitations;
mod landing;
mod member;
mod part;
mod people;
pub mod sample;

pub use about::{AboutPage, EditPage};
pub use ask::AskPage;
pub use create::NewNetworkPage;
pub use directory::{DirectoryPage, NetworkCard, SearchForm};
pub use invitations::{InvitationPart, InvitationsPage};
pub use landing::{JoinState, LandingPage};
pub use member::{CorePage, LastLeaderPage, LeavePage, RemovalPage, RolePage};
pub use part::{JoinPart, NetworkPart, PersonPart, Tab, TabPart, role_tag};
pub use people::{People, PeoplePage};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<AboutPage>(),
        Samples::of::<AskPage>(),
        Samples::of::<CorePage>(),
        Samples::of::<DirectoryPage>(),
        Samples::of::<EditPage>(),
        Samples::of::<InvitationsPage>(),
        Samples::of::<LandingPage>(),
        Samples::of::<LastLeaderPage>(),
        Samples::of::<LeavePage>(),
        Samples::of::<NewNetworkPage>(),
        Samples::of::<PeoplePage>(),
        Samples::of::<RemovalPage>(),
        Samples::of::<RolePage>(),
    ]
}
