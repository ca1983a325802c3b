//! One use of an instrument by a network.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, HealthCheckId, InstrumentId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "health_check")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HealthCheckId,
    pub network_id: NetworkId,
    pub owner_id: Option<AccountId>,
    pub instrument_id: InstrumentId,
    pub mode: Mode,
    pub form: Form,
    pub state: State,
    pub created_at: Timestamp,
    pub saved_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who answers (health-check.md section 4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One leader, for their own view.
    #[sea_orm(string_value = "individual")]
    Individual,
}

/// How many statements are asked (health-check.md 1.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// All forty.
    #[sea_orm(string_value = "full")]
    Full,
    /// The sixteen of the pulse form.
    #[sea_orm(string_value = "pulse")]
    Pulse,
}

/// How far a check has come (health-check.md 13.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Answers are being given.
    #[sea_orm(string_value = "draft")]
    Draft,
    /// It has a result.
    #[sea_orm(string_value = "saved")]
    Saved,
    /// Its owner deleted it.
    #[sea_orm(string_value = "deleted")]
    Deleted,
}
