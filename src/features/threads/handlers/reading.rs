//! The page of a thread, for every handler that shows it, and the mark that reading it leaves.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, request::Parts},
};

use super::super::{
    commands,
    forms::ReplyForm,
    fragment::Fragment,
    numbering::page_of,
    policy::SeenThread,
    queries::{self, PageRead},
    views::{self, Around, ThreadPage},
};
use crate::{
    entity::{
        id::{PostId, ThreadId},
        post,
    },
    features::health_checks::{self, queries::CardState, views::ResultCardPart},
    platform::{
        access::Shown,
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::FormState,
            page::Page,
        },
    },
};

/// How long a page waits for its read mark to be written. Reading never waits for a busy writer.
const PATIENCE: Duration = Duration::from_millis(50);

/// Whoever opens a page, and what they typed before their session ended.
#[derive(Clone, Debug)]
pub(in super::super) struct Reader {
    /// Whether somebody is looking at the page: not a browser that fetches it beforehand, not a
    /// HEAD, nothing that is not a document (forum.md RD3).
    pub(super) is_looking: bool,
    /// The text of forms that could not be sent.
    pub(super) rescued: Rescued,
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            is_looking: parts.method == Method::GET && is_navigation(&parts.headers),
            rescued: Rescued::of(&parts.headers),
        })
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
    is_looking: bool,
) -> Result<ThreadPage> {
    let fragment = queries::fragment(&app.db, &app.fragments, &read).await?;
    let only = if read.seen.is_open() {
        None
    } else {
        Some(queries::under_review(&app.db, &read.seen).await?)
    };
    let around = Around {
        cards: cards(app, &read, &fragment).await?,
        dimensions: dimensions(app, &read.seen).await?,
        only,
        ..around
    };
    let newest = views::read_up_to(&fragment);
    if is_looking && read.seen.keeps_marks() && newest > read.seen.read_up_to {
        mark_read(app, read.seen.clone(), newest).await;
    }
    Ok(ThreadPage::new(read, &fragment, app.clock.now(), around))
}

/// The shared results on a page. A visitor is told that they are not shown here, and nothing more
/// is asked; most pages have none, and nothing is asked either (permissions.md R26).
async fn cards(
    app: &App,
    read: &PageRead,
    fragment: &Fragment,
) -> Result<HashMap<PostId, ResultCardPart>> {
    let posts = fragment.posts.iter();
    let shown = posts.filter(|piece| piece.state == post::State::Visible);
    let carrying = shown.map(|piece| piece.id);
    let carrying: Vec<_> = carrying.filter(|id| read.shared.contains(id)).collect();
    let states = if read.seen.actor.person().is_some() {
        health_checks::queries::cards(&app.db, &Shown::by(&read.seen, carrying)).await?
    } else {
        let not_here = carrying.into_iter().map(|id| (id, CardState::NotHere));
        not_here.collect()
    };
    let part = ResultCardPart::new;
    Ok(states
        .iter()
        .map(|(id, state)| (*id, part(state)))
        .collect())
}

/// The names of the dimensions that a challenge is about.
async fn dimensions(app: &App, seen: &SeenThread) -> Result<String> {
    let Some(challenge) = &seen.challenge else {
        return Ok(String::new());
    };
    let names = queries::dimension_names(app).await?;
    let codes = challenge.dimensions.split(',');
    let found = codes.filter_map(|code| names.get(code));
    Ok(found.map(String::as_str).collect::<Vec<_>>().join(", "))
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
