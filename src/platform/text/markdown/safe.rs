//! The second line: an explicit list of tags and attributes, and the type that says it was applied.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use serde::{Serialize, Serializer};

/// HTML that may stand in a page as it is.
///
/// Serialised into a template it is marked safe, so that no template needs to say so; anywhere else
/// it is a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, to be stored.
    pub fn into_string(self) -> String {
        self.0
    }

    /// HTML that was stored before: only for columns that hold nothing but the output of
    /// [`super::to_html`].
    pub fn from_stored(html: String) -> Self {
        Self(html)
    }
}

impl Serialize for SafeHtml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

/// Clean rendered HTML and cover what is left of it.
pub(super) fn clean(html: &str) -> SafeHtml {
    SafeHtml(CLEANER.clean(html).to_string())
}

/// Every tag that leaves here.
const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h3",
    "h4",
    "h5",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.iter().copied().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["scope"])),
        ]))
        // The box around a table has these values and no other.
        .tag_attribute_values(HashMap::from([(
            "div",
            HashMap::from([
                ("role", HashSet::from(["group"])),
                ("aria-label", HashSet::from(["Table"])),
                ("tabindex", HashSet::from(["0"])),
            ]),
        )]))
        .set_tag_attribute_value("th", "scope", "col")
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .strip_comments(true);
    cleaner
});

/// What [`CLEANER`] makes of HTML, to test that it finds nothing left to do.
#[cfg(test)]
pub(super) fn clean_again(html: &SafeHtml) -> SafeHtml {
    clean(html.as_str())
}

#[cfg(test)]
pub(super) const ALLOWED: &[&str] = TAGS;
