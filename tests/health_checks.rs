//! Health checks: one leader's own view, from the first answer to the card that peers see.

use indaba::{
    entity::{
        health_check,
        id::{AccountId, NetworkId, PostId, ResultId, ShareId, ThreadId},
        membership,
        network::{self, Visibility},
        result, share, site_role,
    },
    features::{
        health_checks::{
            card::Choice,
            commands::{self, Imported, Place},
            instrument::{BUNDLED, DimensionCode, Instrument},
            policy::ShareResult,
            queries::{self, CardState},
        },
        networks::{self, policy::StartThread},
        threads::{
            self,
            forms::{NewThread, Words},
        },
    },
    platform::{
        access::{Actor, Person, Seen, Shown, SiteRoles},
        jobs::{schedule, worker},
        web::error::Error,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

use crate::support::{Answer, Browser, Page, Someone, TestApp};

/// Test vector V0 of health-check.md 15 in the first four dimensions; the other four stay open.
const V0: &str = "454D34ND5D2ND5445-44";

fn nhc() -> Instrument {
    Instrument::parse(BUNDLED[0]).unwrap()
}

/// Answers in the order of the statements: digits, D, N, or `-` for a blank.
async fn answer_all(mut page: Page, line: &str) -> Page {
    let nhc = nhc();
    let mut letters = line.chars();
    for dimension in &nhc.dimensions {
        assert!(page.body.contains(&format!("<h1>{}</h1>", dimension.name)));
        for statement in &dimension.statements {
            if let Some(label) = label(&nhc, letters.next().unwrap_or('-')) {
                page = page.choose_in(&statement.text, &label);
            }
        }
        page = page.press("Save and continue").await.has_status(200);
    }
    page
}

fn label(nhc: &Instrument, letter: char) -> Option<String> {
    match letter {
        '-' => None,
        'D' => Some(nhc.scale.dont_know.clone()),
        'N' => Some(nhc.scale.not_applicable.clone()),
        digit => {
            let place = usize::try_from(digit.to_digit(10).unwrap()).unwrap() - 1;
            Some(nhc.scale.answers[place].clone())
        }
    }
}

async fn start(who: &Browser, network: &network::Model) -> Page {
    let tab = who
        .visit(&format!("/networks/{}/checks", network.slug))
        .await;
    tab.press("Take the health check yourself").await
}

async fn result_of(who: &Browser, network: &network::Model, line: &str) -> Page {
    let answers = answer_all(start(who, network).await, line).await;
    answers.press("Save result").await.has_status(200)
}

fn last_number(path: &str) -> i64 {
    let path = path.split(['?', '#']).next().unwrap();
    let mut parts = path.split('/').rev();
    parts
        .find_map(|part| part.parse().ok())
        .expect("an id in the path")
}

const GOOD: &str = "5544445454333432222233DN44-4353342441533";

#[tokio::test]
async fn a_leader_answers_checks_saves_and_reads_the_result() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls)
        .await
        .sees("Page 1 of 8 · 0 of 40 answered");
    assert!(
        !page.body.contains(" checked>"),
        "nothing is chosen beforehand"
    );
    let answers = answer_all(page, V0).await;
    let answers = answers
        .sees("Check your answers")
        .sees("19 of 40 answered")
        .sees("One statement is left open. That is fine.")
        .sees("2 answers count here so far");
    let result = answers.press("Save result").await;
    let result = result
        .sees("Your result is saved. Only you can see it.")
        .sees("Purpose we share4.0Strength")
        .sees("Ties and trust–Not enough answers (2 of at least 3)")
        .sees("Membership and voice3.7Developing")
        .sees("Leadership that is shared4.3Strength")
        .sees("From the three dimensions that could be scored, your answers suggest that")
        .sees("Falls · One person's view · 24 November 2026 · Network Health Check 1.0.0")
        .sees("Who can see this: only you, until you share it")
        .sees(&nhc().status);
    assert!(result.has_link("Share a challenge with this result"));
    let tab = lea.visit("/networks/falls/checks").await;
    tab.sees("Your results")
        .sees("Health check, 24 November 2026")
        .sees("Check again");
}

#[tokio::test]
async fn a_draft_goes_on_on_another_device() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls).await;
    let page = page
        .choose_in("I could explain", "Agree")
        .press("Save and continue")
        .await;
    page.sees("Page 2 of 8 · 1 of 40 answered");
    let phone = site.sign_in(lea.id).await;
    let tab = phone
        .visit("/networks/falls/checks")
        .await
        .sees("1 of 40 answered");
    let page = tab
        .click("Continue your draft, 1 of 40 answered")
        .await
        .sees("Page 2 of 8");
    let back = page.click("Back").await.sees("Page 1 of 8");
    assert!(
        back.body.contains(r#"value="4" checked"#),
        "the answer is still there"
    );
    start_again_leads_to_the_same(&phone, &falls, &back.path).await;
}

