//! Work for later: done once, also when workers die; and what is done every so often.

use std::collections::BTreeMap;

use anyhow::Result;
use indaba::{
    entity::{
        activity as activity_row, draft, form_use,
        id::{AccountId, ActivityId, JobId},
        job,
        one_time_link::{self, Purpose},
        throttle,
    },
    platform::{
        access::Actor,
        activity::{self, Activity, Listener, Listeners},
        app::{App, Plugged},
        drafts::{self, Rescued},
        jobs::{
            Job, Registry,
            queue::{self, Claimed},
            schedule,
            worker::{self, Ran},
        },
        one_time,
    },
};
use sea_orm::{
    ActiveValue::Set,
    DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    sea_query::{Expr, OnConflict},
};
use serde::{Deserialize, Serialize};

use crate::support::TestApp;

/// Leaves a mark that says how often it ran.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    name: String,
}

impl Job for Mark {
    const NAME: &'static str = "mark";

    async fn run(self, app: &App) -> Result<()> {
        let done: Result<(), DbErr> = app
            .write(async |write| {
                let first = throttle::ActiveModel {
                    key: Set(self.name.clone()),
                    count: Set(1),
                    since: Set(write.now),
                    blocked_until: Set(None),
                };
                let count = Expr::col((throttle::Entity, throttle::Column::Count));
                let again = OnConflict::column(throttle::Column::Key)
                    .value(throttle::Column::Count, ExprTrait::add(count, 1))
                    .to_owned();
                throttle::Entity::insert(first)
                    .on_conflict(again)
                    .exec_without_returning(write.txn)
                    .await
                    .map(|_| ())
            })
            .await;
        Ok(done?)
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Fail {}

impl Job for Fail {
    const NAME: &'static str = "fail";

    async fn run(self, _: &App) -> Result<()> {
        anyhow::bail!("The other side is away")
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Break {}

impl Job for Break {
    const NAME: &'static str = "break";

    async fn run(self, _: &App) -> Result<()> {
        panic!("a fault of ours")
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Hourly {}

impl Job for Hourly {
    const NAME: &'static str = "hourly";

    async fn run(self, app: &App) -> Result<()> {
        Mark {
            name: "hourly".to_owned(),
        }
        .run(app)
        .await
    }
}

/// Marks what it heard of.
#[derive(Debug, Serialize, Deserialize)]
struct Hear {
    activity: ActivityId,
}

impl Job for Hear {
    const NAME: &'static str = "hear";

    async fn run(self, app: &App) -> Result<()> {
        let heard = activity_row::Entity::find_by_id(self.activity)
            .one(&app.db)
            .await?;
        let kind = heard.map(|row| row.kind).unwrap_or_default();
        Mark {
            name: format!("heard {kind}"),
        }
        .run(app)
        .await
    }
}

impl Listener for Hear {
    const HEARS: &'static [&'static str] = &["replied"];

    fn about(activity: ActivityId) -> Self {
        Self { activity }
    }
}

async fn site() -> TestApp {
    let plugged = Plugged {
        jobs: Registry::default()
            .with::<Mark>()
            .with::<Fail>()
            .with::<Break>()
            .with::<Hear>()
            .every::<Hourly>(60),
        listeners: Listeners::default().with::<Hear>(),
        ..Plugged::default()
    };
    TestApp::start_plugged(|_| {}, plugged).await
}

async fn want(site: &TestApp, job: &impl Job) -> JobId {
    site.make(async |write| Ok(queue::enqueue(write, job, write.now).await?))
        .await
}

fn mark(name: &str) -> Mark {
    Mark {
        name: name.to_owned(),
    }
}

/// How often each mark was made.
async fn marks(app: &App) -> BTreeMap<String, i64> {
    let rows = throttle::Entity::find().all(&app.db).await.unwrap();
    rows.into_iter().map(|row| (row.key, row.count)).collect()
}

async fn left(app: &App) -> u64 {
    job::Entity::find().count(&app.db).await.unwrap()
}

async fn claim_one(app: &App) -> Claimed {
    queue::claim(app, 1)
        .await
        .unwrap()
        .pop()
        .expect("a due job")
}

#[tokio::test]
async fn a_job_is_done_once_and_leaves_no_row() {
    let site = site().await;
    want(&site, &mark("one")).await;
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 1, failed: 0 }
    );
    assert_eq!(worker::run_due(&site.app).await.unwrap(), Ran::default());
    assert_eq!(
        marks(&site.app).await,
        BTreeMap::from([("one".to_owned(), 1)])
    );
    assert_eq!(left(&site.app).await, 0);
}

#[tokio::test]
async fn a_job_goes_away_with_the_transaction_that_wanted_it() {
    let site = site().await;
    let undone: Result<(), DbErr> = site
        .app
        .write(async |write| {
            queue::enqueue(write, &mark("never"), write.now).await?;
            Err(DbErr::Custom("no".to_owned()))
        })
        .await;
    assert!(undone.is_err());
    assert_eq!(left(&site.app).await, 0);
}

#[tokio::test]
async fn a_job_waits_for_its_time() {
    let site = site().await;
    site.make(async |write| {
        Ok(queue::enqueue(write, &mark("later"), write.now.plus_minutes(10)).await?)
    })
    .await;
    site.wait_minutes(9);
    assert_eq!(worker::run_due(&site.app).await.unwrap(), Ran::default());
    site.wait_minutes(1);
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 1, failed: 0 }
    );
}

#[tokio::test]
async fn of_several_workers_one_gets_each_job() {
    let site = site().await;
    let nodes = [
        site.app.clone(),
        site.another_node().await,
        site.another_node().await,
    ];
    for number in 0..30 {
        want(&site, &mark(&number.to_string())).await;
    }
    let mut workers = tokio::task::JoinSet::new();
    for node in nodes.iter().cycle().take(6) {
        let node = node.clone();
        workers.spawn(async move {
            let mut taken = Vec::new();
            loop {
                let jobs = queue::claim(&node, 2).await.unwrap();
                if jobs.is_empty() {
                    return taken;
                }
                taken.extend(jobs.into_iter().map(|job| job.id));
            }
        });
    }
    let mut taken: Vec<JobId> = workers.join_all().await.concat();
    taken.sort();
    // On PostgreSQL a worker may look away while another holds the rest, so it is the end that
    // counts: each job was taken, and none twice.
    let again = queue::claim(&site.app, 30).await.unwrap();
    taken.extend(again.iter().map(|job| job.id));
    let count = taken.len();
    taken.dedup();
    assert_eq!((taken.len(), count), (30, 30));
}

#[tokio::test]
async fn what_a_killed_worker_held_is_done_by_another_after_the_lease() {
    let site = site().await;
    want(&site, &mark("one")).await;
    let killed = claim_one(&site.app).await;
    let other = site.another_node().await;
    assert!(
        queue::claim(&other, 1).await.unwrap().is_empty(),
        "the lease holds"
    );

    site.wait_minutes(1);
    assert_eq!(
        worker::run_due(&other).await.unwrap(),
        Ran { done: 1, failed: 0 }
    );
    assert_eq!(killed.attempt, 1);
    assert_eq!(
        marks(&site.app).await,
        BTreeMap::from([("one".to_owned(), 1)])
    );
}

#[tokio::test]
async fn a_worker_that_was_thought_dead_cannot_end_the_job_of_another() {
    let site = site().await;
    want(&site, &mark("one")).await;
    let zombie = claim_one(&site.app).await;
    site.wait_minutes(1);
    let heir = claim_one(&site.another_node().await).await;
    assert_eq!((zombie.id, heir.attempt), (heir.id, 2));

    assert!(!queue::complete(&site.app, &zombie).await.unwrap());
    assert!(!queue::renew(&site.app, &zombie).await.unwrap());
    assert_eq!(queue::fail(&site.app, &zombie, "late").await.unwrap(), None);
    queue::release(&site.app, &zombie).await.unwrap();
    assert!(
        queue::claim(&site.app, 1).await.unwrap().is_empty(),
        "the heir still holds it"
    );
    assert!(queue::complete(&site.app, &heir).await.unwrap());
    assert_eq!(left(&site.app).await, 0);
}

#[tokio::test]
async fn a_lease_that_is_renewed_holds() {
    let site = site().await;
    want(&site, &mark("long")).await;
    let job = claim_one(&site.app).await;
    for _ in 0..5 {
        site.wait_minutes(1);
        assert!(queue::renew(&site.app, &job).await.unwrap());
        assert!(queue::claim(&site.app, 1).await.unwrap().is_empty());
    }
    assert!(queue::complete(&site.app, &job).await.unwrap());
}

#[tokio::test]
async fn a_job_that_is_given_back_was_not_tried() {
    let site = site().await;
    want(&site, &mark("one")).await;
    let job = claim_one(&site.app).await;
    queue::release(&site.app, &job).await.unwrap();
    assert_eq!(claim_one(&site.app).await.attempt, 1);
}

#[tokio::test]
async fn a_job_that_fails_is_tried_eight_times_and_then_waits_for_somebody_to_look() {
    let site = site().await;
    let id = want(&site, &Fail {}).await;
    want(&site, &mark("other")).await;
    let first = worker::run_due(&site.app).await.unwrap();
    assert_eq!(first, Ran { done: 1, failed: 1 }, "the others go on");
    for attempt in 2..=8 {
        assert_eq!(
            worker::run_due(&site.app).await.unwrap(),
            Ran::default(),
            "it waits"
        );
        site.wait_minutes(4 * 24 * 60);
        let ran = worker::run_due(&site.app).await.unwrap();
        assert_eq!(ran, Ran { done: 0, failed: 1 }, "attempt {attempt}");
    }
    site.wait_minutes(10 * 24 * 60);
    assert_eq!(worker::run_due(&site.app).await.unwrap(), Ran::default());
    let dead = queue::dead(&site.app.db).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].id, dead[0].attempts), (id, 8));
    assert_eq!(dead[0].last_error, "The other side is away");

    assert!(
        site.make(async |write| Ok(queue::revive(write, id).await?))
            .await
    );
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 0, failed: 1 }
    );
}

