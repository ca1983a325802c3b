//! New passwords: by a link that came by mail, and in the settings.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{known_about, own_id};
use crate::{
    entity::{id::AccountId, one_time_link::Purpose},
    features::accounts::{
        commands, emails,
        forms::{ChangePasswordForm, NewPasswordForm, ResetForm},
        identity::{self, Checked},
        password, queries,
        views::{DeadLinkPage, NewPasswordPage, PasswordPage, ResetPage, SentPage},
    },
    platform::{
        app::App,
        one_time,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
            session::CurrentSession,
        },
    },
};

pub(in super::super) async fn ask(page: Page) -> Result<Response> {
    page.show(&ResetPage::default())
}

/// The same answer after the same work, whether the address has an account or not.
pub(in super::super) async fn send(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Submitted(form): Submitted<ResetForm>,
) -> Result<Response> {
    app.limits.check(Action::Mail, range)?;
    let email = match form.parse() {
        Ok(email) => email,
        Err(form) => return page.invalid(&ResetPage { form }),
    };
    app.write(async |write| commands::ask_new_password(&app, write, &email.key).await)
        .await?;
    Ok(go("/password/reset/sent"))
}

pub(in super::super) async fn sent(State(app): State<App>, page: Page) -> Result<Response> {
    page.show(&SentPage::reset(emails::is_sent(&app)))
}

pub(in super::super) async fn choose(
    State(app): State<App>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let form = FormState::default();
    match whose(&app, &token).await? {
        Some(_) => page.show(&NewPasswordPage { token, form }),
        None => page.with_status(StatusCode::GONE, &DeadLinkPage::reset()),
    }
}

pub(in super::super) async fn reset(
    State(app): State<App>,
    page: Page,
    Path(token): Path<String>,
    Submitted(form): Submitted<NewPasswordForm>,
) -> Result<Response> {
    let Some(id) = whose(&app, &token).await? else {
        return page.with_status(StatusCode::GONE, &DeadLinkPage::reset());
    };
    let own = queries::own(&app.db, id).await?;
    let site = &app.settings.now().site_name;
    let new = match form.parse(&known_about(site, &own)) {
        Ok(new) => password::hash(&new).await?,
        Err(form) => return page.invalid(&NewPasswordPage { token, form }),
    };
    let is_changed = app
        .write(async |write| commands::reset_password(&app, write, &token, &new).await)
        .await?;
    if is_changed {
        Ok(go(&saying("/sign-in", "new_password")))
    } else {
        page.with_status(StatusCode::GONE, &DeadLinkPage::reset())
    }
}

async fn whose(app: &App, token: &str) -> Result<Option<AccountId>> {
    let link = one_time::peek(&app.db, app.clock.now(), Purpose::Reset, token).await?;
    Ok(link.and_then(|link| link.account))
}

pub(in super::super) async fn show(page: Page) -> Result<Response> {
    page.show(&PasswordPage::default())
}

pub(in super::super) async fn change(
    State(app): State<App>,
    page: Page,
    session: CurrentSession,
    Submitted(form): Submitted<ChangePasswordForm>,
) -> Result<Response> {
    let own = queries::own(&app.db, own_id(page.actor())?).await?;
    let site = &app.settings.now().site_name;
    let (current, new) = match form.parse(&known_about(site, &own)) {
        Ok(parsed) => parsed,
        Err(form) => return page.invalid(&PasswordPage { form }),
    };
    if let Some((status, words)) = refusal(&app, &own.email_key, &current).await? {
        let form = FormState::default().with_problem("current", words);
        return page.with_status(status, &PasswordPage { form });
    }
    let new = password::hash(&new).await?;
    let epoch = app
        .write(async |write| commands::change_password(&app, write, own.id, &new).await)
        .await?;
    session.sign_in(app.clock.now(), own.id, epoch).await?;
    Ok(go(&saying("/settings", "password_changed")))
}

/// Why the present password does not let its owner change it, if it does not. A wrong one counts
/// like a failed sign-in (forum.md AC3).
async fn refusal(
    app: &App,
    address: &str,
    current: &password::Password,
) -> Result<Option<(StatusCode, &'static str)>> {
    Ok(match identity::check(app, address, current).await {
        Ok(Checked::Right(_)) => None,
        Ok(Checked::Wrong) => Some((StatusCode::UNPROCESSABLE_ENTITY, WRONG)),
        Ok(Checked::Wait) => Some((StatusCode::TOO_MANY_REQUESTS, TOO_MANY)),
        Err(Error::Busy) => Some((StatusCode::SERVICE_UNAVAILABLE, BUSY)),
        Err(error) => return Err(error),
    })
}

const WRONG: &str = "This is not your present password";
const TOO_MANY: &str = "There were too many wrong passwords. Wait 15 minutes and try again";
const BUSY: &str = "We are busy. Try again in a few seconds";
