//! What outsiders learn of a network, and what they do not.

use indaba::{
    entity::{account, network::Visibility, site_role},
    platform::settings::Key,
};

use super::plain;
use crate::support::TestApp;

/// Every address of this feature below one network.
const INNER: &[&str] = &[
    "",
    "/people",
    "/people/mia/role",
    "/people/nobody/role",
    "/people/mia/removal",
    "/about",
    "/about/edit",
    "/leave",
    "/requests/new",
];

const FORMS: &[&str] = &[
    "/membership",
    "/requests",
    "/requests/1",
    "/requests/1/withdrawal",
    "/invitations",
    "/invitations/1/revocation",
    "/people/mia/role",
    "/people/mia/removal",
    "/leave",
    "/about/edit",
];

#[tokio::test]
async fn a_secret_network_does_not_exist_for_outsiders() {
    let site = TestApp::start().await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    site.leader_of(secret.id, "mia").await;
    let outsider = site.person("nob").await;
    let moderator = site.staff("sam", site_role::Role::Moderator).await;
    let broker = site.staff("kim", site_role::Role::KnowledgeBroker).await;
    let visitor = site.visitor();
    for browser in [&*outsider, &*moderator, &*broker, &visitor] {
        for under in INNER {
            let there = browser.get(&format!("/networks/bluebell{under}")).await;
            let unknown = browser.get(&format!("/networks/nothing{under}")).await;
            assert_eq!(there.status, 404, "{under}");
            assert_eq!(plain(&there), plain(&unknown), "{under}");
        }
        for under in FORMS {
            let there = browser
                .post(&format!("/networks/bluebell{under}"), &[])
                .await;
            let unknown = browser
                .post(&format!("/networks/nothing{under}"), &[])
                .await;
            // A visitor's way to sign in leads back to the address they asked for themselves.
            let mut there = plain(&there);
            there.2 = there.2.replace("bluebell", "nothing");
            there.1.retain(|(name, _)| name != "content-length");
            let mut unknown = plain(&unknown);
            unknown.1.retain(|(name, _)| name != "content-length");
            assert_eq!(there, unknown, "{under}");
        }
    }
}

#[tokio::test]
async fn inside_a_private_network_outsiders_meet_its_landing_page_whatever_they_ask_for() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    site.leader_of(falls.id, "mia").await;
    let outsider = site.person("nob").await;
    for under in [
        "/people",
        "/people/mia/role",
        "/people/nobody/role",
        "/about",
        "/about/edit",
    ] {
        let page = outsider.visit(&format!("/networks/falls{under}")).await;
        let page = page.has_status(403).sees("Falls").sees("What Falls is for");
        assert!(page.has_button("Ask to join"), "{under}");
    }
    let there = outsider.get("/networks/falls/people/mia/role").await;
    let unknown = outsider.get("/networks/falls/people/nobody/role").await;
    assert_eq!(there.status, unknown.status);
}

#[tokio::test]
async fn a_visitor_inside_a_private_network_is_sent_to_sign_in_and_back() {
    let site = TestApp::start().await;
    site.network("falls", Visibility::Private).await;
    let answer = site.visitor().get("/networks/falls/people?after=3-x").await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        answer.location(),
        "/sign-in?next=%2Fnetworks%2Ffalls%2Fpeople%3Fafter%3D3-x"
    );
}

#[tokio::test]
async fn the_landing_page_names_leaders_and_rounds_the_number_of_members() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    site.leader_of(falls.id, "mia").await;
    site.moderator_of(falls.id, "moll").await;
    site.member_of(falls.id, "zed").await;
    let page = site
        .visitor()
        .visit("/networks/falls")
        .await
        .has_status(200);
    let page = page
        .sees("fewer than 10 members")
        .sees("Mia")
        .sees_not("Moll");
    let page = page
        .sees_not("Zed")
        .sees("Private")
        .sees("Learning network");
    assert!(page.has_link("Sign in"));
}

#[tokio::test]
async fn somebody_unconfirmed_has_a_visitors_view_and_is_told_what_to_do() {
    let site = TestApp::start().await;
    site.network("falls", Visibility::Private).await;
    let una = site
        .person_in_state("una", account::State::Unverified)
        .await;
    let page = una.visit("/networks/falls").await.has_status(200);
    page.sees("Confirm your email address, then you can ask to join");
    let page = una.visit("/networks/falls/people").await.has_status(403);
    page.sees("Confirm your email address");
    una.visit("/networks/new").await.has_status(403);
}

#[tokio::test]
async fn a_public_network_is_closed_to_visitors_where_the_site_says_so() {
    let site = TestApp::start().await;
    site.network("falls", Visibility::Public).await;
    let page = site.visitor().visit("/networks/falls/about").await;
    page.has_status(200)
        .sees("Everyone on the internet can read this");
    site.setting(Key::VisitorsCanRead, "false").await;
    let answer = site.visitor().get("/networks/falls/about").await;
    assert_eq!(answer.status, 303);
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls/about").await.has_status(200);
    page.sees("Everyone signed in can read this");
}

#[tokio::test]
async fn a_site_admin_knows_of_a_secret_network_and_does_not_read_it() {
    let site = TestApp::start().await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    site.leader_of(secret.id, "mia").await;
    let admin = site.staff("ada", site_role::Role::Admin).await;
    let page = admin.visit("/networks/bluebell").await.has_status(200);
    page.sees("Members read what is said here");
    let page = admin.visit("/networks/bluebell/people").await;
    page.has_status(200).sees("Mia");
    admin
        .visit("/networks/bluebell/about/edit")
        .await
        .has_status(200);
    let answer = admin.post("/networks/bluebell/invitations", &[]).await;
    assert_eq!(answer.status, 422, "a form without its key");
}

#[tokio::test]
async fn whoever_waits_or_is_invited_sees_no_more_than_before() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ana = site.person("ana").await;
    let ivo = site.person("ivo").await;
    let page = ana.visit("/networks/falls").await;
    let page = page.fill("Why would you like to join?", "I lead a falls network");
    page.press("Ask to join").await.sees("You asked to join on");
    let page = lea.visit("/networks/falls/people").await;
    page.fill("Handle", "ivo").press("Invite").await;
    for browser in [&*ana, &*ivo] {
        let page = browser.visit("/networks/falls/people").await;
        page.has_status(403).sees_not("since");
    }
}