async fn start_again_leads_to_the_same(who: &Browser, network: &network::Model, path: &str) {
    let tab = who
        .visit(&format!("/networks/{}/checks", network.slug))
        .await;
    assert!(!tab.has_button("Take the health check yourself"));
    let key = form_key(&who.visit("/networks/new").await);
    let tab = format!("/networks/{}/checks", network.slug);
    let again = who.post(&tab, &[("form_key", &key)]).await;
    assert_eq!(again.location(), format!("/checks/{}", last_number(path)));
}

#[tokio::test]
async fn two_windows_lose_nothing_of_each_other() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let one = start(&lea, &falls).await;
    let two = lea.visit(&one.path).await;
    let one = one
        .choose_in("I could explain", "Agree")
        .press("Save and continue")
        .await;
    let one = one
        .choose_in("I would ring", "Disagree")
        .press("Save and continue")
        .await;
    one.sees("2 of 40 answered");
    let two = two
        .choose_in("I could explain", "Strongly agree")
        .press("Save and continue")
        .await;
    let two = two.sees("2 of 40 answered").sees("Ties and trust");
    assert!(
        two.body.contains(r#"value="2" checked"#),
        "the other page is untouched"
    );
    let first = two.click("Back").await;
    assert!(
        first.body.contains(r#"value="5" checked"#),
        "of one page the last one wins"
    );
}

#[tokio::test]
async fn an_answer_can_be_taken_back() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls).await.sees_not("No answer");
    let page = page
        .choose_in("I could explain", "Agree")
        .press("Save and continue")
        .await;
    let page = page.click("Back").await.sees("1 of 40 answered");
    let page = page
        .choose_in("I could explain", "No answer")
        .press("Save and continue")
        .await;
    page.sees("0 of 40 answered");
}

#[tokio::test]
async fn what_is_not_asked_or_not_on_the_scale_is_refused_and_nothing_is_stored() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls).await;
    let wrong: &[&[(&str, &str)]] = &[
        &[("PUR-1", "0")],
        &[("PUR-1", "6")],
        &[("PUR-1", "3.5")],
        &[("PUR-1", "NaN")],
        &[("PUR-1", "dk")],
        &[("PUR-1", "4"), ("PUR-1", "5")],
        &[("PUR-1[]", "4")],
        &[("PUR-1", "4"), ("REL-1", "4")],
        &[("PUR-9", "4")],
        &[("comment", "x")],
    ];
    for fields in wrong {
        let answer = lea.post(&page.path, fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.contains("There is a problem"), "{fields:?}");
    }
    lea.visit(&page.path).await.sees("0 of 40 answered");
    let refused = lea
        .post(&page.path, &[("PUR-1", "4"), ("PUR-2", "6")])
        .await;
    assert!(
        refused.body.contains(r#"value="4" checked"#),
        "what was chosen is kept"
    );
}

#[tokio::test]
async fn pages_come_in_their_order_and_the_answers_are_checked_before_they_are_saved() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls).await;
    let check = format!("/checks/{}", last_number(&page.path));
    let early = lea.post(&format!("{check}/kno"), &[("KNO-1", "4")]).await;
    assert_eq!(
        (early.status.as_u16(), early.location()),
        (303, format!("{check}/pur"))
    );
    assert_eq!(
        lea.get(&format!("{check}/kno")).await.location(),
        format!("{check}/pur")
    );
    assert_eq!(lea.get(&format!("{check}/xxx")).await.status, 404);
    assert_eq!(lea.get(&format!("{check}/PUR")).await.status, 404);
    let answers = answer_all(page, "4").await.sees("1 of 40 answered");
    let (_, action, body) = answers.submission("Save result");
    let without_version = body
        .split('&')
        .find(|field| field.starts_with("form_key"))
        .unwrap();
    let headers = [("sec-fetch-site", "same-origin")];
    let unchecked = lea
        .request("POST", &action, Some(without_version.to_owned()), &headers)
        .await;
    assert_eq!(unchecked.location(), check);
    assert_eq!(results(&site).await, 0);
}

