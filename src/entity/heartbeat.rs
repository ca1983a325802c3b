//! One row a node, written every ten seconds, so that readiness is known without asking.

use sea_orm::entity::prelude::*;

use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "heartbeat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub node: String,
    pub at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
