//! A person in a network. The row ends with the membership.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub network_id: NetworkId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub role: Role,
    pub joined_at: Timestamp,
    /// Marked as helping to lead (permissions.md R54): no role, and no power over what people say.
    pub core_team: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// The role in one network; each includes the one before.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes part.
    #[sea_orm(string_value = "member")]
    Member,
    /// Keeps it safe and lively.
    #[sea_orm(string_value = "moderator")]
    Moderator,
    /// Leads it; every active network has at least one (permissions.md R11).
    #[sea_orm(string_value = "leader")]
    Leader,
}
