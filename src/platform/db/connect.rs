//! Opens the pools: on SQLite one writer and a few read-only readers, on PostgreSQL one for both.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

/// Readers of an SQLite database beside the one writer. More do not help (performance.md 4).
const SQLITE_READERS: u32 = 4;

/// Connections of one node to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 20;

/// The connections of one process.
#[derive(Clone, Debug)]
pub struct Pools {
    /// For reading.
    pub read: DatabaseConnection,
    /// For [`App::write`](crate::platform::app::App::write) alone.
    pub write: DatabaseConnection,
}

/// Opens the pools for `url`: `sqlite:///path/to/file` or `postgres://…`.
pub async fn open(url: &str) -> Result<Pools> {
    match kind(url)? {
        Kind::Sqlite => sqlite(url).await,
        Kind::Postgres => postgres(url).await,
    }
}

/// A single connection with the time-outs off, for migrations, which may wait and take long.
pub async fn open_patient(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false);
    if kind(url)? == Kind::Sqlite {
        options.map_sqlx_sqlite_opts(tune);
    }
    connect(options).await
}

/// A single connection for looking only: it leaves even the file's header as it is.
pub async fn open_reading(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(5));
    if kind(url)? == Kind::Sqlite {
        options.map_sqlx_sqlite_opts(|options| options.read_only(true).create_if_missing(false));
    }
    connect(options).await
}

/// What SQLite says is wrong with its file, if anything. A server looks after its own.
pub async fn complaint(db: &DatabaseConnection) -> Result<Option<String>> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)");
    let row = db
        .query_one_raw(check)
        .await?
        .context("SQLite did not answer")?;
    let said: String = row.try_get_by_index(0)?;
    Ok((said != "ok").then_some(said))
}

/// Which of the two databases a URL means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of our own.
    Sqlite,
    /// A server.
    Postgres,
}

/// Tells the kind of database by the URL's scheme.
pub fn kind(url: &str) -> Result<Kind> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => Ok(Kind::Sqlite),
        Some("postgres" | "postgresql") => Ok(Kind::Postgres),
        _ => bail!("The database URL must begin with sqlite: or postgres:"),
    }
}

/// The file that a URL names, if it names one.
pub fn file_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    Some(PathBuf::from(path.replace("%3F", "?").replace("%25", "%")))
}

async fn sqlite(url: &str) -> Result<Pools> {
    let mut writer = ConnectOptions::new(url);
    writer
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(5))
        .map_sqlx_sqlite_opts(tune);
    let write = connect(writer).await?;
    let mut readers = ConnectOptions::new(url);
    readers
        .max_connections(SQLITE_READERS)
        .min_connections(SQLITE_READERS)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(5))
        .map_sqlx_sqlite_opts(|options| tune(options).read_only(true).create_if_missing(false));
    Ok(Pools {
        read: connect(readers).await?,
        write,
    })
}

/// Durable by default: an acknowledged post survives a power cut (dependencies.md 2.1).
fn tune(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", "67108864")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .statement_cache_capacity(256)
        .create_if_missing(true)
}

async fn postgres(url: &str) -> Result<Pools> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .min_connections(2)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(5))
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "5s"),
                ("lock_timeout", "3s"),
                ("idle_in_transaction_session_timeout", "10s"),
            ])
        });
    let both = connect(options).await?;
    Ok(Pools {
        read: both.clone(),
        write: both,
    })
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection> {
    Database::connect(options)
        .await
        .context("The database could not be opened")
}
