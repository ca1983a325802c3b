//! Rounds: many answer in confidence, and the network reads what comes of it.

use indaba::{
    entity::{
        check_invitation, comment, health_check,
        id::HealthCheckId,
        network::{self, Visibility},
        respondent_draft, response, result, round,
    },
    features::health_checks::instrument::{BUNDLED, Instrument},
    platform::jobs::{schedule, worker},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::task::JoinSet;

use crate::support::{Browser, Page, Someone, TestApp};

fn nhc() -> Instrument {
    Instrument::parse(BUNDLED[0]).unwrap()
}

/// A site that sends mail into memory, with a leader of a private network.
struct Scene {
    site: TestApp,
    lea: Someone,
    network: network::Model,
}

async fn scene() -> Scene {
    let site =
        TestApp::start_with(|config| config.smtp_url = Some("memory:".to_owned().into())).await;
    site.set_up().await;
    let network = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    Scene { site, lea, network }
}

impl Scene {
    /// Does what is due, until nothing more is.
    async fn work(&self) {
        schedule::enqueue_due(&self.site.app).await.unwrap();
        for _ in 0..20 {
            let ran = worker::run_due(&self.site.app).await.unwrap();
            assert_eq!(ran.failed, 0, "a job failed");
            if ran.done == 0 {
                return;
            }
        }
    }

    /// The links in the mails that went to an address, the newest last.
    fn links_to(&self, address: &str, start: &str) -> Vec<String> {
        let sent = self.site.app.mail.transport.sent();
        let own = sent.iter().filter(|mail| mail.to.contains(address));
        own.flat_map(|mail| {
            let words = mail.text.split_whitespace();
            let paths = words.filter_map(|word| word.split_once("//")?.1.split_once('/'));
            paths
                .map(|(_, path)| format!("/{path}"))
                .filter(|path| path.starts_with(start))
                .collect::<Vec<_>>()
        })
        .collect()
    }

    async fn tab(&self) -> Page {
        let path = format!("/networks/{}/checks", self.network.slug);
        self.lea.visit(&path).await
    }

    /// A round that is ready to be opened, asking these people.
    async fn set_up(&self, list: &str) -> Page {
        let list_page = self
            .tab()
            .await
            .press("Set up a round")
            .await
            .has_status(200);
        let form = list_page.click("Statements and how people are asked").await;
        let tasks = form.press("Save and continue").await.has_status(200);
        let people = tasks.click("People to ask").await;
        let people = people.fill("Names and email addresses", list);
        let people = people.press("Add to the list").await.has_status(200);
        let tasks = people.press("The list is complete").await.has_status(200);
        let privacy = tasks.click("Privacy and who sees the result").await;
        let tasks = privacy.press("Save and continue").await.has_status(200);
        let tasks = tasks
            .click("Last day")
            .await
            .press("Save and continue")
            .await;
        let message = tasks.click("Your message").await;
        let message = message.fill("Message to those who are asked", "Tell us how it is.");
        message.press("Save and continue").await.has_status(200)
    }

    async fn open(&self, list: &str) -> Page {
        let check = self.set_up(list).await.click("Check and open").await;
        let people = list.lines().count();
        let button = format!("Open the round and ask {people} people");
        let open = check
            .press(&button)
            .await
            .has_status(200)
            .sees("The round is open");
        self.work().await;
        open
    }

    async fn round(&self) -> round::Model {
        let all = round::Entity::find().all(&self.site.app.db).await.unwrap();
        all.into_iter()
            .max_by_key(|round| round.health_check_id.0)
            .unwrap()
    }

    async fn state(&self, id: HealthCheckId) -> health_check::State {
        let check = health_check::Entity::find_by_id(id)
            .one(&self.site.app.db)
            .await
            .unwrap();
        check.unwrap().state
    }
}

/// Eleven people in two groups.
fn eleven() -> String {
    let person = |n: usize| {
        let group = if n <= 5 { "core" } else { "member" };
        format!("Person {n}, person{n}@example.org, {group}\n")
    };
    (1..=11).map(person).collect()
}

/// Answers every statement with the same label.
async fn answer(who: &Browser, link: &str, label: &str, comment: Option<&str>) -> Page {
    let mut page = who
        .visit(link)
        .await
        .has_status(200)
        .click("Start now")
        .await;
    for dimension in &nhc().dimensions {
        for statement in &dimension.statements {
            page = page.choose_in(&statement.text, label);
        }
        page = page.press("Save and continue").await.has_status(200);
    }
    page = page.choose("In full flow").press("Save and continue").await;
    if let Some(comment) = comment {
        page = page.fill("Something this network does well", comment);
    }
    page = page.press("Save and continue").await.has_status(200);
    page.sees("Check your answers")
}

async fn send(who: &Browser, link: &str, label: &str) -> Page {
    let page = answer(who, link, label, None).await;
    page.press("Send my answers")
        .await
        .has_status(200)
        .sees("Thank you")
}

#[tokio::test]
async fn a_round_is_set_up_asked_answered_and_released() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    for n in 1..=6 {
        let links = scene.links_to(&format!("person{n}@"), "/r/");
        assert_eq!(links.len(), 1, "one mail, one link");
        send(&visitor, &links[0], "Agree").await;
    }
    let id = scene.round().await.health_check_id;
    let page = scene.lea.visit(&format!("/rounds/{id}")).await;
    page.sees("Answered6 Needed5").sees_not("core team, ");
    let close = scene.lea.visit(&format!("/rounds/{id}/closing")).await;
    close
        .press("Close the round")
        .await
        .has_status(200)
        .sees("The round is closed");
    scene.work().await;
    assert_eq!(scene.state(id).await, health_check::State::Released);
    let page = scene.lea.visit(&format!("/rounds/{id}")).await;
    let page = page.sees("of 11 who were asked");
    assert_eq!(
        result::Entity::find()
            .count(&scene.site.app.db)
            .await
            .unwrap(),
        1
    );
    let result = page.click("Read the result").await.has_status(200);
    let result = result
        .sees("6 answered of 11 invited")
        .sees("Confidential round")
        .sees("4.0");
    for other in ["csv", "json"] {
        let file = scene.lea.get(&format!("{}/{other}", result.path)).await;
        assert_eq!(file.status, 200, "{other}");
    }
    let mia = scene.site.member_of(scene.network.id, "mia").await;
    mia.visit(&result.path).await.has_status(404);
    let link = &scene.links_to("person1@", "/results/link/")[0];
    visitor.visit(link).await.has_status(200).sees("4.0");
    for n in 1..=6 {
        let told = scene.links_to(&format!("person{n}@"), "/results/link/");
        assert_eq!(told.len(), 1, "whoever answered gets a link to the result");
    }
    assert!(scene.links_to("person7@", "/results/link/").is_empty());
    let answered =
        check_invitation::Entity::find().filter(check_invitation::Column::Answered.eq(true));
    assert_eq!(answered.count(&scene.site.app.db).await.unwrap(), 0);
    // What the round suggests is in the plan, as a proposal of nobody's.
    let plan = scene.lea.visit("/networks/falls/plan").await;
    let plan = plan.sees("Proposed (1)");
    let action =
        plan.click("Book a yearly purpose check with people outside the network in the room.");
    action.await.sees("From the result of a round");
}