#[tokio::test]
async fn a_job_that_panics_fails_and_the_worker_goes_on() {
    let site = site().await;
    want(&site, &Break {}).await;
    want(&site, &mark("after")).await;
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 1, failed: 1 }
    );
    let rows = job::Entity::find().all(&site.app.db).await.unwrap();
    assert_eq!(rows[0].last_error, "It panicked.");
}

#[tokio::test]
async fn a_job_that_kills_its_worker_each_time_is_given_up() {
    let site = site().await;
    want(&site, &mark("poison")).await;
    for attempt in 1..=8 {
        assert_eq!(claim_one(&site.app).await.attempt, attempt);
        site.wait_minutes(1);
    }
    assert!(queue::claim(&site.app, 1).await.unwrap().is_empty());
    assert_eq!(queue::dead(&site.app.db).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_worker_leaves_alone_what_it_does_not_know() {
    let site = site().await;
    want(&site, &mark("one")).await;
    let older = TestApp::start().await;
    older
        .make(async |write| Ok(queue::enqueue(write, &mark("one"), write.now).await?))
        .await;
    assert_eq!(worker::run_due(&older.app).await.unwrap(), Ran::default());
    assert_eq!(left(&older.app).await, 1);
}

#[tokio::test]
async fn two_workers_do_everything_and_stop_when_told() {
    let site = site().await;
    for number in 0..20 {
        want(&site, &mark(&number.to_string())).await;
    }
    let nodes = [site.app.clone(), site.another_node().await];
    let mut workers = tokio::task::JoinSet::new();
    for node in nodes {
        let look = node.clone();
        let stop = async move {
            while left(&look).await > 0 || marks(&look).await.len() < 20 {
                tokio::task::yield_now().await;
            }
        };
        workers.spawn(worker::run(node, stop));
    }
    workers.join_all().await;
    let marks = marks(&site.app).await;
    let numbered = marks.iter().filter(|(name, _)| *name != "hourly");
    assert_eq!(numbered.filter(|(_, times)| **times == 1).count(), 20);
}

#[tokio::test]
async fn what_is_done_every_hour_is_done_once_for_all_nodes() {
    let site = site().await;
    let nodes = [
        site.app.clone(),
        site.another_node().await,
        site.another_node().await,
    ];
    for hour in 1..=3 {
        let mut planning = tokio::task::JoinSet::new();
        for node in &nodes {
            let node = node.clone();
            planning.spawn(async move { schedule::enqueue_due(&node).await });
        }
        for planned in planning.join_all().await {
            planned.unwrap();
        }
        worker::run_due(&site.app).await.unwrap();
        assert_eq!(marks(&site.app).await.get("hourly"), Some(&hour));
        site.wait_minutes(60);
    }
}

#[tokio::test]
async fn whoever_listens_hears_of_what_happened_and_of_nothing_else() {
    let site = site().await;
    for kind in ["replied", "joined"] {
        site.make(async |write| {
            Ok(activity::record(
                write,
                Activity {
                    kind,
                    ..Activity::default()
                },
            )
            .await?)
        })
        .await;
    }
    assert_eq!(
        activity_row::Entity::find()
            .count(&site.app.db)
            .await
            .unwrap(),
        2
    );
    worker::run_due(&site.app).await.unwrap();
    assert_eq!(
        marks(&site.app).await,
        BTreeMap::from([("heard replied".to_owned(), 1)])
    );
}

#[tokio::test]
async fn the_sweep_removes_what_has_expired_and_nothing_else() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let text = [("body".to_owned(), "Handrails".to_owned())];
    let headers = axum::http::HeaderMap::new();
    drafts::rescue(&site.app, &headers, ada.id, "/a", &text)
        .await
        .unwrap();
    site.make(async |write| Ok(drafts::keep(write, ada.id, "/b", &text).await?))
        .await;
    site.make(async |write| {
        one_time::make(write, Purpose::Reset, Some(ada.id), 60).await?;
        let key = form_use::ActiveModel {
            key: Set("key".to_owned()),
            route: Set("/x".to_owned()),
            account_id: Set(Some(ada.id)),
            led_to: Set(None),
            digest: Set(None),
            created_at: Set(write.now),
        };
        form_use::Entity::insert(key)
            .exec_without_returning(write.txn)
            .await?;
        Ok(())
    })
    .await;
    let counts = async || {
        schedule::enqueue_due(&site.app).await.unwrap();
        worker::run_due(&site.app).await.unwrap();
        let db = &site.app.db;
        (
            draft::Entity::find().count(db).await.unwrap(),
            form_use::Entity::find().count(db).await.unwrap(),
            one_time_link::Entity::find().count(db).await.unwrap(),
        )
    };
    assert_eq!(counts().await, (2, 1, 1));
    site.wait_minutes(25 * 60);
    assert_eq!(counts().await, (1, 1, 1), "rescued text waits a day");
    site.wait_minutes(24 * 60);
    assert_eq!(
        counts().await,
        (1, 0, 1),
        "a used form key is known for two days"
    );
    site.wait_minutes(6 * 24 * 60);
    assert_eq!(
        counts().await,
        (1, 0, 0),
        "a link goes a week after its time"
    );
    site.wait_minutes(90 * 24 * 60);
    assert_eq!(counts().await, (0, 0, 0), "a draft waits for 90 days");
}

#[tokio::test]
async fn a_link_acts_once_also_in_a_race() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let make = async |minutes| {
        site.make(async |write| {
            Ok(one_time::make(write, Purpose::Confirm, Some(ada.id), minutes).await?)
        })
        .await
    };
    let older = make(60).await;
    let token = make(60).await;
    let db = &site.app.db;
    let seen = async |purpose, token: &str| {
        one_time::peek(db, site.now(), purpose, token)
            .await
            .unwrap()
    };
    assert!(
        seen(Purpose::Confirm, &older).await.is_none(),
        "a newer one takes its place"
    );
    assert!(
        seen(Purpose::Reset, &token).await.is_none(),
        "another purpose"
    );
    assert_eq!(
        seen(Purpose::Confirm, &token).await.unwrap().account,
        Some(ada.id)
    );
    assert_eq!(token.len(), 32);

    let mut racing = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (app, token) = (site.app.clone(), token.clone());
        racing.spawn(async move {
            let used: Result<_, DbErr> = app
                .write(async |write| one_time::use_up(write, Purpose::Confirm, &token).await)
                .await;
            used.unwrap()
        });
    }
    let used = racing.join_all().await.into_iter().flatten().count();
    assert_eq!(used, 1);
    assert!(seen(Purpose::Confirm, &token).await.is_none());

    let late = make(60).await;
    site.wait_minutes(60);
    assert!(seen(Purpose::Confirm, &late).await.is_none());
    let late: Option<_> = site
        .make(async |write| Ok(one_time::use_up(write, Purpose::Confirm, &late).await?))
        .await;
    assert!(late.is_none());
}

