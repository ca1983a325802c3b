//! An action from the idea to what came of it.

use indaba::{
    entity::{action::State, membership::Role, network::Visibility},
    features::plans::RELEASED,
    platform::activity as heard,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{Scene, add, date};
use crate::support::TestApp;

#[tokio::test]
async fn a_leader_agrees_an_idea_and_the_network_sees_how_it_goes() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = scene.lea.visit("/networks/falls").await.click("Plan").await;
    let page = page.sees("Nothing is in the plan yet.");
    let page = page.click("Add an action").await;
    let page = page
        .fill("What will be done", "Write a one-page welcome")
        .fill("Why", "New people do not know whom to ask.")
        .fill("What it is about", "Membership and voice")
        .choose("Show this action to the members")
        .press("Add as a proposal")
        .await
        .sees("The action is in the plan.")
        .sees("Proposed")
        .sees("Nobody sees to it yet")
        .sees("Visible to the members of Falls");
    let page = page.click("Agree this").await;
    let page = date(page.fill("Who sees to it", "@mia"), ["1", "2", "2027"]);
    let page = page.press("Agree").await;
    page.sees("The action is agreed.")
        .sees("Mia · due 1 February 2027 · Membership and voice")
        .press("Begin")
        .await
        .sees("The action is in progress.");

    // Mia, a member, sees to it.
    let page = scene.mia.visit("/networks/falls/plan").await;
    let page = page.sees("In progress (1)");
    let page = page.click("Write a one-page welcome").await;
    page.sees("New people do not know whom to ask.")
        .fill("Add an update", "A draft is with Gita.\nShe likes it.")
        .press("Add update")
        .await
        .sees("Your update is added.")
        .press("Mark as done")
        .await
        .sees("The action is done.")
        .sees("Mia finished")
        .sees("A draft is with Gita.")
        .sees("Lea agreed this");
    let plan = scene.cory.visit("/networks/falls/plan").await;
    plan.sees("Done (1)").sees_not("In progress");
}

#[tokio::test]
async fn the_core_team_works_the_plan_as_leaders_do() {
    let scene = Scene::begin(Visibility::Secret).await;
    let page = add(&scene.cory, "Pair newcomers with old hands").await;
    let page = page.click("Decline").await;
    page.sees("is not made again for twelve months")
        .fill("Why", "We do this already.")
        .press("Decline")
        .await
        .sees("The action is stopped.")
        .sees("Cory stopped this")
        .sees("We do this already.")
        .click("Agree this again")
        .await
        .has_status(200);
}

#[tokio::test]
async fn somebody_without_an_account_can_see_to_an_action_by_name_only() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = scene.lea.visit("/networks/falls/plan/new").await;
    let page = date(page, ["24", "12", "2026"])
        .fill("What will be done", "Ask the library for a room")
        .fill("Who sees to it", "jo@example.org")
        .press("Add as agreed")
        .await
        .has_status(422)
        .sees("Enter a name, not an email address");
    let page = page
        .fill("Who sees to it", "Jo from the library")
        .press("Add as agreed")
        .await;
    page.sees("Jo from the library · due 24 December 2026");
    let stored = scene.action("Ask the library for a room").await;
    assert_eq!(stored.owner_id, None);
    assert_eq!(stored.owner_name, "Jo from the library");
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = scene.lea.visit("/networks/falls/plan/new").await;
    let page = date(page, ["31", "2", "2027"])
        .fill("What will be done", "Hi")
        .fill("Why", "Because 943 476 5919 asked.")
        .fill("Who sees to it", "@nobody")
        .press("Add as agreed")
        .await
        .has_status(422)
        .sees("There is a problem")
        .sees("February 2027 has 28 days")
        .sees("Remove the NHS number");
    assert_eq!(page.value("Why"), "Because 943 476 5919 asked.");
    assert_eq!(page.value("Who sees to it"), "@nobody");
    assert_eq!(page.value("Day"), "31");
    let page = date(page, ["20", "11", "2026"])
        .fill("What will be done", "Hold a meeting")
        .fill("Why", "")
        .press("Add as agreed")
        .await
        .has_status(422)
        .sees("Due date must be today or later");
    let page = date(page, ["24", "11", "2026"])
        .press("Add as agreed")
        .await
        .has_status(422)
        .sees("Nobody in this network has the handle @nobody");
    assert_eq!(page.value("What will be done"), "Hold a meeting");
    assert!(scene.actions().await.is_empty());

    let id = scene.proposed("Hold a meeting").await;
    let page = scene.lea.visit(&format!("/actions/{id}")).await;
    let page = page.press("Add update").await.has_status(422);
    let page = page
        .sees("Enter how it is going")
        .fill("Link a conversation", "https://example.org/what")
        .press("Link")
        .await
        .has_status(422)
        .sees("Enter the address of a conversation on this site");
    assert_eq!(
        page.value("Link a conversation"),
        "https://example.org/what"
    );
    let page = scene.lea.visit(&format!("/actions/{id}/stop")).await;
    page.press("Decline")
        .await
        .has_status(422)
        .sees("Enter why");
    let page = scene.lea.visit(&format!("/actions/{id}/agreement")).await;
    page.press("Agree")
        .await
        .has_status(422)
        .sees("Enter who sees to it")
        .sees("Enter the day by which it will be done");
    assert_eq!(scene.state(id).await, State::Proposed);
}

