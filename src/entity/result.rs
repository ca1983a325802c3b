//! What a check showed: immutable. Deleting it erases the snapshot and keeps the row for its shares.

use sea_orm::entity::prelude::*;

use super::id::{AccountId, HealthCheckId, NetworkId, ResultId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ResultId,
    pub health_check_id: HealthCheckId,
    pub network_id: NetworkId,
    pub owner_id: Option<AccountId>,
    /// The snapshot as JSON; gone when the result was deleted.
    pub snapshot: Option<String>,
    pub created_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
