//! What a person may do on the whole site.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::AccountId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site_role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: Role,
    pub granted_by: Option<AccountId>,
    pub granted_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A role on the whole site; a person may hold any set of them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Brings people and knowledge together.
    #[sea_orm(string_value = "knowledge_broker")]
    KnowledgeBroker,
    /// Handles what is reported across the site ("site moderator").
    #[sea_orm(string_value = "moderator")]
    Moderator,
    /// Runs the site ("site admin").
    #[sea_orm(string_value = "admin")]
    Admin,
}
