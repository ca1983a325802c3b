//! What holds when many people do things at once, and what a page costs whatever it shows.

use std::collections::BTreeSet;

use indaba::{
    entity::{form_use, id::ThreadId, network::Visibility, post},
    features::{networks, threads},
    platform::web::form::FormKey,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use tokio::task::JoinSet;

use crate::support::{Answer, Someone, TestApp};

async fn posts(site: &TestApp, thread: ThreadId) -> Vec<post::Model> {
    let found = post::Entity::find().filter(post::Column::ThreadId.eq(thread));
    found.all(&site.app.db).await.unwrap()
}

fn reply(who: &Someone, thread: ThreadId, key: &str, words: &str) -> Sending {
    let browser = who.browser.clone();
    let path = format!("/threads/{thread}/replies");
    let fields = [
        ("form_key".to_owned(), key.to_owned()),
        ("body".to_owned(), words.to_owned()),
    ];
    Sending {
        browser,
        path,
        fields,
    }
}

struct Sending {
    browser: crate::support::Browser,
    path: String,
    fields: [(String, String); 2],
}

impl Sending {
    async fn send(self) -> Answer {
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.browser.post(&self.path, &fields).await
    }
}

async fn all_at_once(sendings: Vec<Sending>) -> Vec<Answer> {
    let mut running = JoinSet::new();
    for sending in sendings {
        running.spawn(sending.send());
    }
    running.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_replies_at_once_get_two_hundred_numbers() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site
        .thread_by(&ada, network.id, "What helped most?")
        .await
        .id;
    let sendings = (0..200).map(|n| {
        let key = FormKey::fresh(&site.app.secret, Some(ada.id));
        reply(&ada, thread, &key, &format!("Answer {n}"))
    });
    let answers = all_at_once(sendings.collect()).await;
    for answer in &answers {
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    }
    let numbers: BTreeSet<_> = posts(&site, thread)
        .await
        .iter()
        .map(|post| post.number)
        .collect();
    assert_eq!(numbers, (1..=201).collect());
    let row = site.thread(thread).await;
    assert_eq!(
        (row.last_number, row.visible_posts, row.last_visible_number),
        (201, 201, 201)
    );
    let differences = threads::counters::differences(&site.app.db).await.unwrap();
    assert!(differences.is_empty(), "{differences:?}");
    let differences = networks::counters::differences(&site.app.db).await.unwrap();
    assert!(differences.is_empty(), "{differences:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_form_fifty_times_makes_one_post_and_leads_to_one_place() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site
        .thread_by(&ada, network.id, "What helped most?")
        .await
        .id;
    let key = FormKey::fresh(&site.app.secret, Some(ada.id));
    let sendings = (0..50)
        .map(|_| reply(&ada, thread, &key, "Handrails"))
        .collect();
    let answers = all_at_once(sendings).await;
    let places: BTreeSet<_> = answers.iter().map(Answer::location).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 303));
    assert_eq!(posts(&site, thread).await.len(), 2);
}

#[tokio::test]
async fn a_used_form_with_another_text_gives_the_text_back() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site
        .thread_by(&ada, network.id, "What helped most?")
        .await
        .id;
    let key = FormKey::fresh(&site.app.secret, Some(ada.id));
    let first = reply(&ada, thread, &key, "Handrails").send().await;
    let other = reply(&ada, thread, &key, "Handrails, and better light")
        .send()
        .await;
    assert_eq!(other.status.as_u16(), 422);
    assert!(other.body.contains("This form was already sent"));
    assert!(other.body.contains("Handrails, and better light"));
    assert!(!other.body.contains(&key), "keys are not given back");
    let again = reply(&ada, thread, &key, "Handrails").send().await;
    assert_eq!(again.location(), first.location());
    assert_eq!(posts(&site, thread).await.len(), 2);
    // Neither the key nor what was sent can be found out from what is stored.
    let used = form_use::Entity::find().all(&site.app.db).await.unwrap();
    assert!(
        used.iter()
            .all(|used| used.key != key && used.digest.is_some())
    );
}

#[tokio::test]
async fn what_was_chosen_or_carried_along_is_not_given_back_as_a_text() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let fields = [
        ("form_key", "stale"),
        ("title", "Who leads us?"),
        ("happening", "Nobody wants to"),
        ("dimensions", "LEA"),
        ("result", "123456"),
        ("result_level", "bands"),
    ];
    let path = format!("/networks/{}/challenges", network.slug);
    let answer = ada.post(&path, &fields).await;
    assert_eq!(answer.status.as_u16(), 422);
    for wanted in [
        "Title</label>",
        "What is happening?</label>",
        "Nobody wants to",
    ] {
        assert!(answer.body.contains(wanted), "{wanted}");
    }
    for unwanted in ["LEA", "123456", "bands", "Text 1"] {
        assert!(!answer.body.contains(unwanted), "{unwanted}");
    }
}

