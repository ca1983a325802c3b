//! Reads: only what the actor may see.

mod items;
pub(super) mod mail;
mod people;
mod queue;
mod reports;

pub use items::find;
pub use people::{Someone, people};
pub use queue::{Place, QueueRow, ReasonCount, next, open_for, queue, reasons};
pub use reports::{OwnReport, Readers, ReportRow, of, own, readers};
