//! What a leader noted in the life of a network: "funding ended", "new chair".

use sea_orm::entity::prelude::*;

use super::id::{AccountId, AnnotationId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "annotation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AnnotationId,
    pub network_id: NetworkId,
    /// When it was, as YYYY-MM-DD.
    pub day: String,
    pub words: String,
    pub author_id: AccountId,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
