//! My posts, wherever they are.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::super::{queries, views::OwnPostsPage};
use crate::{
    entity::id::PostId,
    platform::{
        app::App,
        web::{error::Result, page::Page, path::Query},
    },
};

/// Posts on a page; one more tells whether there are older ones.
const PER_PAGE: usize = 20;

/// Where the list goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    /// The id of the last post that was shown.
    before: String,
}

/// The list (permissions.md R10).
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let before = wanted.before.parse().ok().map(PostId);
    let most = u64::try_from(PER_PAGE + 1).unwrap_or_default();
    let now = app.clock.now();
    let mut posts = queries::own_posts(&app.db, now, page.actor(), before, most).await?;
    let has_older = posts.len() > PER_PAGE;
    posts.truncate(PER_PAGE);
    page.show(&OwnPostsPage::new(&posts, has_older))
}
