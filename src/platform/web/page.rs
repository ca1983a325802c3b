//! Pages as typed values: a view, the frame around it, a status.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, StatusCode, Uri,
        header::{HOST, REFERER},
        request::Parts,
    },
    response::{Html, IntoResponse, Response},
};
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::{
    error::{Error, Result},
    layout::{Layout, Said, Section},
    templates::Reader,
};
use crate::platform::{access::Actor, app::App};

/// What one template shows. Handlers build it, the template prints it; it never queries.
pub trait View: Serialize + Sized {
    /// The file under `templates/`.
    const TEMPLATE: &'static str;

    /// Which part of the navigation it belongs to.
    const SECTION: Section = Section::None;

    /// Every state worth looking at; the template tests render them all.
    fn samples() -> Vec<Self>;

    /// The value the template gets as `page`. Hot pages override it with an object of their own.
    fn context(&self) -> Value {
        Value::from(Serde(self))
    }
}

/// The samples of one view, for the template tests.
#[derive(Clone, Debug)]
pub struct Samples {
    /// The file under `templates/`.
    pub template: &'static str,
    /// One value for each state.
    pub pages: Vec<Value>,
}

impl Samples {
    /// The samples of `V`.
    pub fn of<V: View>() -> Self {
        Self {
            template: V::TEMPLATE,
            pages: V::samples().iter().map(View::context).collect(),
        }
    }
}

/// Everything a handler needs to answer with a page.
#[derive(Clone, Debug)]
pub struct Page {
    app: App,
    actor: Actor,
    path: String,
    said: Option<Said>,
}

impl Page {
    /// A page for `actor` at `uri`, outside a handler.
    pub fn new(app: App, actor: Actor, uri: &Uri) -> Self {
        let said = said(&app, uri);
        let path = uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        Self {
            app,
            actor,
            path,
            said,
        }
    }

    /// Who reads it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The page, with 200.
    pub fn show<V: View>(&self, view: &V) -> Result<Response> {
        self.with_status(StatusCode::OK, view)
    }

    /// The page of a form that has problems, with 422.
    pub fn invalid<V: View>(&self, view: &V) -> Result<Response> {
        self.with_status(StatusCode::UNPROCESSABLE_ENTITY, view)
    }

    /// The page of an edit that came second, with 409.
    pub fn conflict<V: View>(&self, view: &V) -> Result<Response> {
        self.with_status(StatusCode::CONFLICT, view)
    }

    /// A page instead of what was asked for, with 403.
    pub fn forbidden<V: View>(&self, view: &V) -> Result<Response> {
        self.with_status(StatusCode::FORBIDDEN, view)
    }

    /// The page as an error with `status`, for a query or helper that ends a handler early, such as
    /// the landing page with 403 in place of a private network's inside (permissions.md R56).
    pub fn instead<V: View>(&self, status: StatusCode, view: &V) -> Error {
        match self.render(V::TEMPLATE, V::SECTION, view.context()) {
            Ok(html) => Error::Answer(status, html),
            Err(error) => error,
        }
    }

    /// The page with any status.
    pub fn with_status<V: View>(&self, status: StatusCode, view: &V) -> Result<Response> {
        let html = self.render(V::TEMPLATE, V::SECTION, view.context())?;
        Ok((status, Html(html)).into_response())
    }

    /// Without the path in the frame: two unknown pages must look the same (R1).
    #[must_use]
    pub fn without_path(mut self) -> Self {
        self.path = String::new();
        self
    }

    fn render(&self, template: &str, section: Section, page: Value) -> Result<String> {
        let mut layout = Layout::new(&self.app, &self.actor, self.path.clone(), self.said.clone());
        layout.section = section;
        let reader = Reader::of(&self.app, &self.actor);
        let rendered = self.app.templates.render(template, page, layout, reader);
        rendered.map_err(|error| Error::Internal(error.into()))
    }
}

impl FromRequestParts<App> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = Actor::from_request_parts(parts, app).await?;
        Ok(Self::new(app.clone(), actor, &parts.uri))
    }
}

/// The sentence for the code in the address (`?said=replied`). Only codes of the fixed list say
/// anything, so that nobody can put words on a page of ours.
fn said(app: &App, uri: &Uri) -> Option<Said> {
    let query = uri.query()?;
    let (_, code) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "said")?;
    let text = app.templates.said(&code)?;
    Some(Said {
        text: text.to_owned(),
        href: None,
    })
}

/// The own page that a request came from, if the browser says so.
pub fn came_from(headers: &HeaderMap) -> Option<String> {
    let referer: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let ours = headers.get(HOST)?.to_str().ok()?;
    let is_ours = referer.authority()?.as_str() == ours;
    is_ours.then(|| referer.path_and_query().map(ToString::to_string))?
}

/// An own path to come back to after signing in; anything else is the front page (security.md
/// SE-10).
pub fn local_path(next: &str) -> &str {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.starts_with("/sign-in")
        && next.len() <= 2_000
        && next
            .bytes()
            .all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\')
        && !next.to_ascii_lowercase().contains("%09")
        && !next.to_ascii_lowercase().contains("%5c")
        && next.parse::<Uri>().is_ok();
    if is_local { next } else { "/" }
}

/// The address of a path with the code of what was just done, before any fragment.
pub fn saying(path: &str, code: &str) -> String {
    let (path, fragment) = path
        .split_once('#')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let joiner = if path.contains('?') { '&' } else { '?' };
    match fragment {
        Some(fragment) => format!("{path}{joiner}said={code}#{fragment}"),
        None => format!("{path}{joiner}said={code}"),
    }
}

/// Goes on to an own path with 303, as every form that succeeds does (forum.md K1).
pub fn go(path: &str) -> Response {
    axum::response::Redirect::to(path).into_response()
}

/// A handler that cannot fail still answers with [`Result`].
pub fn never(error: Infallible) -> Error {
    match error {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_absolute_paths_are_gone_back_to() {
        for good in ["/", "/threads/7?page=2", "/networks/falls/threads/new"] {
            assert_eq!(local_path(good), good);
        }
        let evil = [
            "//evil",
            "/\\evil",
            "https:evil",
            "https://evil",
            "/%09/evil",
            "javascript:alert(1)",
            "/sign-in?next=/sign-in",
            "",
            "networks",
            "/a b",
            "/%5Cevil",
        ];
        for bad in evil {
            assert_eq!(local_path(bad), "/", "{bad}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(10_000))), "/");
    }

    #[test]
    fn what_was_done_goes_before_the_fragment() {
        assert_eq!(
            saying("/threads/7#post-2", "replied"),
            "/threads/7?said=replied#post-2"
        );
        assert_eq!(
            saying("/threads/7?page=2", "replied"),
            "/threads/7?page=2&said=replied"
        );
    }
}
