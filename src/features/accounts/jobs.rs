//! Later, again and again: what ends by itself.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::commands;
use crate::platform::{
    app::App,
    jobs::{Job, Registry},
    web::error::Error,
};

/// The jobs of this feature.
pub(super) fn registry() -> Registry {
    Registry::default().every::<SweepAccounts>(60)
}

/// Deletes accounts that were not confirmed within seven days (forum.md AC1), and counts of tries
/// that are over, every hour.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SweepAccounts {}

impl Job for SweepAccounts {
    const NAME: &'static str = "sweep_accounts";

    async fn run(self, app: &App) -> Result<()> {
        let tries: Result<u64, Error> = app.write(commands::sweep_tries).await;
        tries?;
        let waiting: Result<Vec<_>, Error> = app.write(commands::never_confirmed).await;
        let mut count = 0;
        for person in waiting? {
            let gone: Result<bool, Error> = app
                .write(async |write| commands::delete_unconfirmed(write, person).await)
                .await;
            count += u64::from(gone?);
        }
        tracing::info!(event = "unconfirmed_accounts_deleted", count);
        Ok(())
    }
}
