//! Locking and pinning, each with a reason that readers see (forum.md TH15).

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::Expr,
};
use serde_json::{Value, json};

use super::{
    super::policy::{PinLock, still},
    row::{Act, audited, happened, on_thread, tell, touching, why_not},
};
use crate::{
    entity::{id::NetworkId, network, thread, thread_event, timestamp::Timestamp},
    platform::{access::Permit, access::Seen, db::Write, web::error::Result},
};

/// Threads that may be pinned in a network at once.
const MOST_PINNED: u64 = 3;

/// The row of the matrix.
const ROW: &str = "pin_lock_archive";

/// Stops replies and edits by everyone below moderator (R24). Says whether they were possible
/// until now.
pub async fn lock(write: &Write<'_>, permit: &Permit<PinLock>, reason: &str) -> Result<bool> {
    let update = touching(permit.on().thread.id)
        .col_expr(thread::Column::State, Expr::value(thread::State::Locked))
        .col_expr(thread::Column::LockReason, Expr::value(reason))
        .filter(thread::Column::State.eq(thread::State::Open));
    let steps = (json!({ "state": "open" }), json!({ "state": "locked" }));
    let kind = thread_event::Kind::Locked;
    change(write, permit, update, ("lock_thread", kind, reason), steps).await
}

/// Lets replies go on. Says whether the thread was locked until now.
pub async fn unlock(write: &Write<'_>, permit: &Permit<PinLock>, reason: &str) -> Result<bool> {
    let update = touching(permit.on().thread.id)
        .col_expr(thread::Column::State, Expr::value(thread::State::Open))
        .col_expr(thread::Column::LockReason, Expr::value(""))
        .filter(thread::Column::State.eq(thread::State::Locked));
    let steps = (json!({ "state": "locked" }), json!({ "state": "open" }));
    let kind = thread_event::Kind::Unlocked;
    change(
        write,
        permit,
        update,
        ("unlock_thread", kind, reason),
        steps,
    )
    .await
}

/// What became of a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// The thread is on top of the list.
    Done,
    /// There are three already.
    TooMany,
}

/// Puts a thread on top of its network's list until then.
pub async fn pin(
    write: &Write<'_>,
    permit: &Permit<PinLock>,
    until: Timestamp,
    reason: &str,
) -> Result<Pinned> {
    let seen = permit.on();
    hold_network(write, seen.network.id).await?;
    let others = thread::Entity::find()
        .filter(thread::Column::NetworkId.eq(seen.network.id))
        .filter(thread::Column::PinnedUntil.gt(write.now))
        .filter(thread::Column::Id.ne(seen.thread.id))
        .count(write.txn)
        .await?;
    if others >= MOST_PINNED {
        return Ok(Pinned::TooMany);
    }
    let update = touching(seen.thread.id)
        .col_expr(thread::Column::PinnedUntil, Expr::value(until))
        .filter(not_pinned(write.now));
    let steps = (json!({ "pinned": false }), json!({ "pinned_until": until }));
    let kind = thread_event::Kind::Pinned;
    change(write, permit, update, ("pin_thread", kind, reason), steps).await?;
    Ok(Pinned::Done)
}

/// Takes a thread from the top. Says whether it was there until now.
pub async fn unpin(write: &Write<'_>, permit: &Permit<PinLock>, reason: &str) -> Result<bool> {
    let update = touching(permit.on().thread.id)
        .col_expr(thread::Column::PinnedUntil, Expr::value(None::<i64>))
        .filter(thread::Column::PinnedUntil.gt(write.now));
    let steps = (json!({ "pinned": true }), json!({ "pinned": false }));
    let kind = thread_event::Kind::Unpinned;
    change(write, permit, update, ("unpin_thread", kind, reason), steps).await
}

fn not_pinned(now: Timestamp) -> Condition {
    Condition::any()
        .add(thread::Column::PinnedUntil.is_null())
        .add(thread::Column::PinnedUntil.lte(now))
}

/// "At most three" cannot be kept by looking at one's own row, so pins of a network stand in one
/// line (forum.md D15). On SQLite writers do so anyway.
async fn hold_network(write: &Write<'_>, id: NetworkId) -> Result<()> {
    network::Entity::find_by_id(id)
        .select_only()
        .column(network::Column::Id)
        .lock_exclusive()
        .into_tuple::<NetworkId>()
        .one(write.txn)
        .await?;
    Ok(())
}

/// None of these acts moves the thread's last activity (forum.md TH15).
async fn change(
    write: &Write<'_>,
    permit: &Permit<PinLock>,
    update: UpdateMany<thread::Entity>,
    (name, kind, reason): (&'static str, thread_event::Kind, &str),
    (before, after): (Value, Value),
) -> Result<bool> {
    let (seen, by) = (permit.on(), permit.person().id);
    let changed = update
        .filter(still(ROW, on_thread(seen, false), by))
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 0 {
        let now = super::super::queries::find(write.txn, seen.actor(), seen.thread.id).await?;
        return match now.refusal::<PinLock>() {
            Some(_) => Err(why_not::<PinLock>(write, seen).await),
            None => Ok(false),
        };
    }
    happened(write, seen.thread.id, kind, by, reason).await?;
    let act = Act {
        name,
        target: ("thread", seen.thread.id.0),
        reason,
        before,
        after,
    };
    audited(write, permit, seen, act).await?;
    tell(write, name, seen, by, None).await?;
    Ok(true)
}
