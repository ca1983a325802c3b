//! Two people move one action at the same moment: the first counts, the second is told.

use indaba::{
    entity::{action::State, action_update, network::Visibility},
    platform::web::form::FormKey,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::task::JoinSet;

use super::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_steps_at_once_one_is_taken() {
    for _ in 0..4 {
        let scene = Scene::begin(Visibility::Private).await;
        let id = scene
            .agreed("Write a welcome", "@cory", ["1", "2", "2027"])
            .await;
        let mut running = JoinSet::new();
        for (who, step) in [
            (&scene.lea, "start"),
            (&scene.cory, "start"),
            (&scene.lea, "start"),
            (&scene.cory, "start"),
        ] {
            let browser = who.browser.clone();
            let path = format!("/actions/{id}/{step}");
            running.spawn(async move { browser.post(&path, &[]).await.status.as_u16() });
        }
        let mut answers = running.join_all().await;
        answers.sort_unstable();
        assert_eq!(answers, [303, 409, 409, 409]);
        let steps = action_update::Entity::find()
            .filter(action_update::Column::ActionId.eq(id))
            .filter(action_update::Column::State.eq(State::InProgress))
            .count(&scene.site.app.db)
            .await;
        assert_eq!(steps.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn stopping_and_finishing_at_once_has_one_outcome() {
    let scene = Scene::begin(Visibility::Private).await;
    for number in 1..=6 {
        let title = format!("Action number {number}");
        let id = scene.agreed(&title, "@cory", ["1", "2", "2027"]).await;
        scene.lea.post(&format!("/actions/{id}/start"), &[]).await;
        let (lea, cory) = (scene.lea.browser.clone(), scene.cory.browser.clone());
        let (stop, finish) = (
            format!("/actions/{id}/stop"),
            format!("/actions/{id}/completion"),
        );
        let (stopped, finished) = tokio::join!(
            tokio::spawn(async move { lea.post(&stop, &[("reason", "No time")]).await }),
            tokio::spawn(async move { cory.post(&finish, &[]).await }),
        );
        let (stopped, finished) = (stopped.unwrap(), finished.unwrap());
        match scene.state(id).await {
            State::Stopped => {
                assert_eq!(
                    (stopped.status.as_u16(), finished.status.as_u16()),
                    (303, 409)
                );
            }
            State::Done => {
                assert_eq!(
                    (stopped.status.as_u16(), finished.status.as_u16()),
                    (409, 303)
                );
                assert!(stopped.body.contains("No time"), "the reason is kept");
                assert!(stopped.body.contains("It is now: done"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn there_is_no_step_but_those_of_the_specification() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene.proposed("Write a welcome").await;
    let post = async |under: &str| {
        let fields = [
            ("reason", "No time"),
            ("owner", "Jo"),
            ("due_day", "1"),
            ("due_month", "2"),
            ("due_year", "2027"),
        ];
        let path = format!("/actions/{id}/{under}");
        scene.lea.post(&path, &fields).await.status.as_u16()
    };
    // Proposed: neither begun nor done.
    assert_eq!(post("start").await, 409);
    assert_eq!(post("completion").await, 409);
    assert_eq!(post("agreement").await, 303);
    assert_eq!(post("agreement").await, 409);
    assert_eq!(post("completion").await, 409);
    assert_eq!(post("start").await, 303);
    assert_eq!(post("agreement").await, 409);
    assert_eq!(post("stop").await, 303);
    assert_eq!(post("stop").await, 409);
    assert_eq!(post("start").await, 409);
    assert_eq!(post("agreement").await, 303);
    assert_eq!(post("start").await, 303);
    assert_eq!(post("completion").await, 303);
    for under in ["agreement", "start", "completion", "stop"] {
        assert_eq!(post(under).await, 409, "{under}");
    }
    assert_eq!(scene.state(id).await, State::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_sent_many_times_adds_one_action() {
    let scene = Scene::begin(Visibility::Private).await;
    let key = FormKey::fresh(&scene.site.app.secret, Some(scene.lea.id));
    let mut running = JoinSet::new();
    for _ in 0..8 {
        let (browser, key) = (scene.lea.browser.clone(), key.clone());
        running.spawn(async move {
            let fields = [
                ("form_key", key.as_str()),
                ("title", "Write a welcome"),
                ("decision", "propose"),
            ];
            let answer = browser.post("/networks/falls/plan", &fields).await;
            (answer.status.as_u16(), answer.location())
        });
    }
    let answers = running.join_all().await;
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(answers[0].0, 303);
    assert_eq!(scene.actions().await.len(), 1);
}
