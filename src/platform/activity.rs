//! What happened, for features that do something about it later: one row, and a job for each that
//! listens.

use std::fmt;

use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

use super::{
    db::Write,
    jobs::{Job, queue},
};
use crate::entity::{
    activity,
    id::{AccountId, ActivityId, NetworkId, PostId, ThreadId},
};

/// Something that happened. What does not concern it is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activity {
    /// What, such as `replied`.
    pub kind: &'static str,
    /// Who did it.
    pub actor: Option<AccountId>,
    /// In which network.
    pub network: Option<NetworkId>,
    /// In which thread.
    pub thread: Option<ThreadId>,
    /// With or to which post.
    pub post: Option<PostId>,
    /// To whom.
    pub subject: Option<AccountId>,
}

/// A job that is done when certain things have happened. It may come a minute later; what must be
/// true at once is computed when read, or written by the command.
pub trait Listener: Job {
    /// The kinds of activity it listens for.
    const HEARS: &'static [&'static str];

    /// The job about one activity.
    fn about(activity: ActivityId) -> Self;
}

/// All listeners: the one list of them, made when the program begins.
#[derive(Clone, Default)]
pub struct Listeners(Vec<Ear>);

#[derive(Clone)]
struct Ear {
    job: &'static str,
    hears: &'static [&'static str],
    payload: fn(ActivityId) -> String,
}

impl Listeners {
    /// Adds a listener. Its kind of job must be in the registry, too.
    #[must_use]
    pub fn with<L: Listener>(mut self) -> Self {
        let payload = |activity| serde_json::to_string(&L::about(activity)).unwrap_or_default();
        self.0.push(Ear {
            job: L::NAME,
            hears: L::HEARS,
            payload,
        });
        self
    }

    /// Adds those of another list.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list()
            .entries(self.0.iter().map(|ear| ear.job))
            .finish()
    }
}

/// Records what a command does, in its transaction, and enqueues a job for each listener.
pub async fn record(write: &Write<'_>, what: Activity) -> Result<ActivityId, DbErr> {
    let row = activity::ActiveModel {
        at: Set(write.now),
        kind: Set(what.kind.to_owned()),
        actor_id: Set(what.actor),
        network_id: Set(what.network),
        thread_id: Set(what.thread),
        post_id: Set(what.post),
        subject_id: Set(what.subject),
        ..Default::default()
    };
    let id = activity::Entity::insert(row)
        .exec(write.txn)
        .await?
        .last_insert_id;
    for ear in write
        .listeners
        .0
        .iter()
        .filter(|ear| ear.hears.contains(&what.kind))
    {
        queue::put(write, ear.job, (ear.payload)(id), write.now).await?;
    }
    Ok(id)
}
