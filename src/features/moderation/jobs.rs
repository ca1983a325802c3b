//! What is done later: telling those who decide that something waits for them.

use anyhow::Result;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use super::{commands, queries::mail};
use crate::{
    entity::{
        activity,
        id::{AccountId, ActivityId, ReviewItemId},
        review_item,
    },
    platform::{
        activity::{Listener, Listeners},
        app::App,
        jobs::{Job, Registry},
    },
};

/// The jobs of this feature.
pub(super) fn registry() -> Registry {
    Registry::default().with::<TellReviewers>()
}

/// Those of them that listen.
pub(super) fn listeners() -> Listeners {
    Listeners::default().with::<TellReviewers>()
}

/// Puts a mail to everybody who may decide about a report into the outbox, once an item.
#[derive(Debug, Serialize, Deserialize)]
struct TellReviewers {
    activity: ActivityId,
}

impl Listener for TellReviewers {
    const HEARS: &'static [&'static str] = &["reported"];

    fn about(activity: ActivityId) -> Self {
        Self { activity }
    }
}

impl Job for TellReviewers {
    const NAME: &'static str = "tell_reviewers";

    async fn run(self, app: &App) -> Result<()> {
        let reported = activity::Entity::find_by_id(self.activity)
            .one(&app.db)
            .await?;
        let Some(post) = reported.and_then(|reported| reported.post_id) else {
            return Ok(());
        };
        let Some(item) = mail::open_item(&app.db, post).await? else {
            return Ok(());
        };
        let reviewers = reviewers(app, &item).await?;
        app.write(async |write| commands::tell_reviewers(write, item.id, &reviewers).await)
            .await
    }
}

/// Those who look after the network; where none of them may decide, those who look after the site.
async fn reviewers(app: &App, item: &review_item::Model) -> Result<Vec<AccountId>> {
    let near = only_deciding(
        app,
        item.id,
        mail::of_network(&app.db, item.network_id).await?,
    )
    .await?;
    if near.is_empty() {
        only_deciding(app, item.id, mail::of_site(&app.db).await?).await
    } else {
        Ok(near)
    }
}

async fn only_deciding(
    app: &App,
    item: ReviewItemId,
    people: Vec<AccountId>,
) -> Result<Vec<AccountId>> {
    let mut deciding = Vec::new();
    for person in people {
        if mail::decides(&app.db, item, person).await? {
            deciding.push(person);
        }
    }
    Ok(deciding)
}
