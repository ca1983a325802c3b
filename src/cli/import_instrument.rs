//! `indaba import-instrument`: an instrument file as a new version that never changes.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::{
    print,
    site::{self, Migrate},
};
use crate::{
    features::health_checks::commands::{self, Imported},
    platform::config::Config,
};

/// What `import-instrument` is told.
#[derive(Debug, Args)]
pub(super) struct ImportInstrumentArgs {
    /// The instrument: a TOML file such as assets/instruments/nhc-1.0.0.toml.
    file: PathBuf,
}

/// Imports the file, or says what is wrong with it. A version that is here already with another
/// content is refused.
pub(super) async fn run(config: Config, args: ImportInstrumentArgs) -> Result<()> {
    let file = fs::read_to_string(&args.file)
        .with_context(|| format!("{} cannot be read", args.file.display()))?;
    let _lock = site::lock(&config)?;
    let app = site::open(config, Migrate::First).await?;
    let imported = app
        .write(async |write| commands::import(write, &file).await)
        .await;
    app.close().await;
    print::line(&match imported? {
        Imported::New(title) => format!("{title} is imported. New checks use the newest version."),
        Imported::AlreadyHere(title) => format!("{title} was imported before. Nothing changed."),
    });
    Ok(())
}
