//! Writes: one story each, in one transaction.

mod checks;
mod instruments;
mod results;
pub mod rounds;
mod shares;

pub use checks::{delete_draft, save_page, start};
pub use instruments::{Imported, import, import_bundled};
pub use results::{delete_result, save};
pub use shares::{Place, confirm, narrow, share, withdraw, withdraw_all};

pub(super) use checks::{delete_old_drafts, warn_of_deletion};
pub(super) use shares::end_shares_of_former_leaders;
