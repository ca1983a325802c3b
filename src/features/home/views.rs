//! What the templates of this feature show.

use crate::platform::web::page::Samples;

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    Vec::new()
}
