//! HTTP in, page or redirect out.

pub(super) mod about;
pub(super) mod create;
pub(super) mod directory;
pub(super) mod invitations;
pub(super) mod joining;
pub(super) mod members;
pub(super) mod people;

use axum::{extract::State, response::Response};

use super::{landing, queries, views::ConversationPage};
use crate::platform::{
    app::App,
    web::{error::Result, page::Page, path::Path},
};

/// Until threads are there: the landing page, or an empty conversation.
pub(super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if seen.is_open() {
        return page.show(&ConversationPage::new(&seen));
    }
    page.show(&landing(&app, &seen).await?)
}
