//! What ends by itself: counts of tries, accounts that nobody confirmed, and too many words at once.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use crate::{
    entity::{
        account::{self, State},
        id::AccountId,
        one_time_link::{self, Purpose},
    },
    features::{accounts::throttle, networks},
    platform::{
        app::App,
        db::Write,
        web::error::{Error, Result},
    },
};

/// How long an account waits to be confirmed (forum.md AC1).
const UNCONFIRMED_DAYS: i64 = 7;

/// Counts one more post, reply or edit of a person, in the transaction that stores it: 20 in ten
/// minutes (security.md C7).
pub async fn count_words(app: &App, write: &Write<'_>, person: AccountId) -> Result<()> {
    match throttle::too_many_words(app, write, person).await? {
        None => Ok(()),
        Some(minutes) => Err(Error::TooMany {
            retry_after: u64::try_from(minutes * 60).unwrap_or(600),
        }),
    }
}

/// Takes away counts of tries that hold nobody back any more.
pub(in super::super) async fn sweep_tries(write: &Write<'_>) -> Result<u64> {
    Ok(throttle::sweep(write).await?)
}

/// Deletes an account that was never confirmed and whose time is over; says whether it was one.
/// Whoever confirms it at the same moment either keeps it or finds the link used up.
pub(in super::super) async fn delete_unconfirmed(
    write: &Write<'_>,
    person: AccountId,
) -> Result<bool> {
    let epoch = account::Column::SessionEpoch;
    let held = account::Entity::update_many()
        .col_expr(epoch, epoch.into_expr().add(1))
        .filter(account::Column::Id.eq(person))
        .filter(is_over(write))
        .exec(write.txn)
        .await?;
    if held.rows_affected == 0 {
        return Ok(false);
    }
    networks::commands::forget_member(write, person).await?;
    account::Entity::delete_by_id(person)
        .exec(write.txn)
        .await?;
    Ok(true)
}

/// Accounts whose time to be confirmed is over.
pub(in super::super) async fn never_confirmed(write: &Write<'_>) -> Result<Vec<AccountId>> {
    let found = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(is_over(write))
        .limit(MOST_AT_ONCE)
        .into_tuple()
        .all(write.txn)
        .await?;
    Ok(found)
}

/// Accounts that go in one hour.
const MOST_AT_ONCE: u64 = 500;

/// A link that still works keeps its account: somebody may have registered anew.
fn is_over(write: &Write<'_>) -> Condition {
    let alive = one_time_link::Entity::find()
        .select_only()
        .column(one_time_link::Column::IdHash)
        .filter(
            Expr::col((one_time_link::Entity, one_time_link::Column::AccountId))
                .equals((account::Entity, account::Column::Id)),
        )
        .filter(one_time_link::Column::Purpose.eq(Purpose::Confirm))
        .filter(one_time_link::Column::UsedAt.is_null())
        .filter(one_time_link::Column::Superseded.eq(false))
        .filter(one_time_link::Column::ExpiresAt.gt(write.now))
        .into_query();
    Condition::all()
        .add(account::Column::State.eq(State::Unverified))
        .add(account::Column::CreatedAt.lte(write.now.plus_days(-UNCONFIRMED_DAYS)))
        .add(Expr::exists(alive).not())
}
