//! HTTP in, page or redirect out.

use axum::{extract::State, response::Response};

use super::{
    queries,
    views::{AccessibilityPage, FrontPage, HelpPage, HomePage, PrivacyPage, RulesPage, SourcePage},
};
use crate::platform::{
    access::Actor,
    app::App,
    text::dates,
    web::{error::Result, page::Page},
};

/// The front door for visitors; what waits for one, signed in.
pub(super) async fn home(State(app): State<App>, actor: Actor, page: Page) -> Result<Response> {
    if let Some(person) = actor.person() {
        let today = dates::civil_day(app.clock.now().0, dates::DEFAULT_ZONE);
        let waiting = queries::waiting(&app.db, &actor, person, today).await?;
        return page.show(&HomePage::new(person, waiting));
    }
    let story = queries::story(&app.db, &actor).await?;
    page.show(&FrontPage::new(story, actor.account().is_some()))
}

pub(super) async fn help(page: Page) -> Result<Response> {
    page.show(&HelpPage {})
}

pub(super) async fn rules(page: Page) -> Result<Response> {
    page.show(&RulesPage {})
}

pub(super) async fn privacy(page: Page) -> Result<Response> {
    page.show(&PrivacyPage {})
}

pub(super) async fn accessibility(page: Page) -> Result<Response> {
    page.show(&AccessibilityPage {})
}

pub(super) async fn source(page: Page) -> Result<Response> {
    page.show(&SourcePage::new())
}
