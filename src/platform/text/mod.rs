//! What happens to words between a person and a page: cleaning, checking, rendering. No I/O.

pub mod clean;
pub mod csv;
pub mod dates;
pub mod diff;
pub mod excerpt;
pub mod fold;
pub mod identifiable;
pub mod markdown;
pub mod names;
pub mod passwords;
pub mod slug;