#[tokio::test]
async fn a_check_without_any_answer_is_not_saved() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let answers = answer_all(start(&lea, &falls).await, "").await;
    let refused = answers.press("Save result").await.has_status(422);
    refused.sees("Answer at least one statement, then save the result");
    assert_eq!(results(&site).await, 0);
}

#[tokio::test]
async fn answers_changed_in_another_window_are_checked_again() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let answers = answer_all(start(&lea, &falls).await, GOOD).await;
    let other = lea
        .visit(&format!("/checks/{}/pur", last_number(&answers.path)))
        .await;
    let other = other
        .choose_in("I could explain", "Disagree")
        .press("Save and continue")
        .await;
    other.sees("Check your answers");
    let refused = answers.press("Save result").await.has_status(409);
    let refused = refused.sees("The answers were changed in another window");
    refused
        .press("Save result")
        .await
        .sees("Your result is saved");
}

#[tokio::test]
async fn the_same_save_many_times_at_once_gives_one_result() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let answers = answer_all(start(&lea, &falls).await, GOOD).await;
    let (_, action, body) = answers.submission("Save result");
    let sent: Vec<_> = (0..8)
        .map(|_| {
            let (browser, action, body) = (lea.browser.clone(), action.clone(), body.clone());
            tokio::spawn(async move {
                let headers = [("sec-fetch-site", "same-origin")];
                browser
                    .request("POST", &action, Some(body), &headers)
                    .await
                    .location()
            })
        })
        .collect();
    let mut places = Vec::new();
    for one in sent {
        places.push(one.await.unwrap());
    }
    places.dedup();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].starts_with("/results/"));
    assert_eq!(results(&site).await, 1);
    let drafts = health_check::Entity::find()
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .count(&site.app.db)
        .await;
    assert_eq!(drafts.unwrap(), 0);
    let back = lea.visit(&answers.path).await;
    assert!(
        back.path.starts_with("/results/"),
        "Back leads to the result"
    );
}

#[tokio::test]
async fn the_owner_keeps_draft_and_result_when_the_role_and_the_membership_end() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Secret).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let result = result_of(&lea, &falls, GOOD).await.path;
    let page = start(&lea, &falls).await;
    let page = page
        .choose_in("I could explain", "Agree")
        .press("Save and continue")
        .await;
    let check = format!("/checks/{}", last_number(&page.path));

    set_role(&site, &falls, &lea, membership::Role::Member).await;
    let tab = lea
        .visit("/networks/falls/checks")
        .await
        .sees("Your results");
    assert!(tab.has_link("Read your answers"));
    assert!(!tab.has_button("Take the health check yourself"));
    let refused = page
        .choose_in("I would ring", "Agree")
        .press("Save and continue")
        .await;
    refused
        .has_status(403)
        .sees("Leaders of this network take its health check");
    let read = lea.visit(&check).await.sees("You no longer lead Falls");
    assert!(!read.has_button("Save result") && !read.has_link("Change"));
    let own = lea.visit(&result).await.has_status(200);
    assert!(!own.has_link("Share a challenge with this result"));

    leave(&site, &falls, &lea).await;
    assert_eq!(lea.get("/networks/falls/checks").await.status, 404);
    lea.visit(&check)
        .await
        .has_status(200)
        .sees("Agree")
        .leads_nowhere_to("/networks/falls");
    lea.visit(&result)
        .await
        .has_status(200)
        .leads_nowhere_to("/networks/falls");
    let csv = lea.get(&format!("{}/csv", bare(&result))).await;
    assert_eq!(csv.status, 200);
    let gone = lea
        .visit(&format!("{check}/deletion"))
        .await
        .press("Delete draft")
        .await;
    assert_eq!(gone.path, "/?said=draft-deleted");
    assert_eq!(lea.get(&check).await.status, 404);
    let gone = lea.visit(&format!("{}/deletion", bare(&result))).await;
    gone.sees("cannot be brought back")
        .press("Delete result")
        .await;
    assert_eq!(lea.get(bare(&result)).await.status, 404);
}

