//! Reminders: which have gone stands with the action, so that each goes once, also after a kill and
//! also when the outbox has forgotten it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    entity::{
        action::{Column, Entity},
        id::AccountId,
    },
    features::plans::{
        emails::{ActionDue, OverdueActions},
        queries::Candidate,
        status,
    },
    platform::{
        db::Write,
        mail::outbox::{self, Times, To},
        web::error::Result,
    },
};

/// Puts the `count`th reminder of an action into the outbox, unless it has gone or the action has
/// changed meanwhile. Reminders that were missed are not made up for: the latest says enough.
pub(in super::super) async fn remind(
    write: &Write<'_>,
    about: &Candidate,
    count: i32,
) -> Result<bool> {
    let taken = Entity::update_many()
        .col_expr(Column::Reminded, Expr::value(count))
        .filter(Column::Id.eq(about.id))
        .filter(Column::Reminded.lt(count))
        .filter(Column::OwnerId.eq(about.owner_id))
        .filter(Column::Due.eq(about.due.clone()))
        .filter(Column::State.is_in(status::OPEN.iter().copied()))
        .exec(write.txn)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(false);
    }
    let mail = ActionDue {
        action: about.id,
        due: about.due.clone(),
    };
    outbox::put(write, To::Account(about.owner_id), &mail, Times::Each).await?;
    Ok(true)
}

/// Puts the weekly list of what is overdue into the outbox, once a week and reader.
pub(in super::super) async fn list_overdue(
    write: &Write<'_>,
    owners: &[AccountId],
    week: i64,
) -> Result<()> {
    let key = format!("week-{week}");
    for owner in owners {
        let times = Times::Once(&key);
        outbox::put(write, To::Account(*owner), &OverdueActions {}, times).await?;
    }
    Ok(())
}
