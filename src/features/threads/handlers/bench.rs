//! The limit that pages are measured against (performance.md P1): the page of a thread rendered
//! afresh from the same view behind the same layers, without database, held pieces or session.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    super::{
        queries,
        views::{Around, ThreadPage},
    },
    reading,
};
use crate::{
    entity::id::ThreadId,
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            page::Page,
            path::Query,
        },
    },
};

/// Which thread.
#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Which {
    thread: Option<ThreadId>,
}

/// The first page of a thread, read once and rendered for every request. Not there unless the
/// process measures (`INDABA_BENCH`).
pub(in super::super) async fn limit(
    State(app): State<App>,
    page: Page,
    Query(which): Query<Which>,
) -> Result<Response> {
    let (true, Some(id)) = (app.config.bench, which.thread) else {
        return Err(Error::NotFound);
    };
    let key = ("bench", id.0, 1, 0);
    if let Some(view) = app.fragments.get::<ThreadPage>(key) {
        return page.show(&*view);
    }
    let read = queries::page(&app.db, page.actor(), id, 1).await?;
    let view = Arc::new(reading::view(&app, read, Around::default(), false).await?);
    app.fragments.put(key, 1, Arc::clone(&view));
    page.show(&*view)
}
