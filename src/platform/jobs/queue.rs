//! The queue: rows go in with the transaction that wants them done, and are claimed under a lease.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{Job, Registry};
use crate::{
    entity::{
        id::JobId,
        job::{ActiveModel, Column, Entity, Model, State},
        timestamp::Timestamp,
    },
    platform::{app::App, db::Write, random},
};

/// How long a claim holds unless it is renewed; a dead worker's jobs wait no longer.
pub const LEASE_SECONDS: i64 = 60;

/// After this many attempts somebody must look.
pub const MOST_ATTEMPTS: i32 = 8;

/// How long to wait after each failed attempt (security.md C16), before jitter.
const WAIT_MINUTES: [i64; 7] = [1, 5, 30, 2 * 60, 6 * 60, 24 * 60, 3 * 24 * 60];

/// The longest reason that is kept.
const LONGEST_ERROR: usize = 500;

/// A job that this worker holds.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The row.
    pub id: JobId,
    /// Which kind of job.
    pub kind: String,
    /// What it needs to know, as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    lease: String,
}

/// Puts a job into the queue, to be done at `run_at` or soon after.
pub async fn enqueue<J: Job>(
    write: &Write<'_>,
    job: &J,
    run_at: Timestamp,
) -> Result<JobId, DbErr> {
    let payload = serde_json::to_string(job).map_err(|error| DbErr::Json(error.to_string()))?;
    put(write, J::NAME, payload, run_at).await
}

/// The same for a job that is known by its name and its fields as JSON.
pub(in crate::platform) async fn put(
    write: &Write<'_>,
    kind: &str,
    payload: String,
    run_at: Timestamp,
) -> Result<JobId, DbErr> {
    let row = ActiveModel {
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        run_at: Set(run_at),
        attempts: Set(0),
        lease_token: Set(None),
        lease_until: Set(None),
        state: Set(State::Queued),
        last_error: Set(String::new()),
        created_at: Set(write.now),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(write.txn).await?.last_insert_id)
}

/// Takes up to `most` due jobs that nobody holds.
///
/// The same statements serve both databases: on PostgreSQL rows that another worker is taking are
/// skipped; on SQLite the write transaction already keeps others out.
pub async fn claim(app: &App, most: u64) -> Result<Vec<Claimed>, DbErr> {
    let due = || due(app.clock.now(), &app.jobs);
    // Looking costs no transaction, and most looks find nothing.
    let any = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(due())
        .limit(1);
    if app.db.query_one(&any.into_query()).await?.is_none() {
        return Ok(Vec::new());
    }
    app.write(async |write| {
        let found = Entity::find()
            .filter(due())
            .order_by_asc(Column::RunAt)
            .order_by_asc(Column::Id)
            .limit(most)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(write.txn)
            .await?;
        let (spent, found): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|job| job.attempts >= MOST_ATTEMPTS);
        bury(write, &spent).await?;
        let lease = random::token();
        let until = Timestamp(write.now.0 + LEASE_SECONDS * 1_000);
        Entity::update_many()
            .col_expr(Column::LeaseToken, Expr::value(lease.clone()))
            .col_expr(Column::LeaseUntil, Expr::value(until))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.is_in(found.iter().map(|job| job.id)))
            .exec(write.txn)
            .await?;
        let claimed = found.into_iter().map(|job| Claimed {
            id: job.id,
            kind: job.kind,
            payload: job.payload,
            attempt: job.attempts + 1,
            lease: lease.clone(),
        });
        Ok(claimed.collect())
    })
    .await
}

/// Ends a job that is done. False: the lease had passed to another worker, which will do it again.
pub async fn complete(app: &App, job: &Claimed) -> Result<bool, DbErr> {
    app.write(async |write| {
        let done = Entity::delete_many()
            .filter(held(job))
            .exec(write.txn)
            .await?;
        Ok(done.rows_affected == 1)
    })
    .await
}

