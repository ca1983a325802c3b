//! What somebody typed into a form, set aside before anything can fail, so that every answer can
//! give it back (forum.md K2).

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{Method, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::LengthLimitError;
use serde::Serialize;

use super::error::Error;
use crate::platform::app::App;

/// The most that a form may hold: the body limit of routes with a long text (security.md C12).
pub const MOST_BYTES: usize = 256 * 1024;

/// The most fields a form may have.
const MOST_FIELDS: usize = 1_000;

/// A form as it was sent.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The body, for the extractor that parses it.
    pub body: Bytes,
    /// Names and values, in their order.
    pub fields: Vec<(String, String)>,
}

impl Typed {
    /// The first value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// What people wrote and chose, without keys, versions and secrets: to fill the form in again.
    pub fn texts(&self) -> Vec<(String, String)> {
        let kept = self.fields.iter().filter(|(name, value)| {
            !value.trim().is_empty()
                && !MACHINE.contains(&name.as_str())
                && !name.contains("password")
        });
        kept.cloned().collect()
    }
}

/// Names of text fields, with what their labels say in short.
pub type Labels = &'static [(&'static str, &'static str)];

/// What of a form was written, under the labels of its fields: nothing that was chosen, and nothing
/// that the form carried along.
pub fn written(labels: Labels, fields: Vec<(String, String)>) -> Vec<Written> {
    let known = fields.into_iter().filter_map(|(name, text)| {
        let label = label_of(labels, &name)?.to_owned();
        (!text.trim().is_empty()).then_some(Written { label, text })
    });
    known.collect()
}

/// The label of a text field.
pub fn label_of(labels: Labels, name: &str) -> Option<&'static str> {
    labels
        .iter()
        .find_map(|(known, label)| (*known == name).then_some(*label))
}

/// One text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// What the label of its field says.
    pub label: String,
    /// As typed.
    pub text: String,
}

/// Fields that people did not type.
const MACHINE: &[&str] = &["form_key", "version", "next"];

/// Reads the form of every unsafe request and keeps it in the request's extensions.
pub async fn keep(State(_): State<App>, mut request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    let is_form = request.headers().get(CONTENT_TYPE).is_none_or(|kind| {
        kind.to_str().is_ok_and(|kind| {
            kind.split(';').next().is_some_and(|kind| {
                kind.trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            })
        })
    });
    let body = std::mem::take(request.body_mut());
    let bytes = match axum::body::to_bytes(body, MOST_BYTES).await {
        Ok(bytes) => bytes,
        Err(error) => return too_large_or_broken(&error).into_response(),
    };
    if !is_form {
        // Reports of the content security policy are JSON; every other route takes forms alone and
        // says so when it finds none.
        *request.body_mut() = Body::from(bytes);
        return next.run(request).await;
    }
    match read(&bytes) {
        Ok(fields) => {
            let typed = Typed {
                body: bytes.clone(),
                fields,
            };
            request.extensions_mut().insert(typed.clone());
            *request.body_mut() = Body::from(bytes);
            let mut response = next.run(request).await;
            let status = response.status();
            if status.is_client_error() || status.is_server_error() {
                // For the page that is made of it further out.
                response.extensions_mut().insert(typed);
            }
            response
        }
        Err(error) => error.into_response(),
    }
}

fn too_large_or_broken(error: &axum::Error) -> Error {
    let source = std::error::Error::source(error);
    if source.is_some_and(<dyn std::error::Error>::is::<LengthLimitError>) {
        Error::TooLarge
    } else {
        Error::Unreadable("The form did not arrive whole. Send it again.".to_owned())
    }
}

fn read(bytes: &Bytes) -> Result<Vec<(String, String)>, Error> {
    if form_urlencoded::parse(bytes).take(MOST_FIELDS + 1).count() > MOST_FIELDS {
        return Err(Error::Unreadable(
            "The form has too many fields.".to_owned(),
        ));
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
    // Invalid bytes were replaced on the way: better to say so than to store a changed text.
    let raw_has_it = bytes
        .windows(9)
        .any(|part| part.eq_ignore_ascii_case(b"%EF%BF%BD"));
    let replaced = |text: &str| text.contains('\u{fffd}');
    if !raw_has_it
        && fields
            .iter()
            .any(|(name, value)| replaced(name) || replaced(value))
    {
        return Err(Error::Unreadable(
            "The form holds bytes that are not text in UTF-8.".to_owned(),
        ));
    }
    Ok(fields)
}
