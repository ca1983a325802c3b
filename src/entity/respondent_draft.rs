//! Answers that were begun: readable only with the link (health-check.md 9.8). No time.

use sea_orm::entity::prelude::*;

use super::id::HealthCheckId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "respondent_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// SHA-256 of the token of the link.
    pub token_hash: String,
    pub health_check_id: HealthCheckId,
    /// Encrypted with a key made of the token.
    pub sealed: String,
}

impl ActiveModelBehavior for ActiveModel {}
