//! Later, again and again: drafts that nobody came back to are deleted.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::commands;
use crate::platform::{
    app::App,
    jobs::{Job, Registry},
    web::error::Error,
};

/// How long a draft waits for its owner after the last answer (product.md 8.2.2).
pub const DRAFT_DAYS: i64 = 90;

/// The jobs of this feature.
pub fn registry() -> Registry {
    Registry::default().every::<DeleteOldDrafts>(24 * 60)
}

/// Deletes drafts that nobody has worked on for ninety days, every day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct DeleteOldDrafts {}

impl Job for DeleteOldDrafts {
    const NAME: &'static str = "delete_old_check_drafts";

    async fn run(self, app: &App) -> Result<()> {
        let before = app.clock.now().plus_days(-DRAFT_DAYS);
        let deleted = app.write(async |write| commands::delete_old_drafts(write, before).await);
        let deleted: Result<u64, Error> = deleted.await;
        tracing::info!(event = "check_drafts_deleted", count = deleted?);
        Ok(())
    }
}
