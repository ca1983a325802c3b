//! A check becomes a result, and a result is erased.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    checks::{lock, read},
    shares,
};
use crate::{
    entity::{answer_draft, health_check, id::ResultId, result, share},
    features::health_checks::{
        instrument::Instrument,
        policy::{AnswerCheck, DeleteResult},
        profile::Date,
        snapshot::Snapshot,
    },
    platform::{
        access::Permit,
        db::Write,
        text::dates,
        web::error::{Error, Result},
    },
};

/// Saves the answers of a draft as a result, and with it all that is said about them today. The
/// draft is gone afterwards. `version` is the draft that was checked; [`Error::Conflict`] if its
/// answers were changed since.
pub async fn save(
    write: &Write<'_>,
    permit: &Permit<AnswerCheck>,
    instrument: &Instrument,
    version: i64,
) -> Result<ResultId> {
    let seen = permit.on();
    let draft = lock(write, permit).await?;
    if draft.version != version {
        let reason = "The answers were changed in another window. Check them again, then save.";
        return Err(Error::Conflict(reason.to_owned()));
    }
    let answers = read(instrument, seen.check.form, &draft.answers)?;
    let date = Date::at(write.now.0, dates::DEFAULT_ZONE);
    let profile = seen.home.profile();
    let snapshot = Snapshot::individual(instrument, seen.check.form, &answers, profile, date);
    let json = snapshot
        .to_json()
        .map_err(|error| Error::Internal(error.into()))?;
    close(write, permit).await?;
    let row = result::ActiveModel {
        health_check_id: Set(seen.id()),
        network_id: Set(seen.check.network_id),
        owner_id: Set(Some(permit.person().id)),
        snapshot: Set(Some(json)),
        created_at: Set(write.now),
        deleted_at: Set(None),
        ..Default::default()
    };
    let inserted = result::Entity::insert(row).exec(write.txn).await?;
    answer_draft::Entity::delete_by_id(seen.id())
        .exec(write.txn)
        .await?;
    Ok(inserted.last_insert_id)
}

/// The one step from draft to saved.
async fn close(write: &Write<'_>, permit: &Permit<AnswerCheck>) -> Result<()> {
    let saved = health_check::Entity::update_many()
        .col_expr(
            health_check::Column::State,
            Expr::value(health_check::State::Saved),
        )
        .col_expr(health_check::Column::SavedAt, Expr::value(write.now))
        .filter(health_check::Column::Id.eq(permit.on().id()))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .exec(write.txn)
        .await?;
    if saved.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Erases a result and, in the same transaction, takes back every share of it (health-check.md
/// 11.5). The row stays, so that its cards can say when.
pub async fn delete_result(write: &Write<'_>, permit: &Permit<DeleteResult>) -> Result<()> {
    let seen = permit.on();
    let erased = result::Entity::update_many()
        .col_expr(
            result::Column::Snapshot,
            Expr::value(Option::<String>::None),
        )
        .col_expr(result::Column::DeletedAt, Expr::value(write.now))
        .filter(result::Column::Id.eq(seen.id()))
        .filter(result::Column::OwnerId.eq(permit.person().id))
        .filter(result::Column::DeletedAt.is_null())
        .exec(write.txn)
        .await?;
    if erased.rows_affected == 0 {
        return Ok(());
    }
    shares::end(write, share::Column::ResultId.eq(seen.id())).await?;
    health_check::Entity::update_many()
        .col_expr(
            health_check::Column::State,
            Expr::value(health_check::State::Deleted),
        )
        .filter(health_check::Column::Id.eq(seen.result.health_check_id))
        .exec(write.txn)
        .await?;
    Ok(())
}
