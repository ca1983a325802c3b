//! Reminders: each once, to whoever sees to an action, and nothing more than they may know.

use indaba::{
    entity::network::Visibility,
    features::networks::commands,
    platform::{
        jobs::{schedule, worker},
        mail::transport::Sent,
        settings::Key,
    },
};

use super::Scene;
use crate::support::TestApp;

async fn scene(visibility: Visibility) -> Scene {
    let site = TestApp::start_with(|config| {
        config.smtp_url = Some("memory:".to_owned().into());
    })
    .await;
    site.setting(Key::SetUp, "true").await;
    site.make(async |write| commands::make_empty_commons(write).await)
        .await;
    Scene::on(site, visibility).await
}

/// What has been sent since the last look, after a day of jobs.
async fn next_day(scene: &Scene) -> Vec<Sent> {
    scene.site.wait_minutes(24 * 60);
    run(scene).await
}

async fn run(scene: &Scene) -> Vec<Sent> {
    let before = scene.site.app.mail.transport.sent().len();
    schedule::enqueue_due(&scene.site.app).await.unwrap();
    worker::run_due(&scene.site.app).await.unwrap();
    let mut all = scene.site.app.mail.transport.sent();
    all.drain(..before);
    all
}

fn subjects(mails: &[Sent]) -> Vec<&str> {
    mails.iter().map(|mail| mail.subject.as_str()).collect()
}

#[tokio::test]
async fn an_owner_is_reminded_three_times_and_then_once_a_week() {
    let scene = scene(Visibility::Private).await;
    // The clock stands at Tuesday, 24 November 2026.
    scene
        .agreed("Write a welcome", "@mia", ["4", "12", "2026"])
        .await;
    scene
        .agreed("Ask for a room", "Jo", ["4", "12", "2026"])
        .await;
    run(&scene).await;
    let mut told = Vec::new();
    for day in 25..=60 {
        for mail in next_day(&scene).await {
            assert_eq!(mail.to, "mia@example.org");
            told.push((day, mail.subject));
        }
    }
    let told: Vec<_> = told
        .iter()
        .map(|(day, words)| (*day, words.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (27, "\"Write a welcome\" is due in 7 days"),
            (34, "\"Write a welcome\" is due today"),
            (41, "\"Write a welcome\" was due 7 days ago"),
            // The Mondays after that: 14, 21 and 28 December.
            (44, "1 action of yours is overdue"),
            (51, "1 action of yours is overdue"),
            (58, "1 action of yours is overdue"),
        ]
    );
}

#[tokio::test]
async fn a_worker_that_is_killed_repeats_no_reminder_and_loses_none() {
    let scene = scene(Visibility::Private).await;
    scene
        .agreed("Write a welcome", "@mia", ["4", "12", "2026"])
        .await;
    scene.site.wait_minutes(3 * 24 * 60);
    // Two nodes do the same work at once, and again after that.
    let other = scene.site.another_node().await;
    schedule::enqueue_due(&scene.site.app).await.unwrap();
    let (one, two) = tokio::join!(worker::run_due(&scene.site.app), worker::run_due(&other));
    one.unwrap();
    two.unwrap();
    let again = |hours: i64| {
        scene.site.wait_minutes(hours * 60);
        run(&scene)
    };
    again(2).await;
    again(2).await;
    let mut sent = scene.site.app.mail.transport.sent();
    sent.extend(other.mail.transport.sent());
    assert_eq!(subjects(&sent), ["\"Write a welcome\" is due in 7 days"]);
}

#[tokio::test]
async fn a_new_date_is_reminded_of_afresh_and_the_old_one_is_not() {
    let scene = scene(Visibility::Private).await;
    let id = scene
        .agreed("Write a welcome", "@mia", ["4", "12", "2026"])
        .await;
    run(&scene).await;
    let page = scene.lea.visit(&format!("/actions/{id}/edit")).await;
    super::date(page, ["14", "12", "2026"])
        .press("Save changes")
        .await
        .sees("Your changes are saved.");
    let mut told = Vec::new();
    for day in 25..=38 {
        for mail in next_day(&scene).await {
            told.push((day, mail.subject));
        }
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, 37, "7 December");
}

#[tokio::test]
async fn who_agrees_within_the_week_is_not_told_of_it_at_once() {
    let scene = scene(Visibility::Private).await;
    scene
        .agreed("Write a welcome", "@mia", ["26", "11", "2026"])
        .await;
    assert!(run(&scene).await.is_empty());
    assert!(next_day(&scene).await.is_empty());
    let mails = next_day(&scene).await;
    assert_eq!(subjects(&mails), ["\"Write a welcome\" is due today"]);
    assert!(
        mails[0].text.contains("26 November 2026"),
        "{}",
        mails[0].text
    );
    assert!(mails[0].text.contains("/actions/"), "{}", mails[0].text);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_done_or_of_a_network_they_left() {
    let scene = scene(Visibility::Private).await;
    let done = scene
        .agreed("Write a welcome", "@cory", ["26", "11", "2026"])
        .await;
    scene
        .agreed("Ask for a room", "@mia", ["26", "11", "2026"])
        .await;
    let page = scene.lea.visit(&format!("/actions/{done}")).await;
    let page = page.press("Begin").await;
    page.press("Mark as done").await.sees("The action is done.");
    let leave = scene.mia.visit("/networks/falls/leave").await;
    leave.press("Leave this network").await.has_status(200);
    for _ in 0..20 {
        assert!(subjects(&next_day(&scene).await).is_empty());
    }
}

#[tokio::test]
async fn a_mail_about_a_secret_network_names_nothing_of_it() {
    let scene = scene(Visibility::Secret).await;
    scene
        .agreed("Write a welcome", "@mia", ["26", "11", "2026"])
        .await;
    let mut mails = Vec::new();
    for _ in 0..24 {
        mails.extend(next_day(&scene).await);
    }
    assert!(mails.len() >= 3, "{}", mails.len());
    for mail in &mails {
        assert!(!mail.raw.contains("welcome"), "{}", mail.raw);
        assert!(!mail.raw.contains("Falls"), "{}", mail.raw);
    }
    assert_eq!(mails[0].subject, "One of your actions is due today");
}

#[tokio::test]
async fn overdue_begins_at_midnight_in_the_network() {
    let scene = scene(Visibility::Private).await;
    let id = scene
        .agreed("Write a welcome", "@mia", ["24", "11", "2026"])
        .await;
    let path = format!("/actions/{id}");
    // 10:00 in London on the day itself; then 23:59, then 00:00.
    scene.mia.visit(&path).await.sees_not("Overdue");
    scene.site.wait_minutes(13 * 60 + 59);
    scene.mia.visit(&path).await.sees_not("Overdue");
    scene.site.wait_minutes(1);
    scene.mia.visit(&path).await.sees("Overdue");
}