#[tokio::test]
async fn for_everybody_else_a_check_and_its_result_do_not_exist() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let result = bare(&result_of(&lea, &falls, GOOD).await.path).to_owned();
    let page = start(&lea, &falls).await;
    let check = format!("/checks/{}", last_number(&page.path));
    let others = [
        site.leader_of(falls.id, "lars").await,
        site.moderator_of(falls.id, "mo").await,
        site.member_of(falls.id, "mia").await,
        site.person("otto").await,
        site.staff("sam", site_role::Role::Moderator).await,
        site.staff("ada", site_role::Role::Admin).await,
        site.staff("kai", site_role::Role::KnowledgeBroker).await,
    ];
    let paths = [
        (result.clone(), "/results/987654".to_owned()),
        (format!("{result}/csv"), "/results/987654/csv".to_owned()),
        (
            format!("{result}/deletion"),
            "/results/987654/deletion".to_owned(),
        ),
        (check.clone(), "/checks/987654".to_owned()),
        (format!("{check}/pur"), "/checks/987654/pur".to_owned()),
        (
            format!("{check}/answers"),
            "/checks/987654/answers".to_owned(),
        ),
        (
            format!("{check}/deletion"),
            "/checks/987654/deletion".to_owned(),
        ),
    ];
    for other in &others {
        for (real, unknown) in &paths {
            let (hidden, unknown) = (other.get(real).await, other.get(unknown).await);
            assert_eq!(hidden.status, 404, "{} at {real}", other.handle);
            assert_eq!(without_keys(&hidden), without_keys(&unknown), "{real}");
        }
        let sent = other.post(&page.path, &[("PUR-1", "1")]).await;
        assert_eq!(sent.status, 404, "{}", other.handle);
        let sent = other.post(&format!("{result}/deletion"), &[]).await;
        assert_eq!(sent.status, 404, "{}", other.handle);
        other
            .visit("/networks/falls/checks")
            .await
            .sees_not("Your results")
            .sees_not("Your draft");
    }
    let visitor = site.visitor();
    for (real, unknown) in &paths {
        let (hidden, unknown) = (visitor.get(real).await, visitor.get(unknown).await);
        assert_eq!(hidden.status, unknown.status, "{real}");
        if hidden.status == 404 {
            assert_eq!(without_keys(&hidden), without_keys(&unknown), "{real}");
        }
    }
    assert_eq!(visitor.get(&result).await.status, 404);
}

#[tokio::test]
async fn members_learn_what_a_check_is_and_cannot_take_one() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let _ = result_of(&lea, &falls, GOOD).await;
    for who in [
        site.member_of(falls.id, "mia").await,
        site.moderator_of(falls.id, "mo").await,
    ] {
        let tab = who
            .visit("/networks/falls/checks")
            .await
            .sees("Who can take a health check");
        assert!(!tab.has_button("Take the health check yourself"));
        let key = form_key(&lea.visit("/networks/falls/checks").await);
        let others_key = who
            .post("/networks/falls/checks", &[("form_key", &key)])
            .await;
        assert_eq!(others_key.status, 422, "a key made for somebody else");
        let own = form_key(&who.visit("/networks/new").await);
        let refused = who
            .post("/networks/falls/checks", &[("form_key", &own)])
            .await;
        assert_eq!(refused.status, 404, "row 36 hides");
    }
    let otto = site.person("otto").await;
    assert_eq!(
        otto.get("/networks/falls/checks").await.status,
        403,
        "the landing page"
    );
    assert_eq!(
        site.visitor().get("/networks/falls/checks").await.status,
        303
    );
}

