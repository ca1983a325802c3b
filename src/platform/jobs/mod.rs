//! Work for later: a row in the transaction that wants it done, claimed by one worker at a time.
//!
//! A job is shallow: it loads, calls one command and returns. It may run twice (a worker can die
//! after the effect and before the row is gone), so running twice must be running once.

pub mod queue;
pub mod schedule;
pub mod worker;

use std::{collections::HashMap, fmt, pin::Pin};

use anyhow::{Context, Result};
use serde::{Serialize, de::DeserializeOwned};

use super::{app::App, mail::outbox::SendMail};

/// Something to be done later; its fields are what it needs to know.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the table. Never reused for something else: rows outlive programs.
    const NAME: &'static str;

    /// Does it. An error means: try again later.
    fn run(self, app: &App) -> impl Future<Output = Result<()>> + Send;
}

/// A job that is running.
type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// Every kind of job there is, and what is done again and again. Each feature adds its own; there
/// is no list of them all but the one that is made when the program begins.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: HashMap<&'static str, fn(App, String) -> Running>,
    planned: Vec<schedule::Planned>,
}

impl Registry {
    /// The platform's own jobs: sending mail, sweeping.
    pub(super) fn platform() -> Self {
        Self::default()
            .with::<SendMail>()
            .every::<schedule::Sweep>(60)
    }

    /// Adds a kind of job.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.kinds.insert(J::NAME, run::<J>);
        self
    }

    /// Adds a kind of job that is also done every so many minutes, once for all nodes.
    #[must_use]
    pub fn every<J: Job + Default>(mut self, minutes: i64) -> Self {
        self.planned.push(schedule::Planned::new::<J>(minutes));
        self.with::<J>()
    }

    /// Adds what another registry holds.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.kinds.extend(other.kinds);
        self.planned.extend(other.planned);
        self
    }

    /// The names of all kinds. A worker leaves alone what it does not know: that is for a newer
    /// program.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.keys().copied()
    }

    fn start(&self, app: &App, job: &queue::Claimed) -> Running {
        match self.kinds.get(job.kind.as_str()) {
            Some(run) => run(app.clone(), job.payload.clone()),
            None => Box::pin(async { anyhow::bail!("This kind of job is not known here") }),
        }
    }
}

fn run<J: Job>(app: App, payload: String) -> Running {
    Box::pin(async move {
        let job: J = serde_json::from_str(&payload).context("The job cannot be read")?;
        job.run(&app).await
    })
}

impl fmt::Debug for Registry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.names()).finish()
    }
}
