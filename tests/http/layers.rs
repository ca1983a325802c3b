//! The layers around every page, in this process.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
    response::Response,
};
use http_body_util::BodyExt;
use indaba::{
    features,
    platform::web::{
        assets,
        routes::{Door, Routes},
        server,
    },
};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::support::{Answer, TestApp};

const HEADERS: [&str; 9] = [
    "content-security-policy",
    "reporting-endpoints",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "x-request-id",
];

fn carries_all(headers: &HeaderMap, of: &str) {
    for name in HEADERS {
        assert_eq!(headers.get_all(name).iter().count(), 1, "{name} of {of}");
    }
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none';") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(
        headers.contains_key("cache-control"),
        "cache-control of {of}"
    );
    assert!(!headers.contains_key("server") && !headers.contains_key("x-powered-by"));
    if let Some(kind) = headers.get("content-type") {
        let kind = kind.to_str().unwrap();
        assert!(
            !kind.starts_with("text/") || kind.ends_with("charset=utf-8"),
            "{kind} of {of}"
        );
    }
}

async fn ask(site: &TestApp, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let body = (method == "POST").then(|| "body=Handrails+helped".to_owned());
    site.visitor().request(method, path, body, headers).await
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers() {
    let site = TestApp::start().await;
    let same = [("sec-fetch-site", "same-origin")];
    let css = assets::stylesheet();
    let cases = [
        ("GET", css.as_str(), 200, &same),
        ("GET", "/robots.txt", 200, &same),
        ("GET", "/favicon.ico", 200, &same),
        ("GET", "/.well-known/security.txt", 200, &same),
        ("GET", "/healthz", 200, &same),
        ("GET", "/nowhere", 404, &same),
        ("POST", "/robots.txt", 405, &same),
        ("PATCH", "/robots.txt", 405, &same),
        ("POST", "/nowhere", 403, &[("sec-fetch-site", "cross-site")]),
        ("POST", "/csp-report", 204, &same),
    ];
    for (method, path, status, headers) in cases {
        let answer = ask(&site, method, path, headers).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        carries_all(&answer.headers, &format!("{method} {path}"));
    }
    let two_hosts = [("host", "evil.example")];
    let answer = ask(&site, "GET", "/", &two_hosts).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    carries_all(&answer.headers, "two hosts");
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let https = |config: &mut indaba::platform::config::Config| {
        config.base_url = "https://127.0.0.1:3000".parse().unwrap();
    };
    let plain = TestApp::start().await.visitor().get("/robots.txt").await;
    assert!(!plain.headers.contains_key("strict-transport-security"));
    let safe = TestApp::start_with(https)
        .await
        .visitor()
        .get("/robots.txt")
        .await;
    assert!(
        safe.headers["strict-transport-security"]
            .to_str()
            .unwrap()
            .contains("max-age=63072000")
    );
}

#[tokio::test]
async fn every_form_refuses_what_comes_from_elsewhere() {
    let site = TestApp::start().await;
    let routes = server::with_own(features::routes());
    let forms = routes.table().iter().filter(|route| route.method == "POST");
    let forged: [&[(&str, &str)]; 6] = [
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("cookie", "__Host-sid=abc")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://127.0.0.1:3000"),
        ],
    ];
    for route in forms.filter(|route| route.path != "/csp-report") {
        for headers in forged {
            let path = route.path.replace(['{', '}'], "");
            let answer = ask(&site, "POST", &path, headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert!(
                answer.body.contains("Handrails helped"),
                "the text is kept at {path}"
            );
        }
    }
}

#[tokio::test]
async fn what_comes_from_here_is_let_through() {
    let site = TestApp::start().await;
    let router = with_page(&site, Routes::default());
    let ours: [&[(&str, &str)]; 6] = [
        &[
            ("sec-fetch-site", "same-origin"),
            ("cookie", "__Host-sid=abc"),
        ],
        &[("sec-fetch-site", "none")],
        &[
            ("origin", "http://127.0.0.1:3000"),
            ("cookie", "__Host-sid=abc"),
        ],
        &[
            ("origin", "http://localhost:3000"),
            ("host", "localhost:3000"),
        ],
        &[("origin", "http://[::1]:3000"), ("host", "[::1]:3000")],
        &[],
    ];
    for headers in ours {
        let mut request = Request::builder().method(Method::POST).uri("/nowhere");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "127.0.0.1:3000");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{headers:?}");
    }
}