#[tokio::test]
async fn a_file_of_the_result_is_safe_for_spreadsheets() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.make(async |write| {
        network::Entity::update_many()
            .col_expr(network::Column::Name, Expr::value("=HYPERLINK(\"x\")"))
            .filter(network::Column::Id.eq(falls.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
    let result = result_of(&lea, &falls, GOOD).await;
    let csv = lea.get(&format!("{}/csv", bare(&result.path))).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"health-check-2026-11-24.csv\""
    );
    assert!(csv.body.starts_with('\u{feff}'));
    assert!(
        csv.body.contains("\"'=HYPERLINK(\"\"x\"\")\""),
        "{}",
        csv.body
    );
    assert_eq!(csv.body.lines().count(), 9);
}

#[tokio::test]
async fn a_version_of_the_instrument_is_imported_once_and_never_changed() {
    let site = TestApp::start().await;
    let import = async |file: String| {
        site.app
            .write(async |write| commands::import(write, &file).await)
            .await
    };
    let again = import(BUNDLED[0].to_owned()).await.unwrap();
    assert_eq!(
        again,
        Imported::AlreadyHere("Network Health Check 1.0.0".to_owned())
    );
    let changed = BUNDLED[0].replacen("in a couple of sentences", "in a sentence", 1);
    let refused = import(changed.clone()).await.unwrap_err();
    assert!(
        refused.to_string().contains("give the file a new version"),
        "{refused}"
    );
    let broken = import("id = 3".to_owned()).await.unwrap_err();
    assert!(
        broken.to_string().contains("no instrument file"),
        "{broken}"
    );
    let next = changed.replacen("version = \"1.0.0\"", "version = \"1.10.0\"", 1);
    let new = import(next).await.unwrap();
    assert_eq!(new, Imported::New("Network Health Check 1.10.0".to_owned()));
    let (_, current) = queries::current(&site.app).await.unwrap();
    assert_eq!(current.version.to_string(), "1.10.0");
}

#[tokio::test]
async fn a_draft_that_nobody_came_back_to_is_deleted_after_ninety_days_and_one_warning() {
    let site =
        TestApp::start_with(|config| config.smtp_url = Some("memory:".to_owned().into())).await;
    site.set_up().await;
    let falls = site.network("falls", Visibility::Secret).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = start(&lea, &falls).await;
    let day = 24 * 60;
    let mails = || site.app.mail.transport.sent();
    site.wait_minutes(80 * day);
    let phone = site.sign_in(lea.id).await;
    let page = phone
        .visit(&page.path)
        .await
        .choose_in("I could explain", "Agree");
    let page = page.press("Save and continue").await.has_status(200);
    run_jobs(&site).await;
    site.wait_minutes(82 * day);
    run_jobs(&site).await;
    assert!(mails().is_empty(), "too early for a warning");
    for _ in 0..3 {
        site.wait_minutes(2 * day);
        run_jobs(&site).await;
    }
    let [warning] = mails().try_into().expect("one warning");
    assert!(
        warning.subject.contains("will be deleted"),
        "{}",
        warning.subject
    );
    assert!(!format!("{}{}", warning.subject, warning.text).contains("Falls"));
    let phone = site.sign_in(lea.id).await;
    phone.visit(&page.path).await.has_status(200);
    site.wait_minutes(3 * day);
    run_jobs(&site).await;
    let phone = site.sign_in(lea.id).await;
    assert_eq!(phone.get(&page.path).await.status, 404);
}

async fn run_jobs(site: &TestApp) {
    let app = &site.app;
    schedule::enqueue_due(app).await.unwrap();
    worker::run_due(app).await.unwrap();
}

// Sharing.

/// A result of lea's, shared by her in a thread of `network`.
struct Shared {
    thread: ThreadId,
    post: PostId,
}

#[tokio::test]
async fn readers_see_the_chosen_part_and_nothing_else() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let choice = choice(&["LEA", "WAY"], share::Level::Bands, false);
    let shared = share_in(&site, &lea, result, &falls, &choice)
        .await
        .unwrap();

    let CardState::Card(card) = card(&site, &mia, &shared).await else {
        panic!("a card");
    };
    let names: Vec<&str> = card.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Leadership that is shared", "Ways of working"]);
    assert!(card.rows.iter().all(|row| row.tenths.is_none()));
    assert_eq!(card.heading, "A learning network");

    let list = lea.visit("/results/shared").await;
    let list = list
        .sees("How do we share the lead?")
        .sees("Leadership that is shared, Ways of working · bands only · network's name hidden");
    let page = list.visit_first("Look at it or show less").await;
    let card = between(&page.body, "<section class=\"result-card\"", "</section>");
    for number in ["2.0", "3.3", "4.4", "Falls", "24 November"] {
        assert!(!card.contains(number), "{number} in {card}");
    }
    assert!(card.contains("October to December 2026"));
}

#[tokio::test]
async fn what_is_shared_can_be_narrowed_and_taken_back() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let all = choice(&["LEA", "WAY"], share::Level::Scores, true);
    let shared = share_in(&site, &lea, result, &falls, &all).await.unwrap();
    let CardState::Card(before) = card(&site, &mia, &shared).await else {
        panic!("a card");
    };
    assert_eq!(before.rows[0].tenths.map(|tenths| tenths.0), Some(20));
    lea.visit(&format!("/results/{result}"))
        .await
        .sees("A part of it is shared in 1 conversation");

    let list = lea.visit("/results/shared").await;
    let page = list
        .visit_first("Look at it or show less")
        .await
        .sees("As they see it");
    let version = thread_version(&site, shared.thread).await;
    let page = page
        .choose("Bands only")
        .press("Preview")
        .await
        .sees("As they would see it");
    assert!(matches!(card(&site, &mia, &shared).await, CardState::Card(now) if now == before));
    let done = page.choose("Bands only").press("Show only this").await;
    done.sees("The card shows less now.");
    let CardState::Card(now) = card(&site, &mia, &shared).await else {
        panic!("a card");
    };
    assert!(now.rows.iter().all(|row| row.tenths.is_none()));
    assert!(
        thread_version(&site, shared.thread).await > version,
        "cached pages are old now"
    );

    let share = first_share(&site).await;
    let back = [("dimensions", "LEA"), ("level", "scores"), ("version", "2")];
    let more = lea.post(&format!("/results/shared/{share}"), &back).await;
    assert_eq!(more.status, 422, "scores cannot come back");

    site.wait_minutes(24 * 60);
    let lea_again = site.sign_in(lea.id).await;
    let list = lea_again.visit("/results/shared").await;
    let done = list
        .press_first("Withdraw")
        .await
        .sees("The result is withdrawn.");
    done.sees("Nothing is shared");
    let CardState::Withdrawn(at) = card(&site, &mia, &shared).await else {
        panic!("withdrawn");
    };
    assert_eq!(at, site.now());
    let late = lea_again
        .post(&format!("/results/shared/{share}"), &back)
        .await;
    assert_eq!(late.status, 404, "what is withdrawn is not changed");
}

