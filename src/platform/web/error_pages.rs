//! Every failed request becomes a page that says what happened, gives the typed text back and
//! leads onwards.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    error::{Error, Failed},
    form::FormKey,
    page::{Page, View, came_from, go},
    typed::{Labels, Typed, Written, written},
};
use crate::platform::{
    access::{Actor, Refusal},
    app::App,
    drafts,
};

/// The layer: lets a request through and makes a page of what failed.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // What is needed to make a page later, while the request itself goes on.
    let mut kept = copy_of(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let failed = response.extensions().get::<Failed>().cloned();
    if failed.is_none() && response.headers().contains_key(CONTENT_TYPE) && !is_plain(&response) {
        return response;
    }
    let error = failed.as_ref().map(|failed| failed.0.as_ref());
    // A handler can find only later than the door that a page is for people who are signed in.
    let is_get = matches!(kept.method, Method::GET | Method::HEAD);
    if is_get && matches!(error, Some(Error::Refused(Refusal::SignInFirst))) {
        return sign_in_first(&app, &kept).await;
    }
    if let Some(Error::Internal(cause)) = error {
        tracing::error!(event = "internal_error", "A request failed: {cause:#}");
    }
    let actor = Actor::from_request_parts(&mut kept, &app).await;
    let actor = actor.unwrap_or_else(|_| Actor::visitor(false));
    if let Some(typed) = response.extensions().get::<Typed>() {
        kept.extensions.insert(typed.clone());
    }
    let view = ErrorPage::new(app.written, status, error, &kept);
    let page = Page::new(app, actor, &kept.uri);
    let page = if status == StatusCode::NOT_FOUND {
        page.without_path()
    } else {
        page
    };
    let mut made = match page.with_status(status, &view) {
        Ok(made) => made,
        Err(error) => {
            tracing::error!(event = "internal_error", "The error page failed: {error:?}");
            (status, "There is a problem with the service.").into_response()
        }
    };
    if let Some(Error::TooMany { retry_after }) = error {
        made.headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    // What the handler set besides (Allow, cookies) stays.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH {
            made.headers_mut().append(name.clone(), value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE && !made.headers().contains_key(RETRY_AFTER) {
        made.headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    made
}

/// A visitor where one must be signed in: on to the sign-in page and back. Text typed into a form
/// whose session has ended is kept for its owner (forum.md TH9).
pub(super) async fn sign_in_first(app: &App, parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    if matches!(parts.method, Method::GET | Method::HEAD) {
        let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return go(&format!("/sign-in?next={next}"));
    }
    let typed = parts.extensions.get::<Typed>();
    let texts = typed.map(Typed::texts).unwrap_or_default();
    let owner = typed
        .and_then(|typed| typed.value("form_key"))
        .and_then(|key| FormKey::owner(&app.secret, key))
        .flatten();
    let mut response = Error::Refused(Refusal::SignInFirst).into_response();
    if let (Some(owner), false) = (owner, texts.is_empty()) {
        match drafts::rescue(app, &parts.headers, owner, path, &texts).await {
            Ok(cookie) => {
                response
                    .headers_mut()
                    .append(axum::http::header::SET_COOKIE, cookie);
            }
            Err(error) => tracing::error!(%error, "Typed text could not be kept."),
        }
    }
    response
}

fn is_plain(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn copy_of(parts: &Parts) -> Parts {
    let mut copy = Request::new(()).into_parts().0;
    copy.method = parts.method.clone();
    copy.uri = parts.uri.clone();
    copy.headers = parts.headers.clone();
    copy.extensions = parts.extensions.clone();
    copy
}

/// The page of a failed request.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    status: u16,
    title: String,
    message: String,
    /// The text that was typed, in read-only boxes.
    kept: Vec<Written>,
    /// Whether the way onwards is to sign in.
    sign_in: bool,
    /// Where the form was, to go back to.
    back: Option<String>,
    /// To be quoted when asking for help.
    reference: Option<String>,
}

impl ErrorPage {
    fn new(labels: Labels, status: StatusCode, error: Option<&Error>, request: &Parts) -> Self {
        let (title, message) = words(status, error);
        let typed = request.extensions.get::<Typed>();
        let kept = typed.map(Typed::texts).unwrap_or_default();
        let kept = written(labels, kept);
        let reference = status
            .is_server_error()
            .then(|| reference(request))
            .flatten();
        let is_visitor_refused = matches!(error, Some(Error::Refused(Refusal::SignInFirst)));
        Self {
            status: status.as_u16(),
            title,
            message,
            kept,
            sign_in: is_visitor_refused || status == StatusCode::NOT_FOUND,
            back: (status != StatusCode::NOT_FOUND)
                .then(|| came_from(&request.headers))
                .flatten(),
            reference,
        }
    }
}

impl View for ErrorPage {
    const TEMPLATE: &'static str = "errors/error.html";

    fn samples() -> Vec<Self> {
        let page = |status: StatusCode, error: Option<Error>| {
            let (title, message) = words(status, error.as_ref());
            Self {
                status: status.as_u16(),
                title,
                message,
                kept: Vec::new(),
                sign_in: false,
                back: None,
                reference: None,
            }
        };
        let kept = vec![Written {
            label: "Your text".to_owned(),
            text: "Handrails helped\n<b>".to_owned(),
        }];
        vec![
            Self {
                sign_in: true,
                ..page(StatusCode::NOT_FOUND, Some(Error::NotFound))
            },
            Self {
                sign_in: true,
                kept: kept.clone(),
                ..page(StatusCode::FORBIDDEN, Some(Refusal::SignInFirst.into()))
            },
            page(StatusCode::FORBIDDEN, Some(Refusal::ConfirmFirst.into())),
            Self {
                kept: kept.clone(),
                back: Some("/threads/7".to_owned()),
                ..page(StatusCode::UNPROCESSABLE_ENTITY, Some(Error::OutOfDate))
            },
            Self {
                kept: kept.clone(),
                ..page(StatusCode::UNPROCESSABLE_ENTITY, Some(Error::SentAlready))
            },
            page(
                StatusCode::TOO_MANY_REQUESTS,
                Some(Error::TooMany { retry_after: 90 }),
            ),
            page(StatusCode::PAYLOAD_TOO_LARGE, Some(Error::TooLarge)),
            page(StatusCode::METHOD_NOT_ALLOWED, None),
            Self {
                reference: Some("k3v9".to_owned()),
                kept,
                ..page(StatusCode::INTERNAL_SERVER_ERROR, None)
            },
            page(StatusCode::SERVICE_UNAVAILABLE, Some(Error::Busy)),
        ]
    }
}

/// Says what happened and what to do next (accessibility.md 3.16); blames nobody.
fn words(status: StatusCode, error: Option<&Error>) -> (String, String) {
    let (title, message): (&str, String) = match error {
        Some(Error::Refused(Refusal::SignInFirst)) => (
            "Sign in to go on",
            "You are not signed in, so this was not sent. Sign in as the same person and your text \
             will be waiting."
                .to_owned(),
        ),
        Some(Error::Refused(Refusal::ConfirmFirst)) => (
            "Confirm your email address",
            "Open the link in the mail we sent you. Then you can take part. You can ask for a new \
             link in your settings."
                .to_owned(),
        ),
        Some(Error::Refused(Refusal::Forbidden(reason))) => {
            ("You cannot do this", reason.clone())
        }
        Some(Error::Forged) => (
            "This was not sent",
            "It seems to have come from another site. Open the page here and send it again."
                .to_owned(),
        ),
        Some(Error::OutOfDate) => (
            "This form is out of date",
            "It was sent before, or made for somebody else. Go back, reload the page and send it \
             again."
                .to_owned(),
        ),
        Some(Error::SentAlready) => (
            "This form was already sent",
            "What you sent first has arrived. What you see here has not: if it is to be there as \
             well, go back, reload the page and send it again."
                .to_owned(),
        ),
        Some(Error::Unreadable(what)) => ("This could not be read", what.clone()),
        Some(Error::Conflict(what)) => ("Somebody else was first", what.clone()),
        Some(Error::TooMany { retry_after }) => {
            ("Wait a moment", format!("That was a lot at once. Try again in {}.", span(*retry_after)))
        }
        _ => match status {
            StatusCode::NOT_FOUND => (
                "Page not found",
                "Check the address. The page may have moved, or you may need to sign in to see it."
                    .to_owned(),
            ),
            StatusCode::GONE => ("This is gone", "It was removed for good.".to_owned()),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "This is too long",
                "It was more than we can take at once and could not be kept. Your browser still \
                 has it: press Back, shorten it and send it again."
                    .to_owned(),
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("This is not a form", "Files cannot be sent here.".to_owned())
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                ("This cannot be done here", "Go back and use the buttons on the page.".to_owned())
            }
            StatusCode::SERVICE_UNAVAILABLE => (
                "Sorry, we are busy",
                "Nothing was changed. Try again in a few seconds.".to_owned(),
            ),
            status if status.is_server_error() => (
                "Sorry, there is a problem with the service",
                "Nothing was changed. It has been noted; try again in a while.".to_owned(),
            ),
            _ => ("This did not work", "Go back and try again.".to_owned()),
        },
    };
    (title.to_owned(), message)
}

fn span(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

fn reference(request: &Parts) -> Option<String> {
    let id = request.headers.get("x-request-id")?;
    id.to_str().ok().map(str::to_owned)
}
