//! Staying signed in: for how long, on how many nodes, and how it ends.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use indaba::{
    entity::{account, id::AccountId, membership, network, session, site_role},
    platform::{
        access::Actor,
        app::App,
        jobs::{schedule, worker},
        secret::fingerprint,
        web::{
            error::{Error, Result},
            path::Path,
            routes::{Door, Routes},
            server,
            session::{self as signed_in, CurrentSession},
        },
    },
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use tower::ServiceExt;

use crate::support::TestApp;

/// A page that says who is reading.
async fn who(actor: Actor) -> String {
    match (actor.person(), actor.account()) {
        (Some(person), _) => {
            let site = person.site;
            format!(
                "{} {:?} {}",
                person.name,
                (site.broker, site.moderator, site.admin),
                person.moderates
            )
        }
        (None, Some(person)) => format!("{} unconfirmed", person.name),
        (None, None) => "a visitor".to_owned(),
    }
}

async fn sign_in(
    State(app): State<App>,
    session: CurrentSession,
    Path(id): Path<AccountId>,
) -> Result<String> {
    let found = account::Entity::find_by_id(id)
        .one(&app.db)
        .await?
        .ok_or(Error::NotFound)?;
    session
        .sign_in(app.clock.now(), id, found.session_epoch)
        .await?;
    Ok("signed in".to_owned())
}

async fn sign_out(session: CurrentSession) -> Result<&'static str> {
    session.sign_out().await?;
    Ok("signed out")
}

/// Changes what the session holds, without a new id.
async fn password_at(session: CurrentSession) -> Result<String> {
    Ok(format!("{:?}", session.password_at().await?))
}

async fn name(session: CurrentSession) -> Result<String> {
    Ok(session.name().await?.unwrap_or_default())
}

fn node(app: &App) -> Router {
    let routes = Routes::default()
        .get("/who", Door::Anyone, who)
        .get("/password", Door::Anyone, password_at)
        .get("/name", Door::Anyone, name)
        .post("/in/{id}", Door::Anyone, sign_in)
        .post("/out", Door::Anyone, sign_out);
    server::build(app.clone(), routes).unwrap()
}

struct Answered {
    body: String,
    headers: HeaderMap,
}

impl Answered {
    /// The cookie that the browser keeps, as it sends it.
    fn cookie(&self) -> String {
        let set = self
            .headers
            .get(header::SET_COOKIE)
            .expect("a cookie")
            .to_str()
            .unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    fn statements(&self) -> &str {
        self.headers.get("x-statements").unwrap().to_str().unwrap()
    }
}

async fn ask(node: &Router, method: &str, path: &str, cookie: &str) -> Answered {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header(
            header::USER_AGENT,
            "Mozilla/5.0 (X11; Linux x86_64) Firefox/131.0",
        )
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .unwrap();
    let response = node.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{method} {path}");
    let headers = response.headers().clone();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    Answered {
        body: String::from_utf8_lossy(&body).into_owned(),
        headers,
    }
}

/// Signs somebody in and gives the cookie.
async fn enter(node: &Router, id: AccountId) -> String {
    ask(node, "POST", &format!("/in/{id}"), "").await.cookie()
}

async fn who_is(node: &Router, cookie: &str) -> String {
    ask(node, "GET", "/who", cookie).await.body
}

async fn rows(app: &App) -> Vec<session::Model> {
    session::Entity::find().all(&app.db).await.unwrap()
}

async fn change(site: &TestApp, id: AccountId, column: account::Column, value: Expr) {
    site.make(async |write| {
        let changed = account::Entity::update_many()
            .col_expr(column, value)
            .filter(account::Column::Id.eq(id))
            .exec(write.txn)
            .await?;
        assert_eq!(changed.rows_affected, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_visitor_costs_no_statement_and_a_person_one() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;

    let visitor = ask(&node, "GET", "/who", "").await;
    assert_eq!(
        (visitor.body.as_str(), visitor.statements()),
        ("a visitor", "0")
    );
    let person = ask(&node, "GET", "/who", &cookie).await;
    assert_eq!(person.body, "Ada (false, false, false) false");
    assert_eq!(person.statements(), "1");
    assert!(
        person.headers.get(header::SET_COOKIE).is_none(),
        "nothing to change"
    );
}

#[tokio::test]
async fn whoever_reads_the_table_cannot_take_over_a_session() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    let id = cookie.strip_prefix("__Host-sid=").unwrap();

    let rows = rows(&site.app).await;
    let mine: Vec<_> = rows
        .iter()
        .filter(|row| row.id_hash == fingerprint(id))
        .collect();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].label, "Firefox on Linux");
    assert!(!format!("{rows:?}").contains(id));
    assert!(
        !format!("{rows:?}").contains("Ada"),
        "who that is, is read afresh"
    );
}

#[tokio::test]
async fn the_cookie_keeps_to_this_site_and_away_from_scripts() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let entered = ask(&node, "POST", &format!("/in/{}", ada.id), "").await;
    let cookie = entered
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    for part in [
        "__Host-sid=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
}

#[tokio::test]
async fn signing_in_gives_a_new_id_and_ends_the_session_before() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let planted = "__Host-sid=AAAAAAAAAAAAAAAAAAAAAA";
    let first = ask(&node, "POST", &format!("/in/{}", ada.id), planted)
        .await
        .cookie();
    assert_ne!(first, planted);

