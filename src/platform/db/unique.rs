//! A violated unique rule is an expected outcome: it becomes a value where it can happen.

use sea_orm::{DbErr, SqlErr, sea_query::OnConflict};

/// For an insert that any unique rule may turn into nothing, without spoiling the transaction.
/// (`on_conflict_do_nothing` of sea-orm is about the primary key alone.)
///
/// With `.try_insert()` behind it, the outcome is a value.
pub fn or_nothing() -> OnConflict {
    OnConflict::new().do_nothing().to_owned()
}

/// Turns the violation of the unique rule over `table.column` into `outcome`; other errors pass.
///
/// SQLite names the columns (`account.email_key`), PostgreSQL the index
/// (`account_email_key_key`). On PostgreSQL the transaction is spoilt afterwards, so the command
/// ends here.
pub fn on_unique<T, E: From<DbErr>>(
    done: Result<T, DbErr>,
    table: &str,
    column: &str,
    outcome: impl FnOnce() -> E,
) -> Result<T, E> {
    done.map_err(|error| {
        if violates(&error, table, column) {
            outcome()
        } else {
            error.into()
        }
    })
}

/// Whether `error` is the violation of a unique rule over `table.column`.
pub fn violates(error: &DbErr, table: &str, column: &str) -> bool {
    let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() else {
        return false;
    };
    message.contains(&format!("{table}.{column}")) || message.contains(&format!("{table}_{column}"))
}
