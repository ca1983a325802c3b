//! Making a network.

use axum::{extract::State, response::Response};

use crate::{
    features::networks::{
        commands,
        forms::NetworkForm,
        policy::{CreateNetwork, Founding},
        routes,
        views::NewNetworkPage,
    },
    platform::{
        access::{Permit, Seen},
        app::App,
        web::{
            error::Result,
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
        },
    },
};

/// The empty form.
pub(in super::super) async fn show(State(app): State<App>, page: Page) -> Result<Response> {
    permit(&app, &page)?;
    page.show(&NewNetworkPage::new(FormState::default(), page.actor()))
}

/// The new network.
pub(in super::super) async fn create(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Once(form, key): Once<NetworkForm>,
) -> Result<Response> {
    let permit = permit(&app, &page)?;
    app.limits.check(Action::Write, range)?;
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) => return page.invalid(&NewNetworkPage::new(form, page.actor())),
    };
    let path = app
        .write_once(&key, async |write| {
            let made = commands::create(write, &permit, new).await?;
            Ok(saying(&routes::network(&made.slug), "network-created"))
        })
        .await?;
    Ok(go(&path))
}

fn permit(app: &App, page: &Page) -> Result<Permit<CreateNetwork>> {
    let anyone = app.settings.now().anyone_creates_networks;
    Ok(Founding::new(page.actor(), anyone).permit::<CreateNetwork>()?)
}
