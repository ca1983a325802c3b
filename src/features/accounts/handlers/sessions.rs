//! Where somebody is signed in.

use axum::{extract::State, response::Response};

use super::own_id;
use crate::{
    features::accounts::views::SessionsPage,
    platform::{
        access::Actor,
        app::App,
        web::{
            error::{Error, Result},
            page::{Page, go, saying},
            path::Path,
            session::{self, CurrentSession},
        },
    },
};

pub(in super::super) async fn list(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    here: CurrentSession,
) -> Result<Response> {
    let now = app.clock.now();
    let sessions = session::list(&app.db, now, own_id(&actor)?).await?;
    let here = here.name().await?;
    page.show(&SessionsPage::new(sessions, here.as_deref(), now))
}

/// Somebody else's session, and one that has ended, are not found.
pub(in super::super) async fn end(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Result<Response> {
    let id = own_id(&actor)?;
    let has_ended = app
        .write(async |write| session::end(write, id, &name).await)
        .await?;
    if has_ended {
        Ok(go(&saying("/settings/sessions", "session_ended")))
    } else {
        Err(Error::NotFound)
    }
}

pub(in super::super) async fn end_others(
    State(app): State<App>,
    actor: Actor,
    here: CurrentSession,
) -> Result<Response> {
    let id = own_id(&actor)?;
    let here = here.name().await?;
    app.write(async |write| session::end_others(write, id, here.as_deref()).await)
        .await?;
    Ok(go(&saying("/settings/sessions", "others_ended")))
}
