//! The answers of a check that has not been saved yet. Its owner alone sees them.

use sea_orm::entity::prelude::*;

use super::id::HealthCheckId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answer_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub health_check_id: HealthCheckId,
    /// As JSON: statement to 1–5, "DK" or "NA".
    pub answers: String,
    /// The codes of the pages that were saved, separated by commas.
    pub pages: String,
    pub version: i64,
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
