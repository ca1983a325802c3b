//! Why a request was not answered with what it asked for. A status now, a page in the middleware
//! that knows reader and templates ([`error_pages`](super::error_pages)).

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use sea_orm::{ConnAcquireErr, DbErr};

use crate::platform::access::Refusal;

/// What a handler answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A request that fails. Expected outcomes of forms are no errors: they are pages (422).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or must not be known to exist (permissions.md R1): the same answer.
    #[error("not found")]
    NotFound,
    /// It may not be done, for the reason given.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A form whose key is missing, used elsewhere, or made for somebody else.
    #[error("the form is out of date")]
    OutOfDate,
    /// A form whose key was used already, for another text.
    #[error("the form was already sent")]
    SentAlready,
    /// A form or address that cannot be read at all; the text says what is wrong.
    #[error("{0}")]
    Unreadable(String),
    /// Somebody else was first: the text says what has happened.
    #[error("{0}")]
    Conflict(String),
    /// The thing was there once and is gone for good.
    #[error("gone")]
    Gone,
    /// A body that is larger than its route takes.
    #[error("the form is too large")]
    TooLarge,
    /// A body that is no form.
    #[error("the body is not a form")]
    NotAForm,
    /// Too much at once; may be tried again after this many seconds.
    #[error("too many requests")]
    TooMany {
        /// Seconds until it may be tried again.
        retry_after: u64,
    },
    /// Another site seems to have sent this (security.md C3).
    #[error("the request came from elsewhere")]
    Forged,
    /// The server cannot do it now; the text is kept.
    #[error("busy")]
    Busy,
    /// A page that was made already, such as the landing page with 403 (permissions.md R56).
    #[error("answered")]
    Answer(StatusCode, String),
    /// Something of ours went wrong.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Error {
    /// The status this is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Refused(Refusal::Hidden) => StatusCode::NOT_FOUND,
            Self::Refused(_) | Self::Forged => StatusCode::FORBIDDEN,
            Self::OutOfDate | Self::SentAlready | Self::Unreadable(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Answer(status, _) => *status,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A failing database is never "not found": only a query decides that.
impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_busy(&error) {
            tracing::warn!(%error, "The database is busy or away.");
            return Self::Busy;
        }
        Self::Internal(error.into())
    }
}

/// No connection was free in time, the server is away, or another process holds the write lock.
fn is_busy(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed)
        | DbErr::Conn(_) => true,
        other => {
            let text = other.to_string();
            text.contains("database is locked") || text.contains("lock timeout")
        }
    }
}

/// What went wrong, left in the response for the middleware that makes it a page.
#[derive(Clone, Debug)]
pub struct Failed(pub Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Answer(status, html) = self {
            return (status, Html(html)).into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}
