//! Two rounds compared, once, when the later one was released (health-check.md 6.2).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{ComparisonRecordId, HealthCheckId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comparison_record")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ComparisonRecordId,
    pub earlier_id: HealthCheckId,
    pub later_id: HealthCheckId,
    pub place: Place,
    /// The comparison as JSON.
    pub content: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which earlier round it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The round before.
    #[sea_orm(string_value = "previous")]
    Previous,
    /// The first of all.
    #[sea_orm(string_value = "first")]
    First,
}
