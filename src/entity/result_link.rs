//! A link by which somebody who answered reads the result: for no name and no invitation.

use sea_orm::entity::prelude::*;

use super::id::HealthCheckId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// SHA-256 of its token.
    pub token_hash: String,
    pub health_check_id: HealthCheckId,
    /// The same for all links of a round.
    pub expires_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
