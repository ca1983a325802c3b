//! A version of the health check, never edited once it is here.

use sea_orm::entity::prelude::*;

use super::id::InstrumentId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "instrument")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: InstrumentId,
    pub name: String,
    pub version: String,
    /// The TOML file as it was imported.
    pub content: String,
    pub imported_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