    let second = ask(&node, "POST", &format!("/in/{}", ben.id), &first)
        .await
        .cookie();
    assert_ne!(second, first);
    assert_eq!(who_is(&node, &first).await, "a visitor");
    assert!(who_is(&node, &second).await.starts_with("Ben"));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_removes_the_cookie() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;

    let out = ask(&node, "POST", "/out", &cookie).await;
    let removal = out
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    assert!(removal.starts_with("__Host-sid=; Max-Age=0"), "{removal}");
    assert!(
        removal.contains("Secure") && removal.contains("Path=/"),
        "{removal}"
    );
    assert_eq!(who_is(&node, &cookie).await, "a visitor");
    let stale = ask(&node, "GET", "/who", &cookie).await;
    assert_eq!(stale.cookie(), "__Host-sid=", "a dead cookie goes");
}

#[tokio::test]
async fn a_request_in_flight_does_not_bring_back_a_session_that_has_ended() {
    use indaba::platform::web::session_store::Store;
    use tower_sessions::SessionStore;
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    let id = cookie.strip_prefix("__Host-sid=").unwrap().parse().unwrap();
    let store = Store::new(site.app.clone());

    let mut slow = store.load(&id).await.unwrap().unwrap();
    ask(&node, "POST", "/out", &cookie).await;
    let left = rows(&site.app).await.len();
    slow.data.insert("changed".to_owned(), true.into());
    store.save(&slow).await.unwrap();

    assert_eq!(rows(&site.app).await.len(), left);
    assert!(store.load(&id).await.unwrap().is_none());
}

