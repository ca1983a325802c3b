//! The page of a thread, for every handler that shows it, and the mark that reading it leaves.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, request::Parts},
};

use super::super::{
    commands,
    forms::ReplyForm,
    numbering::page_of,
    policy::SeenThread,
    queries::{self, PageRead},
    views::{self, Around, ThreadPage},
};
use crate::{
    entity::id::ThreadId,
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            form::FormState,
            page::Page,
        },
    },
};

/// How long a page waits for its read mark to be written. Reading never waits for a busy writer.
const PATIENCE: Duration = Duration::from_millis(50);

/// Whether somebody is looking at the page: not a browser that fetches it beforehand, not a HEAD,
/// nothing that is not a document (forum.md RD3).
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct IsLookedAt(pub(super) bool);

impl<S: Send + Sync> FromRequestParts<S> for IsLookedAt {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(
            parts.method == Method::GET && is_navigation(&parts.headers),
        ))
    }
}

fn is_navigation(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_early = ["sec-purpose", "purpose", "x-moz"]
        .iter()
        .any(|name| value(name).is_some_and(|value| value.contains("prefetch")));
    !is_early && value("sec-fetch-dest").is_none_or(|kind| kind == "document")
}

/// The page that was read, ready to be shown, and its reader's mark.
pub(super) async fn view(
    app: &App,
    read: PageRead,
    around: Around,
    is_looked_at: bool,
) -> Result<ThreadPage> {
    let fragment = queries::fragment(&app.db, &app.fragments, &read).await?;
    let only = if read.seen.is_open() {
        None
    } else {
        Some(queries::under_review(&app.db, &read.seen).await?)
    };
    let around = Around {
        cards: HashMap::new(),
        only,
        ..around
    };
    let newest = views::read_up_to(&fragment);
    if is_looked_at && read.seen.keeps_marks() && newest > read.seen.read_up_to {
        mark_read(app, read.seen.clone(), newest).await;
    }
    Ok(ThreadPage::new(read, &fragment, app.clock.now(), around))
}

/// The last page of a thread with a reply that has to be mended.
pub(super) async fn with_reply(
    app: &App,
    page: &Page,
    seen: &SeenThread,
    reply: FormState<ReplyForm>,
) -> Result<ThreadPage> {
    let id: ThreadId = seen.thread.id;
    let last = page_of(seen.thread.last_number);
    let read = queries::page(&app.db, page.actor(), id, last).await?;
    let around = Around {
        reply,
        ..Around::default()
    };
    view(app, read, around, false).await
}

/// Notes how far somebody has read. A page is shown whether or not that could be noted.
async fn mark_read(app: &App, seen: SeenThread, number: i64) {
    let app = app.clone();
    let writing = tokio::spawn(async move {
        let written = app
            .write(async |write| commands::mark_read(write, &seen, number).await)
            .await;
        if let Err(error) = written {
            tracing::warn!(%error, "A read mark was not written.");
        }
    });
    // What takes longer goes on by itself.
    let _ = tokio::time::timeout(PATIENCE, writing).await;
}

/// A page number from an address: not found unless it is one. Beyond what a number can hold is
/// beyond the end.
pub(super) fn page_number(given: Option<&str>) -> Result<i64> {
    let Some(given) = given else {
        return Ok(1);
    };
    let is_number = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit());
    let number = given.parse().unwrap_or(i64::MAX);
    (is_number && number > 0)
        .then_some(number)
        .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_number_from_one_or_it_is_not_found() {
        assert_eq!(page_number(None).unwrap(), 1);
        assert_eq!(page_number(Some("7")).unwrap(), 7);
        assert_eq!(page_number(Some("99999999999999999999")).unwrap(), i64::MAX);
        for wrong in ["", "0", "-1", "1e9", "two", "1.5", "+1"] {
            assert!(page_number(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn fetching_a_page_beforehand_is_not_reading_it() {
        let headers = |name: &'static str, value: &'static str| {
            HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
        };
        assert!(is_navigation(&HeaderMap::new()));
        assert!(is_navigation(&headers("sec-fetch-dest", "document")));
        assert!(!is_navigation(&headers("sec-fetch-dest", "empty")));
        assert!(!is_navigation(&headers(
            "sec-purpose",
            "prefetch;prerender"
        )));
        assert!(!is_navigation(&headers("purpose", "prefetch")));
    }
}
