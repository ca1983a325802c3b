//! Who used power over whom, and why, written with the act itself (security.md C17).

use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use serde_json::Value;

use super::db::Write;
use crate::entity::{
    audit_entry,
    id::{AccountId, NetworkId},
};

/// One use of power.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who acted; none for the command line and the set-up of the site.
    pub actor: Option<AccountId>,
    /// The role they acted in, as [`Standing::acting_role`](super::access::Standing::acting_role)
    /// says it; "console" for the command line.
    pub role: &'a str,
    /// What was done, such as `hide_post`.
    pub action: &'a str,
    /// The table of what it was done to.
    pub target_kind: &'a str,
    /// Its id there.
    pub target_id: i64,
    /// The network whose leaders and moderators read of it.
    pub network: Option<NetworkId>,
    /// Why, in the words of whoever acted; empty where none are asked for.
    pub reason: &'a str,
    /// How it was: states and hashes, never a text (so that what is purged is gone).
    pub before: Value,
    /// How it is now.
    pub after: Value,
}

/// Adds an entry to the log, in the transaction of the act: no act without an entry, no entry
/// without the act.
pub async fn record(write: &Write<'_>, entry: Entry<'_>) -> Result<(), DbErr> {
    let row = audit_entry::ActiveModel {
        at: Set(write.now),
        actor_id: Set(entry.actor),
        actor_role: Set(entry.role.to_owned()),
        action: Set(entry.action.to_owned()),
        target_kind: Set(entry.target_kind.to_owned()),
        target_id: Set(entry.target_id),
        network_id: Set(entry.network),
        reason: Set(entry.reason.to_owned()),
        before: Set(entry.before.to_string()),
        after: Set(entry.after.to_string()),
        ..Default::default()
    };
    audit_entry::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await
        .map(|_| ())
}
