//! Results propose actions: a leader's own view by a button, a round by itself.

use indaba::{
    entity::{
        action::{Source, State},
        id::ResultId,
        membership::Role,
        network::{Stage, Visibility},
        result,
    },
    features::{
        health_checks::{
            comparison::Trend,
            feedback::Basis,
            instrument::{BUNDLED, DimensionCode, Instrument},
            score::Band,
        },
        networks,
        plans::{commands, queries, tried},
    },
    platform::web::error::Error,
};
use sea_orm::{EntityTrait, QueryOrder};

use super::Scene;
use crate::{
    support::{Page, Someone},
    threads::actor,
};

fn code(text: &str) -> DimensionCode {
    DimensionCode::parse(text).unwrap()
}

/// All dimensions developing; ties and trust, then membership, are the focus.
fn basis() -> Basis {
    let instrument = Instrument::parse(BUNDLED[0]).unwrap();
    let bands = instrument.dimensions.iter();
    Basis {
        bands: bands.map(|one| (one.code, Band::Developing)).collect(),
        instrument,
        stage: Stage::Building,
        focus: vec![code("REL"), code("MEM")],
        build_on: Vec::new(),
        patterns: Vec::new(),
    }
}

/// A row that stands for the result of a round.
async fn released(scene: &Scene) -> ResultId {
    take_check(&scene.lea).await;
    let newest = result::Entity::find().order_by_desc(result::Column::Id);
    newest.one(&scene.site.app.db).await.unwrap().unwrap().id
}

async fn propose(scene: &Scene, result: ResultId) -> usize {
    let done: Result<usize, Error> = scene
        .site
        .app
        .write(async |write| commands::propose(write, scene.network.id, result, &basis()).await)
        .await;
    done.unwrap()
}

async fn take_check(who: &Someone) -> Page {
    let tab = who.visit("/networks/falls/checks").await;
    let mut page = tab.press("Take the health check yourself").await;
    let instrument = Instrument::parse(BUNDLED[0]).unwrap();
    for dimension in &instrument.dimensions {
        for statement in &dimension.statements {
            let low = dimension.code == code("REL");
            let label = &instrument.scale.answers[if low { 1 } else { 2 }];
            page = page.choose_in(&statement.text, label);
        }
        page = page.press("Save and continue").await.has_status(200);
    }
    page.press("Save result").await.has_status(200)
}

#[tokio::test]
async fn a_leaders_own_view_adds_what_to_do_and_no_word_of_the_result() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = take_check(&scene.lea).await;
    let page = page.press("Add the suggested actions to the plan").await;
    let page = page
        .sees("The suggested actions are in the plan as proposals.")
        .sees("Proposed (3)");
    let actions = scene.actions().await;
    assert_eq!(actions.len(), 3);
    for action in &actions {
        assert_eq!(action.source, Source::OwnView);
        assert_eq!((action.result_id, action.created_by), (None, None));
        assert_eq!(action.why, "");
        assert!(action.recommendation.as_ref().unwrap().starts_with("REC-"));
        assert!(action.due_days.unwrap() > 0);
        assert!(!action.shown_to_members);
    }
    // The core team sees what to do, and that it is a leader's own view; whose, it does not.
    let seen = scene
        .cory
        .visit(&format!("/actions/{}", actions[0].id))
        .await;
    seen.sees("From a leader's own view")
        .sees_not("focus of this result")
        .sees_not("Lea proposed")
        .sees_not("href=\"/results/1\"");
    // Again: nothing is in the plan twice.
    drop(page);
    let result = result::Entity::find().one(&scene.site.app.db).await;
    let path = format!("/results/{}", result.unwrap().unwrap().id);
    let page = scene.lea.visit(&path).await;
    page.press("Add the suggested actions to the plan")
        .await
        .sees("Nothing was added");
    assert_eq!(scene.actions().await.len(), 3);
}

#[tokio::test]
async fn only_whoever_leads_the_network_adds_what_their_result_suggests() {
    let scene = Scene::begin(Visibility::Private).await;
    take_check(&scene.lea).await;
    let found = result::Entity::find().one(&scene.site.app.db).await;
    let path = format!("/results/{}", found.unwrap().unwrap().id);
    let page = scene.lea.visit(&path).await;
    // Somebody else leads, and Lea steps down while her page is open.
    scene.site.leader_of(scene.network.id, "lola").await;
    let role = scene.lea.visit("/networks/falls/people/lea/role").await;
    role.choose_in("Role", "Member")
        .press("Save role")
        .await
        .has_status(200);
    page.press("Add the suggested actions to the plan")
        .await
        .has_status(404);
    let page = scene.lea.visit(&path).await.has_status(200);
    assert!(!page.has_button("Add the suggested actions to the plan"));
    assert!(scene.actions().await.is_empty());
    let answer = scene.cory.post(&format!("{path}/actions"), &[]).await;
    assert_ne!(answer.status, 303, "somebody else's result is not there");
}

