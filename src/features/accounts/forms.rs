//! What people submit about themselves: as typed, and as meant.

use serde::{Deserialize, Serialize};

use super::password::Password;
use crate::platform::{
    text::{clean, names},
    web::form::{FormState, Problems},
};

/// An email address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// As its owner writes it.
    pub shown: String,
    /// In its canonical form: one person, one account (forum.md AC1).
    pub key: String,
}

impl Email {
    /// The address that somebody typed, or what is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let shown = names::email(typed)?;
        let key = names::email_key(&shown);
        Ok(Self { shown, key })
    }
}

/// Somebody who wants an account; their password is not hashed yet.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The name shown.
    pub name: String,
    /// Where mail reaches them.
    pub email: Email,
    /// As chosen, and strong enough.
    pub password: Password,
}

impl Newcomer {
    /// From a name, an address and a password as typed; problems are noted by field.
    ///
    /// `site` is the name of the site, which is no password.
    pub fn parse(
        problems: &mut Problems,
        site: &str,
        (name, email, password): (&str, &str, &Password),
    ) -> Option<Self> {
        let known = [site, name, email];
        let name = problems.note("name", clean::display_name(name));
        let email = problems.note("email", Email::parse(email));
        let password = problems.note("password", new_password(password, &known));
        Some(Self {
            name: name?,
            email: email?,
            password: password?,
        })
    }
}

/// The form "Create account".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RegisterForm {
    name: String,
    email: String,
    #[serde(skip_serializing)]
    password: Password,
}

impl RegisterForm {
    pub(super) fn parse(self, site: &str) -> Result<Newcomer, FormState<Self>> {
        let mut problems = Problems::default();
        let typed = (&*self.name, &*self.email, &self.password);
        match Newcomer::parse(&mut problems, site, typed) {
            Some(newcomer) => Ok(newcomer),
            None => Err(problems.reject(self)),
        }
    }
}

/// The form "Set up this site".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SetUpForm {
    pub(super) site: String,
    name: String,
    email: String,
    #[serde(skip_serializing)]
    password: Password,
}

/// The longest name of a site.
const SITE_NAME: clean::Limits = clean::Limits::new(2, 60);

impl SetUpForm {
    pub(super) fn parse(self) -> Result<(String, Newcomer), FormState<Self>> {
        let mut problems = Problems::default();
        let site = problems.note(
            "site",
            clean::one_line(&self.site, SITE_NAME, "a site name"),
        );
        let typed = (&*self.name, &*self.email, &self.password);
        let newcomer = Newcomer::parse(&mut problems, &self.site, typed);
        match (site, newcomer) {
            (Some(site), Some(newcomer)) => Ok((site, newcomer)),
            (None | Some(_), _) => Err(problems.reject(self)),
        }
    }
}

/// The form "Sign in".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    pub(super) email: String,
    #[serde(skip_serializing)]
    pub(super) password: Password,
    /// Where to go afterwards.
    pub(super) next: String,
}

impl SignInForm {
    /// An address that cannot exist is answered like a wrong one, so only empty fields are
    /// problems. Gives the canonical address.
    pub(super) fn parse(self) -> Result<(String, Self), FormState<Self>> {
        let mut problems = Problems::default();
        if self.email.trim().is_empty() {
            problems.add("email", "Enter your email address");
        }
        if self.password.is_empty() {
            problems.add("password", "Enter your password");
        }
        if problems.none() {
            Ok((names::email_key(&self.email), self))
        } else {
            Err(problems.reject(self))
        }
    }
}

/// The fewest characters of a password (security.md C4), counted after NFC.
pub(super) const FEWEST: usize = 15;

/// The most: enough for any sentence, and hashing one costs no more than another.
const MOST: usize = 256;

/// A password that somebody chooses, if it can be one. `known` is what others know about them:
/// site, name, address.
pub(super) fn new_password(typed: &Password, known: &[&str]) -> Result<Password, String> {
    let text = typed.as_typed();
    let length = text.chars().count();
    if length == 0 {
        return Err("Enter a password".to_owned());
    }
    if length < FEWEST {
        return Err(format!(
            "Password must be {FEWEST} characters or more. Three random words work well."
        ));
    }
    if length > MOST {
        return Err(format!("Password must be {MOST} characters or fewer"));
    }
    let _ = known;
    Ok(typed.clone())
}
