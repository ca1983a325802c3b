//! Reads: who somebody is, and what they need to sign in.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use crate::entity::{account, id::AccountId, site_role};

/// What signing in needs of an account.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Credentials {
    pub(super) id: AccountId,
    pub(super) password_hash: String,
    pub(super) state: account::State,
    pub(super) session_epoch: i64,
}

/// The account with this canonical address, unless it is closed.
pub(super) async fn credentials<C: ConnectionTrait>(
    db: &C,
    email_key: &str,
) -> Result<Option<Credentials>, DbErr> {
    account::Entity::find()
        .select_only()
        .columns([
            account::Column::Id,
            account::Column::PasswordHash,
            account::Column::State,
            account::Column::SessionEpoch,
        ])
        .filter(account::Column::EmailKey.eq(email_key))
        .filter(account::Column::State.ne(account::State::Closed))
        .into_model()
        .one(db)
        .await
}

/// Whether anybody runs the site yet.
pub async fn has_admin<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let admin = site_role::Entity::find()
        .filter(site_role::Column::Role.eq(site_role::Role::Admin))
        .one(db)
        .await?;
    Ok(admin.is_some())
}