#[tokio::test]
async fn a_round_proposes_once_and_passes_over_what_is_open_or_was_declined() {
    let scene = Scene::begin(Visibility::Private).await;
    let first = released(&scene).await;
    assert_eq!(propose(&scene, first).await, 3);
    assert_eq!(propose(&scene, first).await, 0, "the job ran twice");
    let recommended = |actions: &[indaba::entity::action::Model]| -> Vec<String> {
        let ids = actions.iter().filter_map(|one| one.recommendation.clone());
        ids.collect()
    };
    let actions = scene.actions().await;
    assert_eq!(
        recommended(&actions),
        ["REC-REL-D1", "REC-REL-D2", "REC-MEM-D1"]
    );
    assert!(actions.iter().all(|one| one.source == Source::Round));
    assert!(actions.iter().all(|one| one.result_id == Some(first)));
    // One is declined, two are open: the next round has nothing new to say.
    let page = scene
        .lea
        .visit(&format!("/actions/{}", actions[0].id))
        .await;
    let page = page
        .sees("From the result of a round")
        .click("Decline")
        .await;
    page.fill("Why", "We tried that.")
        .press("Decline")
        .await
        .has_status(200);
    let second = released(&scene).await;
    assert_ne!(first, second);
    assert_eq!(propose(&scene, second).await, 0);

    // A year later what was declined may be proposed again; what is open still is.
    scene.site.wait_minutes(366 * 24 * 60);
    assert_eq!(propose(&scene, second).await, 1);
    let last = scene.actions().await.pop().unwrap();
    assert_eq!(last.recommendation.as_deref(), Some("REC-REL-D1"));
    assert_eq!(
        (last.result_id, last.state),
        (Some(second), State::Proposed)
    );

    // The declined one cannot come back beside it.
    let lea = scene.site.sign_in(scene.lea.id).await;
    let page = lea
        .visit(&format!("/actions/{}/agreement", actions[0].id))
        .await;
    page.fill("Who sees to it", "@cory")
        .press("Agree")
        .await
        .has_status(409)
        .sees("The same suggestion is in the plan again");
}

#[tokio::test]
async fn a_proposal_that_is_agreed_is_due_as_its_recommendation_says() {
    let scene = Scene::begin(Visibility::Private).await;
    let result = released(&scene).await;
    propose(&scene, result).await;
    let first = scene.actions().await.remove(0);
    let page = scene
        .lea
        .visit(&format!("/actions/{}/agreement", first.id))
        .await;
    let page = page.sees("Suggested: within 60 days.");
    assert_eq!(page.value("Day"), "23");
    assert_eq!(page.value("Month"), "1");
    assert_eq!(page.value("Year"), "2027");
    page.fill("Who sees to it", "@cory")
        .press("Agree")
        .await
        .sees("due 23 January 2027");
}

#[tokio::test]
async fn what_was_tried_stands_beside_the_change_and_respondents_see_titles_only() {
    let scene = Scene::begin(Visibility::Private).await;
    let before = scene.site.now();
    scene.site.wait_minutes(60);
    scene
        .agreed("Phone the care homes", "@mia", ["1", "2", "2027"])
        .await;
    scene.proposed("Only proposed").await;
    let shown = scene.shown("Shown and agreed").await;
    let page = scene
        .lea
        .visit(&format!("/actions/{shown}/agreement"))
        .await;
    super::date(page.fill("Who sees to it", "Jo"), ["1", "3", "2027"])
        .press("Agree")
        .await
        .sees("The action is agreed.");
    let db = &scene.site.app.db;
    let seen = |who: &Someone| {
        let actor = actor(who);
        async move {
            let seen = networks::queries::find(db, &actor, "falls").await.unwrap();
            queries::agreed_since(db, &seen, before).await.unwrap()
        }
    };
    let all = seen(&scene.lea).await;
    let titles: Vec<_> = all.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Phone the care homes", "Shown and agreed"]);
    let change = tried::Change {
        code: code("REL"),
        name: "Ties and trust".to_owned(),
        trend: Some(Trend::Up),
    };
    assert_eq!(tried::tried(&[change], &all).len(), 1);
    assert_eq!(seen(&scene.mo).await.len(), 1, "a moderator is a member");

    let said = queries::said(db, scene.network.id).await.unwrap();
    assert_eq!((said.agreed, said.in_progress, said.done), (1, 0, 0));
    assert_eq!(said.actions[0].title, "Shown and agreed");
}

#[tokio::test]
async fn a_new_leader_finds_the_plan_as_it_is() {
    let scene = Scene::begin(Visibility::Private).await;
    let result = released(&scene).await;
    propose(&scene, result).await;
    let nora = scene.site.person("nora").await;
    scene
        .site
        .put_in(scene.network.id, nora.id, Role::Leader)
        .await;
    nora.visit("/networks/falls/plan")
        .await
        .sees("Proposed (3)");
}
