//! Brings the schema up to date, one process at a time.

use anyhow::{Context, Result};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::{
    connect::{self, Kind},
    schema::Schema,
};

/// Any number will do, as long as it stays the same: it names the lock in PostgreSQL.
const MIGRATION_LOCK: i64 = 7_246_001;

/// Applies what is missing. Of several nodes that start together one works and the others wait.
///
/// Refuses a schema that is newer than this program, and a database of something else.
pub async fn migrate(url: &str) -> Result<()> {
    Schema::at(url).await?.may_be_migrated()?;
    let own = connect::open_patient(url).await?;
    let done = migrate_on(&own, connect::kind(url)?).await;
    // Closing ends the session, and with it the lock, also after an error.
    own.close()
        .await
        .context("The migration's connection could not be closed")?;
    done
}

async fn migrate_on(own: &DatabaseConnection, kind: Kind) -> Result<()> {
    match kind {
        Kind::Sqlite => {}
        Kind::Postgres => {
            own.execute_unprepared(
                "SET statement_timeout = 0; SET lock_timeout = 0; \
                 SET idle_in_transaction_session_timeout = 0",
            )
            .await?;
            own.execute_unprepared(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))
                .await?;
            // Another version may have been here while this one waited.
            Schema::of(own).await?.may_be_migrated()?;
        }
    }
    Migrator::up(own, None)
        .await
        .context("The database could not be brought up to date")
}
