//! Writes: one story each, in one transaction.

mod first_run;
mod passwords;
mod profile;
mod registering;
mod sweeping;

pub use first_run::{add_admin, grant};
pub(super) use first_run::{new_set_up_link, set_up};
pub(super) use passwords::{
    ask_confirmation, ask_new_password, change_password, confirm, reset_password, signed_in,
    too_many_wrong,
};
pub use profile::change_profile;
pub(super) use profile::{Renamed, change_handle};
pub(super) use registering::register;
pub use registering::{NewPerson, add_active};
pub use sweeping::count_words;
pub(super) use sweeping::{delete_unconfirmed, never_confirmed, sweep_tries};