/// Notes that an attempt failed: the job waits longer each time, and after the last one it stays
/// for somebody to look at. Gives its new state, or nothing if the lease had passed on.
pub async fn fail(app: &App, job: &Claimed, reason: &str) -> Result<Option<State>, DbErr> {
    let reason: String = reason.chars().take(LONGEST_ERROR).collect();
    let state = if job.attempt >= MOST_ATTEMPTS {
        State::Dead
    } else {
        State::Queued
    };
    app.write(async |write| {
        let noted = Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::RunAt, Expr::value(again_at(write.now, job.attempt)))
            .col_expr(Column::LastError, Expr::value(reason.clone()))
            .col_expr(Column::LeaseToken, Expr::value(None::<String>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            .filter(held(job))
            .exec(write.txn)
            .await?;
        Ok((noted.rows_affected == 1).then_some(state))
    })
    .await
}

/// Holds a job for another [`LEASE_SECONDS`]. False: it is no longer this worker's.
pub async fn renew(app: &App, job: &Claimed) -> Result<bool, DbErr> {
    app.write(async |write| {
        let until = Timestamp(write.now.0 + LEASE_SECONDS * 1_000);
        let renewed = Entity::update_many()
            .col_expr(Column::LeaseUntil, Expr::value(until))
            .filter(held(job))
            .exec(write.txn)
            .await?;
        Ok(renewed.rows_affected == 1)
    })
    .await
}

/// Gives a job back untried, for another worker to take at once.
pub async fn release(app: &App, job: &Claimed) -> Result<(), DbErr> {
    app.write(async |write| {
        Entity::update_many()
            .col_expr(Column::LeaseToken, Expr::value(None::<String>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
            .filter(held(job))
            .exec(write.txn)
            .await
            .map(|_| ())
    })
    .await
}

/// The jobs that were given up, the latest first: somebody must look at them.
pub async fn dead<C: ConnectionTrait>(db: &C) -> Result<Vec<Model>, DbErr> {
    let dead = Entity::find().filter(Column::State.eq(State::Dead));
    dead.order_by_desc(Column::Id).limit(100).all(db).await
}

/// Lets a job that was given up begin again. False: there is none of that id.
pub async fn revive(write: &Write<'_>, id: JobId) -> Result<bool, DbErr> {
    let revived = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Queued))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::RunAt, Expr::value(write.now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Dead))
        .exec(write.txn)
        .await?;
    Ok(revived.rows_affected == 1)
}

fn due(now: Timestamp, registry: &Registry) -> Condition {
    let unheld = Condition::any()
        .add(Column::LeaseUntil.is_null())
        .add(Column::LeaseUntil.lte(now));
    Condition::all()
        .add(Column::State.eq(State::Queued))
        .add(Column::RunAt.lte(now))
        .add(Column::Kind.is_in(registry.names()))
        .add(unheld)
}

fn held(job: &Claimed) -> Condition {
    Condition::all()
        .add(Column::Id.eq(job.id))
        .add(Column::LeaseToken.eq(job.lease.as_str()))
}

/// A job whose worker died each time would otherwise be taken for ever.
async fn bury(write: &Write<'_>, spent: &[Model]) -> Result<(), DbErr> {
    if spent.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Dead))
        .col_expr(
            Column::LastError,
            Expr::value("Its worker ended during the last attempt."),
        )
        .filter(Column::Id.is_in(spent.iter().map(|job| job.id)))
        .exec(write.txn)
        .await
        .map(|_| ())
}

/// Up to a fifth more than the wait, so that jobs which failed together do not come back together.
fn again_at(now: Timestamp, attempt: i32) -> Timestamp {
    let step = usize::try_from(attempt - 1)
        .unwrap_or(0)
        .min(WAIT_MINUTES.len() - 1);
    let wait = WAIT_MINUTES.get(step).copied().unwrap_or(1) * 60_000;
    let jitter = wait / 5 * i64::from(random::bytes::<1>()[0]) / 255;
    Timestamp(now.0 + wait + jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_a_minute_to_three_days() {
        let now = Timestamp(0);
        for (attempt, minutes) in (1..).zip(WAIT_MINUTES) {
            let wait = again_at(now, attempt).minutes_since(now);
            assert!(
                (minutes..=minutes * 6 / 5).contains(&wait),
                "attempt {attempt}: {wait}"
            );
        }
    }
}
