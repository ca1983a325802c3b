//! Links that come by mail: confirming an address, a new password; with and without a mail server.

use indaba::{
    entity::{account, network, throttle},
    features::networks,
    platform::{
        jobs::{schedule, worker},
        mail::transport::Sent,
        settings::Key,
    },
};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{WORDS, mia, register, sign_in};
use crate::support::{Browser, TestApp};

const OTHER: &str = "velvet canoe thunder";

/// A site that is set up and sends mail, into memory.
async fn with_mail() -> TestApp {
    let site = TestApp::start_with(|config| config.smtp_url = Some("memory:".to_owned().into()));
    let site = site.await;
    site.setting(Key::SetUp, "true").await;
    site.make(async |write| networks::commands::make_empty_commons(write).await)
        .await;
    site
}

/// What has been sent so far, once everything that waits is done.
async fn mails(site: &TestApp) -> Vec<Sent> {
    let ran = worker::run_due(&site.app).await.unwrap();
    assert_eq!(ran.failed, 0);
    site.app.mail.transport.sent()
}

/// The path of the link in a mail.
fn link(mail: &Sent) -> String {
    let (_, rest) = mail.text.split_once("http://127.0.0.1:3000").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn ask_for_reset(browser: &Browser, email: &str) {
    let page = browser.visit("/password/reset").await;
    let page = page
        .fill("Email address", email)
        .press("Send the link")
        .await;
    page.has_status(200).sees("If this address has an account");
}

/// What is done every hour.
async fn an_hour_later(site: &TestApp) {
    site.wait_minutes(60);
    schedule::enqueue_due(&site.app).await.unwrap();
    let ran = worker::run_due(&site.app).await.unwrap();
    assert_eq!(ran.failed, 0);
}

#[tokio::test]
async fn an_account_that_nobody_confirms_is_gone_after_seven_days() {
    let site = with_mail().await;
    let mia = site.visitor();
    register(&mia, "Mia Novak", "mia@example.org", WORDS).await;
    sign_in(&mia, "mia@example.org", WORDS).await;
    let known = async || account::Entity::find().count(&site.app.db).await.unwrap();
    site.person("ada").await;
    site.wait_minutes(6 * 24 * 60);
    an_hour_later(&site).await;
    assert_eq!(known().await, 2, "six days are not seven");
    // Whoever registers anew on the last day has their full two days to confirm.
    let mia = site.visitor();
    register(&mia, "Mia Novak", "mia@example.org", OTHER).await;
    mails(&site).await;
    site.wait_minutes(24 * 60);
    an_hour_later(&site).await;
    assert_eq!(known().await, 2, "a link is on its way");
    site.wait_minutes(2 * 24 * 60);
    an_hour_later(&site).await;
    assert_eq!(known().await, 1, "only Ada is left");
    let commons = network::Entity::find().one(&site.app.db).await.unwrap();
    assert_eq!(commons.unwrap().members, 1, "and is counted alone");
    // The address is free again.
    register(&site.visitor(), "Mia Novak", "mia@example.org", WORDS).await;
    assert_eq!(known().await, 2);
}

#[tokio::test]
async fn counts_of_tries_go_when_they_are_over() {
    let site = with_mail().await;
    let stored = async || throttle::Entity::find().count(&site.app.db).await.unwrap();
    let wrong = site.visitor();
    for _ in 0..10 {
        sign_in(&wrong, "mia@example.org", OTHER).await;
    }
    sign_in(&wrong, "ben@example.org", OTHER).await;
    assert_eq!(stored().await, 2);
    an_hour_later(&site).await;
    assert_eq!(stored().await, 0);
}

#[tokio::test]
async fn only_people_who_can_be_listed_are_counted_in_the_commons() {
    let site = with_mail().await;
    let members = async || {
        let commons = network::Entity::find().one(&site.app.db).await.unwrap();
        commons.unwrap().members
    };
    let mia = site.visitor();
    register(&mia, "Mia Novak", "mia@example.org", WORDS).await;
    register(&mia, "Nob Ody", "nob@example.org", WORDS).await;
    assert_eq!(members().await, 0, "nobody has confirmed");
    let mails = mails(&site).await;
    mia.visit(&link(&mails[0])).await.press("Confirm").await;
    assert_eq!(members().await, 1);
    // A new password confirms the address as well.
    let nob = site.visitor();
    ask_for_reset(&nob, "nob@example.org").await;
    let mails = self::mails(&site).await;
    let page = nob.visit(&link(mails.last().unwrap())).await;
    page.fill("New password", OTHER)
        .press("Change password")
        .await;
    assert_eq!(members().await, 2);
    let differences = networks::counters::differences(&site.app.db).await;
    assert!(differences.unwrap().is_empty());
}

#[tokio::test]
async fn with_mail_an_address_is_confirmed_before_its_owner_takes_part() {
    let site = with_mail().await;
    let mia = site.visitor();
    let page = register(&mia, "Mia Novak", "mia@example.org", WORDS).await;
    page.sees("Check your email").sees("48 hours");
    let page = sign_in(&mia, "mia@example.org", WORDS).await;
    page.sees("Mia Novak").sees("Confirm your email address");
    mia.visit("/networks/new").await.has_status(403);
    let mails = mails(&site).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "mia@example.org");
    assert!(!mails[0].raw.contains("Mia Novak"), "a stranger's words");
    let path = link(&mails[0]);
    // Opening it changes nothing; the button does.
    for _ in 0..2 {
        mia.visit(&path).await.has_status(200).sees("Mia Novak");
    }
    let page = mia.visit(&path).await.press("Confirm").await;
    page.sees("You can take part now")
        .sees_not("Confirm your email address");
    mia.visit(&path).await.has_status(410);
}

