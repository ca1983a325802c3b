//! What the templates of this feature show.

mod act;
mod item;
mod part;
mod queue;
mod report;

pub use act::{Act, ActPage};
pub use item::{DecidedPage, ItemPage};
pub use queue::QueuePage;
pub use report::{OwnPostPage, ReportPage};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ReportPage>(),
        Samples::of::<OwnPostPage>(),
        Samples::of::<ActPage>(),
        Samples::of::<QueuePage>(),
        Samples::of::<ItemPage>(),
        Samples::of::<DecidedPage>(),
    ]
}
