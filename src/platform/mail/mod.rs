//! Mail: an outbox row in the transaction of what it tells, written and sent by a job.
//!
//! The row holds ids and no text: what a mail says, and whether it is still wanted, is looked up
//! as it is sent (forum.md NT2). A token is made as its mail is sent and stored nowhere.

mod message;
pub mod outbox;
pub mod transport;

use std::{collections::HashMap, fmt, pin::Pin};

use anyhow::{Context, Result};
use minijinja::value::{Serde, Value};
use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

use super::{app::App, db::Write};
use crate::entity::{account, id::AccountId};
use transport::Transport;

/// A kind of mail. Its fields are what the outbox keeps: ids, never a text or a token.
pub trait Email: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `<feature>/emails/<name>`. With `.subject`, `.txt` and, if there is one, `.html` these are
    /// its templates.
    const NAME: &'static str;

    /// What its templates see as `mail`.
    type View: Serialize + Send;

    /// Looks up what it says now, as far as its reader may know it; or why it is not sent.
    fn compose(
        self,
        app: &App,
        to: &Recipient,
    ) -> impl Future<Output = Result<Composed<Self::View>>> + Send;

    /// Whether its row stays when it is settled, so that site admins see that it was sent, and when.
    /// Mails of a round leave no time behind (health-check.md 9.8).
    const KEPT: bool = true;

    /// What is to be noted, in the transaction that settles it: whether it reached somebody.
    fn settled(
        self,
        _write: &Write<'_>,
        _reached: bool,
    ) -> impl Future<Output = Result<(), DbErr>> + Send {
        async { Ok(()) }
    }

    /// Whether somebody whose account is in this state gets it. Asked as it is sent.
    fn goes_to(state: account::State) -> bool {
        state == account::State::Active
    }

    /// Every state worth looking at, for the template tests.
    fn samples() -> Vec<Self::View>;
}

/// What became of a mail when it was looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Composed<V> {
    /// It says this.
    Send(V),
    /// It is not wanted any more, for this reason, which site admins read.
    Drop(&'static str),
}

/// Who gets a mail, as they are now.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Their account, if they have one.
    pub account: Option<AccountId>,
    /// The name shown; empty for a bare address.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// An IANA time zone.
    pub time_zone: String,
    /// What their account is allowed; active for a bare address.
    pub state: account::State,
}

/// The kinds of mail there are. Each feature adds its own.
#[derive(Clone, Default)]
pub struct Emails(HashMap<&'static str, Kind>);

type Composing = Pin<Box<dyn Future<Output = Result<Composed<Value>>> + Send>>;

type Settling<'a> = Pin<Box<dyn Future<Output = Result<(), DbErr>> + Send + 'a>>;

#[derive(Clone, Copy)]
struct Kind {
    is_kept: bool,
    settled: for<'a> fn(&'a Write<'a>, String, bool) -> Settling<'a>,
    goes_to: fn(account::State) -> bool,
    compose: fn(App, String, Recipient) -> Composing,
    samples: fn() -> Vec<Value>,
}

impl Emails {
    /// Adds a kind of mail.
    #[must_use]
    pub fn with<E: Email>(mut self) -> Self {
        let kind = Kind {
            is_kept: E::KEPT,
            settled: settle::<E>,
            goes_to: E::goes_to,
            compose: compose::<E>,
            samples: || {
                E::samples()
                    .iter()
                    .map(|view| Value::from(Serde(view)))
                    .collect()
            },
        };
        self.0.insert(E::NAME, kind);
        self
    }

    /// Adds what another list holds.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Each kind by name, with the samples of its view.
    pub fn samples(&self) -> Vec<(&'static str, Vec<Value>)> {
        let mut all: Vec<_> = self
            .0
            .iter()
            .map(|(name, kind)| (*name, (kind.samples)()))
            .collect();
        all.sort_by_key(|(name, _)| *name);
        all
    }
}

fn compose<E: Email>(app: App, data: String, to: Recipient) -> Composing {
    Box::pin(async move {
        let mail: E = serde_json::from_str(&data).context("The mail cannot be read")?;
        Ok(match mail.compose(&app, &to).await? {
            Composed::Send(view) => Composed::Send(Value::from(Serde(&view))),
            Composed::Drop(reason) => Composed::Drop(reason),
        })
    })
}

fn settle<'a, E: Email>(write: &'a Write<'a>, data: String, reached: bool) -> Settling<'a> {
    Box::pin(async move {
        match serde_json::from_str::<E>(&data) {
            Ok(mail) => mail.settled(write, reached).await,
            Err(error) => Err(DbErr::Json(error.to_string())),
        }
    })
}

impl fmt::Debug for Emails {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

/// The way mail leaves, and the kinds that may.
#[derive(Clone, Debug)]
pub struct Mailer {
    /// Where it goes.
    pub transport: Transport,
    pub(super) emails: Emails,
}

/// The longest subject or name in a header.
const LONGEST_HEADER: usize = 120;

/// The one cleaner of what people typed and a header carries (security.md C16): one line, no
/// control characters, nothing that turns the direction of text, at most 120 characters.
pub fn one_header_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !turns_direction(*c)).collect();
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if line.chars().count() <= LONGEST_HEADER {
        return line;
    }
    let kept: String = line.chars().take(LONGEST_HEADER - 1).collect();
    format!("{}…", kept.trim_end())
}

fn turns_direction(c: char) -> bool {
    matches!(c,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line_whatever_was_typed() {
        let typed = "Falls\r\nBcc: everybody@example.org\u{202E} \u{0} again";
        assert_eq!(
            one_header_line(typed),
            "Falls Bcc: everybody@example.org again"
        );
        let long = one_header_line(&"ä".repeat(500));
        assert_eq!(long.chars().count(), LONGEST_HEADER);
    }
}
