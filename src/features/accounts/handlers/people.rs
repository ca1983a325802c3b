//! The pages of people.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    features::{
        accounts::{
            queries,
            views::{FormerMemberPage, PersonPage},
        },
        networks,
    },
    platform::{
        access::Actor,
        app::App,
        web::{
            error::{Error, Result},
            page::Page,
            path::Path,
        },
    },
};

/// Visitors get the page of unknown addresses; whoever is signed in reads what it may mean.
pub(in super::super) async fn show(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(handle): Path<String>,
) -> Result<Response> {
    let seen = match queries::find_person(&app.db, &actor, &handle).await {
        Err(Error::NotFound) if actor.person().is_some() => {
            let page = page.without_path();
            return page.with_status(StatusCode::NOT_FOUND, &FormerMemberPage {});
        }
        found => found?,
    };
    let networks = match actor.person() {
        Some(_) => networks::queries::of_person(&app.db, &actor, seen.id()).await?,
        None => Vec::new(),
    };
    page.show(&PersonPage::new(&seen, &networks))
}
