//! Reading a thread.

use axum::{
    extract::State,
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    super::{
        numbering::{page_of, page_path, post_path, replies_path, thread_path},
        queries::{self, PageRead},
        views::Around,
    },
    reading::{self, Reader, page_number},
};
use crate::{
    entity::id::ThreadId,
    features::networks,
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            form::FormState,
            page::{Page, go},
            path::{Path, Query},
        },
    },
};

/// What may stand behind the address of a thread.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    page: Option<String>,
    /// There: the first post that was not read.
    unread: Option<String>,
    /// How many replies arrived while the reader wrote one.
    arrived: Option<i64>,
}

impl Wanted {
    /// The path with what is kept of it when an address is mended.
    fn after(&self, path: &str) -> String {
        match (&self.page, &self.unread) {
            (_, Some(_)) => format!("{path}?unread"),
            (Some(page), None) => {
                let page: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
                format!("{path}?page={page}")
            }
            (None, None) => path.to_owned(),
        }
    }
}

/// A page of a thread.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Reader {
        is_looking,
        rescued,
    }: Reader,
    Path((id, slug)): Path<(ThreadId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let number = page_number(wanted.page.as_deref())?;
    let read = queries::page(&app.db, page.actor(), id, number).await?;
    if let Some(elsewhere) = elsewhere(&app, &read, &slug, &wanted).await? {
        return Ok(elsewhere);
    }
    let target = replies_path(id);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let around = Around {
        reply: FormState::of(typed.await?.unwrap_or_default()),
        arrived: wanted.arrived.unwrap_or(0).clamp(0, 99),
        ..Around::default()
    };
    page.show(&reading::view(&app, read, around, is_looking).await?)
}

/// Where to go instead: the right address (only now: it shows the title), the first unread post,
/// the last page.
async fn elsewhere(
    app: &App,
    read: &PageRead,
    slug: &str,
    wanted: &Wanted,
) -> Result<Option<Response>> {
    let thread = &read.seen.thread;
    if slug != thread.slug {
        let path = thread_path(thread.id, &thread.slug);
        return Ok(Some(moved(&wanted.after(&path))));
    }
    if wanted.unread.is_some() {
        let number = match queries::first_unread(&app.db, &read.seen).await? {
            Some(number) => number,
            None => thread.last_visible_number,
        };
        return Ok(Some(go(&post_path(thread.id, slug, number.max(1)))));
    }
    let last = page_of(thread.last_number);
    let is_beyond = read.page > last;
    Ok(is_beyond.then(|| go(&page_path(thread.id, slug, last))))
}

/// A thread by its id alone.
pub(in super::super) async fn without_slug(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ThreadId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), id).await?;
    let path = thread_path(id, &seen.thread.slug);
    Ok(moved(&wanted.after(&path)))
}

/// A thread under its network's address, by which mails lead to it: those who may not read meet the
/// landing page, whether or not there is such a thread (permissions.md R56).
pub(in super::super) async fn in_network(
    State(app): State<App>,
    page: Page,
    Path((slug, id)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let network = networks::inside(&app, &page, &slug).await?;
    let id: ThreadId = id.parse().map_err(|_| Error::NotFound)?;
    let seen = queries::find(&app.db, page.actor(), id).await?;
    if seen.network.id != network.network().id {
        return Err(Error::NotFound);
    }
    Ok(go(&wanted.after(&thread_path(id, &seen.thread.slug))))
}

/// For good: an old or misspelt slug.
fn moved(path: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, path.to_owned())]).into_response()
}
