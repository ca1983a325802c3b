//! How far a person has read a thread (forum.md RD3).

use sea_orm::entity::prelude::*;

use super::id::{AccountId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_read")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    pub last_number: i64,
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
