//! Creating an account.

use axum::{extract::State, response::Response};

use crate::{
    features::accounts::{
        commands::{self, NewPerson},
        emails,
        forms::RegisterForm,
        password,
        views::{RegisterPage, SentPage},
    },
    platform::{
        app::App,
        db::Write,
        web::{
            error::Result,
            form::Once,
            limits::{Action, ClientRange},
            page::{Page, go, saying},
        },
    },
};

pub(in super::super) async fn show(page: Page) -> Result<Response> {
    match page.actor().account() {
        Some(_) => Ok(go("/")),
        None => page.show(&RegisterPage::default()),
    }
}

/// A known address and a new one take the same work and get the same answer (security.md C5).
pub(in super::super) async fn register(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Once(form, key): Once<RegisterForm>,
) -> Result<Response> {
    app.limits.check(Action::Register, range)?;
    let newcomer = match form.parse(&app.settings.now().site_name) {
        Ok(newcomer) => newcomer,
        Err(form) => return page.invalid(&RegisterPage { form }),
    };
    let new = NewPerson {
        password: password::hash(&newcomer.password).await?,
        name: newcomer.name,
        email: newcomer.email,
    };
    let led_to = if emails::is_sent(&app) {
        "/register/sent".to_owned()
    } else {
        saying("/sign-in", "account_ready")
    };
    let work = async |write: &Write<'_>| {
        commands::register(&app, write, &new).await?;
        Ok(led_to)
    };
    Ok(go(&app.write_once(&key, work).await?))
}

/// Where registering leads when mail is sent.
pub(in super::super) async fn sent(page: Page) -> Result<Response> {
    page.show(&SentPage::confirm())
}
