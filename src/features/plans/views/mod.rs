//! What the templates of this feature show.

mod results;
mod shares;

use crate::platform::web::page::Samples;

pub use results::{DeleteResultPage, ResultPage};
pub use shares::{SharePage, SharedPage};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<ResultPage>(),
        Samples::of::<DeleteResultPage>(),
        Samples::of::<SharedPage>(),
        Samples::of::<SharePage>(),
    ]
}
