//! Forms: as typed, as meant, and what is wrong with them; and the key by which a form acts once.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{error::Error, typed::Typed};
use crate::{
    entity::id::AccountId,
    platform::{
        access::Actor,
        app::App,
        random,
        secret::{SiteSecret, fingerprint},
    },
};

/// What is wrong with a form, gathered while it is parsed.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

/// One thing that is wrong, in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The field it is about.
    pub field: &'static str,
    /// The sentence, the same beside the field and in the summary.
    pub message: String,
}

impl Problems {
    /// Keeps the problem of a field, or gives its value.
    pub fn note<T>(&mut self, field: &'static str, outcome: Result<T, String>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(field, message);
                None
            }
        }
    }

    /// Adds a problem.
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push(Problem {
            field,
            message: message.into(),
        });
    }

    /// Whether nothing is wrong.
    pub fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// The form, to be shown again with its problems.
    pub fn reject<F>(self, values: F) -> FormState<F> {
        FormState::new(values, self.0)
    }
}

/// A form on a page: its values, and what is wrong with them.
#[derive(Clone, Debug, Serialize)]
pub struct FormState<F> {
    /// As typed.
    pub values: F,
    /// In the order of the fields.
    pub problems: Vec<Problem>,
    /// The first problem of each field.
    pub by_field: BTreeMap<&'static str, String>,
    /// Goes before the ids of fields, where a page has several forms.
    pub prefix: &'static str,
}

impl<F> FormState<F> {
    fn new(values: F, problems: Vec<Problem>) -> Self {
        let mut by_field = BTreeMap::new();
        for problem in &problems {
            by_field
                .entry(problem.field)
                .or_insert_with(|| problem.message.clone());
        }
        Self {
            values,
            problems,
            by_field,
            prefix: "",
        }
    }

    /// A form that shows `values` and finds nothing wrong.
    pub fn of(values: F) -> Self {
        Self::new(values, Vec::new())
    }

    /// The same form with `prefix` before its ids.
    #[must_use]
    pub fn prefixed(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// The same form with one more problem, for outcomes that only the database can tell.
    #[must_use]
    pub fn with_problem(self, field: &'static str, message: impl Into<String>) -> Self {
        let prefix = self.prefix;
        let mut problems = self.problems;
        problems.push(Problem {
            field,
            message: message.into(),
        });
        Self {
            prefix,
            ..Self::new(self.values, problems)
        }
    }
}

impl<F: Default> Default for FormState<F> {
    fn default() -> Self {
        Self::of(F::default())
    }
}

/// A form that may be sent any number of times (settings, status, marks).
#[derive(Debug)]
pub struct Submitted<F>(pub F);

impl<F: DeserializeOwned> FromRequest<App> for Submitted<F> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self, Error> {
        let typed = request.extensions().get::<Typed>().ok_or(Error::NotAForm)?;
        parse(typed).map(Self)
    }
}

/// A form that creates something, and the key by which it does so once (forum.md TH3).
#[derive(Debug)]
pub struct Once<F>(pub F, pub FormKey);

impl<F: DeserializeOwned> FromRequest<App> for Once<F> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let (mut parts, _) = request.into_parts();
        let actor = Actor::from_request_parts(&mut parts, app).await?;
        let typed = parts.extensions.get::<Typed>().ok_or(Error::NotAForm)?;
        let key = FormKey::read(&parts, typed, &actor, &app.secret)?;
        Ok(Self(parse(typed)?, key))
    }
}

/// Fields that a form does not know are ignored, so nothing can be slipped in.
fn parse<F: DeserializeOwned>(typed: &Typed) -> Result<F, Error> {
    serde_html_form::from_bytes(&typed.body)
        .map_err(|_| Error::Unreadable("The form could not be read. Fill it in again.".to_owned()))
}

/// The one-use key of a form: bound to its route, to whoever it was shown to and to what they sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey {
    key: String,
    route: String,
    account: Option<AccountId>,
    digest: String,
}

/// The longest key that we make, with room: anything longer is none.
const LONGEST_KEY: usize = 120;

impl FormKey {
    /// A fresh key for a form that is about to be shown to `account`.
    ///
    /// It carries their id, signed, so that text typed into it can be rescued for them alone when
    /// their session has ended meanwhile (security.md C1).
    pub fn fresh(secret: &SiteSecret, account: Option<AccountId>) -> String {
        let owner = account.map_or(0, |id| id.0);
        let head = format!("{}.{owner}", random::token());
        let code = signature(secret, &head);
        format!("{head}.{code}")
    }

    /// The person a key was made for: `None` for a key that we did not make, `Some(None)` for a
    /// visitor's.
    pub fn owner(secret: &SiteSecret, key: &str) -> Option<Option<AccountId>> {
        if key.len() > LONGEST_KEY {
            return None;
        }
        let (head, code) = key.rsplit_once('.')?;
        let (_, owner) = head.split_once('.')?;
        let owner: i64 = owner.parse().ok()?;
        let genuine = secret.verify(PURPOSE, head, code);
        genuine.then(|| (owner != 0).then_some(AccountId(owner)))
    }

    fn read(
        parts: &Parts,
        typed: &Typed,
        actor: &Actor,
        secret: &SiteSecret,
    ) -> Result<Self, Error> {
        let key = typed.value("form_key").ok_or(Error::OutOfDate)?;
        let owner = Self::owner(secret, key).ok_or(Error::OutOfDate)?;
        let account = actor.account().map(|person| person.id);
        if owner != account {
            return Err(Error::OutOfDate);
        }
        Ok(Self {
            key: fingerprint(key),
            route: parts.uri.path().to_owned(),
            account,
            digest: fingerprint(&typed.body),
        })
    }

    /// How the key is stored. The key itself is not, so that nobody can find out from the database,
    /// by trying, what was sent with it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The path it was sent to.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// Whoever sent it.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// What was sent, the key among it, as a digest: the same form again or another text.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

const PURPOSE: &str = "form";

fn signature(secret: &SiteSecret, head: &str) -> String {
    secret.sign(PURPOSE, head)
}
