//! What the database's schema is, compared with the one this program was made for. Only looks.

use anyhow::{Context, Result, bail};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::connect;

/// How the schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Nothing is there yet.
    Empty,
    /// Tables of something else are there.
    Foreign,
    /// A later version of this program has changed it.
    Newer,
    /// These changes, oldest first, are yet to be made.
    Behind(Vec<String>),
    /// It is the one that this program knows.
    Current,
}

impl Schema {
    /// Looks at the database of `url`, without changing anything in it.
    pub async fn at(url: &str) -> Result<Self> {
        if connect::file_of(url).is_some_and(|file| !file.exists()) {
            return Ok(Self::Empty);
        }
        let look = async || {
            let db = connect::open_reading(url).await?;
            let schema = Self::of(&db).await;
            db.close().await?;
            Ok::<_, anyhow::Error>(schema?)
        };
        look().await.context("The database cannot be read")
    }

    /// Looks at an open database.
    pub async fn of(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let tables = tables(db).await?;
        if !tables.iter().any(|table| table == "seaql_migrations") {
            return Ok(if tables.is_empty() {
                Self::Empty
            } else {
                Self::Foreign
            });
        }
        let applied = texts(db, "SELECT version FROM seaql_migrations").await?;
        let known: Vec<String> = Migrator::migrations()
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect();
        if applied.iter().any(|version| !known.contains(version)) {
            return Ok(Self::Newer);
        }
        let missing: Vec<String> = known
            .into_iter()
            .filter(|version| !applied.contains(version))
            .collect();
        Ok(if missing.is_empty() {
            Self::Current
        } else {
            Self::Behind(missing)
        })
    }

    /// Refuses what must not be migrated.
    pub fn may_be_migrated(&self) -> Result<()> {
        match self {
            Self::Empty | Self::Behind(_) | Self::Current => Ok(()),
            Self::Foreign => bail!(
                "The database holds tables of something else and none of an Indaba; it has been \
                 left as it is"
            ),
            Self::Newer => bail!(
                "The database was changed by a later version of Indaba: run that version, or \
                 restore a copy made before"
            ),
        }
    }

    /// Refuses what this program cannot work with as it is.
    pub fn must_be_current(&self) -> Result<()> {
        self.may_be_migrated()?;
        match self {
            Self::Current => Ok(()),
            Self::Empty | Self::Behind(_) | Self::Foreign | Self::Newer => bail!(
                "The database's schema is older than this program: run `indaba migrate` first"
            ),
        }
    }
}

async fn tables(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let query = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' \
             ESCAPE '|'"
        }
        _ => {
            "SELECT CAST(table_name AS text) AS name FROM information_schema.tables \
             WHERE table_schema = current_schema()"
        }
    };
    texts(db, query).await
}

async fn texts(db: &DatabaseConnection, query: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
