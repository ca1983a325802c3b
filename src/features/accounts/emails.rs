//! What people are told by mail about their account.

use anyhow::Result;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::{queries, throttle};
use crate::{
    entity::{account::State, one_time_link::Purpose},
    platform::{
        app::App,
        mail::{Composed, Email, Emails, Recipient},
        one_time,
    },
};

/// A link for confirming an address lives two days (security.md C6).
const CONFIRM_HOURS: i64 = 48;

/// A link for a new password.
const RESET_MINUTES: i64 = 60;

/// The mails of this feature.
pub(super) fn all() -> Emails {
    Emails::default()
        .with::<Confirm>()
        .with::<AlreadyRegistered>()
        .with::<NewPassword>()
        .with::<PasswordChanged>()
        .with::<WasThisYou>()
}

/// Whether mail is sent at all; otherwise it is written into files for the site admin.
pub(super) fn is_sent(app: &App) -> bool {
    app.config.smtp_url.is_some()
}

/// Asks whether an address belongs to whoever registered with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Confirm {
    /// The registration it is about: a later one under the same address makes it void.
    pub(super) epoch: i64,
}

/// What a mail with a link shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct WithLink {
    link: String,
    /// How long it works, in hours or minutes.
    works_for: i64,
}

impl Email for Confirm {
    const NAME: &'static str = "accounts/emails/confirm";
    type View = WithLink;

    fn goes_to(state: State) -> bool {
        state == State::Unverified
    }

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<WithLink>> {
        let Some(id) = to.account else {
            return Ok(Composed::Drop("There is no account."));
        };
        if !queries::is_at(&app.db, id, self.epoch).await? {
            return Ok(Composed::Drop("There is a later registration."));
        }
        let made: Result<_, DbErr> = app
            .write(async |write| {
                one_time::make(write, Purpose::Confirm, Some(id), CONFIRM_HOURS * 60).await
            })
            .await;
        Ok(Composed::Send(WithLink {
            link: app.config.base_url.join(&format!("/confirm/{}", made?)),
            works_for: CONFIRM_HOURS,
        }))
    }

    fn samples() -> Vec<WithLink> {
        vec![WithLink {
            link: "https://forum.example.org/confirm/k3v9".to_owned(),
            works_for: CONFIRM_HOURS,
        }]
    }
}

/// Tells the owner of an address that somebody tried to register with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AlreadyRegistered {}

/// What a mail without particulars shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Plain {}

impl Email for AlreadyRegistered {
    const NAME: &'static str = "accounts/emails/already_registered";
    type View = Plain;

    fn goes_to(state: State) -> bool {
        state != State::Closed
    }

    async fn compose(self, _: &App, _: &Recipient) -> Result<Composed<Plain>> {
        Ok(Composed::Send(Plain {}))
    }

    fn samples() -> Vec<Plain> {
        vec![Plain {}]
    }
}

/// A link for choosing a new password. For an address without an account it is put into the
/// outbox all the same, to nobody, so that the work is the same (security.md C5).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct NewPassword {}

impl Email for NewPassword {
    const NAME: &'static str = "accounts/emails/new_password";
    type View = WithLink;

    fn goes_to(state: State) -> bool {
        state != State::Closed
    }

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<WithLink>> {
        let Some(id) = to.account else {
            return Ok(Composed::Drop("Nobody has the address that was given."));
        };
        let made: Result<_, DbErr> = app
            .write(async |write| {
                one_time::make(write, Purpose::Reset, Some(id), RESET_MINUTES).await
            })
            .await;
        Ok(Composed::Send(WithLink {
            link: app
                .config
                .base_url
                .join(&format!("/password/reset/{}", made?)),
            works_for: RESET_MINUTES,
        }))
    }

    fn samples() -> Vec<WithLink> {
        vec![WithLink {
            link: "https://forum.example.org/password/reset/k3v9".to_owned(),
            works_for: RESET_MINUTES,
        }]
    }
}

/// Tells somebody that their password was changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PasswordChanged {}

impl Email for PasswordChanged {
    const NAME: &'static str = "accounts/emails/password_changed";
    type View = Plain;

    fn goes_to(state: State) -> bool {
        state != State::Closed
    }

    async fn compose(self, _: &App, _: &Recipient) -> Result<Composed<Plain>> {
        Ok(Composed::Send(Plain {}))
    }

    fn samples() -> Vec<Plain> {
        vec![Plain {}]
    }
}

/// Asks somebody whether the many wrong passwords for their address were theirs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct WasThisYou {}

/// What that mail shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tries {
    wrong: i64,
    wait_minutes: i64,
}

impl Tries {
    const NOW: Self = Self {
        wrong: throttle::MOST_WRONG,
        wait_minutes: throttle::WAIT_MINUTES,
    };
}

impl Email for WasThisYou {
    const NAME: &'static str = "accounts/emails/was_this_you";
    type View = Tries;

    fn goes_to(state: State) -> bool {
        state != State::Closed
    }

    async fn compose(self, _: &App, _: &Recipient) -> Result<Composed<Tries>> {
        Ok(Composed::Send(Tries::NOW))
    }

    fn samples() -> Vec<Tries> {
        vec![Tries::NOW]
    }
}
