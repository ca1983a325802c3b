//! Mails of this feature: one warning before a draft is deleted; and what people hear of a round.

use anyhow::Result;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::{commands, jobs::DRAFT_DAYS, links::Token, promise, queries, routes};
use crate::{
    entity::{
        check_invitation::Mail,
        health_check,
        id::{AccountId, CheckInvitationId, HealthCheckId},
        round::Audience,
        timestamp::Timestamp,
    },
    platform::{
        app::App,
        db::Write,
        mail::{Composed, Email, Emails, Recipient},
        random,
        web::error::Error,
    },
};

/// The mails of this feature.
pub fn all() -> Emails {
    Emails::default()
        .with::<DraftExpires>()
        .with::<RoundInvitation>()
        .with::<RoundCancelled>()
        .with::<RoundResults>()
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

/// The kinds of mail that a round sends; none is kept once it is settled (health-check.md 9.8).
pub const OF_A_ROUND: &[&str] = &[
    RoundInvitation::NAME,
    RoundCancelled::NAME,
    RoundResults::NAME,
];

/// How the data of every mail of a round begin.
pub fn data_of(round: HealthCheckId) -> String {
    format!("{{\"round\":{round}")
}

/// Somebody is asked to answer a round, or reminded: the same link each time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RoundInvitation {
    /// The round.
    pub round: HealthCheckId,
    /// Who is asked.
    pub invitation: CheckInvitationId,
    /// 0 for the first mail, then 1 and 2.
    pub reminder: i32,
}

/// What the mail says.
#[derive(Clone, Debug, Serialize)]
pub struct RoundInvitationMail {
    /// May be empty.
    name: String,
    network: String,
    link: String,
    message: String,
    minutes: &'static str,
    audience: &'static str,
    k: i32,
    last_day: String,
    is_reminder: bool,
}

impl Email for RoundInvitation {
    const NAME: &'static str = "health_checks/emails/round_invitation";
    const KEPT: bool = false;
    type View = RoundInvitationMail;

    async fn settled(self, write: &Write<'_>, reached: bool) -> Result<(), DbErr> {
        if self.reminder > 0 {
            return Ok(());
        }
        let mail = if reached { Mail::Sent } else { Mail::Refused };
        commands::rounds::mail_settled(write, &self.invitation, mail).await
    }

    async fn compose(self, app: &App, _: &Recipient) -> Result<Composed<Self::View>> {
        let token = Token::of(&app.secret, &self.invitation);
        let asked = match queries::by_token(&app.db, &token, app.clock.now()).await {
            Ok(asked) => asked,
            Err(Error::NotFound) => {
                return Ok(Composed::Drop("The round is closed, or was answered."));
            }
            Err(error) => return Err(error.into()),
        };
        let asked = asked.get();
        let invitation = asked.invitation.as_ref();
        if self.reminder > 0 && invitation.is_some_and(|it| it.no_reminders) {
            return Ok(Composed::Drop("They asked for no reminders."));
        }
        Ok(Composed::Send(RoundInvitationMail {
            name: invitation.map(|it| it.name.clone()).unwrap_or_default(),
            network: asked.network.name.clone(),
            link: app.config.base_url.join(&routes::respondent(&token)),
            message: asked.round.message.clone(),
            minutes: minutes(asked.check.form),
            audience: promise::audience(asked.round.audience),
            k: asked.round.k,
            last_day: promise::day_words(&asked.round.ends_on),
            is_reminder: self.reminder > 0,
        }))
    }