#[tokio::test]
async fn below_the_least_number_there_is_no_result_and_nothing_is_kept() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    let link = &scene.links_to("person1@", "/r/")[0];
    let page = answer(&visitor, link, "Agree", Some("Tea")).await;
    page.press("Send my answers").await.sees("Thank you");
    let id = scene.round().await.health_check_id;
    let close = scene.lea.visit(&format!("/rounds/{id}/closing")).await;
    let close = close.press("Close the round").await.has_status(422);
    let close = close.choose("Close it although no results will be shown");
    close.press("Close the round").await.has_status(200);
    scene.work().await;
    assert_eq!(scene.state(id).await, health_check::State::NotEnough);
    let db = &scene.site.app.db;
    assert_eq!(response::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(comment::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(respondent_draft::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(result::Entity::find().count(db).await.unwrap(), 0);
    let page = scene.lea.visit(&format!("/rounds/{id}")).await;
    page.sees("1 person answered, and the round needed 5");
}

#[tokio::test]
async fn an_answer_can_be_withdrawn_until_the_close_and_the_link_stays_used() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    let link = scene.links_to("person1@", "/r/").remove(0);
    let page = answer(&visitor, &link, "Agree", Some("Tea")).await;
    let thanks = page.press("Send my answers").await.sees("Thank you");
    let receipt = thanks.body.split("<code class=\"long\">").nth(1).unwrap();
    let receipt = receipt.split('<').next().unwrap().to_owned();
    let db = &scene.site.app.db;
    assert_eq!(comment::Entity::find().count(db).await.unwrap(), 1);
    let form = visitor
        .visit("/r/withdrawal")
        .await
        .fill("Receipt code", "wrong");
    form.press("Withdraw my answers")
        .await
        .sees("Nothing was withdrawn");
    let form = visitor.visit("/r/withdrawal").await;
    let form = form.fill("Receipt code", &receipt.to_uppercase());
    form.press("Withdraw my answers")
        .await
        .sees("Your answers are withdrawn");
    assert_eq!(response::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(comment::Entity::find().count(db).await.unwrap(), 0);
    visitor
        .visit(&link)
        .await
        .has_status(410)
        .sees("works once");
}

#[tokio::test]
async fn a_bad_list_is_told_line_by_line_and_nobody_is_taken() {
    let scene = scene().await;
    let tasks = scene.tab().await.press("Set up a round").await;
    let people = tasks.click("People to ask").await;
    let list = "Ada, ada@example.org\nBen\nAda, ADA@example.org";
    let people = people.fill("Names and email addresses", list);
    let people = people.press("Add to the list").await.has_status(422);
    let people = people
        .sees("Line 2: there is no email address")
        .sees("Line 3:");
    assert_eq!(people.value("Names and email addresses"), list);
    let db = &scene.site.app.db;
    assert_eq!(check_invitation::Entity::find().count(db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_round_does_not_exist_for_anybody_but_its_leaders() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let id = scene.round().await.health_check_id;
    let mia = scene.site.member_of(scene.network.id, "mia").await;
    let otto = scene.site.person("otto").await;
    for path in ["", "/people", "/closing", "/dates", "/view"] {
        for who in [&mia, &otto] {
            who.visit(&format!("/rounds/{id}{path}"))
                .await
                .has_status(404);
        }
    }
    let tab = format!("/networks/{}/checks", scene.network.slug);
    mia.visit(&tab)
        .await
        .has_status(200)
        .sees_not("Round until");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_people_on_one_link_at_once_store_one_response() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let link = scene.links_to("person1@", "/r/").remove(0);
    let visitor = scene.site.visitor();
    answer(&visitor, &link, "Agree", None).await;
    let mut sending = JoinSet::new();
    for _ in 0..8 {
        let (browser, path) = (visitor.clone(), format!("{link}/response"));
        sending.spawn(async move { browser.post(&path, &[]).await });
    }
    let twice = sending.join_all().await;
    let thanked = twice.iter().filter(|answer| answer.status == 200).count();
    let gone = twice.iter().filter(|answer| answer.status == 410).count();
    assert_eq!((thanked, gone), (1, 7));
    let db = &scene.site.app.db;
    assert_eq!(response::Entity::find().count(db).await.unwrap(), 1);
}
