//! The steps of an action (health-check.md 13.4): each is one conditional update, so that of two at
//! once the first counts and the second is told.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, UpdateMany, sea_query::Expr};

use super::{actions::needless, note};
use crate::{
    entity::{
        action::{Column, Entity, State},
        timestamp::Timestamp,
    },
    features::plans::{
        due,
        forms::Agreement,
        policy::{self, ProgressAction, SeenAction, WorkAction},
        status,
    },
    platform::{
        access::{Action, Permit},
        db::{Write, unique::on_unique},
        web::error::{Error, Result},
    },
};

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// It is taken.
    Done,
    /// The action has moved on meanwhile, and there is no such step from where it is now.
    Meanwhile(State),
}

/// Agrees an action, again after it was stopped: somebody sees to it by a day.
pub async fn agree(
    write: &Write<'_>,
    permit: &Permit<WorkAction>,
    agreement: &Agreement,
) -> Result<Stepped> {
    let (owner_id, owner_name) = agreement.owner.columns();
    let today = due::today(write.now, permit.on().network().network());
    let reminded = needless(Some(agreement.due), today);
    let not_ended: Option<Timestamp> = None;
    let update = Entity::update_many()
        .col_expr(Column::OwnerId, Expr::value(owner_id))
        .col_expr(Column::OwnerName, Expr::value(owner_name))
        .col_expr(Column::Due, Expr::value(Some(agreement.due.to_string())))
        .col_expr(Column::Reminded, Expr::value(reminded))
        .col_expr(Column::AgreedAt, Expr::value(Some(write.now)))
        .col_expr(Column::EndedAt, Expr::value(not_ended));
    step(write, permit, update, State::Agreed, "").await
}

/// Begins what was agreed.
pub async fn begin(write: &Write<'_>, permit: &Permit<ProgressAction>) -> Result<Stepped> {
    step(write, permit, Entity::update_many(), State::InProgress, "").await
}

/// Says that it is done.
pub async fn finish(write: &Write<'_>, permit: &Permit<ProgressAction>) -> Result<Stepped> {
    let update = Entity::update_many().col_expr(Column::EndedAt, Expr::value(Some(write.now)));
    step(write, permit, update, State::Done, "").await
}

/// Stops it, with a reason. A proposal that stops is declined.
pub async fn stop(write: &Write<'_>, permit: &Permit<WorkAction>, reason: &str) -> Result<Stepped> {
    let update = Entity::update_many().col_expr(Column::EndedAt, Expr::value(Some(write.now)));
    step(write, permit, update, State::Stopped, reason).await
}

async fn step<A: Action<On = SeenAction>>(
    write: &Write<'_>,
    permit: &Permit<A>,
    update: UpdateMany<Entity>,
    to: State,
    words: &str,
) -> Result<Stepped> {
    let (id, person) = (permit.on().action().id, permit.person().id);
    let taken = update
        .col_expr(Column::State, Expr::value(to))
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(status::before(to).iter().copied()))
        .filter(policy::moved_by(person))
        .exec(write.txn)
        .await;
    let taken = on_unique::<_, Error>(taken, "action", "recommendation", || {
        Error::Conflict(
            "The same suggestion is in the plan again, as another action. Work on that one."
                .to_owned(),
        )
    })?;
    if taken.rows_affected == 1 {
        note(write, id, person, Some(to), words).await?;
        return Ok(Stepped::Done);
    }
    let now = Entity::find_by_id(id)
        .filter(policy::moved_by(person))
        .one(write.txn)
        .await?;
    Ok(Stepped::Meanwhile(now.ok_or(Error::NotFound)?.state))
}
