//! The conversation of a network: its list, and beginning a thread.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::super::{
    commands::{self, Started},
    cursor::{self, Cursor},
    forms::ThreadForm,
    numbering::{thread_path, threads_path},
    queries,
    views::{ConversationPage, NewThreadPage},
    words,
};
use crate::{
    features::{
        accounts::commands::count_words,
        networks::{
            self,
            policy::{Announce, SeenNetwork, StartThread},
        },
    },
    platform::{
        access::Permit,
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::{Path, Query},
        },
    },
};

/// What may stand behind the address of a network.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    /// What the list is narrowed to: the code of a status, or "unanswered".
    status: String,
    /// Where the list goes on.
    from: String,
}

/// The conversations; to those who may not read them, the landing page.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let seen = networks::queries::find(&app.db, page.actor(), &slug).await?;
    if !seen.is_open() {
        return page.show(&networks::landing(&app, &seen).await?);
    }
    let id = seen.network().id;
    // An address that was tampered with, or is of another network, begins at the beginning.
    let (cursor, only) = match Cursor::open(&app.secret, id, &wanted.from) {
        Some((cursor, only)) => (Some(cursor), only),
        None => (None, words::only_of(&wanted.status)),
    };
    let now = app.clock.now();
    let listed = queries::list(&app.db, now, &seen, only, cursor).await?;
    let pinned = match (cursor, only) {
        (None, None) => queries::pinned(&app.db, now, &seen).await?,
        _ => Vec::new(),
    };
    let base = networks::routes::network(&slug);
    let pages = cursor::pages(&app.secret, &base, (id, only), &listed);
    let rows = (pinned.as_slice(), listed.rows.as_slice());
    page.show(&ConversationPage::new(&seen, rows, pages, only))
}

/// Which form is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Kind {
    kind: String,
}

/// The form of an observation, or of an announcement.
pub(in super::super) async fn new(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(slug): Path<String>,
    Query(Kind { kind }): Query<Kind>,
) -> Result<Response> {
    let seen = networks::inside(&app, &page, &slug).await?;
    let asked = ThreadForm {
        kind,
        ..ThreadForm::default()
    };
    let seen = may_begin(&app, &page, seen, &asked).await?.into_seen();
    let target = threads_path(&slug);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?.unwrap_or(asked);
    page.show(&NewThreadPage::new(&seen, FormState::of(form)))
}

/// A new thread, or a look at what it will be.
pub(in super::super) async fn create(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(slug): Path<String>,
    Once(form, key): Once<ThreadForm>,
) -> Result<Response> {
    let seen = networks::inside(&app, &page, &slug).await?;
    let may = may_begin(&app, &page, seen, &form).await?;
    if form.wants_preview() {
        app.limits.check(Action::Preview, may.person())?;
        return preview(&page, may.seen(), form);
    }
    app.limits.check(Action::Write, range)?;
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) => return page.invalid(&NewThreadPage::new(may.seen(), form)),
    };
    let work = async |write: &Write<'_>| {
        count_words(&app, write, may.person()).await?;
        let Started { id, slug, .. } = match &may {
            MayBegin::Observation(permit) => commands::start(write, permit, &new).await?,
            MayBegin::Announcement(permit) => commands::announce(write, permit, &new).await?,
        };
        Ok(saying(&thread_path(id, &slug), may.said()))
    };
    Ok(go(&app.write_once(&key, work).await?))
}

fn preview(page: &Page, seen: &SeenNetwork, form: ThreadForm) -> Result<Response> {
    let again = ThreadForm {
        preview: String::new(),
        ..form
    };
    match again.clone().parse() {
        Ok(new) => page.show(&NewThreadPage::new(seen, FormState::of(again)).with_preview(&new)),
        Err(form) => page.invalid(&NewThreadPage::new(seen, form)),
    }
}

/// The right to begin a thread, of the one kind or the other.
enum MayBegin {
    Observation(Permit<StartThread>),
    Announcement(Permit<Announce>),
}

impl MayBegin {
    fn seen(&self) -> &SeenNetwork {
        match self {
            Self::Observation(permit) => permit.on(),
            Self::Announcement(permit) => permit.on(),
        }
    }

    fn into_seen(self) -> SeenNetwork {
        match self {
            Self::Observation(permit) => permit.into_on(),
            Self::Announcement(permit) => permit.into_on(),
        }
    }

    fn person(&self) -> crate::entity::id::AccountId {
        match self {
            Self::Observation(permit) => permit.person().id,
            Self::Announcement(permit) => permit.person().id,
        }
    }

    fn said(&self) -> &'static str {
        match self {
            Self::Observation(_) => "observation-posted",
            Self::Announcement(_) => "announcement-posted",
        }
    }
}

async fn may_begin(
    app: &App,
    page: &Page,
    seen: SeenNetwork,
    form: &ThreadForm,
) -> Result<MayBegin> {
    if form.is_announcement() {
        let permit = networks::allowed::<Announce>(app, page, seen).await?;
        Ok(MayBegin::Announcement(permit))
    } else {
        let permit = networks::allowed::<StartThread>(app, page, seen).await?;
        Ok(MayBegin::Observation(permit))
    }
}
