//! Requests that another site makes in a reader's name are refused (security.md C3).
//!
//! There are no tokens, so nothing that a form could forget. Browsers say where a request comes
//! from; `tower-http`'s layer believes them, and one rule of ours closes what it leaves open.

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, Uri,
        header::{COOKIE, ORIGIN},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};

use super::error::Error;
use crate::platform::config::BaseUrl;

const FETCH_SITE: &str = "sec-fetch-site";

/// Where a browser sends reports on its own. They change nothing, so they may come from anywhere.
pub(super) const REPORTS: &str = "/csp-report";

/// How the layer answers: with an error that becomes a page.
pub(super) type Refuse = fn(ProtectionError) -> Response;

/// The layer of `tower-http`, for a site at `base`.
///
/// A proxy that rewrites `Host` breaks the comparison with it, so our own origins are named.
pub(super) fn layer(base: &BaseUrl) -> Result<CsrfLayer<Refuse>, ConfigError> {
    let is_report = |_: &Method, uri: &Uri| uri.path() == REPORTS;
    let layer = CsrfLayer::new().with_insecure_bypass(is_report);
    let origins = base.origins();
    let layer = origins
        .iter()
        .try_fold(layer, CsrfLayer::add_trusted_origin)?;
    let refuse: Refuse = |_| Error::Forged.into_response();
    Ok(layer.with_rejection_response(refuse))
}

/// Our rule, in front of that layer, which lets a request through when it carries neither header,
/// and when its origin is ours whatever `Sec-Fetch-Site` says.
///
/// Without a cookie there is nothing to forge: secret links are safe by what they carry.
pub(super) async fn rule(request: Request, next: Next) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe || request.uri().path() == REPORTS || is_believable(request.headers()) {
        return next.run(request).await;
    }
    Error::Forged.into_response()
}

fn is_believable(headers: &HeaderMap) -> bool {
    match headers.get(FETCH_SITE).map(HeaderValue::as_bytes) {
        Some(b"same-origin" | b"none") => true,
        Some(_) => false,
        None => headers.contains_key(ORIGIN) || !headers.contains_key(COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    #[test]
    fn a_cookie_alone_proves_nothing() {
        let believable = |pairs: &[(&'static str, &'static str)]| {
            let pair = |(name, value): &(&'static str, &'static str)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            };
            is_believable(&pairs.iter().map(pair).collect())
        };
        assert!(believable(&[]));
        assert!(believable(&[
            ("sec-fetch-site", "same-origin"),
            ("cookie", "a=b")
        ]));
        assert!(believable(&[
            ("origin", "http://127.0.0.1:3000"),
            ("cookie", "a=b")
        ]));
        assert!(!believable(&[("cookie", "a=b")]));
        assert!(!believable(&[("sec-fetch-site", "cross-site")]));
        assert!(!believable(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "http://127.0.0.1:3000")
        ]));
    }
}
