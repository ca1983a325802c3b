//! What a round does by itself: it asks, reminds, closes, is released, and its traces are removed.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::{
    entity::{health_check, id::HealthCheckId},
    features::health_checks::{
        commands::rounds::{self as commands, Released},
        queries,
    },
    platform::{app::App, jobs::Job, web::error::Error},
};

/// Mails that go into the outbox in one transaction.
const BATCH: u64 = 50;

/// The days after the opening, and before the close, on which people are reminded (product.md
/// 8.2.5).
const FIRST_REMINDER: i64 = 5;
const SECOND_REMINDER: i64 = 2;

/// The tables whose deleted rows could say who answered what.
const TABLES: &[&str] = &[
    "response",
    "comment",
    "check_invitation",
    "respondent_draft",
];

/// Asks the people of a round, a few in each transaction, so that pages need not wait.
#[derive(Debug, Serialize, Deserialize)]
pub struct InvitePeople {
    /// The round.
    pub round: HealthCheckId,
}

impl Job for InvitePeople {
    const NAME: &'static str = "invite_people";

    async fn run(self, app: &App) -> Result<()> {
        loop {
            let queued: Result<usize, Error> = app
                .write(async |write| commands::queue_mails(write, self.round, BATCH).await)
                .await;
            if queued? == 0 {
                return Ok(());
            }
        }
    }
}

/// Reminds those who have not answered, once five days after the opening and once two days before
/// the close; asked every hour.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RemindPeople {}

impl Job for RemindPeople {
    const NAME: &'static str = "remind_people";

    async fn run(self, app: &App) -> Result<()> {
        let now = app.clock.now();
        for (round, opened, closes) in queries::open_rounds(&app.db).await? {
            let number = if now >= closes.plus_days(-SECOND_REMINDER) {
                2
            } else if now >= opened.plus_days(FIRST_REMINDER) {
                1
            } else {
                continue;
            };
            loop {
                let queued: Result<usize, Error> = app
                    .write(async |write| {
                        commands::queue_reminders(write, round, number, BATCH).await
                    })
                    .await;
                if queued? == 0 {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Closes the rounds whose time is over and goes on with those that were left half-way, every
/// minute.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct CloseDueRounds {}

impl Job for CloseDueRounds {
    const NAME: &'static str = "close_due_rounds";

    async fn run(self, app: &App) -> Result<()> {
        for (round, state) in queries::due_rounds(&app.db, app.clock.now()).await? {
            if state == health_check::State::Open {
                let closed: Result<bool, Error> = app
                    .write(async |write| commands::close_due(write, round).await)
                    .await;
                closed?;
            }
            release(app, round).await?;
        }
        Ok(())
    }
}

/// Computes the result of a sealed round.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReleaseRound {
    /// The round.
    pub round: HealthCheckId,
}

impl Job for ReleaseRound {
    const NAME: &'static str = "release_round";

    async fn run(self, app: &App) -> Result<()> {
        release(app, self.round).await
    }
}

async fn release(app: &App, round: HealthCheckId) -> Result<()> {
    let instruments = queries::all_instruments(app).await?;
    let released: Result<Released, Error> = app
        .write(async |write| commands::release(write, round, &instruments).await)
        .await;
    tracing::info!(event = "round_ended", round = round.0, became = ?released?);
    EraseTraces {}.run(app).await
}

/// Tells those who answered, a few in each transaction.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellResults {
    /// The round.
    pub round: HealthCheckId,
}

impl Job for TellResults {
    const NAME: &'static str = "tell_results";

    async fn run(self, app: &App) -> Result<()> {
        loop {
            let told: Result<usize, Error> = app
                .write(async |write| commands::results_told(write, self.round, BATCH).await)
                .await;
            if told? == 0 {
                return EraseTraces {}.run(app).await;
            }
        }
    }
}

/// Removes from files and logs what could still pair people with answers of sealed rounds, every
/// five minutes until it succeeds (health-check.md 9.1 b).
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct EraseTraces {}

impl Job for EraseTraces {
    const NAME: &'static str = "erase_traces";

    async fn run(self, app: &App) -> Result<()> {
        let due = queries::to_erase(&app.db).await?;
        if due.is_empty() {
            return Ok(());
        }
        let is_erased = app.erase(TABLES).await.unwrap_or_else(|error| {
            tracing::warn!(event = "erasing_failed", %error);
            false
        });
        let noted: Result<(), Error> = app
            .write(async |write| {
                if is_erased {
                    commands::erased(write, &due).await
                } else {
                    commands::erasing_failed(write).await
                }
            })
            .await;
        Ok(noted?)
    }
}

/// Makes lasting what time has ended, every day.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ForgetOldRounds {}

impl Job for ForgetOldRounds {
    const NAME: &'static str = "forget_old_rounds";

    async fn run(self, app: &App) -> Result<()> {
        let done: Result<(), Error> = app
            .write(async |write| commands::forget_old(write).await)
            .await;
        Ok(done?)
    }
}
