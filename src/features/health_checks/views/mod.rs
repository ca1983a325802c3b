//! What the templates of this feature show, and the parts that it lends to others.

mod answering;
mod attach;
mod card;
mod comparing;
mod figure;
mod finishing;
mod report;
mod respond;
mod round;
mod round_pages;
mod rounds;
pub mod sample;
mod tab;

use crate::platform::web::page::Samples;

pub use answering::{DimensionPage, typed};
pub use attach::AttachPart;
pub use card::{ResultCardPart, detail_words, level_words};
pub use comparing::{ComparedRound, ComparisonPart};
pub use figure::{Dot, dots, shape};
pub use finishing::{AnswersPage, DeleteDraftPage};
pub use report::ReportPart;
pub use respond::{
    CommentsPage, ContextPage, NoLinkPage, SendPage, StartPage, StatementsPage, ThanksPage,
    WithdrawalPage, next_page,
};
pub use round::{RoundReportPart, round_dots};
pub use round_pages::{ComparePage, NotEnoughPage, NotEnoughPart, RoundPage, RoundPageLinks};
pub use rounds::{
    CancelPage, ClosePage, DatesPage, FormStepPage, MessagePage, OpeningPage, PeoplePage,
    PrivacyPage, RunningPage, SetupPage, ViewPage,
};
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
        Samples::of::<SetupPage>(),
        Samples::of::<FormStepPage>(),
        Samples::of::<PeoplePage>(),
        Samples::of::<PrivacyPage>(),
        Samples::of::<DatesPage>(),
        Samples::of::<MessagePage>(),
        Samples::of::<OpeningPage>(),
        Samples::of::<RunningPage>(),
        Samples::of::<ClosePage>(),
        Samples::of::<CancelPage>(),
        Samples::of::<ViewPage>(),
        Samples::of::<StartPage>(),
        Samples::of::<StatementsPage>(),
        Samples::of::<ContextPage>(),
        Samples::of::<CommentsPage>(),
        Samples::of::<SendPage>(),
        Samples::of::<ThanksPage>(),
        Samples::of::<NoLinkPage>(),
        Samples::of::<WithdrawalPage>(),
    ]
}
