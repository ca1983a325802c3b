//! A setting that is never shown.

use std::{fmt, ops::Deref};

/// Text that prints as `…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// An address in which only what could be a password is replaced, for people who look after
    /// the site.
    pub fn masked(&self) -> String {
        let (address, query) = self.0.split_once('?').unwrap_or((&self.0, ""));
        let query = if query.is_empty() { "" } else { "?…" };
        let Some((scheme, rest)) = address.split_once("://") else {
            return format!("{address}{query}");
        };
        let Some((user, place)) = rest.rsplit_once('@') else {
            return format!("{scheme}://{rest}{query}");
        };
        let user = user
            .split_once(':')
            .map_or(user.to_owned(), |(name, _)| format!("{name}:…"));
        format!("{scheme}://{user}@{place}{query}")
    }

    /// Whether the address carries a password.
    pub(super) fn has_password(text: &str) -> bool {
        let secret = Self(text.to_owned());
        secret.masked() != text
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
