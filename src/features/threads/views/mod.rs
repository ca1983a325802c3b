//! What the templates of this feature show.

mod items;
mod readable;
mod reply;
mod sample;
mod thread;

pub use reply::ReplyPage;
pub(super) use thread::read_up_to;
pub use thread::{Around, ThreadPage};

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![Samples::of::<ThreadPage>(), Samples::of::<ReplyPage>()]
}
