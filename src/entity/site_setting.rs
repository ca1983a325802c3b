//! A setting that site admins change at run time.

use sea_orm::entity::prelude::*;

use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub value: String,
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
