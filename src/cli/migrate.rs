//! `indaba migrate`: bring the database's schema up to date.

use anyhow::{Context, Result};
use clap::Args;

use super::{Unfit, print, site};
use crate::platform::{
    config::Config,
    db::{lock, schema::Schema},
};

/// What `migrate` can be told.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Only say what is missing.
    #[arg(long)]
    status: bool,
}

/// Migrates, or says what that would do.
pub(super) async fn run(config: Config, args: MigrateArgs) -> Result<()> {
    let url = config
        .migrate_database_url
        .as_ref()
        .unwrap_or(&config.database_url);
    if args.status {
        if config.database_file().is_some_and(|file| !file.exists()) {
            print::line("There is no database yet.");
            return Ok(());
        }
        print::line(&told(&Schema::at(url).await.context(Unfit::ToStart)?));
        return Ok(());
    }
    let _lock = site::lock(&config)?;
    lock::migrate(url).await.context(Unfit::ToStart)?;
    print::line("The database is up to date.");
    Ok(())
}

fn told(schema: &Schema) -> String {
    match schema {
        Schema::Empty => "The database is empty.".to_owned(),
        Schema::Foreign => "The database holds tables of something else.".to_owned(),
        Schema::Newer => "The database was changed by a later version of Indaba.".to_owned(),
        Schema::Behind(missing) => format!("Missing: {}.", missing.join(", ")),
        Schema::Current => "The database is up to date.".to_owned(),
    }
}
