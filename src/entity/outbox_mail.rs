//! A mail to be sent. It holds no token and no text: both are made as it is sent.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, OutboxMailId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_mail")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OutboxMailId,
    /// The name of its template.
    pub kind: String,
    pub account_id: Option<AccountId>,
    /// Only where there is no account; empty otherwise.
    pub to_address: String,
    /// Ids and words for the template, as JSON.
    pub data: String,
    pub dedupe_key: String,
    pub state: State,
    pub attempts: i32,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub last_error: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a mail stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// Sent.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// Not sent, for the reason given.
    #[sea_orm(string_value = "dropped")]
    Dropped,
    /// Refused for good.
    #[sea_orm(string_value = "dead")]
    Dead,
}
