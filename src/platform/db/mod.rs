//! The database: connections, the write transaction, and what differs between the two kinds.

pub mod connect;
pub mod difference;
pub mod erase;
pub mod file;
pub mod like;
pub mod lock;
pub mod schema;
pub mod unique;

use sea_orm::DatabaseTransaction;

use super::activity::Listeners;
use crate::entity::timestamp::Timestamp;

/// An open write transaction and the instant it works at. Commands take it; only
/// [`App::write`](super::app::App::write) makes it.
#[derive(Debug)]
pub struct Write<'a> {
    /// Every statement of a command goes here.
    pub txn: &'a DatabaseTransaction,
    /// The one "now" of everything this transaction writes.
    pub now: Timestamp,
    /// Who hears of what is [recorded](super::activity::record).
    pub(super) listeners: &'a Listeners,
}
