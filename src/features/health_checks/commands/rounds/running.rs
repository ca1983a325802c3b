//! A round opens, is extended, closes, is cancelled (health-check.md 13.1).

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use serde_json::json;

use super::sealing;
use crate::{
    entity::{
        check_invitation, comment, health_check,
        id::{AccountId, HealthCheckId, NetworkId, ResultId},
        network, respondent_draft, response, result, round,
        timestamp::Timestamp,
    },
    features::health_checks::{
        jobs::{InvitePeople, ReleaseRound},
        policy::{ManageRound, still_leads},
        promise,
    },
    platform::{
        access::{Permit, Seen},
        audit,
        db::Write,
        jobs::queue,
        text::dates::{self, CivilDay},
        web::error::{Error, Result},
    },
};

/// Opens a round: from now on people can answer, and what was promised is fixed. `Err` in words
/// where something is missing that only the database can tell.
pub async fn open(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    version: i64,
) -> Result<Result<(), String>> {
    let seen = permit.on();
    // One network, one round at a time: the row of the network is the lock of them all.
    lock_network(write, seen.check.network_id, permit.person().id).await?;
    let round = super::setup::lock_setup(write, permit).await?;
    if round.version != version {
        return Ok(Err(
            "Another leader changed this round meanwhile. Check it again, then open it.".to_owned(),
        ));
    }
    let Some(closes_at) = closing_moment(&round.ends_on).filter(|at| *at > write.now) else {
        return Ok(Err("The last day is over. Choose another one".to_owned()));
    };
    // The lock on the network makes this hold; a unique index stands behind it.
    let open = health_check::Entity::find()
        .filter(health_check::Column::NetworkId.eq(seen.check.network_id))
        .filter(health_check::Column::State.eq(health_check::State::Open))
        .count(write.txn)
        .await?;
    if open > 0 {
        return Ok(Err(
            "A round of this network is open already. One at a time: wait until it is closed"
                .to_owned(),
        ));
    }
    if let Some(last) = last_close(write, seen.check.network_id).await? {
        let free = last.plus_days(promise::DAYS_BETWEEN);
        if free > write.now {
            return Ok(Err(format!(
                "A round of this network closed less than {} days ago. The next one can open on {}: \
                 two rounds in a row would show what one changed answer was",
                promise::DAYS_BETWEEN,
                dates::day(free.plus_days(1).0, dates::DEFAULT_ZONE)
            )));
        }
    }
    let people = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(seen.id()))
        .all(write.txn)
        .await?;
    let is_invited = seen.check.mode == health_check::Mode::RoundConfidential;
    if is_invited && people.len() < usize::try_from(round.k).unwrap_or(usize::MAX) {
        return Ok(Err(format!(
            "This round needs at least {} people, and {} are on its list. Add people first",
            round.k,
            people.len()
        )));
    }
    if !is_invited {
        check_invitation::Entity::delete_many()
            .filter(check_invitation::Column::HealthCheckId.eq(seen.id()))
            .exec(write.txn)
            .await?;
    }
    set_state(
        write,
        seen.id(),
        health_check::State::Draft,
        health_check::State::Open,
    )
    .await?;
    let has_groups = is_invited && people.iter().any(|it| it.respondent_group.is_some());
    change(seen.id())
        .col_expr(round::Column::ClosesAt, Expr::value(closes_at))
        .col_expr(round::Column::OpenedAt, Expr::value(write.now))
        .col_expr(round::Column::HasGroups, Expr::value(has_groups))
        .exec(write.txn)
        .await?;
    if is_invited {
        queue::enqueue(write, &InvitePeople { round: seen.id() }, write.now).await?;
    }
    audited(
        write,
        permit,
        "open_round",
        json!({"state": "draft"}),
        json!({"state": "open"}),
    )
    .await?;
    Ok(Ok(()))
}

/// Moves the last day while the round is open: later or earlier, but never into the past.
pub async fn extend(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    day: CivilDay,
) -> Result<Result<(), String>> {
    let (_, round) = lock_open(write, permit).await?;
    let ends_on = iso(day);
    let Some(closes_at) = closing_moment(&ends_on).filter(|at| *at > write.now) else {
        return Ok(Err("Choose today or a later day".to_owned()));
    };
    change(permit.on().id())
        .col_expr(round::Column::ClosesAt, Expr::value(closes_at))
        .col_expr(round::Column::EndsOn, Expr::value(ends_on.clone()))
        .exec(write.txn)
        .await?;
    let (before, after) = (
        json!({"ends_on": round.ends_on}),
        json!({"ends_on": ends_on}),
    );
    audited(write, permit, "extend_round", before, after).await?;
    Ok(Ok(()))
}