#[tokio::test]
async fn rescued_text_is_for_the_same_browser_and_the_same_person() {
    let site = TestApp::start().await;
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let none = axum::http::HeaderMap::new();
    let rescue = async |headers: &axum::http::HeaderMap, target: &str, text: &str| {
        let fields = [("body".to_owned(), text.to_owned())];
        let set = drafts::rescue(&site.app, headers, ada.id, target, &fields)
            .await
            .unwrap();
        let set = set.to_str().unwrap().to_owned();
        for part in [
            "__Host-rescue=",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
            "Path=/",
        ] {
            assert!(set.contains(part), "{set}");
        }
        let mut headers = axum::http::HeaderMap::new();
        let cookie = set.split(';').next().unwrap();
        headers.insert("cookie", cookie.parse().unwrap());
        headers
    };
    let browser = rescue(&none, "/threads/7/replies", "Handrails").await;
    let browser = rescue(&browser, "/threads/8/replies", "Lights").await;
    let text = async |browser: &axum::http::HeaderMap, id: Option<AccountId>, target: &str| {
        let actor = match id {
            Some(id) => actor(&site, id).await,
            None => Actor::visitor(true),
        };
        let found = Rescued::of(browser)
            .fields(&site.app.db, site.now(), &actor, target)
            .await;
        found.unwrap().map(|fields| fields[0].1.clone())
    };
    let seven = "/threads/7/replies";
    assert_eq!(
        text(&browser, Some(ada.id), seven).await.as_deref(),
        Some("Handrails")
    );
    let eight = text(&browser, Some(ada.id), "/threads/8/replies").await;
    assert_eq!(eight.as_deref(), Some("Lights"), "two tabs");
    assert_eq!(
        text(&browser, Some(ben.id), seven).await,
        None,
        "somebody else on this computer"
    );
    assert_eq!(text(&browser, None, seven).await, None, "nobody signed in");
    assert_eq!(
        text(&none, Some(ada.id), seven).await,
        None,
        "another browser"
    );
    assert_eq!(text(&browser, Some(ada.id), "/elsewhere").await, None);
    let rows = draft::Entity::find().all(&site.app.db).await.unwrap();
    let cookie = format!("{browser:?}");
    assert!(
        rows.iter()
            .all(|row| !cookie.contains(row.rescue_hash.as_deref().unwrap()))
    );

    site.make(async |write| Ok(drafts::forget(write, ada.id, seven).await?))
        .await;
    assert_eq!(
        text(&browser, Some(ada.id), seven).await,
        None,
        "it has arrived"
    );
    site.wait_minutes(24 * 60);
    assert_eq!(
        text(&browser, Some(ada.id), "/threads/8/replies").await,
        None,
        "a day later"
    );
}

