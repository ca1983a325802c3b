//! What the templates of this feature show.

mod action;
mod edit;
mod part;
mod plan;
mod reply;
mod results;
mod shares;
mod steps;
mod timeline;

use crate::platform::web::page::Samples;

pub use action::{ActionPage, Around};
pub use edit::{ActionFormPage, filled};
pub use part::{SaidPart, TriedPart};
pub use plan::PlanPage;
pub use reply::ReplyActionPage;
pub use results::{DeleteResultPage, ResultPage};
pub use shares::{SharePage, SharedPage};
pub use steps::{AgreementPage, StopPage};
pub use timeline::TimelinePage;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ActionFormPage>(),
        Samples::of::<ActionPage>(),
        Samples::of::<AgreementPage>(),
        Samples::of::<DeleteResultPage>(),
        Samples::of::<PlanPage>(),
        Samples::of::<ReplyActionPage>(),
        Samples::of::<ResultPage>(),
        Samples::of::<SharePage>(),
        Samples::of::<SharedPage>(),
        Samples::of::<StopPage>(),
        Samples::of::<TimelinePage>(),
        Samples::of::<part::PartsPage>(),
    ]
}