    fn samples() -> Vec<Self::View> {
        let mail = RoundInvitationMail {
            name: "Ada Byron".to_owned(),
            network: "Falls Prevention North".to_owned(),
            link: "https://indaba.example/r/abcdefgh".to_owned(),
            message: "We have worked together for two years. What should we do differently?"
                .to_owned(),
            minutes: minutes(health_check::Form::Full),
            audience: promise::audience(Audience::Respondents),
            k: 5,
            last_day: "8 December 2026".to_owned(),
            is_reminder: false,
        };
        let short = RoundInvitationMail {
            name: String::new(),
            message: String::new(),
            minutes: minutes(health_check::Form::Pulse),
            audience: promise::audience(Audience::LeadTeam),
            is_reminder: true,
            ..mail.clone()
        };
        vec![mail, short]
    }
}

/// How long answering takes, in words.
pub fn minutes(form: health_check::Form) -> &'static str {
    match form {
        health_check::Form::Full => "8 to 10 minutes",
        health_check::Form::Pulse => "about 3 minutes",
    }
}

/// A round was cancelled: nothing that was answered is kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RoundCancelled {
    /// The round.
    pub round: HealthCheckId,
}

/// What the mail says.
#[derive(Clone, Debug, Serialize)]
pub struct RoundCancelledMail {
    network: String,
}

impl Email for RoundCancelled {
    const NAME: &'static str = "health_checks/emails/round_cancelled";
    const KEPT: bool = false;
    type View = RoundCancelledMail;

    async fn compose(self, app: &App, _: &Recipient) -> Result<Composed<Self::View>> {
        Ok(match queries::told_about(&app.db, self.round).await? {
            Some(told) => Composed::Send(RoundCancelledMail {
                network: told.network,
            }),
            None => Composed::Drop("The round is gone."),
        })
    }

    fn samples() -> Vec<Self::View> {
        vec![RoundCancelledMail {
            network: "Falls Prevention North".to_owned(),
        }]
    }
}

/// A round has ended: the result is ready, or too few answered. Carries no number, and for those who
/// were promised the result a link of their own, whose token is made as the mail is sent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RoundResults {
    /// The round.
    pub round: HealthCheckId,
}

/// What the mail says.
#[derive(Clone, Debug, Serialize)]
pub struct RoundResultsMail {
    network: String,
    /// Whether there is a result.
    is_released: bool,
    /// The reader's own link, where they were promised one.
    link: Option<String>,
    /// Where members read it, where it was promised to them.
    page: Option<String>,
}

impl Email for RoundResults {
    const NAME: &'static str = "health_checks/emails/round_results";
    const KEPT: bool = false;
    type View = RoundResultsMail;

    async fn compose(self, app: &App, _: &Recipient) -> Result<Composed<Self::View>> {
        let Some(told) = queries::told_about(&app.db, self.round).await? else {
            return Ok(Composed::Drop("The round is gone."));
        };
        let is_released = told.state == health_check::State::Released;
        let mut mail = RoundResultsMail {
            network: told.network,
            is_released,
            link: None,
            page: None,
        };
        match told.audience {
            Audience::Members if is_released => {
                mail.page = Some(app.config.base_url.join(&routes::tab(&told.slug)));
            }
            Audience::Respondents if is_released => {
                let token = random::token();
                let until = told.closed_at.plus_days(promise::LINK_DAYS);
                app.write(async |write| {
                    commands::rounds::new_result_link(write, self.round, &token, until).await
                })
                .await?;
                mail.link = Some(app.config.base_url.join(&routes::result_link(&token)));
            }
            Audience::LeadTeam | Audience::Members | Audience::Respondents => {}
        }
        Ok(Composed::Send(mail))
    }

    fn samples() -> Vec<Self::View> {
        let network = "Falls Prevention North".to_owned();
        let kinds = [
            (true, Some("https://indaba.example/r/result/abcd"), None),
            (
                true,
                None,
                Some("https://indaba.example/networks/falls/checks"),
            ),
            (true, None, None),
            (false, None, None),
        ];
        let mails = kinds.map(|(is_released, link, page)| RoundResultsMail {
            network: network.clone(),
            is_released,
            link: link.map(str::to_owned),
            page: page.map(str::to_owned),
        });
        mails.into()
    }
}
