//! The answers of somebody: no name, no time, no order, and no key that leads to an invitation.

use sea_orm::entity::prelude::*;

use super::check_invitation::Group;
use super::id::HealthCheckId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "response")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Random; never leaves the server, and is changed when the round is sealed.
    pub id: String,
    pub health_check_id: HealthCheckId,
    pub respondent_group: Option<Group>,
    /// Answers and context answers as compact JSON.
    pub answers: String,
    /// Of the code that withdraws it; gone once the round is sealed.
    pub receipt_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
