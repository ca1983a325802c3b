//! HTTP in, page or redirect out.

use axum::{extract::State, response::Response};

use super::{queries, views::AdminPage};
use crate::platform::{
    app::App,
    web::{error::Result, page::Page},
};

pub(super) async fn show(State(app): State<App>, page: Page) -> Result<Response> {
    let waiting = queries::waiting(&app.db).await?;
    page.show(&AdminPage::new(&app.config, waiting))
}