#[tokio::test]
async fn what_a_session_holds_is_kept_and_the_person_is_not() {
    use indaba::platform::web::session_store::Store;
    use tower_sessions::SessionStore;
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    let id = cookie.strip_prefix("__Host-sid=").unwrap().parse().unwrap();
    let store = Store::new(site.app.clone());

    let mut record = store.load(&id).await.unwrap().unwrap();
    record.data.insert("changed".to_owned(), true.into());
    store.save(&record).await.unwrap();

    let again = store.load(&id).await.unwrap().unwrap();
    assert_eq!(again.data.get("changed"), Some(&true.into()));
    let now = site.now();
    assert_eq!(
        ask(&node, "GET", "/password", &cookie).await.body,
        format!("{:?}", Some(now))
    );
    let key = fingerprint(id.to_string());
    let row = rows(&site.app)
        .await
        .into_iter()
        .find(|row| row.id_hash == key)
        .unwrap();
    assert_eq!(
        row.data,
        format!(r#"{{"changed":true,"password_at":{}}}"#, now.0)
    );
}

#[tokio::test]
async fn raising_the_epoch_signs_one_person_out_on_every_node_and_nobody_else() {
    let site = TestApp::start().await;
    let here = node(&site.app);
    let there = node(&site.another_node().await);
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let (phone, desk) = (enter(&here, ada.id).await, enter(&there, ada.id).await);
    let other = enter(&here, ben.id).await;

    change(&site, ada.id, account::Column::SessionEpoch, Expr::value(2)).await;
    for node in [&here, &there] {
        assert_eq!(who_is(node, &phone).await, "a visitor");
        assert_eq!(who_is(node, &desk).await, "a visitor");
        assert!(who_is(node, &other).await.starts_with("Ben"));
    }
    let again = enter(&here, ada.id).await;
    assert!(who_is(&there, &again).await.starts_with("Ada"));
}

#[tokio::test]
async fn a_suspended_or_closed_account_is_a_visitor_at_the_next_request() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    for (state, shown) in [
        (account::State::Suspended, "a visitor"),
        (account::State::Active, "Ada (false, false, false) false"),
        (account::State::Unverified, "Ada unconfirmed"),
        (account::State::AwaitingApproval, "Ada unconfirmed"),
        (account::State::Closed, "a visitor"),
    ] {
        change(&site, ada.id, account::Column::State, Expr::value(state)).await;
        assert_eq!(who_is(&node, &cookie).await, shown, "{state:?}");
    }
}

#[tokio::test]
async fn a_role_counts_from_the_next_request_on() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.staff("ada", site_role::Role::KnowledgeBroker).await;
    let cookie = enter(&node, ada.id).await;
    assert_eq!(
        who_is(&node, &cookie).await,
        "Ada (true, false, false) false"
    );

    let falls = site.network("falls", network::Visibility::Private).await;
    site.put_in(falls.id, ada.id, membership::Role::Moderator)
        .await;
    site.make(async |write| {
        let row = site_role::ActiveModel {
            account_id: sea_orm::Set(ada.id),
            role: sea_orm::Set(site_role::Role::Admin),
            granted_by: sea_orm::Set(None),
            granted_at: sea_orm::Set(write.now),
        };
        site_role::Entity::insert(row)
            .exec_without_returning(write.txn)
            .await?;
        Ok(())
    })
    .await;
    assert_eq!(who_is(&node, &cookie).await, "Ada (true, false, true) true");
}

#[tokio::test]
async fn a_session_ends_after_a_week_unused() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    site.wait_minutes(7 * 24 * 60 - 1);
    assert!(who_is(&node, &cookie).await.starts_with("Ada"));

    let site = TestApp::start().await;
    let node = self::node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    site.wait_minutes(7 * 24 * 60);
    assert_eq!(who_is(&node, &cookie).await, "a visitor");
}

#[tokio::test]
async fn a_session_in_use_is_kept_and_ends_after_thirty_days_all_the_same() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    for _ in 0..5 {
        site.wait_minutes(6 * 24 * 60 - 1);
        assert!(who_is(&node, &cookie).await.starts_with("Ada"));
        seen_at(&site, &cookie, site.now().0).await;
    }
    site.wait_minutes(10);
    assert_eq!(who_is(&node, &cookie).await, "a visitor");
}

#[tokio::test]
async fn when_a_session_was_last_used_is_written_every_five_minutes_at_most() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    let cookie = enter(&node, ada.id).await;
    let begun = site.now().0;
    site.wait_minutes(4);
    who_is(&node, &cookie).await;
    seen_at(&site, &cookie, begun).await;
    site.wait_minutes(1);
    who_is(&node, &cookie).await;
    seen_at(&site, &cookie, begun + 5 * 60_000).await;
}

