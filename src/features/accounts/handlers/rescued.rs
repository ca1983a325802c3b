//! Text that was typed before a session ended, given back to whoever typed it.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header::SET_COOKIE},
    response::Response,
};
use serde::Deserialize;

use super::own_id;
use crate::{
    features::accounts::views::RescuedPage,
    platform::{
        access::Actor,
        app::App,
        drafts::{self, Rescued},
        web::{
            error::Result,
            page::{Page, go, local_path, saying},
            path::Query,
            typed::written,
        },
    },
};

/// Where the form is that the text was typed into.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Asked {
    back: String,
}

pub(in super::super) async fn show(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    rescued: Rescued,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = rescued.all(&app.db, app.clock.now(), &actor).await?;
    let back = local_path(&asked.back).to_owned();
    if found.is_empty() {
        return Ok(go(&back));
    }
    let texts = written(app.written, found.into_iter().flatten().collect());
    page.show(&RescuedPage { texts, back })
}

pub(in super::super) async fn discard(
    State(app): State<App>,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Response> {
    let id = own_id(&actor)?;
    let rescued = Rescued::of(&headers);
    app.write(async |write| rescued.discard(write, id).await)
        .await?;
    let mut response = go(&saying("/", "discarded"));
    let cookie = HeaderValue::from_static(drafts::FORGET_COOKIE);
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
