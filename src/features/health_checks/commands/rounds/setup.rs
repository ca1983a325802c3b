//! Setting a round up, step by step, before anybody is asked.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

use crate::{
    entity::{
        health_check,
        id::{HealthCheckId, InstrumentId},
        round,
    },
    features::health_checks::{
        forms::Step,
        policy::{ManageRound, RunCheck, still_leads},
        promise,
    },
    platform::{
        access::Permit,
        db::Write,
        text::dates,
        web::error::{Error, Result},
    },
};

/// Begins to set up a round of a network; where one is being set up, goes on with that.
pub async fn start(
    write: &Write<'_>,
    permit: &Permit<RunCheck>,
    instrument: InstrumentId,
    floor: u32,
) -> Result<HealthCheckId> {
    let network = permit.on().network().id;
    super::running::lock_network(write, network, permit.person().id).await?;
    let begun = health_check::Entity::find()
        .filter(health_check::Column::NetworkId.eq(network))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(health_check::Column::Mode.ne(health_check::Mode::Individual))
        .one(write.txn)
        .await?;
    if let Some(begun) = begun {
        return Ok(begun.id);
    }
    let check = health_check::ActiveModel {
        network_id: Set(network),
        owner_id: Set(None),
        instrument_id: Set(instrument),
        mode: Set(health_check::Mode::RoundConfidential),
        form: Set(health_check::Form::Full),
        state: Set(health_check::State::Draft),
        created_at: Set(write.now),
        saved_at: Set(None),
        ..Default::default()
    };
    let inserted = health_check::Entity::insert(check).exec(write.txn).await?;
    let id = inserted.last_insert_id;
    let last_day = write.now.plus_days(promise::DEFAULT_DAYS);
    let ends_on = dates::civil_day(last_day.0, dates::DEFAULT_ZONE)
        .map(|day| format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()));
    let row = round::ActiveModel {
        health_check_id: Set(id),
        k: Set(i32::try_from(floor.max(promise::DEFAULT_K)).unwrap_or(i32::MAX)),
        audience: Set(round::Audience::Respondents),
        beside_later: Set(true),
        summary_shared: Set(true),
        has_groups: Set(false),
        ends_on: Set(ends_on.unwrap_or_default()),
        message: Set(String::new()),
        steps: Set(String::new()),
        version: Set(1),
        closes_at: Set(None),
        opened_at: Set(None),
        closed_at: Set(None),
        closed_early: Set(false),
        leader_result_id: Set(None),
        leader_shown: Set(false),
        leader_id: Set(None),
        invited: Set(0),
        delivered: Set(0),
        answered: Set(0),
        erasing: Set(round::Erasing::Nothing),
        erase_attempts: Set(0),
    };
    round::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(id)
}

/// Stores one step. [`Error::Conflict`] if the round was changed since the form was made; 404 if it
/// is open by now or the person leads the network no more.
pub async fn save_step(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    version: i64,
    step: &Step,
) -> Result<()> {
    let round = lock_setup(write, permit).await?;
    if round.version != version {
        return Err(Error::Conflict(CHANGED.to_owned()));
    }
    let mut change = round::Entity::update_many()
        .col_expr(round::Column::Version, Expr::value(version + 1))
        .col_expr(
            round::Column::Steps,
            Expr::value(with_step(&round.steps, step.key())),
        )
        .filter(round::Column::HealthCheckId.eq(permit.on().id()));
    match step {
        Step::People => {}
        Step::Form { form, mode } => {
            health_check::Entity::update_many()
                .col_expr(health_check::Column::Form, Expr::value(*form))
                .col_expr(health_check::Column::Mode, Expr::value(*mode))
                .filter(health_check::Column::Id.eq(permit.on().id()))
                .exec(write.txn)
                .await?;
        }
        Step::Privacy {
            k,
            audience,
            beside_later,
            summary_shared,
        } => {
            let k = i32::try_from(*k).unwrap_or(i32::MAX);
            change = change
                .col_expr(round::Column::K, Expr::value(k))
                .col_expr(round::Column::Audience, Expr::value(*audience))
                .col_expr(round::Column::BesideLater, Expr::value(*beside_later))
                .col_expr(round::Column::SummaryShared, Expr::value(*summary_shared));
        }
        Step::Dates(day) => change = change.col_expr(round::Column::EndsOn, Expr::value(day)),
        Step::Message(words) => {
            change = change.col_expr(round::Column::Message, Expr::value(words));
        }
    }
    change.exec(write.txn).await?;
    Ok(())
}

/// Gives up a round that was never opened.
pub async fn delete_setup(write: &Write<'_>, permit: &Permit<ManageRound>) -> Result<()> {
    lock_setup(write, permit).await?;
    health_check::Entity::delete_many()
        .filter(health_check::Column::Id.eq(permit.on().id()))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .exec(write.txn)
        .await?;
    Ok(())
}

const CHANGED: &str = "Another leader changed this round meanwhile. Read what it says now, then \
                       save again.";

/// The round, locked, while it is being set up.
pub(super) async fn lock_setup(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
) -> Result<round::Model> {
    let seen = permit.on();
    let leads = still_leads(seen.check.network_id, permit.person().id);
    health_check::Entity::find_by_id(seen.id())
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(leads)
        .lock_exclusive()
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)?;
    round::Entity::find_by_id(seen.id())
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)
}

fn with_step(steps: &str, key: &str) -> String {
    let mut all: Vec<&str> = steps.split(',').filter(|step| !step.is_empty()).collect();
    if !all.contains(&key) {
        all.push(key);
    }
    all.join(",")
}
