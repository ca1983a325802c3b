//! The page of an action, what is said of it, and the conversations that belong to it.

use axum::{extract::State, response::Response};

use super::instrument;
use crate::{
    entity::id::{ActionId, ThreadId},
    features::{
        plans::{
            commands, due,
            forms::{LinkForm, Nothing, UpdateForm},
            policy::{ProgressAction, SeenAction, WorkAction},
            queries::{self, ActionRow},
            routes,
            views::{ActionPage, Around},
        },
        threads,
    },
    platform::{
        access::Seen,
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Once, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// An action with everything that was said of it.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ActionId>,
) -> Result<Response> {
    let seen = find(&app, &page, id).await?;
    let target = format!("{}/updates", routes::action(id));
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let view = view(&app, &seen).await?;
    page.show(&match typed.await? {
        Some(form) => view.with_update(FormState::<UpdateForm>::of(form)),
        None => view,
    })
}

/// Adds an update.
pub(in super::super) async fn update(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ActionId>,
    Once(form, key): Once<UpdateForm>,
) -> Result<Response> {
    let seen = find(&app, &page, id).await?;
    let permit = seen.clone().permit::<ProgressAction>()?;
    app.limits.check(Action::Write, range)?;
    let words = match form.parse() {
        Ok(words) => words,
        Err(form) => return page.invalid(&view(&app, &seen).await?.with_update(form)),
    };
    let path = app
        .write_once(&key, async |write| {
            commands::say(write, &permit, &words).await?;
            Ok::<_, Error>(saying(&routes::action(id), "action-updated"))
        })
        .await?;
    Ok(go(&path))
}

/// Links a conversation that one reads.
pub(in super::super) async fn link(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ActionId>,
    Submitted(form): Submitted<LinkForm>,
) -> Result<Response> {
    let seen = find(&app, &page, id).await?;
    let permit = seen.clone().permit::<WorkAction>()?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let thread = match form.parse() {
        Ok(thread) => threads::queries::find(&app.db, page.actor(), thread).await,
        Err(form) => return page.invalid(&view(&app, &seen).await?.with_link(form)),
    };
    let thread = match thread {
        Ok(thread) => thread,
        Err(Error::NotFound) => {
            let words = "You cannot read a conversation at this address";
            let form = FormState::of(typed).with_problem("thread", words);
            return page.invalid(&view(&app, &seen).await?.with_link(form));
        }
        Err(other) => return Err(other),
    };
    app.write(async |write| commands::link(write, &permit, &thread).await)
        .await?;
    Ok(go(&saying(&routes::action(id), "action-linked")))
}

/// Takes a link away.
pub(in super::super) async fn unlink(
    State(app): State<App>,
    page: Page,
    Path((id, thread)): Path<(ActionId, ThreadId)>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    app.write(async |write| commands::unlink(write, &permit, thread).await)
        .await?;
    Ok(go(&saying(&routes::action(id), "action-unlinked")))
}

pub(super) async fn find(app: &App, page: &Page, id: ActionId) -> Result<SeenAction> {
    queries::find(&app.db, page.actor(), id).await
}

/// The page with all that its reader may see.
pub(super) async fn view(app: &App, seen: &SeenAction) -> Result<ActionPage> {
    let around = Around {
        row: ActionRow::of(&app.db, seen).await?,
        updates: queries::updates(&app.db, seen).await?,
        links: queries::links(&app.db, seen).await?,
        reply: queries::reply_of(&app.db, seen).await?,
        today: due::today(app.clock.now(), seen.network().network()),
    };
    Ok(ActionPage::new(seen, &around, &instrument(app).await?))
}
