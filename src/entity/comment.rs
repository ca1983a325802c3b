//! What somebody wrote into a round: without the response that it came with.

use sea_orm::entity::prelude::*;

use super::id::HealthCheckId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Random; changed when the round is sealed.
    pub id: String,
    pub health_check_id: HealthCheckId,
    /// The code of the question.
    pub question: String,
    pub body: String,
    /// Whether the writer ticked that it may be shown; all others are deleted at sealing.
    pub may_be_shown: bool,
    /// Of the code that withdraws it; gone once the round is sealed.
    pub receipt_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
