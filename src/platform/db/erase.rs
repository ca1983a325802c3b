//! Removing what deleted rows leave behind in files and logs (health-check.md 9.1 b).

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

/// Removes old bytes of these tables. False: somebody still reads an older state, so that the log
/// could not be emptied; then it is to be tried again.
///
/// SQLite overwrites deleted rows in the file (`secure_delete`), and the log is emptied here.
/// PostgreSQL writes the tables anew.
pub async fn traces(db: &DatabaseConnection, tables: &[&str]) -> Result<bool, DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let row = db
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, checkpoint))
            .await?;
        let busy: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        return Ok(busy == Some(0));
    }
    for table in tables {
        // Names of our own tables: no value can be bound here.
        db.execute_unprepared(&format!("VACUUM FULL \"{table}\""))
            .await?;
    }
    Ok(true)
}
