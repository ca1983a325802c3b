//! One's own settings, sessions and text; and the pages of people.

use indaba::{
    entity::{account::State, membership::Role, network::Visibility},
    platform::settings::Key,
};

use super::{WORDS, mia, register, sign_in};
use crate::support::TestApp;

#[tokio::test]
async fn people_say_who_they_are_and_who_may_read_more() {
    let site = TestApp::start().await;
    let mia = mia(&site).await;
    let page = mia.visit("/settings").await;
    let page = page
        .fill("Role", "Falls prevention lead")
        .fill("Organisation", "North Valley Health Board")
        .fill("About you", "A nurse by training.\nIn Leeds.")
        .choose_in("Who can read these three texts", "Everyone signed in")
        .choose_in("Light or dark", "Dark")
        .press("Save")
        .await;
    page.sees("Saved.");
    let profile = "/people/mia-novak";
    let page = mia.visit(profile).await;
    page.sees("Falls prevention lead, North Valley Health Board")
        .sees("In Leeds.");
    assert!(mia.visit("/").await.body.contains("data-theme=\"dark\""));
    let nob = site.person("nob").await;
    nob.visit(profile).await.sees("A nurse by training.");
    site.visitor()
        .visit(profile)
        .await
        .has_status(404)
        .sees_not("Mia");
    let page = mia.visit("/settings").await;
    page.choose("People in my networks").press("Save").await;
    nob.visit(profile)
        .await
        .sees("Falls prevention lead")
        .sees_not("nurse");
    let ours = site.network("falls", Visibility::Private).await;
    site.put_in(ours.id, nob.id, Role::Member).await;
    nob.visit(profile).await.sees_not("nurse");
}

#[tokio::test]
async fn a_profile_tells_of_networks_only_to_those_who_may_see_their_members() {
    let site = TestApp::start().await;
    let hidden = site.network("hidden-place", Visibility::Secret).await;
    let closed = site.network("closed-place", Visibility::Private).await;
    let ada = site.member_of(hidden.id, "ada").await;
    site.put_in(closed.id, ada.id, Role::Member).await;
    let inside = site.member_of(hidden.id, "ida").await;
    let outside = site.person("nob").await;
    ada.visit("/people/ada")
        .await
        .sees("Hidden-place")
        .sees("Closed-place");
    inside
        .visit("/people/ada")
        .await
        .sees("Hidden-place")
        .sees_not("Closed-place");
    outside
        .visit("/people/ada")
        .await
        .sees("Ada")
        .sees_not("Hidden-place")
        .sees_not("Closed-place");
}

#[tokio::test]
async fn nobody_learns_whether_an_address_of_a_person_ever_was_one() {
    let site = TestApp::start().await;
    let nob = site.person("nob").await;
    site.person_in_state("gone", State::Closed).await;
    site.person_in_state("newcomer", State::Unverified).await;
    for path in [
        "/people/gone",
        "/people/newcomer",
        "/people/never-was",
        "/people/%00",
    ] {
        let page = nob.visit(path).await.has_status(404);
        page.sees("Former member");
        let page = site.visitor().visit(path).await.has_status(404);
        page.sees("Page not found");
    }
    site.setting(Key::VisitorsCanRead, "false").await;
    site.visitor().visit("/people/nob").await.has_status(404);
}

