//! The headers that every response carries, errors too (security.md C9).

use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, REFERRER_POLICY, SET_COOKIE,
        STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
    },
};

use super::session;

/// No inline script or style, no nonce, no hash: nothing to use again.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; object-src 'none'; report-to csp";

/// What no handler may change.
const ALWAYS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (
        HeaderName::from_static("reporting-endpoints"),
        "csp=\"/csp-report\"",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    ),
];

/// What of a request decides how its response may be kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    has_session: bool,
}

impl Asked {
    /// Looks whether a session comes with the request; it is not loaded.
    pub(super) fn by(request: &HeaderMap) -> Self {
        let mut cookies = request.get_all(COOKIE).iter();
        Self {
            has_session: cookies.any(|line| has_cookie(line.as_bytes())),
        }
    }
}

fn has_cookie(line: &[u8]) -> bool {
    line.split(|byte| *byte == b';').any(|one| {
        let one = one.trim_ascii();
        one.strip_prefix(session::COOKIE.as_bytes())
            .is_some_and(|rest| rest.first() == Some(&b'='))
    })
}

/// Adds them all. `https` says whether the base URL is.
pub(super) fn add(headers: &mut HeaderMap, asked: Asked, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    // Pages with a secret in their path set "no-referrer".
    if !headers.contains_key(REFERRER_POLICY) {
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    let is_public = headers
        .get(CACHE_CONTROL)
        .is_some_and(|kept| kept.as_bytes().starts_with(b"public"));
    if is_public {
        return;
    }
    if asked.has_session || headers.contains_key(SET_COOKIE) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    let is_page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        // The same address shows something else to somebody signed in.
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache_of(
        request: &[(HeaderName, &'static str)],
        response: &[(HeaderName, &'static str)],
    ) -> String {
        let map = |pairs: &[(HeaderName, &'static str)]| -> HeaderMap {
            let pairs = pairs.iter();
            pairs
                .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
                .collect()
        };
        let mut headers = map(response);
        add(&mut headers, Asked::by(&map(request)), false);
        headers[CACHE_CONTROL].to_str().unwrap().to_owned()
    }

    #[test]
    fn nothing_with_a_session_is_kept() {
        let signed_in = [(COOKIE, "theme=dark; __Host-sid=x")];
        assert_eq!(cache_of(&signed_in, &[]), "no-store");
        assert_eq!(
            cache_of(&signed_in, &[(CACHE_CONTROL, "private, max-age=60")]),
            "no-store"
        );
        assert_eq!(cache_of(&[], &[(SET_COOKIE, "__Host-sid=x")]), "no-store");
        assert_eq!(
            cache_of(&[(COOKIE, "x__Host-sid=x")], &[]),
            "private, no-cache"
        );
        assert_eq!(
            cache_of(&signed_in, &[(CACHE_CONTROL, "public, immutable")]),
            "public, immutable"
        );
    }

    #[test]
    fn a_page_says_that_it_depends_on_who_reads_it() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        add(&mut headers, Asked::by(&HeaderMap::new()), true);
        assert_eq!(headers[VARY], "cookie");
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }
}
