//! What the templates of this feature show, and the parts that it lends to others.

mod answering;
mod attach;
mod card;
mod comparing;
mod figure;
mod finishing;
mod report;
mod round;
mod round_pages;
pub mod sample;
mod tab;

use crate::platform::web::page::Samples;

pub use answering::{DimensionPage, typed};
pub use attach::AttachPart;
pub use card::{ResultCardPart, level_words};
pub use comparing::{ComparedRound, ComparisonPart};
pub use figure::{Dot, dots, shape};
pub use finishing::{AnswersPage, DeleteDraftPage};
pub use report::ReportPart;
pub use round::{RoundReportPart, round_dots};
pub use round_pages::{ComparePage, NotEnoughPage, NotEnoughPart, RoundPage, RoundPageLinks};
pub use tab::{ChecksPage, ResultRow};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ChecksPage>(),
        Samples::of::<DimensionPage>(),
        Samples::of::<AnswersPage>(),
        Samples::of::<DeleteDraftPage>(),
        Samples::of::<RoundPage>(),
        Samples::of::<NotEnoughPage>(),
        Samples::of::<ComparePage>(),
    ]
}
