//! Links that act once: the site's set-up, confirming an address, a new password (security.md C6).

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::Expr,
};

use super::{db::Write, random, secret::fingerprint};
use crate::entity::{
    id::AccountId,
    one_time_link::{ActiveModel, Column, Entity, Purpose},
    timestamp::Timestamp,
};

/// What a link was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose it is; none for the set-up of the site.
    pub account: Option<AccountId>,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

/// Makes a link's token, which lives `minutes` and takes the place of every older one of the same
/// purpose and person. Only its hash is stored, so this is the one time it can be read.
pub async fn make(
    write: &Write<'_>,
    purpose: Purpose,
    account: Option<AccountId>,
    minutes: i64,
) -> Result<String, DbErr> {
    withdraw(write, purpose, account).await?;
    let token = random::token();
    let row = ActiveModel {
        id_hash: Set(fingerprint(&token)),
        purpose: Set(purpose),
        account_id: Set(account),
        created_at: Set(write.now),
        expires_at: Set(write.now.plus_minutes(minutes)),
        used_at: Set(None),
        superseded: Set(false),
    };
    Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(token)
}

/// The link of a token, if it could be used now: for the page with the button, which changes
/// nothing, since mail scanners open links.
pub async fn peek<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    purpose: Purpose,
    token: &str,
) -> Result<Option<Link>, DbErr> {
    let found = Entity::find()
        .filter(usable(now, purpose, token))
        .one(db)
        .await?;
    Ok(found.map(|row| Link {
        account: row.account_id,
        expires_at: row.expires_at,
    }))
}

/// Uses a link up, in the transaction of its effect: of any number of attempts one gets it.
pub async fn use_up(
    write: &Write<'_>,
    purpose: Purpose,
    token: &str,
) -> Result<Option<Link>, DbErr> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(write.now))
        .filter(usable(write.now, purpose, token))
        .exec_with_returning(write.txn)
        .await?;
    Ok(used.first().map(|row| Link {
        account: row.account_id,
        expires_at: row.expires_at,
    }))
}

/// Makes the links of this purpose and person useless: a sign-in or a new password does so with
/// the links for a new password (forum.md AC3).
pub async fn withdraw(
    write: &Write<'_>,
    purpose: Purpose,
    account: Option<AccountId>,
) -> Result<(), DbErr> {
    let whose = match account {
        Some(account) => Column::AccountId.eq(account),
        None => Column::AccountId.is_null(),
    };
    Entity::update_many()
        .col_expr(Column::Superseded, Expr::value(true))
        .filter(Column::Purpose.eq(purpose))
        .filter(whose)
        .filter(Column::UsedAt.is_null())
        .filter(Column::Superseded.eq(false))
        .exec(write.txn)
        .await
        .map(|_| ())
}

fn usable(now: Timestamp, purpose: Purpose, token: &str) -> Condition {
    Condition::all()
        .add(Column::IdHash.eq(fingerprint(token)))
        .add(Column::Purpose.eq(purpose))
        .add(Column::UsedAt.is_null())
        .add(Column::Superseded.eq(false))
        .add(Column::ExpiresAt.gt(now))
}