#[tokio::test]
async fn confirming_signs_nobody_in_and_leaves_others_alone() {
    let site = with_mail().await;
    let nob = site.person("nob").await;
    register(&site.visitor(), "Mia Novak", "mia@example.org", WORDS).await;
    let path = link(&mails(&site).await[0]);
    let page = nob.visit(&path).await.press("Confirm").await;
    page.sees("The email address is confirmed.").sees("Nob");
    register(&site.visitor(), "Ana Silva", "ana@example.org", WORDS).await;
    let path = link(&mails(&site).await[1]);
    let visitor = site.visitor();
    let page = visitor.visit(&path).await.press("Confirm").await;
    let page = page.sees("Sign in to take part");
    assert!(page.has_button("Sign in"));
}

#[tokio::test]
async fn whoever_registered_first_loses_an_address_to_whoever_confirms_it() {
    let site = with_mail().await;
    let evil = site.visitor();
    register(&evil, "Evil", "mia@example.org", OTHER).await;
    sign_in(&evil, "mia@example.org", OTHER).await.sees("Evil");
    let of_evil = link(&mails(&site).await[0]);
    let mia = site.visitor();
    register(&mia, "Mia Novak", "mia@example.org", WORDS).await;
    let of_mia = link(&mails(&site).await[1]);
    mia.visit(&of_evil).await.has_status(410);
    evil.visit("/").await.sees_not("Evil").sees_not("Mia Novak");
    mia.visit(&of_mia).await.press("Confirm").await;
    let page = sign_in(&evil, "mia@example.org", OTHER).await;
    page.has_status(422);
    sign_in(&mia, "mia@example.org", WORDS)
        .await
        .sees("Mia Novak");
}

#[tokio::test]
async fn a_known_address_is_told_that_it_has_an_account() {
    let site = with_mail().await;
    site.person("mia").await;
    let page = register(&site.visitor(), "Evil", "mia@example.org", OTHER).await;
    page.sees("Check your email");
    let mails = mails(&site).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains("You already have an account"));
}

#[tokio::test]
async fn an_address_gets_three_mails_an_hour_whoever_asks() {
    let site = TestApp::start_with(|config| {
        config.smtp_url = Some("memory:".to_owned().into());
        config.limits_scale = 1.0;
    })
    .await;
    site.setting(Key::SetUp, "true").await;
    site.person("mia").await;
    for _ in 0..5 {
        ask_for_reset(&site.visitor(), "mia@example.org").await;
    }
    assert_eq!(mails(&site).await.len(), 3);
    site.wait_minutes(60);
    ask_for_reset(&site.visitor(), "mia@example.org").await;
    assert_eq!(mails(&site).await.len(), 4);
}

