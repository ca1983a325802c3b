//! The names on the pages of this feature.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use crate::{
    entity::{account, id::AccountId},
    platform::web::error::Result,
};

/// Somebody, as pages name them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Someone {
    /// The account.
    pub id: AccountId,
    /// The unique name in addresses.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// What the account is allowed at all.
    pub state: account::State,
}

/// The people with these ids, whose names the caller may show.
pub async fn people<C: ConnectionTrait>(
    db: &C,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<Someone>> {
    let found = account::Entity::find()
        .select_only()
        .columns([
            account::Column::Id,
            account::Column::Handle,
            account::Column::DisplayName,
            account::Column::State,
        ])
        .filter(account::Column::Id.is_in(ids))
        .into_model()
        .all(db)
        .await?;
    Ok(found)
}