#[tokio::test]
async fn unlike_addresses_are_unlike_pages() {
    let site = TestApp::start().await;
    for path in [
        "/robots.txt/",
        "/ROBOTS.TXT",
        "//robots.txt",
        "/robots.txt;jsessionid=1",
        "/robots.txt.",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/assets//etc/passwd",
        "/assets/indaba.css",
        "/.git/config",
    ] {
        let answer = site.visitor().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn unknown_addresses_look_the_same() {
    let site = TestApp::start().await;
    let one = site.visitor().get("/nowhere").await;
    let other = site.visitor().get("/threads/999999/x").await;
    let words = |answer: &Answer| answer.body.clone();
    assert_eq!(words(&one), words(&other));
}

#[tokio::test]
async fn a_head_is_a_page_without_its_body() {
    let site = TestApp::start().await;
    for path in ["/robots.txt", "/nowhere", "/healthz"] {
        let page = site.visitor().get(path).await;
        let head = ask(&site, "HEAD", path, &[]).await;
        assert_eq!(head.status, page.status, "{path}");
        assert_eq!(head.body, "", "{path}");
        assert_eq!(
            head.headers.get("content-type"),
            page.headers.get("content-type"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_are_not() {
    let site = TestApp::start().await;
    let css = ask(
        &site,
        "GET",
        &assets::stylesheet(),
        &[("accept-encoding", "gzip")],
    )
    .await;
    assert_eq!(
        css.headers["cache-control"],
        "public, max-age=31536000, immutable"
    );
    assert_eq!(css.headers["content-encoding"], "gzip");
    let page = site.visitor().get("/nowhere").await;
    assert_eq!(page.headers["cache-control"], "private, no-cache");
    assert!(
        page.headers
            .get_all("vary")
            .iter()
            .any(|vary| vary == "cookie")
    );
    let with_cookie = ask(&site, "GET", "/nowhere", &[("cookie", "__Host-sid=abc")]).await;
    assert_eq!(with_cookie.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn pages_travel_compressed_and_with_their_length() {
    let site = TestApp::start().await;
    let plain = site.visitor().get("/nowhere").await;
    let zipped = ask(&site, "GET", "/nowhere", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(zipped.headers["content-encoding"], "gzip");
    let length: usize = zipped.headers["content-length"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(length > 0 && length < plain.body.len());
}

#[tokio::test]
async fn an_address_that_asks_too_much_waits_and_its_text_is_kept() {
    let site = TestApp::start_with(|config| config.limits_scale = 1.0).await;
    let same = [("sec-fetch-site", "same-origin")];
    let mut refused = None;
    for _ in 0..150 {
        let answer = ask(&site, "POST", "/nowhere", &same).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the burst is at most 100");
    let wait: u64 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    assert!(refused.body.contains("Handrails helped") && refused.body.contains("<h1"));
    carries_all(&refused.headers, "429");
    assert_eq!(site.visitor().get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn browsers_reports_are_short_and_few() {
    let site = TestApp::start_with(|config| config.limits_scale = 1.0).await;
    let report = |bytes: usize| {
        let site = &site;
        let kind = [
            ("content-type", "application/reports+json"),
            ("origin", "https://b.example"),
        ];
        let body = format!(
            "[{{\"type\":\"csp-violation\",\"body\":{{\"x\":\"{}\"}}}}]",
            "a".repeat(bytes)
        );
        async move {
            site.visitor()
                .request("POST", "/csp-report", Some(body), &kind)
                .await
                .status
        }
    };
    assert_eq!(report(100).await, StatusCode::NO_CONTENT);
    assert_eq!(report(20_000).await, StatusCode::PAYLOAD_TOO_LARGE);
    let mut last = StatusCode::NO_CONTENT;
    for _ in 0..40 {
        last = report(100).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

/// A site with one more page, which does something that none of ours does.
fn with_page(site: &TestApp, page: Routes) -> Router {
    server::build(site.app.clone(), features::routes().merge(page)).unwrap()
}

async fn get(router: &Router, path: &str) -> (Response, String) {
    let request = Request::builder()
        .method(Method::GET)
        .uri(path)
        .header("host", "127.0.0.1:3000");
    let response = router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (Response::from_parts(parts, Body::empty()), text)
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_reference_and_the_site_goes_on() {
    let site = TestApp::start().await;
    let panics = async || -> &'static str { panic!("of the test") };
    let router = with_page(&site, Routes::default().get("/panic", Door::Anyone, panics));
    let (response, page) = get(&router, "/panic").await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = response.headers()["x-request-id"].to_str().unwrap();
    assert!(page.contains(id) && !page.contains("of the test"), "{page}");
    carries_all(response.headers(), "500");
    assert_eq!(get(&router, "/robots.txt").await.0.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_given_up() {
    let site = TestApp::start().await;
    let sleeps = async || tokio::time::sleep(Duration::from_mins(1)).await;
    let router = with_page(&site, Routes::default().get("/slow", Door::Anyone, sleeps));
    let (response, page) = get(&router, "/slow").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key("retry-after"));
    assert!(page.contains("<h1"));
}

#[tokio::test]
async fn beyond_the_capacity_the_answer_is_quick_and_probes_still_work() {
    let site = TestApp::start().await;
    let gate = Arc::new(Semaphore::new(0));
    let waits = {
        let gate = Arc::clone(&gate);
        async move || {
            let _ = gate.acquire().await;
        }
    };
    let router = with_page(&site, Routes::default().get("/wait", Door::Anyone, waits));
    let waiting: Vec<_> = (0..512)
        .map(|_| {
            let router = router.clone();
            tokio::spawn(async move { get(&router, "/wait").await.0.status() })
        })
        .collect();
    // The tasks of this thread begin before it goes on.
    while get(&router, "/robots.txt").await.0.status() == StatusCode::OK {
        tokio::task::yield_now().await;
    }
    let (response, page) = get(&router, "/wait").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key("retry-after") && page.contains("busy"));
    assert_eq!(get(&router, "/healthz").await.0.status(), StatusCode::OK);
    gate.close();
    for one in waiting {
        assert_eq!(one.await.unwrap(), StatusCode::OK);
    }
    assert_eq!(get(&router, "/robots.txt").await.0.status(), StatusCode::OK);
}

#[tokio::test]
async fn readiness_follows_the_heartbeat() {
    let site = TestApp::start().await;
    let ready = async || site.visitor().get("/readyz").await.status;
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
    site.app.pulse.beat(site.app.clock.now());
    assert_eq!(ready().await, StatusCode::OK);
    site.wait_minutes(1);
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
}