/// Closes a round before its time. With fewer responses than it needs, only if the leader says that
/// there will be no result (`even_below`). Says whether it was closed.
pub async fn close_early(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    even_below: bool,
) -> Result<bool> {
    let (check, round) = lock_open(write, permit).await?;
    let answered = responses(write.txn, check.id).await?;
    if answered < u64::try_from(round.k).unwrap_or(u64::MAX) && !even_below {
        return Ok(false);
    }
    change(check.id)
        .col_expr(round::Column::ClosedEarly, Expr::value(true))
        .exec(write.txn)
        .await?;
    close(write, &check, &round).await?;
    audited(
        write,
        permit,
        "close_round",
        json!({"state": "open"}),
        json!({"state": "closed"}),
    )
    .await?;
    Ok(true)
}

/// Closes a round whose time is over. False: somebody else was first, or it was extended.
pub(in crate::features::health_checks) async fn close_due(
    write: &Write<'_>,
    id: HealthCheckId,
) -> Result<bool> {
    let check = health_check::Entity::find_by_id(id)
        .filter(health_check::Column::State.eq(health_check::State::Open))
        .lock_exclusive()
        .one(write.txn)
        .await?;
    let round = round::Entity::find_by_id(id)
        .filter(round::Column::ClosesAt.lte(write.now))
        .one(write.txn)
        .await?;
    let (Some(check), Some(round)) = (check, round) else {
        return Ok(false);
    };
    close(write, &check, &round).await?;
    Ok(true)
}

/// From open to closed to sealed, in one transaction: nobody finds it in between.
async fn close(write: &Write<'_>, check: &health_check::Model, round: &round::Model) -> Result<()> {
    set_state(
        write,
        check.id,
        health_check::State::Open,
        health_check::State::Closed,
    )
    .await?;
    change(check.id)
        .col_expr(round::Column::ClosedAt, Expr::value(write.now))
        .exec(write.txn)
        .await?;
    sealing::seal(write, check, round).await?;
    queue::enqueue(write, &ReleaseRound { round: check.id }, write.now).await?;
    Ok(())
}

/// Takes an open round back: everything that was answered is deleted, and those invited are told.
pub async fn cancel(write: &Write<'_>, permit: &Permit<ManageRound>) -> Result<()> {
    let (check, _) = lock_open(write, permit).await?;
    for_all_answers(write, check.id).await?;
    super::invitations::tell_cancelled(write, check.id).await?;
    set_state(
        write,
        check.id,
        health_check::State::Open,
        health_check::State::Cancelled,
    )
    .await?;
    change(check.id)
        .col_expr(round::Column::ClosedAt, Expr::value(write.now))
        .col_expr(round::Column::Erasing, Expr::value(round::Erasing::Due))
        .col_expr(
            round::Column::LeaderResultId,
            Expr::value(Option::<ResultId>::None),
        )
        .exec(write.txn)
        .await?;
    audited(
        write,
        permit,
        "cancel_round",
        json!({"state": "open"}),
        json!({"state": "cancelled"}),
    )
    .await
}

