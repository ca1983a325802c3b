//! A conversation that belongs to an action. Who may not read it does not see the link.

use sea_orm::entity::prelude::*;

use super::id::{ActionId, ThreadId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub action_id: ActionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