/// Waits until the session was last seen at `at`: that is noted behind the reader's back.
async fn seen_at(site: &TestApp, cookie: &str, at: i64) {
    let key = fingerprint(cookie.strip_prefix("__Host-sid=").unwrap());
    for _ in 0..10_000 {
        let row = session::Entity::find_by_id(&key)
            .one(&site.app.db)
            .await
            .unwrap()
            .unwrap();
        if row.last_seen_at.0 == at {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("not noted");
}

#[tokio::test]
async fn the_twenty_first_session_ends_the_one_unused_for_longest() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let other = enter(&node, ben.id).await;
    // The maker of Ada has signed her in once already.
    site.make(async |write| {
        signed_in::end_others(write, ada.id, None).await?;
        Ok(())
    })
    .await;
    let mut cookies = Vec::new();
    for _ in 0..21 {
        site.wait_minutes(1);
        cookies.push(enter(&node, ada.id).await);
    }
    assert_eq!(who_is(&node, &cookies[0]).await, "a visitor");
    for cookie in &cookies[1..] {
        assert!(who_is(&node, cookie).await.starts_with("Ada"));
    }
    assert!(who_is(&node, &other).await.starts_with("Ben"));
}

#[tokio::test]
async fn people_see_their_own_sessions_and_end_only_those() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    let (phone, desk) = (enter(&node, ada.id).await, enter(&node, ada.id).await);
    let own = ask(&node, "GET", "/name", &desk).await.body;
    let list = signed_in::list(&site.app.db, site.now(), ada.id)
        .await
        .unwrap();
    // One more by the maker.
    assert_eq!(list.len(), 3);
    assert!(list.iter().any(|session| session.name == own));
    let name = ask(&node, "GET", "/name", &phone).await.body;

    let by_ben = site
        .make(async |write| Ok(signed_in::end(write, ben.id, &name).await?))
        .await;
    assert!(!by_ben);
    assert!(who_is(&node, &phone).await.starts_with("Ada"));
    for wrong in ["", "%", "0123456789abcde%", "zzzzzzzzzzzzzzzz"] {
        let ended = site
            .make(async |write| Ok(signed_in::end(write, ada.id, wrong).await?))
            .await;
        assert!(!ended, "{wrong}");
    }
    let by_ada = site
        .make(async |write| Ok(signed_in::end(write, ada.id, &name).await?))
        .await;
    assert!(by_ada);
    assert_eq!(who_is(&node, &phone).await, "a visitor");

    let ended = site
        .make(async |write| Ok(signed_in::end_others(write, ada.id, Some(&own)).await?))
        .await;
    assert_eq!(ended, 1);
    assert!(who_is(&node, &desk).await.starts_with("Ada"));
    assert!(ben.visit("/who").await.sees("Page not found").path == "/who");
}

#[tokio::test]
async fn the_sweep_takes_expired_sessions_and_leaves_live_ones() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    enter(&node, ada.id).await;
    site.wait_minutes(7 * 24 * 60);
    let live = enter(&node, ada.id).await;

    schedule::enqueue_due(&site.app).await.unwrap();
    let ran = worker::run_due(&site.app).await.unwrap();
    assert_eq!(ran.failed, 0);
    assert_eq!(rows(&site.app).await.len(), 1);
    assert!(who_is(&node, &live).await.starts_with("Ada"));
}

#[tokio::test]
async fn a_session_that_was_made_with_an_older_epoch_is_none() {
    let site = TestApp::start().await;
    let node = node(&site.app);
    let ada = site.person("ada").await;
    // The password is right, and while it is hashed the account is suspended and reinstated.
    let cookie = enter(&node, ada.id).await;
    let lowered: Result<_, DbErr> = site
        .app
        .write(async |write| {
            session::Entity::update_many()
                .col_expr(session::Column::Epoch, Expr::value(0))
                .exec(write.txn)
                .await
        })
        .await;
    lowered.unwrap();
    assert_eq!(who_is(&node, &cookie).await, "a visitor");
}
