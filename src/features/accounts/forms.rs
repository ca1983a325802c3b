//! What people submit about themselves: as typed, and as meant.

use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::password::Password;
use crate::{
    entity::account::{Audience, Theme},
    platform::{
        text::{clean, dates, names, passwords},
        web::form::{FormState, Problems},
    },
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

/// The form "Where shall we send the link?".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ResetForm {
    email: String,
}

impl ResetForm {
    pub(super) fn parse(self) -> Result<Email, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("email", Email::parse(&self.email)) {
            Some(email) => Ok(email),
            None => Err(problems.reject(self)),
        }
    }
}

/// The form "Choose a new password", behind a link.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct NewPasswordForm {
    #[serde(skip_serializing)]
    password: Password,
}

impl NewPasswordForm {
    pub(super) fn parse(self, known: &[&str]) -> Result<Password, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("password", new_password(&self.password, known)) {
            Some(password) => Ok(password),
            None => Err(problems.reject(self)),
        }
    }
}

/// The form "Change password" in the settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ChangePasswordForm {
    #[serde(skip_serializing)]
    pub(super) current: Password,
    #[serde(skip_serializing)]
    password: Password,
}

impl ChangePasswordForm {
    /// The present password and the new one; whether the present one is right is asked later.
    pub(super) fn parse(self, known: &[&str]) -> Result<(Password, Password), FormState<Self>> {
        let mut problems = Problems::default();
        if self.current.is_empty() {
            problems.add("current", "Enter your present password");
        }
        let new = problems.note("password", new_password(&self.password, known));
        match new {
            Some(new) if problems.none() => Ok((self.current, new)),
            None | Some(_) => Err(problems.reject(self)),
        }
    }
}

/// The form "Change handle".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct HandleForm {
    pub(super) handle: String,
}

impl HandleForm {
    pub(super) fn parse(&self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("handle", names::handle(&self.handle)) {
            Some(handle) => Ok(handle),
            None => Err(problems.reject(self.clone())),
        }
    }
}

/// The form of one's own profile and how pages look.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ProfileForm {
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) job_role: String,
    pub(super) about: String,
    pub(super) can_help: String,
    pub(super) would_like_help: String,
    pub(super) audience: String,
    pub(super) time_zone: String,
    pub(super) theme: String,
}

/// A profile as its owner wants it from now on.
#[derive(Clone, Debug)]
pub struct ProfileChange {
    /// The name shown.
    pub name: String,
    /// Where they work; may be empty.
    pub organisation: String,
    /// What they do there; may be empty.
    pub job_role: String,
    /// About them; may be empty.
    pub about: String,
    /// What they can help with; may be empty.
    pub can_help: String,
    /// What they would like help with; may be empty.
    pub would_like_help: String,
    /// Who reads the three texts before.
    pub audience: Audience,
    /// An IANA time zone.
    pub time_zone: String,
    /// How pages look to them.
    pub theme: Theme,
}

impl ProfileForm {
    pub(super) fn parse(self) -> Result<ProfileChange, FormState<Self>> {
        let mut problems = Problems::default();
        let name = problems.note("name", clean::display_name(&self.name));
        let mut line = |field, raw: &str, label| {
            let line = problems.note(field, clean::profile_line(raw, label));
            line.map(Option::unwrap_or_default)
        };
        let organisation = line("organisation", &self.organisation, "your organisation");
        let job_role = line("job_role", &self.job_role, "your role");
        let mut text = |field, raw: &str, label| {
            let text = problems.note(field, clean::profile_text(raw, label));
            text.map(Option::unwrap_or_default)
        };
        let about = text("about", &self.about, "the text about you");
        let can_help = text("can_help", &self.can_help, "what you can help with");
        let wanted = "what you would like help with";
        let would_like_help = text("would_like_help", &self.would_like_help, wanted);
        let audience = problems.note("audience", choice(&self.audience, "who can read this"));
        let time_zone = problems.note("time_zone", time_zone(&self.time_zone));
        let theme = problems.note("theme", choice(&self.theme, "how pages look"));
        let change = (|| {
            Some(ProfileChange {
                name: name?,
                organisation: organisation?,
                job_role: job_role?,
                about: about?,
                can_help: can_help?,
                would_like_help: would_like_help?,
                audience: audience?,
                time_zone: time_zone?,
                theme: theme?,
            })
        })();
        change.ok_or_else(|| problems.reject(self))
    }
}

/// One of the values of an enum, as stored.
fn choice<E: ActiveEnum<Value = String>>(value: &str, what: &str) -> Result<E, String> {
    E::try_from_value(&value.to_owned()).map_err(|_| format!("Select {what}"))
}

fn time_zone(name: &str) -> Result<String, String> {
    if dates::is_zone(name) {
        Ok(name.to_owned())
    } else {
        Err("Select your time zone".to_owned())
    }
}

/// A password that somebody chooses, if it can be one. `known` is what others know about them:
/// site, name, address.
fn new_password(typed: &Password, known: &[&str]) -> Result<Password, String> {
    passwords::accept(&typed.as_typed(), known).map(Password::from)
}
