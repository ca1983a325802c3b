//! Somebody says that a post should not be there.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, PostId, ReportId, ReviewItemId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReportId,
    pub review_item_id: ReviewItemId,
    pub post_id: PostId,
    pub reporter_id: AccountId,
    pub reason: Reason,
    pub detail: String,
    /// "Do not show this to the leaders and moderators of this network."
    pub not_to_leaders: bool,
    /// The words as they were, so that an edit cannot hide them.
    pub text_copy: String,
    pub text_version: i64,
    pub state: State,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Why a post was reported (product.md 8.8.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Patient or personal information.
    #[sea_orm(string_value = "personal_information")]
    PersonalInformation,
    /// Against the law.
    #[sea_orm(string_value = "illegal")]
    Illegal,
    /// Harassment.
    #[sea_orm(string_value = "harassment")]
    Harassment,
    /// Advertising.
    #[sea_orm(string_value = "advertising")]
    Advertising,
    /// In the wrong place.
    #[sea_orm(string_value = "wrong_place")]
    WrongPlace,
    /// A safeguarding concern.
    #[sea_orm(string_value = "safeguarding")]
    Safeguarding,
    /// Something else.
    #[sea_orm(string_value = "other")]
    Other,
}

/// Whether the report was dealt with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not yet.
    #[sea_orm(string_value = "open")]
    Open,
    /// The item it belongs to was decided.
    #[sea_orm(string_value = "closed")]
    Closed,
}
