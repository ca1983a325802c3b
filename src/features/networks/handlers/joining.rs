//! Joining, asking to, and deciding who may.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use super::people;
use crate::{
    entity::{id::JoinRequestId, join_request},
    features::networks::{
        allowed,
        commands::{self, Asked, Decided, Joined},
        forms::{AskForm, DecisionForm},
        landing,
        landing::state,
        policy::{AskToJoin, DecideRequest, Join, SeenNetwork, WithdrawRequest},
        queries, routes,
        views::{AskPage, JoinState, LandingPage},
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::{Error, Result},
            form::{FormState, Once, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// A form with a button and no fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Nothing {}

/// Joins an open network.
pub(in super::super) async fn join(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Once(Nothing {}, key): Once<Nothing>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let path = routes::network(&seen.network().slug);
    if seen.role().is_some() {
        return Ok(go(&saying(&path, "member-already")));
    }
    let permit = allowed::<Join>(&app, &page, seen).await?;
    let path = app
        .write_once(&key, async |write| {
            Ok(match commands::join(write, &permit).await? {
                Joined::Now => saying(&path, "joined"),
                Joined::Before => saying(&path, "member-already"),
            })
        })
        .await?;
    Ok(go(&path))
}

/// The page to ask on. Whoever may not read the network has it on the landing page.
pub(in super::super) async fn new(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if seen.role().is_some() || !seen.is_open() {
        return Ok(go(&routes::network(&seen.network().slug)));
    }
    let state = state(&app, &seen).await?;
    page.show(&AskPage::new(&seen, state, FormState::default()))
}

/// Asks to join.
pub(in super::super) async fn ask(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    range: ClientRange,
    Once(form, key): Once<AskForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let path = routes::network(&seen.network().slug);
    if seen.role().is_some() {
        return Ok(go(&saying(&path, "member-already")));
    }
    app.limits.check(Action::Write, range)?;
    let permit = allowed::<AskToJoin>(&app, &page, seen.clone()).await?;
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) => return ask_again(&app, &page, &seen, form).await,
    };
    let path = if seen.is_open() {
        format!("{path}/requests/new")
    } else {
        path
    };
    let path = app
        .write_once(&key, async |write| {
            Ok(match commands::ask(write, &permit, new).await? {
                Asked::Now => saying(&path, "asked"),
                Asked::Before => saying(&path, "asked-already"),
            })
        })
        .await?;
    Ok(go(&path))
}

async fn ask_again(
    app: &App,
    page: &Page,
    seen: &SeenNetwork,
    form: FormState<AskForm>,
) -> Result<Response> {
    if seen.is_open() {
        return page.invalid(&AskPage::new(seen, JoinState::Ask, form));
    }
    let view = LandingPage {
        form,
        ..landing(app, seen).await?
    };
    page.with_status(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// Accepts or declines a request.
pub(in super::super) async fn decide(
    State(app): State<App>,
    page: Page,
    Path((slug, id)): Path<(String, JoinRequestId)>,
    Submitted(form): Submitted<DecisionForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = allowed::<DecideRequest>(&app, &page, seen).await?;
    let decision = match form.parse() {
        Ok(decision) => decision,
        Err(form) => {
            let view = people::load(&app, permit.on(), None).await?;
            return page.invalid(&view.with_decision(id, &form));
        }
    };
    let code = if decision.accept {
        "request-accepted"
    } else {
        "request-declined"
    };
    let decided = app
        .write(async |write| commands::decide(write, &permit, id, decision).await)
        .await?;
    match decided {
        Decided::Now => {
            let path = routes::people(&permit.on().network().slug);
            Ok(go(&saying(&path, code)))
        }
        Decided::Before { state, by } => Err(Error::Conflict(before(state, by.as_deref()))),
    }
}

fn before(state: join_request::State, by: Option<&str>) -> String {
    let what = match state {
        join_request::State::Approved => "This request was accepted already",
        join_request::State::Declined => "This request was declined already",
        join_request::State::Withdrawn => {
            return "This request was withdrawn, or the person has joined another way.".to_owned();
        }
        join_request::State::Pending => return "This request still waits.".to_owned(),
    };
    match by {
        Some(by) => format!("{what}, by {by}."),
        None => format!("{what}."),
    }
}

/// Takes back one's own request.
pub(in super::super) async fn withdraw(
    State(app): State<App>,
    page: Page,
    Path((slug, id)): Path<(String, JoinRequestId)>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = seen.permit::<WithdrawRequest>()?;
    let is_withdrawn = app
        .write(async |write| commands::withdraw(write, &permit, id).await)
        .await?;
    let code = if is_withdrawn {
        "request-withdrawn"
    } else {
        "request-over"
    };
    Ok(go(&saying(routes::INVITATIONS, code)))
}
