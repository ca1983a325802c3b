//! Brings the schema up to date, one process at a time.

use anyhow::{Context, Result, bail};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::connect::{self, Kind};

/// Any number will do, as long as it stays the same: it names the lock in PostgreSQL.
const MIGRATION_LOCK: i64 = 7_246_001;

/// Applies what is missing. Of several nodes that start together one works and the others wait.
///
/// Refuses a schema that is newer than this program.
pub async fn migrate(url: &str) -> Result<()> {
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
        }
    }
    Migrator::up(own, None)
        .await
        .context("The database could not be brought up to date")
}

/// Says in a sentence what is wrong when the schema is not the one this program was made for.
pub async fn check(db: &DatabaseConnection) -> Result<()> {
    let missing = Migrator::get_pending_migrations(db)
        .await
        .context("The database's schema is not one that this version of Indaba knows")?;
    if missing.is_empty() {
        return Ok(());
    }
    bail!("The database's schema is older than this program: run `indaba migrate` first")
}