#[tokio::test]
async fn a_sixth_open_action_brings_a_word_of_advice_and_no_refusal() {
    let scene = Scene::begin(Visibility::Private).await;
    for number in 1..=5 {
        scene.proposed(&format!("Action number {number}")).await;
    }
    let plan = scene.lea.visit("/networks/falls/plan").await;
    plan.sees_not("keep it to five or fewer");
    let page = scene.lea.visit("/networks/falls/plan/new").await;
    let page = page.sees("5 actions are open already.");
    page.fill("What will be done", "Action number 6")
        .press("Add as a proposal")
        .await
        .has_status(200);
    let plan = scene.lea.visit("/networks/falls/plan").await;
    plan.sees("6 actions are open. Networks that finish things keep it to five or fewer.");
}

#[tokio::test]
async fn two_people_who_edit_one_action_see_both_texts() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene.proposed("Write a welcome").await;
    let path = format!("/actions/{id}/edit");
    let mine = scene.lea.visit(&path).await;
    let other = scene.cory.visit(&path).await;
    other
        .fill("What will be done", "Write a one-page welcome")
        .fill("Who sees to it", "@cory")
        .press("Save changes")
        .await
        .sees("Your changes are saved.");
    let page = mine
        .fill("What will be done", "Write a welcome letter")
        .press("Save changes")
        .await
        .has_status(409)
        .sees("Nothing was lost");
    assert_eq!(page.value("What will be done"), "Write a welcome letter");
    let now = page.value("The action as it is now");
    assert!(now.contains("Write a one-page welcome"), "{now}");
    assert!(now.contains("Who sees to it: Cory"), "{now}");
    page.press("Save changes")
        .await
        .sees("Your changes are saved.")
        .sees("Write a welcome letter");
}

#[tokio::test]
async fn a_conversation_is_linked_and_shown_to_those_who_may_read_it() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene.shown("Hold better meetings").await;
    let inner = scene.site.network("inner", Visibility::Secret).await;
    scene
        .site
        .put_in(inner.id, scene.lea.id, Role::Leader)
        .await;
    let thread = scene
        .site
        .thread_by(&scene.lea, inner.id, "Our quiet worries")
        .await;
    let page = scene.lea.visit(&format!("/actions/{id}")).await;
    let page = page
        .fill("Link a conversation", &format!("/threads/{}/x", thread.id))
        .press("Link")
        .await
        .sees("The conversation is linked.")
        .sees("Our quiet worries");
    for reader in [&scene.mia, &scene.cory] {
        let page = reader.visit(&format!("/actions/{id}")).await;
        page.has_status(200).sees_not("Our quiet worries");
    }
    // Whoever may not read it cannot link it either, as if it were not there.
    let cory = scene.cory.visit(&format!("/actions/{id}")).await;
    cory.fill("Link a conversation", &format!("/threads/{}", thread.id))
        .press("Link")
        .await
        .has_status(422)
        .sees("You cannot read a conversation at this address");
    page.press("Take away the link to Our quiet worries")
        .await
        .sees("The link is taken away.")
        .sees_not("Our quiet worries");
}

