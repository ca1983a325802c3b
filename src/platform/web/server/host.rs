//! The first question to every request: is it meant for this site, and can it be read in one way
//! only (security.md C12)?

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{ALLOW, CONTENT_TYPE, HOST, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::platform::web::assets;

/// Marks a request whose head can be read in more than one way; says how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Malformed(pub(super) &'static str);

/// Whether a path is a probe's: asked by machines that do not know what we are called.
pub(super) fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}

/// The layer. What it refuses is answered at once, with a page that needs no database.
pub(super) async fn layer(
    State(hosts): State<Arc<[String]>>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(Malformed(how)) = request.extensions().get::<Malformed>() {
        tracing::warn!(
            event = "malformed_request",
            how,
            "A request could be read in two ways."
        );
        return bad();
    }
    if !is_ours(request.uri(), request.headers(), &hosts) {
        return bad();
    }
    // Pages and forms need no other method; a browser that asks before it sends (OPTIONS) is not
    // on a page of ours.
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        let allow = [(ALLOW, HeaderValue::from_static("GET, HEAD, POST"))];
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            allow,
            plain(
                "This cannot be done here",
                "Go back and use the buttons on the page.",
            ),
        )
            .into_response();
    }
    next.run(request).await
}

fn is_ours(uri: &Uri, headers: &HeaderMap, hosts: &[String]) -> bool {
    let mut said = headers.get_all(HOST).iter();
    let (Some(host), None) = (said.next(), said.next()) else {
        return false;
    };
    let Ok(host) = host.to_str() else {
        return false;
    };
    // A request to a proxy names the host twice: it must be the same one.
    if uri
        .authority()
        .is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(host))
    {
        return false;
    }
    is_probe(uri.path()) && !host.is_empty()
        || hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
}

fn bad() -> Response {
    (
        StatusCode::BAD_REQUEST,
        plain(
            "This request could not be understood",
            "It was not meant for this site, or was changed on its way here. Check the address.",
        ),
    )
        .into_response()
}

/// What those beyond our limits are told, at once.
pub(super) fn crowded() -> Response {
    let later = [(RETRY_AFTER, HeaderValue::from_static("5"))];
    (StatusCode::SERVICE_UNAVAILABLE, later, plain(
        "Sorry, we are busy",
        "Nothing was changed. Your browser still has what you typed: go back and send it again in \
         a few seconds.",
    ))
        .into_response()
}

/// What is said when even the error page failed.
pub(super) fn broken() -> Response {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        plain(
            "Sorry, there is a problem with the service",
            "It has been noted. Try again in a while.",
        ),
    )
        .into_response()
}

/// A page without a frame, which asks nobody for anything.
fn plain(title: &str, message: &str) -> impl IntoResponse {
    let page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{}\">\n</head>\n<body>\n\
         <div class=\"page\"><main id=\"main\">\n<h1>{title}</h1>\n<p>{message}</p>\n\
         <p><a href=\"/\">Go to the front page</a></p>\n</main></div>\n</body>\n</html>\n",
        assets::stylesheet()
    );
    (
        [(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        )],
        page,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_host_of_ours_is_let_in() {
        let hosts = ["127.0.0.1:3000".to_owned(), "localhost:3000".to_owned()];
        let asked = |uri: &str, named: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for host in named {
                headers.append(HOST, HeaderValue::from_static(host));
            }
            is_ours(&uri.parse().unwrap(), &headers, &hosts)
        };
        assert!(asked("/", &["127.0.0.1:3000"]) && asked("/", &["LOCALHOST:3000"]));
        assert!(asked("http://localhost:3000/", &["localhost:3000"]));
        for named in [
            &[][..],
            &["127.0.0.1:3000", "127.0.0.1:3000"],
            &["evil.example"],
            &["127.0.0.1"],
            &["127.0.0.1:3001"],
            &["user@127.0.0.1:3000"],
            &["127.0.0.1:3000 "],
            &[""],
        ] {
            assert!(!asked("/", named), "{named:?}");
        }
        assert!(!asked("http://evil.example/", &["localhost:3000"]));
        assert!(!asked("http://127.0.0.1:3000/", &["localhost:3000"]));
        assert!(asked("/healthz", &["10.0.0.1:3000"]) && !asked("/healthz", &["a", "b"]));
        assert!(!asked("/readyz", &[]));
    }
}