#[tokio::test]
async fn fifty_drafts_are_kept_for_each_person() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    for number in 0..53 {
        let text = [("body".to_owned(), number.to_string())];
        let target = format!("/{}", number % 52);
        site.make(async |write| Ok(drafts::keep(write, ada.id, &target, &text).await?))
            .await;
    }
    assert_eq!(draft::Entity::find().count(&site.app.db).await.unwrap(), 50);
    let own = async |target: &str| {
        drafts::own(&site.app.db, ada.id, target)
            .await
            .unwrap()
            .map(|fields| fields[0].1.clone())
    };
    assert_eq!(
        own("/0").await.as_deref(),
        Some("52"),
        "the later one takes the place"
    );
    assert_eq!(own("/1").await, None, "the oldest makes room");
    assert_eq!(own("/51").await.as_deref(), Some("51"));
}

async fn actor(site: &TestApp, id: AccountId) -> Actor {
    use indaba::platform::access::{Person, SiteRoles};
    let found = indaba::entity::account::Entity::find_by_id(id);
    let found = found.one(&site.app.db).await.unwrap().unwrap();
    let person = Person {
        id,
        handle: found.handle,
        name: found.display_name,
        site: SiteRoles::default(),
        moderates: false,
        leads: false,
        time_zone: found.time_zone,
        theme: found.theme,
    };
    Actor::of(person, true)
}
