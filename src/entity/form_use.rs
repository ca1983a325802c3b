//! A form key that was used, and where it led (forum.md TH3).

use sea_orm::entity::prelude::*;

use super::id::AccountId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// The fingerprint of the key.
    pub key: String,
    pub route: String,
    pub account_id: Option<AccountId>,
    pub led_to: Option<String>,
    /// What was sent with it, as a digest.
    pub digest: Option<String>,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
