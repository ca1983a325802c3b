//! Mails of this feature: one warning before a draft is deleted.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{jobs::DRAFT_DAYS, queries, routes};
use crate::{
    entity::{
        id::{AccountId, HealthCheckId},
        timestamp::Timestamp,
    },
    platform::{
        app::App,
        mail::{Composed, Email, Emails, Recipient},
    },
};

/// The mails of this feature.
pub fn all() -> Emails {
    Emails::default().with::<DraftExpires>()
}

/// A draft will be deleted unless its owner goes on with it. It names no network: whoever reads it
/// over a shoulder learns nothing (security.md C16).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DraftExpires {
    /// The check.
    pub check: HealthCheckId,
}

/// What the mail says.
#[derive(Clone, Debug, Serialize)]
pub struct DraftExpiresMail {
    link: String,
    answered: usize,
    on: i64,
}

impl Email for DraftExpires {
    const NAME: &'static str = "health_checks/emails/draft_expires";
    type View = DraftExpiresMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<Self::View>> {
        let owner = to.account.unwrap_or(AccountId(0));
        let waiting = queries::waiting_of(&app.db, owner, self.check).await?;
        let Some(waiting) = waiting else {
            return Ok(Composed::Drop("The draft was saved or deleted."));
        };
        let on = waiting.updated_at.plus_days(DRAFT_DAYS);
        if on <= app.clock.now() {
            return Ok(Composed::Drop("The draft is about to be deleted."));
        }
        Ok(Composed::Send(DraftExpiresMail::new(
            app.config.base_url.join(&routes::check(self.check)),
            waiting.answered(),
            on,
        )))
    }

    fn samples() -> Vec<Self::View> {
        let link = "https://indaba.example/checks/4".to_owned();
        let on = Timestamp(1_795_532_635_000);
        let mails = [0, 1, 14].map(|answered| DraftExpiresMail::new(link.clone(), answered, on));
        mails.into()
    }
}

impl DraftExpiresMail {
    fn new(link: String, answered: usize, on: Timestamp) -> Self {
        Self {
            link,
            answered,
            on: on.0,
        }
    }
}
