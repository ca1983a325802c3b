//! When what is done again and again is next due, shared by all nodes.

use sea_orm::entity::prelude::*;

use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule")]
pub struct Model {
    /// The kind of job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub due_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
