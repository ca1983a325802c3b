//! How often something was tried for one account or address, shared by all nodes (security.md C7).

use sea_orm::entity::prelude::*;

use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// What is counted, with personal data only as a keyed hash.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub count: i64,
    /// When the present window began.
    pub since: Timestamp,
    pub blocked_until: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
