//! What a network says about itself.

use axum::{extract::State, response::Response};

use crate::{
    features::networks::{
        allowed,
        commands::{self, Edited},
        forms::EditForm,
        landing::about,
        policy::EditNetwork,
        queries, refused, routes,
        views::{AboutPage, EditPage, PersonPart},
    },
    platform::{
        access::{Refusal, Seen},
        app::App,
        text::dates,
        web::{
            error::Result,
            form::{FormState, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The About tab.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if !seen.is_open() && !seen.may::<EditNetwork>() {
        let refusal = Refusal::because("Members of this network read it.");
        return Err(refused(&app, &page, &seen, refusal).await);
    }
    let leaders = queries::leaders(&app.db, &seen).await?;
    let is_signed_in = page.actor().person().is_some();
    let leaders = leaders
        .iter()
        .map(|row| PersonPart::of(row, is_signed_in))
        .collect();
    page.show(&AboutPage::new(&seen, about(seen.network()), leaders))
}

/// The form.
pub(in super::super) async fn edit(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = allowed::<EditNetwork>(&app, &page, seen).await?;
    let form = FormState::of(EditForm::of(permit.on().network()));
    page.show(&EditPage::new(permit.on(), form))
}

/// Stores what leaders changed.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Submitted(form): Submitted<EditForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = allowed::<EditNetwork>(&app, &page, seen).await?;
    let zone = &permit.person().time_zone;
    let today = dates::civil_day(app.clock.now().0, zone);
    let change = match form.clone().parse(permit.on().network(), today) {
        Ok(change) => change,
        Err(form) => return page.invalid(&EditPage::new(permit.on(), form)),
    };
    let edited = app
        .write(async |write| commands::edit(write, &permit, change).await)
        .await?;
    match edited {
        Edited::Now => Ok(go(&saying(&routes::about(&slug), "network-saved"))),
        Edited::Second(now) => page.conflict(&EditPage::second(permit.on(), form, &now)),
    }
}
