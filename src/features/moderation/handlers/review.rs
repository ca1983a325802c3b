//! The queue, one case at a time, and the decision.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    entity::{id::ReviewItemId, review_item::Decision},
    features::{
        moderation::{
            commands,
            forms::{DecisionForm, NewDecision},
            policy::{DecideItem, Effect, SeeReports, SeenItem},
            queries::{self, Place},
            routes,
            views::{DecidedPage, ItemPage, QueuePage},
        },
        threads,
    },
    platform::{
        access::{Actor, Permit, Seen},
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormKey, FormState, Once},
            page::{Page, go, saying},
            path::{Path, Query},
        },
    },
};

/// Where a page of the queue begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct From {
    after: String,
}

/// What waits for the actor's decision; for most people nothing ever does.
pub(in super::super) async fn queue(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Query(from): Query<From>,
) -> Result<Response> {
    let after = Place::read(&from.after);
    let (rows, next) = queries::queue(&app.db, &actor, after).await?;
    let reasons = queries::reasons(&app.db, &rows).await?;
    page.show(&QueuePage::new(rows, &reasons, after, next))
}

/// One case; or what was decided about it.
pub(in super::super) async fn show(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<ReviewItemId>,
    rescued: Rescued,
) -> Result<Response> {
    let seen = queries::find(&app.db, &actor, id).await?;
    let seen = seen.permit::<SeeReports>()?.into_on();
    if !seen.is_open() {
        return page.show(&decided_page(&app, &seen, "", "").await?);
    }
    let target = routes::decision_path(id);
    let typed = rescued.form(&app.db, app.clock.now(), &actor, &target);
    let form = FormState::of(typed.await?.unwrap_or_default());
    page.show(&item_page(&app, &seen, form).await?)
}

/// The decision; then the next case. Whoever comes second is told who came first.
pub(in super::super) async fn decide(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<ReviewItemId>,
    Once(form, key): Once<DecisionForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, &actor, id).await?;
    let permit = seen.permit::<DecideItem>()?;
    let typed = form.clone();
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) if permit.on().is_open() => {
            return page.invalid(&item_page(&app, permit.on(), form).await?);
        }
        Err(form) => {
            let reason = &form.values.reason;
            return page.conflict(&decided_page(&app, permit.on(), "", reason).await?);
        }
    };
    match carry_out(&app, &permit, &key, &new).await {
        Ok(path) => Ok(go(&path)),
        Err(Error::Conflict(words)) => {
            let now = queries::find(&app.db, &actor, id).await?;
            second(&app, &page, &now, &words, typed).await
        }
        Err(error) => Err(error),
    }
}

async fn carry_out(
    app: &App,
    permit: &Permit<DecideItem>,
    key: &FormKey,
    new: &NewDecision,
) -> Result<String> {
    let (actor, item) = (permit.on().actor(), permit.on().item());
    let now = app.clock.now();
    let post = threads::queries::find_post(&app.db, now, actor, item.post_id).await?;
    let effect = Effect::of(new.decision, post)?;
    let said = match new.decision {
        Decision::Keep => "decided_keep",
        Decision::Hide => "decided_hide",
    };
    app.write_once(key, async |write| {
        commands::decide(write, permit, &effect, new).await?;
        let next = queries::next(write.txn, actor).await?;
        let next = next.map_or_else(|| routes::QUEUE.to_owned(), routes::item_path);
        Ok(saying(&next, said))
    })
    .await
}

/// The text is kept whatever came first (forum.md K2).
async fn second(
    app: &App,
    page: &Page,
    now: &SeenItem,
    words: &str,
    typed: DecisionForm,
) -> Result<Response> {
    if now.is_open() {
        let form = FormState::of(typed).with_problem("", words);
        page.conflict(&item_page(app, now, form).await?)
    } else {
        page.conflict(&decided_page(app, now, words, &typed.reason).await?)
    }
}

async fn item_page(app: &App, seen: &SeenItem, form: FormState<DecisionForm>) -> Result<ItemPage> {
    let (now, post) = (app.clock.now(), seen.item().post_id);
    let around = threads::queries::around(&app.db, now, seen.actor(), post).await?;
    let reports = queries::of(&app.db, seen).await?;
    let authors = around.iter().map(|seen| seen.post().author_id);
    let reporters = reports.iter().filter_map(|report| report.reporter);
    let people = queries::people(&app.db, authors.chain(reporters)).await?;
    ItemPage::new(seen, &around, &reports, &people, form).ok_or(Error::NotFound)
}

async fn decided_page(app: &App, seen: &SeenItem, words: &str, typed: &str) -> Result<DecidedPage> {
    let item = seen.item();
    let people = item.decided_by.into_iter().chain([item.about_id]);
    let people = queries::people(&app.db, people).await?;
    let post =
        threads::queries::find_post(&app.db, app.clock.now(), seen.actor(), item.post_id).await?;
    Ok(DecidedPage::new(seen, &post, &people, words, typed))
}
