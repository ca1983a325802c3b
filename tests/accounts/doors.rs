//! The ways in and out: set-up, registering, signing in, signing out.

use indaba::features::accounts;

use super::{WORDS, mia, register, sign_in};
use crate::support::TestApp;

/// The path of a fresh set-up link.
async fn set_up_path(site: &TestApp) -> String {
    let link = accounts::set_up_link(&site.app).await.unwrap().unwrap();
    link.strip_prefix("http://127.0.0.1:3000")
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn the_first_person_sets_the_site_up_and_leads_the_commons() {
    let site = TestApp::start_with(|_| {}).await;
    let visitor = site.visitor();
    for path in ["/", "/sign-in", "/register", "/networks", "/no-such-page"] {
        let page = visitor.visit(path).await.has_status(503);
        page.sees("This site is being set up");
    }
    let path = set_up_path(&site).await;
    let page = visitor.visit(&path).await;
    let page = page
        .fill("Site name", "Learning Together")
        .fill("Your name", "Ana Silva")
        .fill("Email address", "ana@example.org")
        .fill("Password", WORDS)
        .press("Set up this site")
        .await;
    let page = page.sees("Your site is ready").sees("Ana Silva");
    assert!(page.has_link("Admin"));
    // The link has acted, and there is no new one.
    site.visitor().visit(&path).await.has_status(410);
    assert_eq!(accounts::set_up_link(&site.app).await.unwrap(), None);
}

#[tokio::test]
async fn a_new_set_up_link_replaces_the_former_and_none_lives_longer_than_a_day() {
    let site = TestApp::start_with(|_| {}).await;
    let former = set_up_path(&site).await;
    let latest = set_up_path(&site).await;
    site.visitor().visit(&former).await.has_status(410);
    site.visitor().visit(&latest).await.has_status(200);
    site.wait_minutes(24 * 60);
    site.visitor().visit(&latest).await.has_status(410);
}

#[tokio::test]
async fn the_set_up_link_survives_a_form_with_mistakes() {
    let site = TestApp::start_with(|_| {}).await;
    let path = set_up_path(&site).await;
    let page = site.visitor().visit(&path).await;
    let page = page
        .fill("Site name", "Learning Together")
        .fill("Password", "short")
        .press("Set up this site")
        .await;
    let page = page
        .has_status(422)
        .sees("Enter your name")
        .sees("15 characters");
    assert_eq!(page.value("Site name"), "Learning Together");
    assert_eq!(page.value("Password"), "");
    let page = page
        .fill("Your name", "Ana Silva")
        .fill("Email address", "ana@example.org")
        .fill("Password", WORDS)
        .press("Set up this site")
        .await;
    page.sees("Your site is ready");
}

#[tokio::test]
async fn without_mail_a_new_person_registers_and_signs_in() {
    let site = TestApp::start().await;
    let visitor = site.visitor();
    let page = register(&visitor, "Mia Novak", "Mia@Example.org", WORDS).await;
    let page = page.sees("If this address is new, your account is ready. Sign in.");
    assert!(page.has_button("Sign in"));
    let page = sign_in(&visitor, "mia@example.ORG", WORDS).await;
    page.sees("Mia Novak").sees_not("Wrong");
}

#[tokio::test]
async fn registering_a_known_address_looks_the_same_and_changes_nothing() {
    let site = TestApp::start().await;
    mia(&site).await;
    let evil = site.visitor();
    let page = register(&evil, "Evil", "mia@example.org", "four other random words").await;
    page.sees("If this address is new, your account is ready. Sign in.");
    let page = sign_in(&evil, "mia@example.org", "four other random words").await;
    page.has_status(422).sees("Wrong email address or password");
    let page = sign_in(&evil, "mia@example.org", WORDS).await;
    page.sees("Mia Novak").sees_not("Wrong");
}

#[tokio::test]
async fn two_people_of_one_name_get_two_handles() {
    let site = TestApp::start().await;
    for address in ["one@example.org", "two@example.org", "three@example.org"] {
        register(&site.visitor(), "Mia Novak", address, WORDS).await;
    }
    let browser = site.visitor();
    let page = sign_in(&browser, "three@example.org", WORDS).await;
    assert!(page.body.contains("/people/mia-novak-2"));
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_password_are_one_message() {
    let site = TestApp::start().await;
    mia(&site).await;
    let visitor = site.visitor();
    let wrong_password = sign_in(&visitor, "mia@example.org", "not these words at all").await;
    let wrong_address = sign_in(&visitor, "nobody@example.org", WORDS).await;
    for page in [wrong_password, wrong_address] {
        let page = page.has_status(422).sees("Wrong email address or password");
        assert_eq!(page.value("Password"), "");
    }
}

#[tokio::test]
async fn after_ten_wrong_passwords_an_address_waits_fifteen_minutes() {
    let site = TestApp::start().await;
    mia(&site).await;
    for address in ["mia@example.org", "nobody@example.org"] {
        let visitor = site.visitor();
        for _ in 0..10 {
            let page = sign_in(&visitor, address, "not these words at all").await;
            page.has_status(422);
        }
        let page = sign_in(&visitor, address, WORDS).await;
        page.has_status(429).sees("Wait 15 minutes");
        let fields = [("email", address), ("password", WORDS)];
        let answer = visitor.post("/sign-in", &fields).await;
        assert_eq!(answer.headers["retry-after"], "900");
    }
    site.wait_minutes(14);
    let page = sign_in(&site.visitor(), "mia@example.org", WORDS).await;
    page.has_status(429);
    site.wait_minutes(1);
    let page = sign_in(&site.visitor(), "mia@example.org", WORDS).await;
    page.sees("Mia Novak").sees_not("Wrong");
}

#[tokio::test]
async fn a_right_password_clears_what_was_counted() {
    let site = TestApp::start().await;
    mia(&site).await;
    for _ in 0..3 {
        for _ in 0..9 {
            let page = sign_in(&site.visitor(), "mia@example.org", "not these words").await;
            page.has_status(422);
        }
        let page = sign_in(&site.visitor(), "mia@example.org", WORDS).await;
        page.sees("Mia Novak");
    }
}

#[tokio::test]
async fn signing_in_by_address_does_nothing() {
    let site = TestApp::start().await;
    mia(&site).await;
    let visitor = site.visitor();
    let path = "/sign-in?email=mia@example.org&password=cobalt+otter+lantern";
    let page = visitor.visit(path).await;
    assert!(page.has_button("Sign in"));
    visitor.visit("/").await.sees_not("Mia Novak");
}

#[tokio::test]
async fn signing_in_leads_to_own_pages_only() {
    let site = TestApp::start().await;
    mia(&site).await;
    for (next, led_to) in [
        ("/networks?q=a", "/networks?q=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/sign-in?next=/sign-in", "/"),
        ("/sign-out", "/"),
    ] {
        let fields = [
            ("email", "mia@example.org"),
            ("password", WORDS),
            ("next", next),
        ];
        let answer = site.visitor().post("/sign-in", &fields).await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.location(), led_to, "{next}");
    }
}

#[tokio::test]
async fn the_page_that_led_to_the_sign_in_form_comes_back() {
    let site = TestApp::start().await;
    for (came_from, leads_to) in [
        (
            "http://127.0.0.1:3000/threads/7?page=2",
            "/threads/7?page=2",
        ),
        ("http://127.0.0.1:3000/sign-out", "/"),
        ("http://evil.example/threads/7", "/"),
    ] {
        let headers = [("referer", came_from)];
        let visitor = site.visitor();
        let answer = visitor.request("GET", "/sign-in", None, &headers).await;
        let next = format!(
            "name=\"next\" value=\"{}\"",
            leads_to.replace('/', "&#x2f;")
        );
        assert!(answer.body.contains(&next), "{came_from}");
    }
}

#[tokio::test]
async fn a_session_id_from_before_signing_in_is_worth_nothing() {
    let site = TestApp::start().await;
    mia(&site).await;
    let known = "__Host-sid=AAAAAAAAAAAAAAAAAAAAAA";
    let body = format!("email=mia@example.org&password={}", "cobalt+otter+lantern");
    let headers = [("cookie", known), ("sec-fetch-site", "same-origin")];
    let answer = site
        .visitor()
        .request("POST", "/sign-in", Some(body), &headers)
        .await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    for part in [
        "__Host-sid=",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("AAAAAAAAAAAAAAAAAAAAAA") && !cookie.contains("Domain"));
    let answer = site
        .visitor()
        .request("GET", "/", None, &[("cookie", known)])
        .await;
    assert!(!answer.body.contains("Mia Novak"));
}

#[tokio::test]
async fn signing_out_is_a_button() {
    let site = TestApp::start().await;
    let mia = mia(&site).await;
    let page = mia.visit("/sign-out").await.sees("Mia Novak");
    mia.visit("/").await.sees("Mia Novak");
    let answer = page.press_raw("Sign out").await;
    assert_eq!(answer.status, 303);
    let cleared = answer.headers["clear-site-data"].to_str().unwrap();
    assert_eq!(cleared, "\"cache\", \"storage\"");
    mia.visit("/?said=signed_out")
        .await
        .sees("You are signed out.")
        .sees_not("Mia Novak");
}
