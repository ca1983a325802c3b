//! Later, again and again: texts that nobody may read any more are erased.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::commands;
use crate::platform::{
    app::App,
    jobs::{Job, Registry},
    web::error::Error,
};

/// The jobs of this feature.
pub(super) fn registry() -> Registry {
    Registry::default().every::<EraseTexts>(24 * 60)
}

/// Erases what was withdrawn thirty days ago or removed twelve months ago (forum.md TH6), every day.
#[derive(Debug, Default, Serialize, Deserialize)]
struct EraseTexts {}

impl Job for EraseTexts {
    const NAME: &'static str = "erase_texts";

    async fn run(self, app: &App) -> Result<()> {
        let mut count = 0;
        loop {
            let erased: Result<u64, Error> = app.write(commands::erase_texts).await;
            match erased? {
                0 => break,
                some => count += some,
            }
        }
        tracing::info!(event = "texts_erased", count);
        Ok(())
    }
}
