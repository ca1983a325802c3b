//! The worker: takes due jobs, does a few at once, keeps their leases, and stops with good manners.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{
    task::{AbortHandle, Id, JoinError, JoinSet},
    time::{MissedTickBehavior, interval, timeout},
};

use super::{
    queue::{self, Claimed},
    schedule,
};
use crate::{entity::job::State, platform::app::App};

/// Jobs that one worker does at once. SQLite has one writer, so more would only queue.
const AT_ONCE: usize = 4;

/// How long a due job may wait to be seen.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A third of the lease, so that one slow renewal loses nothing.
const RENEW_EVERY: Duration = Duration::from_secs(20);

/// How often to look whether something that is done again and again is due.
const PLAN_EVERY: Duration = Duration::from_mins(1);

/// How long jobs may take to finish when the worker is told to stop (forum.md OP2).
const FINISH_WITHIN: Duration = Duration::from_secs(20);

/// What [`run_due`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Jobs that are done.
    pub done: u32,
    /// Attempts that failed.
    pub failed: u32,
}

/// Works until `stop` is there, then finishes what it holds within 20 seconds and gives the rest
/// back.
pub async fn run(app: App, stop: impl Future<Output = ()> + Send) {
    let mut stop = std::pin::pin!(stop);
    let mut hands = Hands::new(app.clone());
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut renew = interval(RENEW_EVERY);
    renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut planned_at: Option<Instant> = None;
    loop {
        tokio::select! {
            // Stopping comes first, however much there is to do.
            biased;
            () = &mut stop => break,
            _ = renew.tick() => hands.renew().await,
            Some(done) = hands.done() => hands.settle(done).await,
            _ = look.tick() => {}
        }
        if planned_at.is_none_or(|at| at.elapsed() >= PLAN_EVERY) {
            planned_at = Some(Instant::now());
            if let Err(error) = schedule::enqueue_due(&app).await {
                tracing::warn!(%error, "What is done every so often could not be planned.");
            }
        }
        hands.take().await;
    }
    hands.finish().await;
}

/// Does everything that is due, one after the other, and returns when nothing is. For tests, and
/// for commands that must not leave work behind.
pub async fn run_due(app: &App) -> Result<Ran> {
    let mut hands = Hands::new(app.clone());
    let mut ran = Ran::default();
    loop {
        let Some(job) = queue::claim(app, 1).await?.pop() else {
            return Ok(ran);
        };
        hands.begin(job);
        while let Some(done) = hands.done().await {
            match &done.outcome {
                Ok(()) => ran.done += 1,
                Err(_) => ran.failed += 1,
            }
            hands.settle(done).await;
        }
    }
}

/// The jobs that are being done.
struct Hands {
    app: App,
    tasks: JoinSet<Result<()>>,
    held: HashMap<Id, (Claimed, AbortHandle)>,
}

/// A job that has ended, well or badly.
struct Done {
    job: Claimed,
    outcome: Result<(), String>,
}

impl Hands {
    fn new(app: App) -> Self {
        Self {
            app,
            tasks: JoinSet::new(),
            held: HashMap::new(),
        }
    }

    /// Takes as many due jobs as there are free hands.
    async fn take(&mut self) {
        let free = AT_ONCE.saturating_sub(self.held.len());
        if free == 0 {
            return;
        }
        match queue::claim(&self.app, free as u64).await {
            Ok(jobs) => jobs.into_iter().for_each(|job| self.begin(job)),
            Err(error) => tracing::warn!(%error, "The queue could not be read."),
        }
    }

    fn begin(&mut self, job: Claimed) {
        let handle = self.tasks.spawn(self.app.jobs.start(&self.app, &job));
        self.held.insert(handle.id(), (job, handle));
    }

    /// The next job that ends; nothing when none is being done.
    async fn done(&mut self) -> Option<Done> {
        let ended = self.tasks.join_next_with_id().await?;
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, outcome.map_err(|error| format!("{error:#}"))),
            Err(error) => (error.id(), Err(how_it_broke(&error))),
        };
        let (job, _) = self.held.remove(&id)?;
        Some(Done { job, outcome })
    }

    async fn settle(&self, Done { job, outcome }: Done) {
        let (kind, id, attempt) = (job.kind.as_str(), job.id.0, job.attempt);
        let settled = match &outcome {
            Ok(()) => match queue::complete(&self.app, &job).await {
                Ok(true) => Ok(()),
                Ok(false) => {
                    tracing::warn!(kind, id, "A job was done too late; it will be done again.");
                    Ok(())
                }
                Err(error) => Err(error),
            },
            Err(reason) => match queue::fail(&self.app, &job, reason).await {
                Ok(Some(State::Dead)) => {
                    tracing::error!(event = "job_dead", kind, id, "A job was given up.");
                    Ok(())
                }
                Ok(_) => {
                    tracing::warn!(event = "job_failed", kind, id, attempt, "{reason}");
                    Ok(())
                }
                Err(error) => Err(error),
            },
        };
        if let Err(error) = settled {
            // The lease runs out, and the job is done again.
            tracing::error!(%error, kind, id, "How a job ended could not be noted.");
        }
    }

    async fn renew(&mut self) {
        for (job, handle) in self.held.values() {
            match queue::renew(&self.app, job).await {
                Ok(true) => {}
                Ok(false) => {
                    tracing::warn!(
                        kind = job.kind,
                        id = job.id.0,
                        "Another worker has the job."
                    );
                    handle.abort();
                }
                Err(error) => tracing::warn!(%error, "A lease could not be renewed."),
            }
        }
    }

    async fn finish(mut self) {
        let finished = timeout(FINISH_WITHIN, async {
            while let Some(done) = self.done().await {
                self.settle(done).await;
            }
        });
        if finished.await.is_ok() {
            return;
        }
        self.tasks.shutdown().await;
        for (job, _) in self.held.values() {
            if let Err(error) = queue::release(&self.app, job).await {
                tracing::warn!(%error, "A job could not be given back; its lease runs out.");
            }
        }
    }
}

fn how_it_broke(error: &JoinError) -> String {
    if error.is_panic() {
        "It panicked.".to_owned()
    } else {
        "It was stopped.".to_owned()
    }
}
