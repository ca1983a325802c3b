//! The timeline of a network, and the notes of its leaders.

use axum::{extract::State, response::Response};

use super::member;
use crate::{
    entity::id::AnnotationId,
    features::{
        networks::{self, policy::SeenNetwork},
        plans::{
            commands, due,
            forms::{NoteForm, Nothing},
            policy::Annotate,
            queries, routes,
            views::TimelinePage,
        },
    },
    platform::{
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Once, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// What happened in the life of a network, the latest first.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let target = routes::timeline(&slug);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?.unwrap_or_default();
    page.show(&view(&app, &seen, FormState::of(form)).await?)
}

/// Adds a note.
pub(in super::super) async fn annotate(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(slug): Path<String>,
    Once(form, key): Once<NoteForm>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let permit = networks::allowed::<Annotate>(&app, &page, seen).await?;
    app.limits.check(Action::Write, range)?;
    let today = due::today(app.clock.now(), permit.on().network());
    let (words, day) = match form.parse(today) {
        Ok(parsed) => parsed,
        Err(form) => return page.invalid(&view(&app, permit.on(), form).await?),
    };
    let path = app
        .write_once(&key, async |write| {
            commands::annotate(write, &permit, &words, day).await?;
            Ok::<_, Error>(saying(&routes::timeline(&slug), "noted"))
        })
        .await?;
    Ok(go(&path))
}

/// Takes a note away.
pub(in super::super) async fn take_back(
    State(app): State<App>,
    page: Page,
    Path((slug, id)): Path<(String, AnnotationId)>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let permit = networks::allowed::<Annotate>(&app, &page, seen).await?;
    let note = queries::annotation(&app.db, permit.on(), id).await?;
    app.write(async |write| commands::take_back(write, &permit, &note).await)
        .await?;
    Ok(go(&saying(&routes::timeline(&slug), "note-removed")))
}

async fn view(app: &App, seen: &SeenNetwork, form: FormState<NoteForm>) -> Result<TimelinePage> {
    let moments = queries::timeline(&app.db, seen).await?;
    Ok(TimelinePage::new(seen, &moments, form))
}
