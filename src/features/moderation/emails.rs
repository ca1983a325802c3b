//! What people are told by mail: authors about their posts, reporters about their reports, and
//! those who decide about what waits for them.
//!
//! A mail about a secret network, or about a network that its reader has left, names nothing of it
//! (forum.md NT6): it leads to the site, which knows who reads.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{
    queries::mail::{self, Told},
    routes, words,
};
use crate::{
    entity::{
        id::{PostId, ReportId, ReviewItemId},
        post,
        review_item::{Decision, State},
    },
    platform::{
        app::App,
        mail::{Composed, Email, Emails, Recipient},
    },
};

/// The mails of this feature.
pub(super) fn all() -> Emails {
    Emails::default()
        .with::<PostHidden>()
        .with::<PostRestored>()
        .with::<PostKept>()
        .with::<ReportDecided>()
        .with::<ReportWaits>()
}

/// What a mail says about a post.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AboutPost {
    /// The title of its thread and the name of its network, where the reader's mailbox may hold
    /// them.
    place: Option<Place>,
    /// What was decided and why; the reason only where `place` is named.
    decided: Option<&'static str>,
    reason: Option<String>,
    link: String,
}

/// Where a post stands.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    title: String,
    network: String,
}

impl AboutPost {
    fn new(app: &App, told: Told, path: &str) -> Self {
        let link = app.config.base_url.join(path);
        if !told.may_be_named() {
            return Self {
                place: None,
                decided: None,
                reason: None,
                link,
            };
        }
        Self {
            place: Some(Place {
                title: told.title,
                network: told.network,
            }),
            decided: None,
            reason: Some(told.reason),
            link,
        }
    }

    fn samples(decided: Option<&'static str>) -> Vec<Self> {
        let link = "https://forum.example.org/posts/7".to_owned();
        vec![
            Self {
                place: Some(Place {
                    title: "How do I hand over when everything rests on me?".to_owned(),
                    network: "Rural Leaders".to_owned(),
                }),
                decided,
                reason: Some("It names somebody who uses the service.".to_owned()),
                link: link.clone(),
            },
            Self {
                place: None,
                decided,
                reason: None,
                link,
            },
        ]
    }
}

/// Tells an author that their post was hidden, and why (forum.md MO3).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PostHidden {
    pub(super) post: PostId,
}

impl Email for PostHidden {
    const NAME: &'static str = "moderation/emails/post_hidden";
    type View = AboutPost;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<AboutPost>> {
        let told = mail::of_post(&app.db, self.post, to.account).await?;
        let Some(told) = told.filter(|told| told.state == post::State::Hidden) else {
            return Ok(Composed::Drop("The post is not hidden any more."));
        };
        let link = format!("/posts/{}", self.post);
        Ok(Composed::Send(AboutPost::new(app, told, &link)))
    }

    fn samples() -> Vec<AboutPost> {
        AboutPost::samples(None)
    }
}

/// Tells an author that their post is shown again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PostRestored {
    pub(super) post: PostId,
}

impl Email for PostRestored {
    const NAME: &'static str = "moderation/emails/post_restored";
    type View = AboutPost;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<AboutPost>> {
        let told = mail::of_post(&app.db, self.post, to.account).await?;
        let Some(told) = told.filter(|told| told.state == post::State::Visible) else {
            return Ok(Composed::Drop("The post is not shown any more."));
        };
        let link = format!("/posts/{}", self.post);
        Ok(Composed::Send(AboutPost::new(app, told, &link)))
    }

    fn samples() -> Vec<AboutPost> {
        AboutPost::samples(None)
    }
}

/// Tells an author that their post was reported and stays (product.md 8.8.1: both hear the outcome).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PostKept {
    pub(super) item: ReviewItemId,
}

impl Email for PostKept {
    const NAME: &'static str = "moderation/emails/post_kept";
    type View = AboutPost;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<AboutPost>> {
        let told = mail::of_item(&app.db, self.item, to.account).await?;
        let told = told.filter(|(_, told)| told.state == post::State::Visible);
        let Some((item, mut told)) = told else {
            return Ok(Composed::Drop("The post is not shown any more."));
        };
        let link = format!("/posts/{}", item.post_id);
        told.reason = item.reason;
        Ok(Composed::Send(AboutPost::new(app, told, &link)))
    }

    fn samples() -> Vec<AboutPost> {
        AboutPost::samples(None)
    }
}

/// Tells somebody what became of what they reported; never who decided, nor the reason, which is
/// for the author.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ReportDecided {
    pub(super) report: ReportId,
}

impl Email for ReportDecided {
    const NAME: &'static str = "moderation/emails/report_decided";
    type View = AboutPost;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<AboutPost>> {
        let told = mail::of_report(&app.db, self.report, to.account).await?;
        let Some((item, told)) = told else {
            return Ok(Composed::Drop("The report is gone."));
        };
        let Some(decision) = item.decision else {
            return Ok(Composed::Drop("It is not decided."));
        };
        let view = AboutPost::new(app, told, &routes::report_path(item.post_id));
        Ok(Composed::Send(AboutPost {
            decided: Some(words::decided(decision)),
            reason: None,
            ..view
        }))
    }

    fn samples() -> Vec<AboutPost> {
        let mut all = AboutPost::samples(Some(words::decided(Decision::Keep)));
        all.extend(AboutPost::samples(Some(words::decided(Decision::Hide))));
        all
    }
}

/// Tells somebody that a report waits for their decision (forum.md MO2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ReportWaits {
    pub(super) item: ReviewItemId,
}

impl Email for ReportWaits {
    const NAME: &'static str = "moderation/emails/report_waits";
    type View = AboutPost;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<AboutPost>> {
        let told = mail::of_item(&app.db, self.item, to.account).await?;
        let Some((item, told)) = told.filter(|(item, _)| item.state == State::Open) else {
            return Ok(Composed::Drop("It is decided."));
        };
        let decides = match to.account {
            Some(account) => mail::decides(&app.db, item.id, account).await?,
            None => false,
        };
        if !decides {
            return Ok(Composed::Drop("Somebody else decides about it now."));
        }
        let view = AboutPost::new(app, told, &routes::item_path(item.id));
        Ok(Composed::Send(AboutPost {
            reason: None,
            ..view
        }))
    }

    fn samples() -> Vec<AboutPost> {
        AboutPost::samples(None)
    }
}
