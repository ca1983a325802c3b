//! What is done again and again, once for all nodes; and the sweep, which removes what has expired.

use std::collections::HashMap;

use anyhow::Result;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{Job, queue};
use crate::{
    entity::{
        draft, form_use, heartbeat, one_time_link, outbox_mail, schedule, session,
        timestamp::Timestamp,
    },
    platform::{app::App, drafts},
};

/// A job that is due every so many minutes.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    name: &'static str,
    minutes: i64,
    payload: String,
}

impl Planned {
    pub(super) fn new<J: Job + Default>(minutes: i64) -> Self {
        let payload = serde_json::to_string(&J::default()).unwrap_or_default();
        Self {
            name: J::NAME,
            minutes: Ord::max(minutes, 1),
            payload,
        }
    }

    /// The next full period: nodes agree on it, and a long pause is made up for once.
    fn after(&self, now: Timestamp) -> Timestamp {
        let period = self.minutes * 60_000;
        Timestamp((now.0.div_euclid(period) + 1) * period)
    }
}

/// Puts the jobs whose time has come into the queue. Of several nodes that do this at once, one
/// puts each.
pub async fn enqueue_due(app: &App) -> Result<(), DbErr> {
    let now = app.clock.now();
    let rows = schedule::Entity::find().all(&app.db).await?;
    let known: HashMap<_, _> = rows.into_iter().map(|row| (row.name, row.due_at)).collect();
    for planned in &app.jobs.planned {
        if known.get(planned.name).is_none_or(|due_at| *due_at <= now) {
            enqueue_once(app, planned).await?;
        }
    }
    Ok(())
}

async fn enqueue_once(app: &App, planned: &Planned) -> Result<(), DbErr> {
    app.write(async |write| {
        let first = schedule::ActiveModel {
            name: Set(planned.name.to_owned()),
            due_at: Set(write.now),
        };
        schedule::Entity::insert(first)
            .on_conflict_do_nothing()
            .exec_without_returning(write.txn)
            .await?;
        let mine = schedule::Entity::update_many()
            .col_expr(
                schedule::Column::DueAt,
                Expr::value(planned.after(write.now)),
            )
            .filter(schedule::Column::Name.eq(planned.name))
            .filter(schedule::Column::DueAt.lte(write.now))
            .exec(write.txn)
            .await?;
        if mine.rows_affected == 1 {
            queue::put(write, planned.name, planned.payload.clone(), write.now).await?;
        }
        Ok(())
    })
    .await
}

/// Removes what has expired, every hour.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sweep {}

/// Rows that go in one transaction, so that nobody waits long behind it.
const BATCH: u64 = 500;

impl Job for Sweep {
    const NAME: &'static str = "sweep";

    async fn run(self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let hours_ago = |hours: i64| now.plus_minutes(-hours * 60);
        sweep::<session::Entity>(
            app,
            session::Column::IdHash,
            session::Column::ExpiresAt.lte(now),
        )
        .await?;
        sweep::<form_use::Entity>(
            app,
            form_use::Column::Key,
            form_use::Column::CreatedAt.lt(hours_ago(48)),
        )
        .await?;
        let rescued = draft::Column::RescueHash
            .is_not_null()
            .and(draft::Column::CreatedAt.lt(hours_ago(drafts::RESCUED_HOURS)));
        let old = draft::Column::CreatedAt.lt(now.plus_days(-drafts::OWN_DAYS));
        sweep::<draft::Entity>(app, draft::Column::Id, rescued.or(old)).await?;
        sweep::<one_time_link::Entity>(
            app,
            one_time_link::Column::IdHash,
            one_time_link::Column::ExpiresAt.lt(now.plus_days(-7)),
        )
        .await?;
        let mail = outbox_mail::Column::State
            .ne(outbox_mail::State::Queued)
            .and(outbox_mail::Column::CreatedAt.lt(now.plus_days(-30)));
        sweep::<outbox_mail::Entity>(app, outbox_mail::Column::Id, mail).await?;
        sweep::<heartbeat::Entity>(
            app,
            heartbeat::Column::Node,
            heartbeat::Column::At.lt(now.plus_days(-1)),
        )
        .await
    }
}

/// Deletes the rows of a table that are `old`, a batch at a time.
async fn sweep<E: EntityTrait>(app: &App, key: E::Column, old: Expr) -> Result<()> {
    let old = Condition::all().add(old);
    loop {
        let some = E::find()
            .select_only()
            .column(key)
            .filter(old.clone())
            .limit(BATCH)
            .into_query();
        let gone = app
            .write(async |write| {
                let batch = E::delete_many().filter(key.in_subquery(some.clone()));
                batch.exec(write.txn).await
            })
            .await;
        let gone = gone.map_err(|error: DbErr| error)?;
        if gone.rows_affected < BATCH {
            return Ok(());
        }
    }
}
