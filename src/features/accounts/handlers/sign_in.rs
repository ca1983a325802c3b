//! Signing in.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    entity::account,
    features::accounts::{
        forms::SignInForm,
        identity::{self, Checked},
        queries::Credentials,
        throttle::WAIT_MINUTES,
        views::SignInPage,
    },
    platform::{
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, came_from, go, local_path},
            path::Query,
            session::CurrentSession,
        },
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Asked {
    next: Option<String>,
}

pub(in super::super) async fn show(
    page: Page,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    // The page of an unknown address must not name it, so its link to sign in carries no path.
    let next = asked.next.or_else(|| came_from(&headers));
    let next = next.as_deref().map_or("/", after_signing_in);
    match page.actor().account() {
        Some(_) => Ok(go(next)),
        None => page.show(&SignInPage::leading_to(next)),
    }
}

pub(in super::super) async fn sign_in(
    State(app): State<App>,
    page: Page,
    (range, rescued): (ClientRange, Rescued),
    session: CurrentSession,
    Submitted(form): Submitted<SignInForm>,
) -> Result<Response> {
    app.limits.check(Action::SignIn, range)?;
    let (address, form) = match form.parse() {
        Ok(parsed) => parsed,
        Err(form) => return page.invalid(&SignInPage { form }),
    };
    let refused = match identity::check(&app, &address, &form.password).await {
        Ok(Checked::Right(who)) if may_sign_in(&who) => {
            let now = app.clock.now();
            session.sign_in(now, who.id, who.session_epoch).await?;
            let next = after_signing_in(&form.next);
            let texts = rescued.of_person(&app.db, now, who.id).await?;
            return Ok(if texts.is_empty() {
                go(next)
            } else {
                go(&rescued_path(next))
            });
        }
        Ok(Checked::Right(_)) => (StatusCode::FORBIDDEN, SUSPENDED),
        Ok(Checked::Wrong) => (StatusCode::UNPROCESSABLE_ENTITY, WRONG),
        Ok(Checked::Wait) => return wait(&page, form),
        Err(Error::Busy) => (StatusCode::SERVICE_UNAVAILABLE, BUSY),
        Err(error) => return Err(error),
    };
    let form = FormState::of(form).with_problem("email", refused.1);
    page.with_status(refused.0, &SignInPage { form })
}

/// The form again, and how long the wait is at most: how long exactly would tell when somebody else
/// tried.
fn wait(page: &Page, form: SignInForm) -> Result<Response> {
    let form = FormState::of(form).with_problem("email", TOO_MANY);
    let answer = page.with_status(StatusCode::TOO_MANY_REQUESTS, &SignInPage { form })?;
    let seconds = HeaderValue::from(WAIT_MINUTES * 60);
    Ok(([(RETRY_AFTER, seconds)], answer).into_response())
}

/// One sentence for a wrong pair, whichever half is wrong (security.md AU-04).
const WRONG: &str = "Wrong email address or password";
const TOO_MANY: &str = "There were too many wrong passwords for this address. Wait 15 minutes and \
                        try again, or choose a new password";
const SUSPENDED: &str = "This account is suspended. Write to the people who run this site";
const BUSY: &str = "We are busy. Try again in a few seconds";

/// Text that was typed before the last session ended is shown first.
fn rescued_path(back: &str) -> String {
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    format!("/rescued?back={back}")
}

/// Unconfirmed people sign in with the rights of a visitor (permissions.md section 5).
fn may_sign_in(who: &Credentials) -> bool {
    match who.state {
        account::State::Unverified | account::State::AwaitingApproval | account::State::Active => {
            true
        }
        account::State::Suspended | account::State::Closed => false,
    }
}

/// An own path, but none of the pages that are only the way in or out.
fn after_signing_in(next: &str) -> &str {
    let path = local_path(next);
    let is_way_in = ["/register", "/sign-out", "/password", "/confirm", "/setup"]
        .iter()
        .any(|way| path.starts_with(way));
    if is_way_in { "/" } else { path }
}
