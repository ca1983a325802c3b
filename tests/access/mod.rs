//! The route table as it was reviewed; every closed door is knocked on; nothing leaks by any address.

mod crawl;
mod places;

use axum::http::StatusCode;
use indaba::{
    entity::{account, site_role},
    features,
    platform::{
        access::matrix,
        web::{
            routes::{Door, Routes},
            server,
        },
    },
};

use crate::support::{Answer, Browser, TestApp};
use places::Places;

fn all() -> Routes {
    server::with_own(features::routes())
}

/// A route with another door, or without its guard, is a decision: read the difference, then accept
/// it with `INSTA_UPDATE=always`.
#[test]
fn the_route_table_is_as_it_was_reviewed() {
    let routes = all();
    let mut table: Vec<_> = routes.table().iter().collect();
    table.sort_by_key(|route| (route.path, route.method));
    let lines: Vec<_> = table
        .iter()
        .map(|route| {
            let action = route.action.unwrap_or("-");
            format!(
                "{:4} {:46} {:10} {action}",
                route.method, route.path, route.door
            )
        })
        .collect();
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("routes", lines.join("\n"));
    });
}

#[test]
fn what_guards_a_route_is_a_row_of_the_matrix() {
    let known = matrix::actions();
    for route in all().table() {
        if let Some(action) = route.action {
            assert!(known.contains(&action), "{} {}", route.method, route.path);
        }
    }
}

/// Asks with the method of the route; forms are sent without what a page would have put into them.
async fn knock(browser: &Browser, method: &str, path: &str) -> Answer {
    match method {
        "GET" => browser.get(path).await,
        _ => browser.post(path, &[]).await,
    }
}

/// A page leads to sign in and back; a form, whose text has to be kept, says where to sign in.
fn is_turned_away(method: &str, answer: &Answer) -> bool {
    match (method, answer.status) {
        ("GET", StatusCode::SEE_OTHER) => answer.location().starts_with("/sign-in?next="),
        ("POST", StatusCode::FORBIDDEN) => answer.body.contains("href=\"/sign-in"),
        (_, status) => status == StatusCode::NOT_FOUND,
    }
}

#[tokio::test]
async fn a_visitor_who_knocks_on_a_closed_door_is_sent_to_sign_in_or_finds_nothing() {
    let site = TestApp::start().await;
    let places = Places::in_a_small_world(&site).await;
    let visitor = site.visitor();
    let mut wrong = Vec::new();
    for (route, door) in all().with_doors() {
        if matches!(door, Door::Anyone | Door::Link | Door::Respondent) {
            continue;
        }
        for path in places.of(route.path) {
            let answer = knock(&visitor, route.method, &path).await;
            if !is_turned_away(route.method, &answer) {
                wrong.push(format!("{} {path}: {}", route.method, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn r42_an_account_that_is_not_confirmed_gets_no_further_than_its_own_settings() {
    let site = TestApp::start().await;
    let places = Places::in_a_small_world(&site).await;
    let una = site
        .person_in_state("una", account::State::Unverified)
        .await;
    let mut wrong = Vec::new();
    for (route, door) in all().with_doors() {
        if !matches!(door, Door::SignedIn | Door::Admin) {
            continue;
        }
        for path in places.of(route.path) {
            let answer = knock(&una, route.method, &path).await;
            if answer.status != StatusCode::FORBIDDEN || !answer.body.contains("Confirm") {
                wrong.push(format!("{} {path}: {}", route.method, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn only_site_admins_get_through_the_doors_of_site_admins() {
    let site = TestApp::start().await;
    let places = Places::in_a_small_world(&site).await;
    let others = [
        site.person("ada").await,
        site.staff("kay", site_role::Role::KnowledgeBroker).await,
        site.staff("sam", site_role::Role::Moderator).await,
    ];
    for (route, door) in all().with_doors() {
        if door != Door::Admin {
            continue;
        }
        for path in places.of(route.path) {
            for person in &others {
                let answer = knock(person, route.method, &path).await;
                let status = answer.status;
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {path}", person.handle);
            }
        }
    }
}