#[tokio::test]
async fn a_new_password_is_chosen_by_a_link_and_ends_every_session() {
    let site = with_mail().await;
    let visitor = site.visitor();
    register(&visitor, "Mia Novak", "mia@example.org", WORDS).await;
    let elsewhere = site.visitor();
    sign_in(&elsewhere, "mia@example.org", WORDS).await;
    ask_for_reset(&visitor, "mia@example.org").await;
    ask_for_reset(&visitor, "nobody@example.org").await;
    let path = link(mails(&site).await.last().unwrap());
    let page = visitor.visit(&path).await;
    let page = page
        .fill("New password", "short")
        .press("Change password")
        .await;
    let page = page.has_status(422).sees("15 characters");
    let page = page
        .fill("New password", OTHER)
        .press("Change password")
        .await;
    page.sees("Your password is changed. Sign in with it.");
    elsewhere.visit("/").await.sees_not("Mia Novak");
    visitor.visit(&path).await.has_status(410);
    sign_in(&visitor, "mia@example.org", WORDS)
        .await
        .has_status(422);
    sign_in(&visitor, "mia@example.org", OTHER)
        .await
        .sees("Mia Novak");
    let mails = mails(&site).await;
    let told: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[2].contains("was changed"), "{told:?}");
}

#[tokio::test]
async fn a_link_for_a_new_password_dies_by_a_newer_one_by_time_and_by_signing_in() {
    let site = with_mail().await;
    let visitor = site.visitor();
    register(&visitor, "Mia Novak", "mia@example.org", WORDS).await;
    let mut paths = Vec::new();
    for _ in 0..2 {
        ask_for_reset(&visitor, "mia@example.org").await;
        paths.push(link(mails(&site).await.last().unwrap()));
    }
    visitor.visit(&paths[0]).await.has_status(410);
    visitor.visit(&paths[1]).await.has_status(200);
    sign_in(&site.visitor(), "mia@example.org", WORDS).await;
    visitor.visit(&paths[1]).await.has_status(410);
    ask_for_reset(&visitor, "mia@example.org").await;
    let path = link(mails(&site).await.last().unwrap());
    visitor.visit(&path).await.has_status(200);
    site.wait_minutes(60);
    let page = visitor.visit(&path).await.has_status(410);
    assert!(page.has_link("Ask for a new link"));
}

#[tokio::test]
async fn a_link_of_one_purpose_is_useless_for_another() {
    let site = with_mail().await;
    register(&site.visitor(), "Mia Novak", "mia@example.org", WORDS).await;
    let path = link(&mails(&site).await[0]);
    let token = path.strip_prefix("/confirm/").unwrap();
    for other in ["/password/reset/", "/setup/"] {
        let page = site.visitor().visit(&format!("{other}{token}")).await;
        page.has_status(410);
    }
    site.visitor().visit(&path).await.has_status(200);
}

#[tokio::test]
async fn a_new_password_ends_the_wait_after_wrong_ones() {
    let site = with_mail().await;
    let visitor = site.visitor();
    register(&visitor, "Mia Novak", "mia@example.org", WORDS).await;
    for _ in 0..11 {
        sign_in(&visitor, "mia@example.org", "not these words at all").await;
    }
    sign_in(&visitor, "mia@example.org", WORDS)
        .await
        .has_status(429);
    ask_for_reset(&visitor, "mia@example.org").await;
    let sent = mails(&site).await;
    assert!(
        sent.iter()
            .any(|mail| mail.subject.starts_with("Was this you"))
    );
    let reset = sent
        .iter()
        .find(|mail| mail.subject.starts_with("A new password"));
    let page = visitor.visit(&link(reset.unwrap())).await;
    page.fill("New password", OTHER)
        .press("Change password")
        .await;
    sign_in(&visitor, "mia@example.org", OTHER)
        .await
        .sees("Mia Novak");
}

#[tokio::test]
async fn without_mail_the_link_lies_in_a_file_for_the_site_admin() {
    let site = TestApp::start().await;
    mia(&site).await;
    let visitor = site.visitor();
    let page = visitor.visit("/password/reset").await;
    let page = page
        .fill("Email address", "mia@example.org")
        .press("Send the link")
        .await;
    page.sees("This site sends no mail yet");
    worker::run_due(&site.app).await.unwrap();
    let folder = site.app.config.data_dir.join("mail");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().collect();
    let texts = files
        .into_iter()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let text = texts
        .into_iter()
        .find(|text| text.contains("/password/reset/"))
        .unwrap();
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let (_, rest) = text.split_once("http://127.0.0.1:3000").unwrap();
    let path = rest.split_whitespace().next().unwrap();
    let page = visitor.visit(path).await;
    page.fill("New password", OTHER)
        .press("Change password")
        .await;
    sign_in(&visitor, "mia@example.org", OTHER)
        .await
        .sees("Mia Novak");
}
