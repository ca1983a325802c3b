//! Names of people: handles, look-alikes, initials, email addresses.

pub(super) mod ascii;
mod display;
mod email;
mod handles;
mod initials;

pub(super) use display::check_display_name;
pub use display::looks_like_staff;
pub use email::{email, email_key};
pub use handles::{handle, handle_key, numbered_handle, suggested_handle};
pub use initials::initials;
