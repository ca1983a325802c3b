//! What the templates of this feature show, and the parts that it lends to others.

mod answering;
mod attach;
mod card;
mod figure;
mod finishing;
mod report;
pub mod sample;
mod tab;

use crate::platform::web::page::Samples;

pub use answering::{DimensionPage, typed};
pub use attach::AttachPart;
pub use card::{ResultCardPart, level_words};
pub use figure::{Dot, dots, shape};
pub use finishing::{AnswersPage, DeleteDraftPage};
pub use report::ReportPart;
pub use tab::{ChecksPage, ResultRow};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ChecksPage>(),
        Samples::of::<DimensionPage>(),
        Samples::of::<AnswersPage>(),
        Samples::of::<DeleteDraftPage>(),
    ]
}
