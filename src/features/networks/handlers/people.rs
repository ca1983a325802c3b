//! The People tab.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    entity::network::MemberList,
    features::networks::{
        policy::SeenNetwork,
        queries::{self, Cursor},
        refused,
        views::{People, PeoplePage},
    },
    platform::{
        access::Refusal,
        app::App,
        web::{
            error::Result,
            page::Page,
            path::{Path, Query},
        },
    },
};

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Where {
    after: String,
    before: String,
}

/// The people of a network, for those who may see them (row 4).
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Query(place): Query<Where>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if !seen.lists_members() {
        return Err(refused(&app, &page, &seen, closed(&seen)).await);
    }
    let cursor = Cursor::read(&place.after, &place.before);
    page.show(&load(&app, &seen, cursor).await?)
}

/// The page with everything that the actor may see and do there.
pub(super) async fn load(
    app: &App,
    seen: &SeenNetwork,
    cursor: Option<Cursor>,
) -> Result<PeoplePage> {
    let stewards = if cursor.is_none() {
        queries::stewards(&app.db, seen).await?
    } else {
        Vec::new()
    };
    let found = People {
        stewards,
        members: queries::members(&app.db, seen, cursor.as_ref()).await?,
        requests: queries::requests(&app.db, seen).await?,
        invitations: queries::open_invitations(&app.db, app.clock.now(), seen).await?,
    };
    Ok(PeoplePage::new(seen, &found))
}

fn closed(seen: &SeenNetwork) -> Refusal {
    Refusal::because(match seen.network().member_list {
        MemberList::Everyone => "Sign in to see who is in this network.",
        MemberList::Members => "Members of this network see who is in it.",
        MemberList::Moderators => "Leaders and moderators of this network see who is in it.",
    })
}