#[tokio::test]
async fn a_reply_that_helped_becomes_an_action_in_a_network_one_leads() {
    let scene = Scene::begin(Visibility::Private).await;
    let other = scene.site.network("rural", Visibility::Private).await;
    scene
        .site
        .put_in(other.id, scene.lea.id, Role::Leader)
        .await;
    let rory = scene.site.member_of(other.id, "rory").await;
    let thread = scene
        .site
        .thread_by(&scene.mia, scene.network.id, "Meetings turn into reports")
        .await;
    scene
        .site
        .reply_by(&scene.mo, thread.id, "Open with asks and offers.")
        .await;
    let reply = scene.site.posts(thread.id).await.remove(1);
    let form = format!("/posts/{}/action", reply.id);
    scene
        .lea
        .visit(&form)
        .await
        .has_status(403)
        .sees("not marked as what helped");
    let mut helped = reply.clone().into_active_model();
    helped.helped_at = Set(Some(scene.site.now()));
    helped.helped_by = Set(Some(scene.mia.id));
    scene
        .site
        .make(async |write| Ok(helped.update(write.txn).await?))
        .await;
    scene
        .site
        .make(async |write| indaba::features::threads::commands::touch(write, thread.id).await)
        .await;

    let place = format!("/threads/{}/{}", thread.id, thread.slug);
    let page = scene.mia.visit(&place).await;
    assert!(
        !page.has_link("Make this an action: reply 2"),
        "Mia leads nothing"
    );
    scene.mia.visit(&form).await.has_status(403);
    let page = scene.lea.visit(&place).await;
    let page = page.click("Make this an action: reply 2").await;
    let page = page
        .sees("Open with asks and offers.")
        .choose_in("Into the plan of which network", "Rural")
        .press("Add to the plan")
        .await
        .has_status(422)
        .sees("Enter what will be done");
    page.fill("What will be done", "Open meetings with asks and offers")
        .press("Add to the plan")
        .await
        .sees("The action is in the plan.")
        .sees("From a reply that helped: Reply 2 in “Meetings turn into reports”");
    let action = scene.action("Open meetings with asks and offers").await;
    assert_eq!(action.network_id, other.id);
    assert_eq!(action.reply_id, Some(reply.id));
    assert_eq!(action.why, "", "nothing of the reply's words");

    // Rory helps to lead Rural, and may not read the conversation in Falls.
    super::mark_core(&scene.site, other.id, &rory, true).await;
    let page = rory.visit(&format!("/actions/{}", action.id)).await;
    page.sees("From a reply that helped")
        .sees_not("Meetings turn into reports");
    rory.visit(&form).await.has_status(404);
}

