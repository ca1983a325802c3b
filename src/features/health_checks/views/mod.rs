//! What the templates of this feature show, and the parts that it lends to others.

mod attach;
mod card;
mod figure;

use crate::platform::web::page::Samples;

pub use attach::AttachPart;
pub use card::ResultCardPart;
pub use figure::{Dot, dots, shape};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    Vec::new()
}