#[tokio::test]
async fn a_visitor_learns_only_that_nothing_is_shared_here() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let otto = site.person("otto").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let bands = choice(&["LEA"], share::Level::Bands, false);
    let shared = share_in(&site, &lea, result, &falls, &bands).await.unwrap();
    let stranger = Actor::visitor(true);
    assert_eq!(
        card_for(&site, &stranger, &shared).await,
        CardState::NotHere
    );
    assert!(matches!(
        card(&site, &otto, &shared).await,
        CardState::Card(_)
    ));
    withdraw_all(&lea).await;
    assert_eq!(
        card_for(&site, &stranger, &shared).await,
        CardState::NotHere
    );
    assert!(matches!(
        card(&site, &otto, &shared).await,
        CardState::Withdrawn(_)
    ));
}

#[tokio::test]
async fn deleting_a_result_takes_every_share_back() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let steps = site.network("steps", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.put_in(steps.id, lea.id, membership::Role::Member)
        .await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let bands = choice(&["LEA"], share::Level::Bands, false);
    let here = share_in(&site, &lea, result, &falls, &bands).await.unwrap();
    let there = share_in(&site, &lea, result, &steps, &bands).await.unwrap();
    let page = lea.visit(&format!("/results/{result}/deletion")).await;
    let done = page
        .sees("It is shared in 2 conversations")
        .press("Delete result")
        .await;
    done.sees("Your result is deleted");
    for shared in [&here, &there] {
        assert!(matches!(
            card(&site, &lea, shared).await,
            CardState::Withdrawn(_)
        ));
    }
    let row = result::Entity::find_by_id(result)
        .one(&site.app.db)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.snapshot, None, "nothing is left of it");
    lea.visit("/results/shared").await.sees("Nothing is shared");
}

#[tokio::test]
async fn sharing_pauses_when_more_people_could_read_or_its_owner_leads_no_more() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Secret).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let bands = choice(&["LEA"], share::Level::Bands, false);
    let shared = share_in(&site, &lea, result, &falls, &bands).await.unwrap();

    set_visibility(&site, &falls, Visibility::Private).await;
    assert_eq!(card(&site, &mia, &shared).await, CardState::Paused);
    let list = lea.visit("/results/shared").await.sees("Paused");
    let page = list
        .visit_first("Look at it or show less")
        .await
        .sees("Sharing is paused");
    let page = page.press("Show it to everyone who can read it now").await;
    page.sees("The card is shown again.")
        .sees_not("Sharing is paused");
    assert!(matches!(
        card(&site, &mia, &shared).await,
        CardState::Card(_)
    ));

    set_role(&site, &falls, &lea, membership::Role::Moderator).await;
    assert_eq!(card(&site, &mia, &shared).await, CardState::Paused);
    let share = first_share(&site).await;
    let refused = lea
        .post(&format!("/results/shared/{share}/confirmation"), &[])
        .await;
    assert_eq!(refused.status, 404, "row 37 hides");
    lea.visit("/results/shared").await.sees("Paused");
    site.wait_minutes(10);
    run_jobs(&site).await;
    assert_eq!(
        card(&site, &mia, &shared).await,
        CardState::Withdrawn(site.now()),
        "a former leader's results are taken back"
    );
    set_role(&site, &falls, &lea, membership::Role::Leader).await;
    assert!(matches!(
        card(&site, &mia, &shared).await,
        CardState::Withdrawn(_)
    ));
}

