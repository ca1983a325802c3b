//! The list of networks.

use axum::{extract::State, response::Response};

use crate::{
    features::networks::{
        policy::{CreateNetwork, Founding},
        queries,
        views::{DirectoryPage, SearchForm},
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::Result,
            limits::{Action, ClientRange},
            page::Page,
            path::Query,
        },
    },
};

/// The directory, searched or whole.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Query(form): Query<SearchForm>,
) -> Result<Response> {
    let actor = page.actor();
    let search = form.search();
    if search != queries::Search::default() {
        app.limits.check(Action::Search, range)?;
    }
    let cursor = form.cursor();
    let own = if cursor.is_none() {
        queries::own(&app.db, actor, &search).await?
    } else {
        Vec::new()
    };
    let others = queries::others(&app.db, actor, &search, cursor.as_ref()).await?;
    let anyone = app.settings.now().anyone_creates_networks;
    let may_create = Founding::new(actor, anyone).may::<CreateNetwork>();
    page.show(&DirectoryPage::new(form, &own, &others, may_create))
}
