//! Takes in the whole body before anything looks at it: in time, and of a bounded size.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header::CONNECTION},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::BytesMut;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use super::wire::length_of;
use crate::platform::web::{error::Error, forgery::REPORTS, typed};

/// How long a body may take, whole.
const IN_TIME: Duration = Duration::from_secs(15);

/// A browser's report is short.
const REPORT_BYTES: usize = 16 * 1024;

/// How much of a body that is too large is read and dropped, so that the browser shows the page
/// and not a broken connection.
const DROPPED_BYTES: usize = 4 * 1024 * 1024;

/// Why a body was not taken.
enum Refused {
    TooLarge,
    TooSlow,
    Broken,
}

/// The layer. Every form has the same limit: most have a long text field (security.md C12).
pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let is_report = request.uri().path() == REPORTS;
    let most = if is_report {
        REPORT_BYTES
    } else {
        typed::MOST_BYTES
    };
    let declared = length_of(request.headers());
    let body = std::mem::take(request.body_mut());
    let response = match take(body, most, declared).await {
        Ok(bytes) => {
            *request.body_mut() = Body::from(bytes);
            return next.run(request).await;
        }
        Err(Refused::TooLarge) => Error::TooLarge.into_response(),
        Err(Refused::TooSlow) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Err(Refused::Broken) => StatusCode::BAD_REQUEST.into_response(),
    };
    // Part of the body may still be on its way: it must not be read as the next request.
    let mut response = response;
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

async fn take(mut body: Body, most: usize, declared: Option<u64>) -> Result<Bytes, Refused> {
    let deadline = Instant::now() + IN_TIME;
    let is_too_large = declared.is_some_and(|declared| declared > most as u64);
    let mut taken = BytesMut::new();
    let mut dropped = 0;
    loop {
        let frame = match timeout_at(deadline, body.frame()).await {
            Ok(None) => break,
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(_))) => return Err(Refused::Broken),
            Err(_) if is_too_large || dropped > 0 => return Err(Refused::TooLarge),
            Err(_) => return Err(Refused::TooSlow),
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if is_too_large || dropped > 0 || taken.len() + data.len() > most {
            taken.clear();
            dropped += data.len();
            if dropped > DROPPED_BYTES {
                break;
            }
        } else {
            taken.extend_from_slice(&data);
        }
    }
    if is_too_large || dropped > 0 {
        Err(Refused::TooLarge)
    } else {
        Ok(taken.freeze())
    }
}