#[tokio::test]
async fn a_result_is_not_shared_with_its_name_both_shown_and_hidden() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let steps = site.network("steps", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.put_in(steps.id, lea.id, membership::Role::Member)
        .await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let hidden = choice(&["LEA"], share::Level::Bands, false);
    let named = choice(&["PUR"], share::Level::Bands, true);
    share_in(&site, &lea, result, &falls, &hidden)
        .await
        .unwrap();
    let refused = share_in(&site, &lea, result, &steps, &named)
        .await
        .err()
        .unwrap();
    assert!(refused.to_string().contains("name hidden"), "{refused}");
    assert!(matches!(refused, Error::Conflict(_)));
    withdraw_all(&lea).await;
    share_in(&site, &lea, result, &steps, &named).await.unwrap();
}

#[tokio::test]
async fn only_who_leads_the_network_now_shares_its_result() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let bands = choice(&["LEA"], share::Level::Bands, false);
    assert_eq!(
        queries::shareable(&site.app.db, &actor(&lea))
            .await
            .unwrap()
            .len(),
        1
    );
    // The permit was given; then she was demoted; then it is used.
    let permit = queries::find_result(&site.app.db, &actor(&lea), result)
        .await
        .unwrap()
        .permit::<ShareResult>()
        .unwrap();
    let thread = thread_in(&site, &lea, &falls).await;
    set_role(&site, &falls, &lea, membership::Role::Member).await;
    let place = place(&falls, &thread);
    let refused = site
        .app
        .write(async |write| commands::share(write, &permit, place, &bands).await)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("no longer lead"), "{refused}");
    assert!(
        queries::shareable(&site.app.db, &actor(&lea))
            .await
            .unwrap()
            .is_empty()
    );
    let lars = site.leader_of(falls.id, "lars").await;
    let hers = queries::find_result(&site.app.db, &actor(&lars), result).await;
    assert!(matches!(hers, Err(Error::NotFound)));
}

#[tokio::test]
async fn others_do_not_find_out_where_a_result_is_shared() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let steps = site.network("steps", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.put_in(steps.id, lea.id, membership::Role::Member)
        .await;
    let lars = site.leader_of(falls.id, "lars").await;
    let result = ResultId(last_number(&result_of(&lea, &falls, GOOD).await.path));
    let bands = choice(&["LEA"], share::Level::Bands, false);
    share_in(&site, &lea, result, &steps, &bands).await.unwrap();
    let share = first_share(&site).await;
    let (hidden, unknown) = (
        lars.get(&format!("/results/shared/{share}")).await,
        lars.get("/results/shared/987654").await,
    );
    assert_eq!(hidden.status, 404);
    assert_eq!(without_keys(&hidden), without_keys(&unknown));
    let taken = lars
        .post(&format!("/results/shared/{share}/withdrawal"), &[])
        .await;
    assert_eq!(taken.status, 404);
    withdraw_all(&lars).await;
    lea.visit("/results/shared")
        .await
        .sees("How do we share the lead?");
    // She leaves the other network: the title is no longer hers to read, the share still is.
    leave(&site, &steps, &lea).await;
    let list = lea.visit("/results/shared").await;
    let list = list
        .sees("A conversation you can no longer read")
        .sees_not("How do we share the lead?");
    list.press_first("Withdraw").await.sees("Nothing is shared");
}

// Helpers.

trait First {
    async fn visit_first(&self, link: &str) -> Page;
    async fn press_first(self, button: &str) -> Page;
}

impl First for Page {
    /// Follows the first link whose text begins like this.
    async fn visit_first(&self, link: &str) -> Page {
        let text = self
            .texts("a[href]")
            .into_iter()
            .find(|text| text.starts_with(link));
        self.click(&text.unwrap_or_else(|| panic!("no link “{link}…”")))
            .await
    }

    async fn press_first(self, button: &str) -> Page {
        let text = self
            .texts("button")
            .into_iter()
            .find(|text| text.starts_with(button));
        let text = text.unwrap_or_else(|| panic!("no button “{button}…”"));
        self.press(&text).await
    }
}