#[tokio::test]
async fn the_timeline_tells_the_life_of_a_network() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene
        .agreed("Write a one-page welcome", "@cory", ["1", "2", "2027"])
        .await;
    let edit = scene.lea.visit("/networks/falls/about/edit").await;
    edit.choose_in("Stage", "Performing")
        .press("Save changes")
        .await
        .has_status(200);
    scene
        .site
        .make(async |write| {
            let released = heard::Activity {
                kind: RELEASED,
                network: Some(scene.network.id),
                ..heard::Activity::default()
            };
            Ok(heard::record(write, released).await?)
        })
        .await;
    let page = scene.lea.visit("/networks/falls/plan").await;
    let page = page.click("Timeline of the network").await;
    let page = date(page, ["25", "11", "2026"])
        .fill("What happened", "New chair")
        .press("Add to the timeline")
        .await
        .has_status(422)
        .sees("Date must be today or earlier");
    assert_eq!(page.value("What happened"), "New chair");
    let page = date(page, ["1", "11", "2026"])
        .press("Add to the timeline")
        .await
        .sees("Your note is on the timeline.")
        .sees("1 November 2026 · Note New chair")
        .sees("Now: performing")
        .sees("The result of a round was released")
        .sees("Agreed Write a one-page welcome");

    // Members see it without actions that are not shown to them; they cannot write on it.
    let seen = scene.mia.visit("/networks/falls/plan/timeline").await;
    let seen = seen
        .sees("New chair")
        .sees_not("Write a one-page welcome")
        .sees_not("Add to the timeline");
    assert!(!seen.has_button("Take away: New chair"));
    let refused = scene
        .cory
        .post("/networks/falls/plan/timeline/1/removal", &[])
        .await;
    assert_eq!(refused.status, 404, "the mark of core team is not enough");
    page.press("Take away: New chair")
        .await
        .sees("The note is taken away.")
        .sees_not("1 November 2026");
    let path = format!("/actions/{id}/start");
    assert_eq!(scene.cory.post(&path, &[]).await.status, 303);
}

#[tokio::test]
async fn a_plan_is_exported_with_the_rights_of_its_page() {
    let scene = Scene::begin(Visibility::Private).await;
    scene.shown("Open meetings, with asks").await;
    scene.proposed("=Secret worries").await;
    let all = scene.lea.get("/networks/falls/plan/csv").await;
    assert_eq!(all.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        all.body.contains("\"Open meetings, with asks\",,Proposed"),
        "{}",
        all.body
    );
    assert!(all.body.contains("'=Secret worries"), "{}", all.body);
    let shown = scene.mia.get("/networks/falls/plan/csv").await;
    assert_eq!(shown.body.lines().count(), 2, "{}", shown.body);
    assert!(!shown.body.contains("Secret"), "{}", shown.body);
}

#[tokio::test]
async fn the_home_page_names_what_is_due_for_its_reader() {
    let scene = Scene::begin(Visibility::Private).await;
    scene
        .agreed("Write a welcome", "@mia", ["28", "11", "2026"])
        .await;
    scene
        .agreed("Much later", "@mia", ["28", "2", "2027"])
        .await;
    scene
        .agreed("Somebody else's", "@cory", ["28", "11", "2026"])
        .await;
    let home = scene.mia.visit("/").await;
    let home = home
        .sees("Write a welcome")
        .sees("due 28 November 2026")
        .sees_not("Much later")
        .sees_not("Somebody else");
    assert!(home.statements <= 10, "{}", home.statements);
    scene.site.wait_minutes(5 * 24 * 60);
    let later = scene.site.sign_in(scene.mia.id).await;
    later.visit("/").await.sees("Overdue");
}

#[tokio::test]
async fn a_plan_costs_the_same_whatever_it_holds() {
    let scene = Scene::begin(Visibility::Private).await;
    scene.proposed("Action number 1").await;
    // The names of the dimensions are held for a minute.
    scene.lea.visit("/networks/falls/plan").await;
    let one = scene.lea.visit("/networks/falls/plan").await.statements;
    for number in 2..=12 {
        scene.proposed(&format!("Action number {number}")).await;
    }
    let many = scene.lea.visit("/networks/falls/plan").await.statements;
    assert_eq!(one, many);
    assert!(many <= 6, "{many}");
}

#[tokio::test]
async fn a_release_that_is_heard_when_the_round_is_gone_proposes_nothing() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    site.make(async |write| {
        let released = heard::Activity {
            kind: RELEASED,
            network: Some(network.id),
            ..heard::Activity::default()
        };
        Ok(heard::record(write, released).await?)
    })
    .await;
    let ran = indaba::platform::jobs::worker::run_due(&site.app).await;
    let ran = ran.unwrap();
    assert_eq!((ran.done, ran.failed), (1, 0));
}