#[tokio::test]
async fn a_handle_changes_once_and_never_to_one_that_looks_like_another() {
    let site = TestApp::start().await;
    site.person("paul").await;
    let mia = mia(&site).await;
    let page = mia.visit("/settings").await.click("Change handle").await;
    for (wanted, problem) in [
        ("pau1", "looks like it"),
        ("admin", "kept for the site"),
        ("mia novak", "letters a to z"),
        ("", "Enter a handle"),
    ] {
        let page = mia.visit("/settings/handle").await;
        let page = page.fill("New handle", wanted).press("Change handle").await;
        page.has_status(422).sees(problem);
    }
    let page = page.fill("New handle", "Mia").press("Change handle").await;
    page.sees("Your handle is changed.");
    mia.visit("/people/mia").await.has_status(200);
    mia.visit("/people/mia-novak")
        .await
        .has_status(404)
        .sees("Former member");
    let page = mia.visit("/settings/handle").await;
    assert!(!page.has_button("Change handle"));
    let answer = mia
        .post("/settings/handle", &[("handle", "mia-again")])
        .await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_ends_other_sessions() {
    let site = TestApp::start().await;
    let mia = mia(&site).await;
    let elsewhere = site.visitor();
    sign_in(&elsewhere, "mia@example.org", WORDS).await;
    let page = mia.visit("/settings/password").await;
    let page = page
        .fill("Present password", "not these words at all")
        .fill("New password", "velvet canoe thunder")
        .press("Change password")
        .await;
    let page = page
        .has_status(422)
        .sees("This is not your present password");
    let page = page
        .fill("Present password", WORDS)
        .fill("New password", "velvet canoe thunder")
        .press("Change password")
        .await;
    page.sees("You are signed out everywhere else.")
        .sees("Mia Novak");
    elsewhere.visit("/").await.sees_not("Mia Novak");
    let page = sign_in(&elsewhere, "mia@example.org", "velvet canoe thunder").await;
    page.sees("Mia Novak");
}

#[tokio::test]
async fn passwords_that_are_short_long_or_easily_guessed_are_refused_in_words() {
    let site = TestApp::start().await;
    let long = |words: &str, length: usize| words.chars().cycle().take(length).collect::<String>();
    let sentence = "a quick otter juggles velvet lanterns beside the frozen canoe of thunder; ";
    for (password, problem) in [
        ("cobalt otter l", "15 characters or more"),
        (&long(sentence, 1_000), "256 characters or fewer"),
        ("Password123456!", "Choose a different password"),
        ("indabaforum2026", "Choose a different password"),
        ("mia@example.org", "Choose a different password"),
    ] {
        let page = register(&site.visitor(), "Mia Novak", "mia@example.org", password).await;
        let page = page.has_status(422).sees(problem);
        assert_eq!(page.value("Your name"), "Mia Novak");
    }
    let right_to_left = "ענבל קנו רעם קטיפה שועל";
    for (number, password) in [
        "cobalt otter la",
        &sentence[..64],
        "🦉🐢🪻🧭🎈🫖🪁🧶🛶🪴🏺🧵🪞🫧🥁",
        right_to_left,
        "cobalt otter lantern ",
    ]
    .iter()
    .enumerate()
    {
        let (browser, email) = (site.visitor(), format!("p{number}@example.org"));
        register(&browser, "Pat Otter", &email, password).await;
        let page = sign_in(&browser, &email, password).await;
        page.sees("Pat Otter").sees_not("Wrong");
    }
    let page = sign_in(&site.visitor(), "p4@example.org", "cobalt otter lantern").await;
    page.has_status(422);
}

#[tokio::test]
async fn composed_and_decomposed_letters_are_one_password_on_every_path() {
    let site = TestApp::start().await;
    let browser = site.visitor();
    let (composed, apart) = ("caf\u{e9} otter lantern", "cafe\u{301} otter lantern");
    register(&browser, "Mia Novak", "mia@example.org", apart).await;
    sign_in(&browser, "mia@example.org", composed)
        .await
        .sees("Mia Novak");
}

#[tokio::test]
async fn names_that_imitate_the_people_who_run_the_site_are_refused() {
    let site = TestApp::start().await;
    for name in ["Moderator", "Site admin", "\u{430}dmin", ""] {
        let page = register(&site.visitor(), name, "mia@example.org", WORDS).await;
        page.has_status(422);
    }
    let tricky = "Mia\nNovak\u{202e}\u{7}";
    let browser = site.visitor();
    register(&browser, tricky, "mia@example.org", WORDS).await;
    sign_in(&browser, "mia@example.org", WORDS)
        .await
        .sees("Mia Novak");
}

#[tokio::test]
async fn fields_that_a_form_does_not_have_change_nothing() {
    let site = TestApp::start().await;
    let browser = site.visitor();
    let page = browser.visit("/register").await;
    let page = page
        .fill("Your name", "Mia Novak")
        .fill("Email address", "mia@example.org")
        .fill("Password", WORDS);
    let (_, path, body) = page.submission("Create account");
    let body = format!("{body}&role=admin&is_admin=1&state=suspended&handle=boss&id=1");
    let headers = [("sec-fetch-site", "same-origin")];
    let answer = browser.request("POST", &path, Some(body), &headers).await;
    assert_eq!(answer.status, 303);
    let page = sign_in(&browser, "mia@example.org", WORDS).await;
    assert!(page.has_link("Profile") && !page.has_link("Admin"));
    assert!(page.body.contains("/people/mia-novak"));
}

#[tokio::test]
async fn somebody_sees_and_ends_their_own_sessions() {
    let site = TestApp::start().await;
    let mia = mia(&site).await;
    let (phone, tablet) = (site.visitor(), site.visitor());
    for browser in [&phone, &tablet] {
        sign_in(browser, "mia@example.org", WORDS).await;
    }
    let page = mia.visit("/settings/sessions").await;
    page.sees("An unknown browser").sees("in the last hour");
    let answer = mia.get("/settings/sessions").await;
    let names: Vec<_> = answer
        .body
        .split("&#x2f;settings&#x2f;sessions&#x2f;")
        .chain(answer.body.split("/settings/sessions/"))
        .filter_map(|rest| rest.get(..16))
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
        .collect();
    assert_eq!(names.len(), 2, "{}", answer.body);
    let end = |name: &str| format!("/settings/sessions/{name}/end");
    let nob = site.person("nob").await;
    assert_eq!(nob.post(&end(&names[0]), &[]).await.status, 404);
    assert_eq!(mia.post(&end(&names[0]), &[]).await.status, 303);
    assert_eq!(mia.post(&end(&names[0]), &[]).await.status, 404);
    let page = mia.visit("/settings/sessions").await;
    page.press("Sign out everywhere else")
        .await
        .sees("nowhere else");
    for browser in [&phone, &tablet] {
        browser.visit("/").await.sees_not("Mia Novak");
    }
    mia.visit("/").await.sees("Mia Novak");
}

#[tokio::test]
async fn text_typed_before_a_session_ended_comes_back_to_whoever_typed_it() {
    let site = TestApp::start().await;
    let mia = mia(&site).await;
    let page = mia
        .visit("/settings")
        .await
        .fill("About you", "Handrails helped");
    let (_, path, body) = page.submission("Save");
    mia.visit("/sign-out").await.press("Sign out").await;
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("referer", "http://127.0.0.1:3000/settings"),
    ];
    let answer = mia.request("POST", &path, Some(body), &headers).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("Handrails helped"));
    // Somebody else at the same machine does not find it.
    register(&mia, "Nob", "nob@example.org", WORDS).await;
    let page = sign_in(&mia, "nob@example.org", WORDS).await;
    page.sees_not("Handrails helped");
    mia.visit("/rescued").await.sees_not("Handrails helped");
    mia.visit("/sign-out").await.press("Sign out").await;
    let page = sign_in(&mia, "mia@example.org", WORDS).await;
    let page = page
        .sees("Your text is still here")
        .sees("Handrails helped");
    page.press("Throw the text away").await;
    mia.visit("/rescued").await.sees_not("Handrails helped");
}
