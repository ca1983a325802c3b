//! Opens the site for a command.

use anyhow::{Context, Result};

use super::Unfit;
use crate::{
    features,
    platform::{
        app::App,
        clock::Clock,
        config::Config,
        db::{file, lock, schema::Schema},
        web::{assets, templates::Templates},
    },
};

/// What to do about the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Migrate {
    /// Bring it up to date.
    First,
    /// Refuse to start unless it is: another command, with another role, has seen to it.
    Never,
}

/// Takes the database file for this process alone. With PostgreSQL there is none, and any number
/// of processes may work at once.
pub(super) fn lock(config: &Config) -> Result<Option<file::Lock>> {
    let lock = || {
        let Some(path) = config.database_file() else {
            return Ok(None);
        };
        file::prepare(&path)?;
        file::lock(&path).map(Some)
    };
    lock().context(Unfit::ToStart)
}

/// Opens the site, its schema being up to date afterwards.
pub(super) async fn open(config: Config, migrate: Migrate) -> Result<App> {
    open_at(config, migrate, Clock::machine()).await
}

/// The same with a clock that can be set, for telling a story that began long ago.
pub(super) async fn open_at(config: Config, migrate: Migrate, clock: Clock) -> Result<App> {
    file::folder_of_our_own(&config.data_dir).context(Unfit::ToStart)?;
    schema(&config, migrate).await.context(Unfit::ToStart)?;
    let templates = Templates::new(&features::said(), assets::stylesheet(), assets::scripts());
    App::open(config, clock, templates, features::plugged())
        .await
        .context(Unfit::ToStart)
}

async fn schema(config: &Config, migrate: Migrate) -> Result<()> {
    match migrate {
        Migrate::First => {
            let by = config
                .migrate_database_url
                .as_ref()
                .unwrap_or(&config.database_url);
            lock::migrate(by).await
        }
        Migrate::Never => Schema::at(&config.database_url).await?.must_be_current(),
    }
}
