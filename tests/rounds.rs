//! Rounds: many answer in confidence, and the network reads what comes of it.

use indaba::{
    entity::{
        check_invitation, comment, health_check,
        id::HealthCheckId,
        network::{self, Visibility},
        outbox_mail, respondent_draft, response, result, round,
    },
    features::health_checks::{
        instrument::{BUNDLED, Instrument},
        jobs::{CloseDueRounds, InvitePeople},
    },
    platform::{
        jobs::{Job, schedule, worker},
        settings::Key,
        web::error::Error,
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
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

/// Every byte of the database's files.
fn bytes(site: &TestApp) -> Option<Vec<u8>> {
    let url = site
        .app
        .config
        .database_url
        .strip_prefix("sqlite://")?
        .to_owned();
    let path = url.split('?').next()?.to_owned();
    let mut all = std::fs::read(&path).ok()?;
    all.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    Some(all)
}

fn holds(all: &[u8], word: &str) -> bool {
    all.windows(word.len()).any(|part| part == word.as_bytes())
}

#[tokio::test]
async fn after_a_round_nothing_that_is_kept_joins_a_person_and_an_answer() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let db = &scene.site.app.db;
    let visitor = scene.site.visitor();
    for n in 1..=6 {
        let link = scene.links_to(&format!("person{n}@"), "/r/").remove(0);
        let page = answer(&visitor, &link, "Agree", Some(&format!("Secret tea {n}"))).await;
        page.press("Send my answers").await.sees("Thank you");
    }
    // Somebody has begun and not sent.
    let begun = scene.links_to("person7@", "/r/").remove(0);
    answer(&visitor, &begun, "Disagree", Some("Half a thought")).await;
    let before_responses = response::Entity::find().all(db).await.unwrap();
    let before_comments = comment::Entity::find().all(db).await.unwrap();
    let invitations = check_invitation::Entity::find().all(db).await.unwrap();
    assert!(invitations.iter().filter(|it| it.answered).count() == 6);
    let id = scene.round().await.health_check_id;
    let close = scene.lea.visit(&format!("/rounds/{id}/closing")).await;
    close.press("Close the round").await.has_status(200);
    scene.work().await;

    assert_eq!(scene.round().await.erasing, round::Erasing::Done);
    let after = response::Entity::find().all(db).await.unwrap();
    assert_eq!(after.len(), 6);
    assert!(after.iter().all(|it| it.receipt_hash.is_none()));
    let is_new = |id: &str| !before_responses.iter().any(|old| old.id == id);
    assert!(after.iter().all(|it| is_new(&it.id)), "every id is new");
    assert_eq!(respondent_draft::Entity::find().count(db).await.unwrap(), 0);
    let unticked = comment::Entity::find().count(db).await.unwrap();
    assert_eq!(unticked, 0, "nobody ticked that a comment may be shown");
    let kept = check_invitation::Entity::find().all(db).await.unwrap();
    assert!(
        kept.iter()
            .all(|it| !it.answered && it.token_hash.is_none())
    );
    let mails = outbox_mail::Entity::find().filter(outbox_mail::Column::Kind.contains("round"));
    assert_eq!(
        mails.count(db).await.unwrap(),
        0,
        "no mail of a round is kept"
    );

    let Some(all) = bytes(&scene.site) else {
        return; // PostgreSQL writes its tables anew; there is no one file to read.
    };
    assert!(holds(&all, "person1@example.org"), "the right file is read");
    let gone = before_responses
        .iter()
        .flat_map(|it| [Some(it.id.clone()), it.receipt_hash.clone()])
        .chain(before_comments.iter().map(|it| Some(it.id.clone())))
        .chain(invitations.iter().map(|it| it.token_hash.clone()))
        .flatten();
    for word in gone {
        assert!(!holds(&all, &word), "{word} is still in the file");
    }
    for words in ["Secret tea", "Half a thought"] {
        assert!(!holds(&all, words), "“{words}” is still in the file");
    }
}

#[tokio::test]
async fn a_single_core_respondent_is_told_apart_nowhere() {
    let scene = scene().await;
    let list = format!("Cora, cora@example.org, core\n{}", {
        let member = |n: usize| format!("Person {n}, person{n}@example.org, member\n");
        (1..=7).map(member).collect::<String>()
    });
    scene.open(&list).await;
    let visitor = scene.site.visitor();
    for address in [
        "cora@", "person1@", "person2@", "person3@", "person4@", "person5@",
    ] {
        let link = scene.links_to(address, "/r/").remove(0);
        let label = if address == "cora@" {
            "Strongly disagree"
        } else {
            "Agree"
        };
        send(&visitor, &link, label).await;
    }
    let id = scene.round().await.health_check_id;
    let close = scene.lea.visit(&format!("/rounds/{id}/closing")).await;
    close.press("Close the round").await.has_status(200);
    scene.work().await;
    let kept = response::Entity::find()
        .all(&scene.site.app.db)
        .await
        .unwrap();
    assert_eq!(kept.len(), 6);
    assert!(kept.iter().all(|it| it.respondent_group.is_none()));
    let page = scene.lea.visit(&format!("/rounds/{id}")).await;
    let result = page.click("Read the result").await.has_status(200);
    result.sees_not("Core team").sees_not("core team saw");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_thanked_at_the_second_of_closing_is_in_the_result() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    let mut links = Vec::new();
    for n in 1..=9 {
        let link = scene.links_to(&format!("person{n}@"), "/r/").remove(0);
        if n <= 5 {
            send(&visitor, &link, "Agree").await;
        } else {
            answer(&visitor, &link, "Agree", None).await;
            links.push(link);
        }
    }
    let id = scene.round().await.health_check_id;
    let mut running = JoinSet::new();
    for link in links {
        let browser = visitor.clone();
        running.spawn(async move { browser.post(&format!("{link}/response"), &[]).await.status });
    }
    let leader = scene.lea.browser.clone();
    let closing = format!("/rounds/{id}/closing");
    running.spawn(async move {
        leader.post(&closing, &[("even_below", "true")]).await;
        axum::http::StatusCode::IM_A_TEAPOT
    });
    let thanked = running.join_all().await.into_iter();
    let thanked = thanked
        .filter(|status| *status == axum::http::StatusCode::OK)
        .count();
    scene.work().await;
    let kept = response::Entity::find()
        .count(&scene.site.app.db)
        .await
        .unwrap();
    assert_eq!(kept, 5 + u64::try_from(thanked).unwrap());
    let counted = usize::try_from(scene.round().await.answered).unwrap();
    assert_eq!(counted, 5 + thanked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_that_close_at_once_make_one_result() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    for n in 1..=5 {
        let link = scene.links_to(&format!("person{n}@"), "/r/").remove(0);
        send(&visitor, &link, "Agree").await;
    }
    scene.site.wait_minutes(15 * 24 * 60);
    let mut running = JoinSet::new();
    for _ in 0..2 {
        let node = scene.site.another_node().await;
        running.spawn(async move { CloseDueRounds {}.run(&node).await.is_ok() });
    }
    assert!(running.join_all().await.into_iter().all(|done| done));
    let id = scene.round().await.health_check_id;
    assert_eq!(scene.state(id).await, health_check::State::Released);
    let results = result::Entity::find()
        .count(&scene.site.app.db)
        .await
        .unwrap();
    assert_eq!(results, 1);
}

#[tokio::test]
async fn the_next_round_opens_two_weeks_after_a_close_and_stands_beside_the_first() {
    let mut scene = scene().await;
    scene.open(&eleven()).await;
    let visitor = scene.site.visitor();
    for n in 1..=6 {
        let link = scene.links_to(&format!("person{n}@"), "/r/").remove(0);
        send(&visitor, &link, "Disagree").await;
    }
    scene.site.wait_minutes(15 * 24 * 60);
    scene.lea.browser = scene.site.sign_in(scene.lea.id).await;
    scene.work().await;
    let tasks = scene.set_up(&eleven()).await;
    let check = tasks.click("Check and open").await;
    let refused = check.press("Open the round and ask 11 people").await;
    refused.has_status(422).sees("closed less than 14 days ago");
    scene.site.wait_minutes(14 * 24 * 60);
    scene.lea.browser = scene.site.sign_in(scene.lea.id).await;
    let id = scene.round().await.health_check_id;
    let dates = scene.lea.visit(&format!("/rounds/{id}/dates")).await;
    let dates = dates
        .fill("Day", "1")
        .fill("Month", "1")
        .fill("Year", "2027");
    let tasks = dates.press("Save and continue").await.has_status(200);
    let check = tasks.click("Check and open").await;
    check
        .press("Open the round and ask 11 people")
        .await
        .sees("The round is open");
    scene.work().await;
    for n in 1..=6 {
        let link = scene.links_to(&format!("person{n}@"), "/r/").pop().unwrap();
        send(&visitor, &link, "Agree").await;
    }
    scene.site.wait_minutes(30 * 24 * 60);
    scene.lea.browser = scene.site.sign_in(scene.lea.id).await;
    scene.work().await;
    let page = scene.lea.visit(&format!("/rounds/{id}")).await;
    let result = page
        .click("Read the result")
        .await
        .has_status(200)
        .sees("Up");
    let both = result
        .click("Compare with other rounds")
        .await
        .has_status(200);
    both.sees("2.0").sees("4.0").sees("Up");
}

#[tokio::test]
async fn five_thousand_answers_are_sealed_scored_and_shown() {
    let scene = scene().await;
    scene.open(&eleven()).await;
    let id = scene.round().await.health_check_id;
    let nhc = nhc();
    let answers: Vec<String> = nhc
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.statements)
        .map(|statement| format!("\"{}\":4", statement.id))
        .collect();
    let answers = format!("{{\"answers\":{{{}}},\"context\":{{}}}}", answers.join(","));
    let row = |n: usize| response::ActiveModel {
        id: Set(format!("{n:032}")),
        health_check_id: Set(id),
        respondent_group: Set(Some(if n.is_multiple_of(3) {
            check_invitation::Group::Core
        } else {
            check_invitation::Group::Member
        })),
        answers: Set(answers.clone()),
        receipt_hash: Set(None),
    };
    let stored: Result<(), Error> = scene
        .site
        .app
        .write(async |write| {
            for some in 0..10 {
                let rows = (some * 500..(some + 1) * 500).map(row);
                response::Entity::insert_many(rows)
                    .exec_without_returning(write.txn)
                    .await?;
            }
            Ok(())
        })
        .await;
    stored.unwrap();
    scene.site.wait_minutes(15 * 24 * 60);
    CloseDueRounds {}.run(&scene.site.app).await.unwrap();
    assert_eq!(scene.state(id).await, health_check::State::Released);
    let lea = scene.site.sign_in(scene.lea.id).await;
    let page = lea.visit(&format!("/rounds/{id}")).await.sees("5000");
    page.click("Read the result")
        .await
        .has_status(200)
        .sees("4.0");
}

#[tokio::test]
async fn everybody_on_a_long_list_gets_one_mail_also_when_the_worker_begins_again() {
    let scene = scene().await;
    let list: Vec<String> = (1..=120)
        .map(|n| format!("person{n}@example.org"))
        .collect();
    let list = list.join("\n");
    let check = scene.set_up(&list).await.click("Check and open").await;
    check
        .press("Open the round and ask 120 people")
        .await
        .has_status(200);
    let round = scene.round().await.health_check_id;
    // A worker that died after some batches leaves the job to another, which begins from the start.
    for _ in 0..2 {
        InvitePeople { round }.run(&scene.site.app).await.unwrap();
    }
    scene.work().await;
    let sent = scene.site.app.mail.transport.sent();
    let mut to: Vec<String> = sent.iter().map(|mail| format!("{:?}", mail.to)).collect();
    to.sort();
    to.dedup();
    assert_eq!((sent.len(), to.len()), (120, 120));
    let left = check_invitation::Entity::find()
        .filter(check_invitation::Column::Mail.ne(check_invitation::Mail::Sent));
    assert_eq!(left.count(&scene.site.app.db).await.unwrap(), 0);
}

#[tokio::test]
async fn an_open_link_takes_one_answer_for_each_start_and_is_labelled_indicative() {
    let scene = scene().await;
    let tasks = scene.tab().await.press("Set up a round").await;
    let form = tasks.click("Statements and how people are asked").await;
    let form = form.choose("The 16 statements of the pulse");
    let tasks = form
        .choose("One link for everybody")
        .press("Save and continue")
        .await;
    let privacy = tasks.click("Privacy and who sees the result").await;
    let tasks = privacy.press("Save and continue").await;
    let tasks = tasks
        .click("Last day")
        .await
        .press("Save and continue")
        .await;
    let tasks = tasks
        .click("Your message")
        .await
        .press("Save and continue")
        .await;
    let check = tasks
        .click("Check and open")
        .await
        .sees("Indicative, open link");
    let open = check.press("Open the round").await.has_status(200);
    let link = open.body.split("<code class=\"long\">").nth(1).unwrap();
    let link = link.split('<').next().unwrap().replace("&#x2f;", "/");
    let link = link.split_once("/rounds/").unwrap().1;
    let visitor = scene.site.visitor();
    for _ in 0..6 {
        let mut page = visitor
            .visit(&format!("/rounds/{link}"))
            .await
            .press("Start now")
            .await;
        page = page.click("Start now").await;
        for dimension in &nhc().dimensions {
            for statement in dimension.asked(health_check::Form::Pulse) {
                page = page.choose_in(&statement.text, "Agree");
            }
            page = page.press("Save and continue").await.has_status(200);
        }
        page = page
            .press("Save and continue")
            .await
            .press("Save and continue")
            .await;
        page.press("Send my answers").await.sees("Thank you");
    }
    scene.site.wait_minutes(15 * 24 * 60);
    scene.work().await;
    let lea = scene.site.sign_in(scene.lea.id).await;
    let id = scene.round().await.health_check_id;
    let page = lea.visit(&format!("/rounds/{id}")).await;
    page.click("Read the result")
        .await
        .sees("Indicative, open link")
        .sees("4.0");
}

#[tokio::test]
async fn a_lower_floor_offers_fewer_answers_and_still_proposes_five() {
    let scene = scene().await;
    scene.site.setting(Key::SmallestRound, "3").await;
    let tasks = scene.tab().await.press("Set up a round").await;
    let privacy = tasks.click("Privacy and who sees the result").await;
    assert_eq!(
        privacy
            .sees("From 3 to 20")
            .value("The least number of answers"),
        "5"
    );
}
