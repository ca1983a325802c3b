//! Later, again and again: drafts that nobody came back to, shares of those who lead no more.

mod rounds;

use anyhow::Result;
use serde::{Deserialize, Serialize};

pub use rounds::{
    CloseDueRounds, EraseTraces, ForgetOldRounds, InvitePeople, ReleaseRound, RemindPeople,
    TellResults,
};

use super::commands;
use crate::platform::{
    app::App,
    jobs::{Job, Registry},
    web::error::Error,
};

/// How long a draft waits for its owner after the last answer (product.md 8.2.2).
pub const DRAFT_DAYS: i64 = 90;

/// How many days before that its owner is warned, once.
const WARNED_BEFORE: i64 = 7;

/// The jobs of this feature.
pub fn registry() -> Registry {
    Registry::default()
        .every::<DeleteOldDrafts>(24 * 60)
        .every::<EndShares>(10)
        .every::<CloseDueRounds>(1)
        .every::<RemindPeople>(60)
        .every::<EraseTraces>(5)
        .every::<ForgetOldRounds>(24 * 60)
        .with::<InvitePeople>()
        .with::<ReleaseRound>()
        .with::<TellResults>()
}

/// Deletes drafts that nobody has worked on for ninety days, and warns the owners of those that are
/// next, every day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct DeleteOldDrafts {}

impl Job for DeleteOldDrafts {
    const NAME: &'static str = "delete_old_check_drafts";

    async fn run(self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let before = now.plus_days(-DRAFT_DAYS);
        let soon = now.plus_days(WARNED_BEFORE - DRAFT_DAYS);
        let done: Result<u64, Error> = app
            .write(async |write| {
                commands::warn_of_deletion(write, before, soon).await?;
                commands::delete_old_drafts(write, before).await
            })
            .await;
        tracing::info!(event = "check_drafts_deleted", count = done?);
        Ok(())
    }
}

/// Makes lasting what readers see at once: results of people who no longer lead their network are
/// withdrawn (health-check.md 12.7), every ten minutes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct EndShares {}

impl Job for EndShares {
    const NAME: &'static str = "end_shares";

    async fn run(self, app: &App) -> Result<()> {
        let done: Result<(), Error> = app
            .write(async |write| commands::end_shares_of_former_leaders(write).await)
            .await;
        Ok(done?)
    }
}
