//! What is done later: proposals when a round is released, and reminders of what is due.

use anyhow::Result;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use super::{RELEASED, commands, due, queries};
use crate::{
    entity::{
        activity,
        id::{AccountId, ActionId, ActivityId},
    },
    platform::{
        activity::{Listener, Listeners},
        app::App,
        jobs::{Job, Registry},
        text::dates::{self, CivilDay},
        web::error::Error,
    },
};

/// So many rows are looked at together.
const BATCH: u64 = 200;

/// The jobs of this feature.
pub(super) fn registry() -> Registry {
    Registry::default()
        .with::<ProposeActions>()
        .every::<RemindOwners>(60)
        .every::<ListOverdue>(24 * 60)
}

/// Those of them that listen.
pub(super) fn listeners() -> Listeners {
    Listeners::default().with::<ProposeActions>()
}

/// Proposes what the newest round suggests, when its result is released.
#[derive(Debug, Serialize, Deserialize)]
struct ProposeActions {
    activity: ActivityId,
}

impl Listener for ProposeActions {
    const HEARS: &'static [&'static str] = &[RELEASED];

    fn about(activity: ActivityId) -> Self {
        Self { activity }
    }
}

impl Job for ProposeActions {
    const NAME: &'static str = "propose_actions";

    async fn run(self, app: &App) -> Result<()> {
        let heard = activity::Entity::find_by_id(self.activity)
            .one(&app.db)
            .await?;
        let Some(network) = heard.and_then(|heard| heard.network_id) else {
            return Ok(());
        };
        let Some(round) = queries::released::newest(app, network).await? else {
            return Ok(());
        };
        let work = async |write: &crate::platform::db::Write<'_>| {
            commands::propose(write, network, round.result, &round.basis).await
        };
        let proposed: Result<usize, Error> = app.write(work).await;
        let count = proposed?;
        tracing::info!(event = "actions_proposed", network = network.0, count);
        Ok(())
    }
}

/// Reminds those who see to what is due in a week, today, or was a week ago, every hour. Each
/// reminder is a transaction of its own, so a kill loses none and repeats none.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct RemindOwners {}

impl Job for RemindOwners {
    const NAME: &'static str = "remind_owners";

    async fn run(self, app: &App) -> Result<()> {
        // A day more than a week ahead, since somewhere it is tomorrow already.
        let Some(until) = site_day(app).and_then(|today| today.plus_days(8)) else {
            return Ok(());
        };
        let mut last = ActionId(0);
        loop {
            let batch = queries::candidates(&app.db, until, last, BATCH).await?;
            let Some(end) = batch.last() else {
                return Ok(());
            };
            last = end.id;
            for candidate in &batch {
                remind(app, candidate).await?;
            }
        }
    }
}

async fn remind(app: &App, candidate: &queries::Candidate) -> Result<()> {
    let today = due::today(app.clock.now(), &candidate.network);
    let (Some(due), Some(today)) = (CivilDay::from_iso(&candidate.due), today) else {
        return Ok(());
    };
    let count = due::reminders(due, today);
    if count <= candidate.reminded {
        return Ok(());
    }
    let reminded: Result<bool, Error> = app
        .write(async |write| commands::remind(write, candidate, count).await)
        .await;
    reminded?;
    Ok(())
}

/// Sends everybody the list of what is overdue, on Mondays: to those with something that was due
/// more than a week before, since until then single reminders go.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ListOverdue {}

impl Job for ListOverdue {
    const NAME: &'static str = "list_overdue_actions";

    async fn run(self, app: &App) -> Result<()> {
        let Some(monday) = site_day(app).and_then(due::monday) else {
            return Ok(());
        };
        let Some(before) = monday.plus_days(-7) else {
            return Ok(());
        };
        let mut last = AccountId(0);
        loop {
            let owners = queries::owners_with_overdue(&app.db, before, last, BATCH).await?;
            let Some(end) = owners.last() else {
                return Ok(());
            };
            last = *end;
            let work = async |write: &crate::platform::db::Write<'_>| {
                commands::list_overdue(write, &owners, due::week(monday)).await
            };
            let listed: Result<(), Error> = app.write(work).await;
            listed?;
        }
    }
}

fn site_day(app: &App) -> Option<CivilDay> {
    dates::civil_day(app.clock.now().0, dates::DEFAULT_ZONE)
}
