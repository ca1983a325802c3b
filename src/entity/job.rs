//! Work for later. A row in the transaction that wants it done.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::JobId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub run_at: Timestamp,
    pub attempts: i32,
    pub lease_token: Option<String>,
    pub lease_until: Option<Timestamp>,
    pub state: State,
    pub last_error: String,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a job stands; a finished one has no row.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be done at its time.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// Tried eight times; somebody must look.
    #[sea_orm(string_value = "dead")]
    Dead,
}
