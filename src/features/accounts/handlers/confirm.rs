//! Confirming an address, by a link that came by mail.

use axum::{extract::State, http::StatusCode, response::Response};

use super::own_id;
use crate::{
    entity::one_time_link::Purpose,
    features::accounts::{
        commands, queries,
        views::{ConfirmPage, DeadLinkPage},
    },
    platform::{
        access::Actor,
        app::App,
        one_time,
        web::{
            error::Result,
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// Shows the button only: programs that look at mail open links.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let now = app.clock.now();
    let link = one_time::peek(&app.db, now, Purpose::Confirm, &token).await?;
    match link.and_then(|link| link.account) {
        Some(id) => {
            let name = queries::own(&app.db, id).await?.display_name;
            page.show(&ConfirmPage { token, name })
        }
        None => page.with_status(StatusCode::GONE, &DeadLinkPage::confirm()),
    }
}

/// Whoever is signed in here stays so, and nobody else is: the link proves an address, no more.
pub(in super::super) async fn confirm(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let confirmed = app
        .write(async |write| commands::confirm(write, &token).await)
        .await?;
    let own = actor.account().map(|own| own.id);
    match confirmed {
        None => page.with_status(StatusCode::GONE, &DeadLinkPage::confirm()),
        Some(id) if own == Some(id) => Ok(go(&saying("/", "confirmed"))),
        Some(_) if own.is_some() => Ok(go(&saying("/", "confirmed_other"))),
        Some(_) => Ok(go(&saying("/sign-in", "confirmed_sign_in"))),
    }
}

pub(in super::super) async fn send_again(
    State(app): State<App>,
    actor: Actor,
    range: ClientRange,
) -> Result<Response> {
    app.limits.check(Action::Mail, range)?;
    let id = own_id(&actor)?;
    let is_sent = app
        .write(async |write| commands::ask_confirmation(&app, write, id).await)
        .await?;
    let said = if is_sent {
        "link_sent"
    } else {
        "link_not_sent"
    };
    Ok(go(&saying("/settings", said)))
}
