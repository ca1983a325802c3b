//! One's own profile, handle, and how pages look.

use axum::{extract::State, response::Response};

use super::own_id;
use crate::{
    features::accounts::{
        commands::{self, Renamed},
        forms::{HandleForm, ProfileForm},
        queries,
        views::{HandlePage, SettingsPage},
    },
    platform::{
        app::App,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Submitted},
            page::{Page, go, saying},
        },
    },
};

pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
) -> Result<Response> {
    let own = queries::own(&app.db, own_id(page.actor())?).await?;
    let (now, actor) = (app.clock.now(), page.actor());
    match rescued.form(&app.db, now, actor, "/settings").await? {
        Some(form) => page.show(&SettingsPage::with(&own, FormState::of(form))),
        None => page.show(&SettingsPage::new(&own)),
    }
}

pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    Submitted(form): Submitted<ProfileForm>,
) -> Result<Response> {
    let id = own_id(page.actor())?;
    let change = match form.parse() {
        Ok(change) => change,
        Err(form) => {
            let own = queries::own(&app.db, id).await?;
            return page.invalid(&SettingsPage::with(&own, form));
        }
    };
    app.write(async |write| commands::change_profile(write, id, &change).await)
        .await?;
    Ok(go(&saying("/settings", "saved")))
}

pub(in super::super) async fn handle(State(app): State<App>, page: Page) -> Result<Response> {
    let own = queries::own(&app.db, own_id(page.actor())?).await?;
    page.show(&HandlePage {
        form: FormState::default(),
        may_change: !own.handle_changed,
        handle: own.handle,
    })
}

pub(in super::super) async fn change_handle(
    State(app): State<App>,
    page: Page,
    Submitted(form): Submitted<HandleForm>,
) -> Result<Response> {
    let own = queries::own(&app.db, own_id(page.actor())?).await?;
    let again = |form| HandlePage {
        form,
        may_change: !own.handle_changed,
        handle: own.handle.clone(),
    };
    let wanted = match form.parse() {
        Ok(wanted) => wanted,
        Err(form) => return page.invalid(&again(form)),
    };
    let renamed = app
        .write(async |write| commands::change_handle(write, own.id, &wanted).await)
        .await?;
    let words = match renamed {
        Renamed::Done => return Ok(go(&saying("/settings", "handle_changed"))),
        Renamed::Taken => "Somebody has this handle, or one that looks like it. Choose another",
        Renamed::Spent => "You have changed your handle once already",
    };
    page.invalid(&again(FormState::of(form).with_problem("handle", words)))
}
