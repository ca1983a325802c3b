//! The first set-up of the site, by a link that the program prints.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    entity::one_time_link::Purpose,
    features::accounts::{
        commands::{self, NewPerson},
        forms::SetUpForm,
        password,
        views::{DeadLinkPage, SetUpPage},
    },
    platform::{
        app::App,
        db::Write,
        one_time,
        web::{
            error::Result,
            form::Once,
            page::{Page, go, saying},
            path::Path,
            session::CurrentSession,
        },
    },
};

pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let now = app.clock.now();
    match one_time::peek(&app.db, now, Purpose::SetUp, &token).await? {
        Some(_) => page.show(&SetUpPage::new(token)),
        None => page.with_status(StatusCode::GONE, &DeadLinkPage::set_up()),
    }
}

pub(in super::super) async fn set_up(
    State(app): State<App>,
    page: Page,
    session: CurrentSession,
    Path(token): Path<String>,
    Once(form, key): Once<SetUpForm>,
) -> Result<Response> {
    let (site, newcomer) = match form.parse() {
        Ok(parsed) => parsed,
        Err(form) => return page.invalid(&SetUpPage { token, form }),
    };
    let new = NewPerson {
        password: password::hash(&newcomer.password).await?,
        name: newcomer.name,
        email: newcomer.email,
    };
    let mut made = None;
    let work = async |write: &Write<'_>| match commands::set_up(write, &token, &site, &new).await? {
        Some(person) => {
            made = Some((person.id, person.session_epoch));
            Ok(saying("/", "set_up"))
        }
        None => Err(page.instead(StatusCode::GONE, &DeadLinkPage::set_up())),
    };
    let path = app.write_once(&key, work).await?;
    app.reload_settings().await?;
    if let Some((id, epoch)) = made {
        session.sign_in(app.clock.now(), id, epoch).await?;
    }
    Ok(go(&path))
}
