//! Signing in, passwords, and the proof that an address is somebody's.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use crate::{
    entity::{
        account::{self, State},
        id::AccountId,
        one_time_link::Purpose,
    },
    features::{
        accounts::{
            emails::{Confirm, NewPassword, PasswordChanged, WasThisYou},
            password::Hashed,
            queries,
            throttle::{self, Answer, Tried},
        },
        networks,
    },
    platform::{
        app::App,
        db::Write,
        mail::outbox::{self, Times, To},
        one_time,
        web::{
            error::{Error, Result},
            session,
        },
    },
};

/// The password was right: nothing is held against the address, links for a new password die
/// (forum.md AC3), and a stale hash is replaced.
pub(in super::super) async fn signed_in(
    app: &App,
    write: &Write<'_>,
    address: &str,
    id: AccountId,
    fresh: Option<&Hashed>,
) -> Result<()> {
    throttle::forget(app, write, address).await?;
    one_time::withdraw(write, Purpose::Reset, Some(id)).await?;
    if let Some(fresh) = fresh {
        account::Entity::update_many()
            .col_expr(account::Column::PasswordHash, Expr::value(fresh.as_str()))
            .filter(account::Column::Id.eq(id))
            .exec(write.txn)
            .await?;
    }
    Ok(())
}

/// The last wrong password that is allowed for an address: the wait begins, and the owner is asked
/// whether it was them. `id` is the account of that address, if it has one.
pub(in super::super) async fn too_many_wrong(
    app: &App,
    write: &Write<'_>,
    address: &str,
    id: Option<AccountId>,
) -> Result<()> {
    throttle::begin_wait(app, write, address).await?;
    if let Some(id) = id {
        outbox::put(write, To::Account(id), &WasThisYou {}, Times::Each).await?;
    }
    Ok(())
}

/// Queues the link for a new password, if the address has an account and has not been asked for
/// too often. A mail to nobody is queued where it has none: the same work (security.md C5).
pub(in super::super) async fn ask_new_password(
    app: &App,
    write: &Write<'_>,
    address: &str,
) -> Result<()> {
    let counted = throttle::count(app, write, Tried::Mail, address).await?;
    let known = queries::credentials(write.txn, address).await?;
    let to = match known {
        Some(known) => To::Account(known.id),
        None => To::Address(String::new()),
    };
    match counted {
        Answer::Allowed { .. } => {
            outbox::put(write, to, &NewPassword {}, Times::Each).await?;
        }
        Answer::Wait => {}
    }
    Ok(())
}

/// Queues the link for confirming one's own address again. False: it was asked for too often.
pub(in super::super) async fn ask_confirmation(
    app: &App,
    write: &Write<'_>,
    id: AccountId,
) -> Result<bool> {
    let person = queries::own(write.txn, id).await?;
    match throttle::count(app, write, Tried::Mail, &person.email_key).await? {
        Answer::Allowed { .. } => {
            let mail = Confirm {
                epoch: person.session_epoch,
            };
            outbox::put(write, To::Account(id), &mail, Times::Each).await?;
            Ok(true)
        }
        Answer::Wait => Ok(false),
    }
}

/// Uses a confirmation link up: the account may take part. None: the link cannot be used (any
/// more). Nobody is signed in by it (security.md AU-14).
pub(in super::super) async fn confirm(write: &Write<'_>, token: &str) -> Result<Option<AccountId>> {
    let used = one_time::use_up(write, Purpose::Confirm, token).await?;
    let Some(id) = used.and_then(|link| link.account) else {
        return Ok(None);
    };
    address_is_theirs(write, id).await?;
    Ok(Some(id))
}

/// Uses a link for a new password up: all sessions end, and the owner is told. False: the link
/// cannot be used (any more).
///
/// The link came by mail, so it confirms the address as well.
pub(in super::super) async fn reset_password(
    app: &App,
    write: &Write<'_>,
    token: &str,
    new: &Hashed,
) -> Result<bool> {
    let used = one_time::use_up(write, Purpose::Reset, token).await?;
    let Some(id) = used.and_then(|link| link.account) else {
        return Ok(false);
    };
    change_password(app, write, id, new).await?;
    address_is_theirs(write, id).await?;
    Ok(true)
}

/// Stores a new password: all sessions end, links for a new password die, and the owner is told.
/// Gives the new session epoch, with which the present browser can be signed in again.
pub(in super::super) async fn change_password(
    app: &App,
    write: &Write<'_>,
    id: AccountId,
    new: &Hashed,
) -> Result<i64> {
    let epoch = account::Column::SessionEpoch;
    let changed = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(new.as_str()))
        .col_expr(epoch, epoch.into_expr().add(1))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::State.ne(State::Closed))
        .exec_with_returning(write.txn)
        .await?;
    let person = changed.into_iter().next().ok_or(Error::NotFound)?;
    // Wrong tries at the old one are no reason to wait with the new one (security.md AU-06).
    throttle::forget(app, write, &person.email_key).await?;
    one_time::withdraw(write, Purpose::Reset, Some(id)).await?;
    session::end_others(write, id, None).await?;
    outbox::put(write, To::Account(id), &PasswordChanged {}, Times::Each).await?;
    Ok(person.session_epoch)
}

async fn address_is_theirs(write: &Write<'_>, id: AccountId) -> Result<()> {
    let confirmed = account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(State::Active))
        .col_expr(account::Column::ConfirmedAt, Expr::value(write.now))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::State.eq(State::Unverified))
        .exec(write.txn)
        .await?;
    if confirmed.rows_affected > 0 {
        // From now on they can be listed, so from now on they are counted (permissions.md R3).
        networks::commands::join_commons(write, id).await?;
    }
    one_time::withdraw(write, Purpose::Confirm, Some(id)).await?;
    Ok(())
}
