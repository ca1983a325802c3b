//! A signed-in browser. The key is a hash of the session id, never the id (security.md C1).

use sea_orm::entity::prelude::*;

use super::id::AccountId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the session id, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    pub account_id: Option<AccountId>,
    /// The account's session epoch when this session was made.
    pub epoch: i64,
    pub created_at: Timestamp,
    /// Written at most every five minutes.
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// The family of the browser, such as "Firefox on Windows".
    pub label: String,
    /// What the session itself holds, as JSON.
    pub data: String,
}

impl ActiveModelBehavior for ActiveModel {}
