//! `indaba worker`: do the jobs alone, beside servers that leave them.

use anyhow::{Context, Result, anyhow};

use super::{
    Unfit,
    serve::Signals,
    site::{self, Migrate},
};
use crate::platform::{config::Config, jobs};

/// Works until told to stop.
pub(super) async fn run(config: Config) -> Result<()> {
    if config.database_file().is_some() {
        let why = "With SQLite the server does the jobs itself; a worker needs PostgreSQL";
        return Err(anyhow!(why)).context(Unfit::ToStart);
    }
    let mut stop = Signals::listen()?;
    let app = site::open(config, Migrate::Never).await?;
    tracing::info!(event = "start", "The worker has begun.");
    jobs::worker::run(app.clone(), stop.wait()).await;
    app.close().await;
    tracing::info!(event = "stop", "The worker has stopped.");
    Ok(())
}