impl Page {
    fn leads_nowhere_to(self, place: &str) -> Self {
        let html = scraper::Html::parse_document(&self.body);
        let selector = scraper::Selector::parse("a[href]").unwrap();
        for link in html.select(&selector) {
            let href = link.value().attr("href").unwrap();
            assert!(!href.starts_with(place), "{href}");
        }
        self
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.body);
        let selector = scraper::Selector::parse(selector).unwrap();
        let found = html.select(&selector);
        found
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

fn bare(path: &str) -> &str {
    path.split('?').next().unwrap()
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect(from);
    rest.split_once(to).expect(to).0
}

/// Each rendering of a form has a key of its own.
fn without_keys(answer: &Answer) -> String {
    let mut parts = answer.body.split("name=\"form_key\" value=\"");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    kept
}

fn form_key(page: &Page) -> String {
    let forms = page.body.split("name=\"form_key\" value=\"");
    let key = forms.last().unwrap().split('"').next().unwrap();
    key.to_owned()
}

fn actor(who: &Someone) -> Actor {
    let person = Person {
        id: who.id,
        handle: who.handle.clone(),
        name: who.handle.clone(),
        site: SiteRoles::default(),
        moderates: false,
        leads: false,
        time_zone: "Europe/London".to_owned(),
        theme: indaba::entity::account::Theme::Auto,
    };
    Actor::of(person, true)
}

fn choice(codes: &[&str], level: share::Level, name_shown: bool) -> Choice {
    Choice {
        dimensions: codes
            .iter()
            .filter_map(|code| DimensionCode::parse(code))
            .collect(),
        level,
        name_shown,
    }
}

async fn results(site: &TestApp) -> u64 {
    result::Entity::find().count(&site.app.db).await.unwrap()
}

async fn first_share(site: &TestApp) -> ShareId {
    share::Entity::find()
        .one(&site.app.db)
        .await
        .unwrap()
        .unwrap()
        .id
}

async fn thread_version(site: &TestApp, id: ThreadId) -> i64 {
    let row = indaba::entity::thread::Entity::find_by_id(id)
        .one(&site.app.db)
        .await;
    row.unwrap().unwrap().version
}

async fn thread_in(site: &TestApp, who: &Someone, network: &network::Model) -> Shared {
    let seen = networks::queries::find_by_id(&site.app.db, &actor(who), network.id).await;
    let permit = seen.unwrap().permit::<StartThread>().unwrap();
    let new = NewThread {
        title: "How do we share the lead?".to_owned(),
        body: Words::post("It rests on me alone.").unwrap(),
    };
    let started = site
        .make(async |write| threads::commands::start(write, &permit, &new).await)
        .await;
    Shared {
        thread: started.id,
        post: started.post,
    }
}

fn place(network: &network::Model, thread: &Shared) -> Place {
    Place {
        thread: thread.thread,
        post: thread.post,
        network: network.id,
        visibility: network.visibility,
    }
}

async fn share_in(
    site: &TestApp,
    who: &Someone,
    result: ResultId,
    network: &network::Model,
    choice: &Choice,
) -> Result<Shared, Error> {
    let seen = queries::find_result(&site.app.db, &actor(who), result).await?;
    let permit = seen.permit::<ShareResult>()?;
    let thread = thread_in(site, who, network).await;
    let place = place(network, &thread);
    site.app
        .write(async |write| commands::share(write, &permit, place, choice).await)
        .await?;
    Ok(thread)
}

async fn card(site: &TestApp, who: &Someone, shared: &Shared) -> CardState {
    card_for(site, &actor(who), shared).await
}

async fn card_for(site: &TestApp, actor: &Actor, shared: &Shared) -> CardState {
    let seen = threads::queries::find(&site.app.db, actor, shared.thread)
        .await
        .unwrap();
    let shown = Shown::by(&seen, [shared.post]);
    let mut cards = queries::cards(&site.app.db, &shown).await.unwrap();
    cards.remove(&shared.post).expect("a card")
}

/// Whether or not there is anything to take back.
async fn withdraw_all(who: &Browser) {
    let done = who.post("/results/shared/withdrawal", &[]).await;
    assert_eq!(done.status, 303);
}

async fn set_role(site: &TestApp, network: &network::Model, who: &Someone, role: membership::Role) {
    site.make(async |write| {
        membership::Entity::update_many()
            .col_expr(membership::Column::Role, Expr::value(role))
            .filter(in_network(network.id, who.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}

async fn leave(site: &TestApp, network: &network::Model, who: &Someone) {
    site.make(async |write| {
        membership::Entity::delete_many()
            .filter(in_network(network.id, who.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}

fn in_network(network: NetworkId, who: AccountId) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(membership::Column::NetworkId.eq(network))
        .add(membership::Column::AccountId.eq(who))
}

async fn set_visibility(site: &TestApp, network: &network::Model, visibility: Visibility) {
    site.make(async |write| {
        network::Entity::update_many()
            .col_expr(network::Column::Visibility, Expr::value(visibility))
            .filter(network::Column::Id.eq(network.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}
