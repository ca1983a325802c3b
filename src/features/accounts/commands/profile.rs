//! What people change about themselves.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    entity::{account, id::AccountId},
    features::accounts::forms::ProfileChange,
    platform::{
        db::{Write, unique::violates},
        drafts,
        text::names,
        web::error::Result,
    },
};

/// What came of a change of handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Renamed {
    /// It is theirs now.
    Done,
    /// Somebody has it, or one that looks like it.
    Taken,
    /// They have used their one change.
    Spent,
}

/// Stores somebody's profile.
pub async fn change_profile(
    write: &Write<'_>,
    id: AccountId,
    change: &ProfileChange,
) -> Result<()> {
    account::Entity::update_many()
        .col_expr(
            account::Column::DisplayName,
            Expr::value(change.name.clone()),
        )
        .col_expr(
            account::Column::Organisation,
            Expr::value(change.organisation.clone()),
        )
        .col_expr(
            account::Column::JobRole,
            Expr::value(change.job_role.clone()),
        )
        .col_expr(account::Column::About, Expr::value(change.about.clone()))
        .col_expr(
            account::Column::CanHelp,
            Expr::value(change.can_help.clone()),
        )
        .col_expr(
            account::Column::WouldLikeHelp,
            Expr::value(change.would_like_help.clone()),
        )
        .col_expr(
            account::Column::DetailsAudience,
            Expr::value(change.audience),
        )
        .col_expr(
            account::Column::TimeZone,
            Expr::value(change.time_zone.clone()),
        )
        .col_expr(account::Column::Theme, Expr::value(change.theme))
        .filter(account::Column::Id.eq(id))
        .exec(write.txn)
        .await?;
    drafts::forget(write, id, "/settings").await?;
    Ok(())
}

/// Gives somebody another handle, once.
///
/// After [`Renamed::Taken`] the transaction is of no more use.
pub(in super::super) async fn change_handle(
    write: &Write<'_>,
    id: AccountId,
    handle: &str,
) -> Result<Renamed> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Handle, Expr::value(handle))
        .col_expr(
            account::Column::HandleKey,
            Expr::value(names::handle_key(handle)),
        )
        .col_expr(account::Column::HandleChanged, Expr::value(true))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::HandleChanged.eq(false))
        .exec(write.txn)
        .await;
    match done {
        Ok(done) if done.rows_affected == 1 => Ok(Renamed::Done),
        Ok(_) => Ok(Renamed::Spent),
        Err(error) if violates(&error, "account", "handle_key") => Ok(Renamed::Taken),
        Err(error) => Err(error.into()),
    }
}
