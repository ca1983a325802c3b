//! A text in Markdown, together with the HTML that was made of it.

use crate::platform::text::{
    clean,
    markdown::{self, SafeHtml},
};

/// A cleaned text and its HTML, made once on writing (forum.md TH4). Preview and publication show
/// the same.
#[derive(Clone, Debug)]
pub struct Words {
    src: String,
    html: SafeHtml,
}

impl Words {
    /// The text of a thread's first post.
    pub fn post(raw: &str) -> Result<Self, String> {
        Self::of(clean::post_body(raw)?)
    }

    /// The text of a reply.
    pub fn reply(raw: &str) -> Result<Self, String> {
        Self::of(clean::reply_body(raw)?)
    }

    /// A text that is cleaned already.
    pub fn of(src: String) -> Result<Self, String> {
        let html = markdown::to_html(&src).map_err(String::from)?;
        Ok(Self { src, html })
    }

    /// A text that was put together from parts which were rendered one by one.
    pub(in super::super) fn assembled(src: String, html: SafeHtml) -> Self {
        Self { src, html }
    }

    /// The Markdown.
    pub fn src(&self) -> &str {
        &self.src
    }

    /// The HTML.
    pub fn html(&self) -> &SafeHtml {
        &self.html
    }
}