#[tokio::test]
async fn a_form_key_of_somebody_else_or_of_another_form_gives_the_text_back() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;
    let one = site
        .thread_by(&ada, network.id, "What helped most?")
        .await
        .id;
    let two = site
        .thread_by(&ada, network.id, "What helped least?")
        .await
        .id;
    let key = FormKey::fresh(&site.app.secret, Some(ada.id));
    assert_eq!(
        reply(&ada, one, &key, "First").send().await.status.as_u16(),
        303
    );
    let stolen = FormKey::fresh(&site.app.secret, Some(ada.id));
    let long = "k".repeat(10_000);
    for (who, key) in [
        (&ada, key.as_str()),
        (&ben, &stolen),
        (&ada, ""),
        (&ada, &long),
    ] {
        let answer = reply(who, two, key, "Words that must not be lost")
            .send()
            .await;
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.body.contains("This form is out of date"));
        assert!(answer.body.contains("Words that must not be lost"));
    }
    assert_eq!(posts(&site, two).await.len(), 1);
}

#[tokio::test]
async fn a_thread_page_costs_the_same_however_long_the_thread_is() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Public).await;
    let ada = site.member_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;
    let short = site
        .thread_by(&ada, network.id, "A short conversation")
        .await;
    let long = site
        .thread_by(&ada, network.id, "A long conversation")
        .await;
    site.reply_by(&ben, short.id, "One").await;
    for n in 0..45 {
        site.reply_by(if n % 2 == 0 { &ada } else { &ben }, long.id, "Another")
            .await;
    }
    let path =
        |thread: &indaba::entity::thread::Model| format!("/threads/{}/{}", thread.id, thread.slug);
    let pages = [path(&short), path(&long), format!("{}?page=3", path(&long))];
    for page in &pages {
        // performance.md P6: 2 as a visitor, 4 signed in, plus the write when the mark grows.
        let first = site.visitor().visit(page).await.has_status(200).statements;
        let again = site.visitor().visit(page).await.statements;
        assert!((1..=2).contains(&first), "{page}: {first} for a visitor");
        assert_eq!(again, 1, "{page}, from held pieces");
        ben.visit(page).await.has_status(200);
        let again = ben.visit(page).await.statements;
        assert!((1..=4).contains(&again), "{page}: {again} signed in");
    }
}

#[tokio::test]
async fn lists_cost_the_same_whatever_they_show() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Public).await;
    let ada = site.leader_of(network.id, "ada").await;
    let mut costs = Vec::new();
    for round in 0..3 {
        let list = ada
            .visit("/networks/falls")
            .await
            .has_status(200)
            .statements;
        let home = ada.visit("/").await.has_status(200).statements;
        assert!(list <= 6, "the thread list takes {list}");
        assert!(home <= 10, "home takes {home}");
        costs.push((list, home));
        for n in 0..5 {
            site.thread_by(&ada, network.id, &format!("Conversation {round} {n}"))
                .await;
        }
    }
    assert_eq!(costs[1], costs[2]);
}

#[tokio::test]
async fn r1_a_thread_of_a_private_network_and_an_unknown_one_answer_alike_to_the_byte() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site.thread_by(&ada, network.id, "A canary sings").await;
    for path in [
        "/threads/{}",
        "/threads/{}/a-canary-sings",
        "/posts/{}",
        "/posts/{}/history",
    ] {
        let hidden = site
            .visitor()
            .get(&path.replace("{}", &thread.id.to_string()))
            .await;
        let unknown = site.visitor().get(&path.replace("{}", "987654")).await;
        assert_eq!(hidden.status.as_u16(), 404, "{path}");
        assert_eq!(hidden.body, unknown.body, "{path}");
        let names = |answer: &Answer| {
            answer
                .headers
                .keys()
                .map(|name| name.as_str().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&hidden), names(&unknown), "{path}");
    }
}

#[tokio::test]
async fn r9_a_page_opened_before_leaving_posts_nothing_after() {
    let site = TestApp::start().await;
    let network = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site.thread_by(&lea, network.id, "What helped most?").await;
    let open = ada
        .visit(&format!("/threads/{}/{}", thread.id, thread.slug))
        .await;
    let page = ada.visit("/networks/falls/leave").await;
    page.press("Leave this network").await.has_status(200);
    let answer = open
        .fill("Your reply", "Too late")
        .press("Post reply")
        .await;
    answer.has_status(404).sees("Too late");
    assert_eq!(posts(&site, thread.id).await.len(), 1);
}
