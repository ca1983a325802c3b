//! Text that was typed and could not be sent; its owner alone finds it again (forum.md TH9).

use sea_orm::entity::prelude::*;

use super::id::{AccountId, DraftId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DraftId,
    pub account_id: Option<AccountId>,
    /// SHA-256 of the rescue cookie, while nobody has signed in again.
    pub rescue_hash: Option<String>,
    /// The path the form was for.
    pub target: String,
    /// Names and values, as JSON.
    pub fields: String,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
