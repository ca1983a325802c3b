//! A link that acts once: set-up, confirming an address, a new password (security.md C6).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::AccountId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_link")]
pub struct Model {
    /// SHA-256 of the token, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    pub purpose: Purpose,
    pub account_id: Option<AccountId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    /// A newer link of the same purpose has taken its place.
    pub superseded: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a one-time link is for; a link of one purpose is useless for another.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Set up the site.
    #[sea_orm(string_value = "set_up")]
    SetUp,
    /// Confirm an address.
    #[sea_orm(string_value = "confirm")]
    Confirm,
    /// Choose a new password.
    #[sea_orm(string_value = "reset")]
    Reset,
}
