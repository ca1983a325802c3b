//! "Make this an action": a reply that helped goes into the plan of a network one helps to lead.

use axum::{extract::State, response::Response};

use super::instrument;
use crate::{
    entity::id::PostId,
    features::{
        networks,
        plans::{
            commands,
            forms::{NewAction, Owner, ReplyActionForm},
            policy::{MakeAction, WorkPlan},
            queries, routes,
            views::ReplyActionPage,
        },
        threads,
    },
    platform::{
        access::{Permit, Seen},
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The reply, and what is to be done about it.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let reply = find(&app, &page, id).await?;
    let target = routes::action_of(id);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let led = queries::led_networks(&app.db, page.actor()).await?;
    let form = match typed.await? {
        Some(form) => form,
        None => ReplyActionPage::offered(&reply, &led),
    };
    let instrument = instrument(&app).await?;
    page.show(&ReplyActionPage::new(
        &reply,
        &led,
        &instrument,
        FormState::of(form),
    ))
}

/// Adds it as a proposal, with the way back to the reply.
pub(in super::super) async fn create(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<PostId>,
    Once(form, key): Once<ReplyActionForm>,
) -> Result<Response> {
    let reply = find(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    let led = queries::led_networks(&app.db, page.actor()).await?;
    let slugs: Vec<String> = led.iter().map(|(slug, _)| slug.clone()).collect();
    let instrument = instrument(&app).await?;
    let (slug, told) = match form.parse(&instrument, &slugs) {
        Ok(parsed) => parsed,
        Err(form) => {
            return page.invalid(&ReplyActionPage::new(&reply, &led, &instrument, form));
        }
    };
    let network = networks::queries::find(&app.db, page.actor(), &slug).await?;
    let permit = network.permit::<WorkPlan>()?;
    let new = NewAction {
        told,
        owner: Owner::Nobody,
        agreed: false,
    };
    let path = app
        .write_once(&key, async |write| {
            let id = commands::from_reply(write, &permit, &reply, &new).await?;
            Ok::<_, Error>(saying(&routes::action(id), "action-added"))
        })
        .await?;
    Ok(go(&path))
}

async fn find(app: &App, page: &Page, id: PostId) -> Result<Permit<MakeAction>> {
    let now = app.clock.now();
    let seen = threads::queries::find_post(&app.db, now, page.actor(), id).await?;
    Ok(seen.permit::<MakeAction>()?)
}