/// Deletes responses, comments and drafts of a round.
pub(super) async fn for_all_answers(write: &Write<'_>, id: HealthCheckId) -> Result<()> {
    response::Entity::delete_many()
        .filter(response::Column::HealthCheckId.eq(id))
        .exec(write.txn)
        .await?;
    comment::Entity::delete_many()
        .filter(comment::Column::HealthCheckId.eq(id))
        .exec(write.txn)
        .await?;
    respondent_draft::Entity::delete_many()
        .filter(respondent_draft::Column::HealthCheckId.eq(id))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Sets one leader's own result beside the round, or takes it away (health-check.md 5.13): before
/// the close, one leader at most, and their invitation is given up for it. `Err` in words where that
/// cannot be.
pub async fn choose_view(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    chosen: Option<(ResultId, bool)>,
    address_key: &str,
) -> Result<Result<(), String>> {
    let person = permit.person().id;
    let (check, round) = lock_open(write, permit).await?;
    if round.leader_id.is_some_and(|leader| leader != person) {
        return Ok(Err(
            "Another leader has set their own view beside this round. One leader can".to_owned(),
        ));
    }
    if let Some((chosen, _)) = chosen {
        let own = result::Entity::find_by_id(chosen)
            .filter(result::Column::OwnerId.eq(person))
            .filter(result::Column::NetworkId.eq(check.network_id))
            .filter(result::Column::DeletedAt.is_null())
            .one(write.txn)
            .await?;
        if own.is_none() {
            return Err(Error::NotFound);
        }
        let answered = check_invitation::Entity::find()
            .filter(check_invitation::Column::HealthCheckId.eq(check.id))
            .filter(check_invitation::Column::EmailKey.eq(address_key))
            .filter(check_invitation::Column::Answered.eq(true))
            .count(write.txn)
            .await?;
        if answered > 0 {
            return Ok(Err(
                "You have answered this round, so your own view would count twice".to_owned(),
            ));
        }
        // Not in the pool and beside it: the invitation is given up.
        check_invitation::Entity::delete_many()
            .filter(check_invitation::Column::HealthCheckId.eq(check.id))
            .filter(check_invitation::Column::EmailKey.eq(address_key))
            .exec(write.txn)
            .await?;
    }
    change(check.id)
        .col_expr(
            round::Column::LeaderResultId,
            Expr::value(chosen.map(|(id, _)| id)),
        )
        .col_expr(
            round::Column::LeaderShown,
            Expr::value(chosen.is_some_and(|(_, shown)| shown)),
        )
        .col_expr(round::Column::LeaderId, Expr::value(chosen.map(|_| person)))
        .exec(write.txn)
        .await?;
    Ok(Ok(()))
}

/// 00:00 after a day, in the time zone of the network.
pub(super) fn closing_moment(ends_on: &str) -> Option<Timestamp> {
    let day = CivilDay::from_iso(ends_on)?;
    let starts = day.starts_at(dates::DEFAULT_ZONE)?;
    // A day has 23 to 25 hours: the start of the day that holds the instant 30 hours later.
    let next = dates::civil_day(
        Timestamp(starts).plus_minutes(30 * 60).0,
        dates::DEFAULT_ZONE,
    )?;
    next.starts_at(dates::DEFAULT_ZONE).map(Timestamp)
}

/// A day as it is stored.
pub(in crate::features::health_checks) fn iso(day: CivilDay) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

async fn last_close(write: &Write<'_>, network: NetworkId) -> Result<Option<Timestamp>> {
    let to_check = round::Entity::belongs_to(health_check::Entity)
        .from(round::Column::HealthCheckId)
        .to(health_check::Column::Id)
        .into();
    let found = round::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, to_check)
        .filter(health_check::Column::NetworkId.eq(network))
        .filter(health_check::Column::State.ne(health_check::State::Cancelled))
        .filter(round::Column::ClosedAt.is_not_null())
        .order_by_desc(round::Column::ClosedAt)
        .one(write.txn)
        .await?;
    Ok(found.and_then(|round| round.closed_at))
}

/// How many responses a round has.
pub(super) async fn responses<C: ConnectionTrait>(db: &C, id: HealthCheckId) -> Result<u64> {
    let count = response::Entity::find()
        .filter(response::Column::HealthCheckId.eq(id))
        .count(db)
        .await?;
    Ok(count)
}

/// The row of a network, held while one of its rounds begins or opens; 404 if the person leads it no
/// more.
pub(super) async fn lock_network(
    write: &Write<'_>,
    id: NetworkId,
    person: AccountId,
) -> Result<()> {
    network::Entity::find_by_id(id)
        .filter(network::Column::State.eq(network::State::Active))
        .filter(still_leads(id, person))
        .lock_exclusive()
        .one(write.txn)
        .await?
        .map(|_| ())
        .ok_or(Error::NotFound)
}

/// The rows of an open round, locked: before its closing moment and by somebody who still leads.
async fn lock_open(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
) -> Result<(health_check::Model, round::Model)> {
    let seen = permit.on();
    let check = health_check::Entity::find_by_id(seen.id())
        .filter(health_check::Column::State.eq(health_check::State::Open))
        .filter(still_leads(seen.check.network_id, permit.person().id))
        .lock_exclusive()
        .one(write.txn)
        .await?;
    let round = round::Entity::find_by_id(seen.id())
        .filter(round::Column::ClosesAt.gt(write.now))
        .one(write.txn)
        .await?;
    let over =
        || Error::Conflict("This round is closed. It cannot be changed any more.".to_owned());
    Ok((check.ok_or_else(over)?, round.ok_or_else(over)?))
}

/// One step of the state; nothing happens twice.
pub(super) async fn set_state(
    write: &Write<'_>,
    id: HealthCheckId,
    from: health_check::State,
    to: health_check::State,
) -> Result<()> {
    let moved = health_check::Entity::update_many()
        .col_expr(health_check::Column::State, Expr::value(to))
        .filter(health_check::Column::Id.eq(id))
        .filter(health_check::Column::State.eq(from))
        .exec(write.txn)
        .await?;
    if moved.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// An UPDATE of the row of one round.
pub(super) fn change(id: HealthCheckId) -> sea_orm::UpdateMany<round::Entity> {
    round::Entity::update_many().filter(round::Column::HealthCheckId.eq(id))
}

async fn audited(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    action: &'static str,
    before: serde_json::Value,
    after: serde_json::Value,
) -> Result<()> {
    let seen = permit.on();
    audit::record(
        write,
        audit::Entry {
            actor: Some(permit.person().id),
            role: seen.standing().acting_role(),
            action,
            target_kind: "health_check",
            target_id: seen.id().0,
            network: Some(seen.check.network_id),
            reason: "",
            before,
            after,
        },
    )
    .await?;
    Ok(())
}
