//! Joining, asking to, and deciding who may.

use indaba::entity::{
    account, join_request,
    membership::Role,
    network::{self, Visibility},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{audited, counts_its_members, days_later, mails, role_of};
use crate::support::{Someone, TestApp};

async fn asks(who: &Someone, slug: &str) {
    let page = who.visit(&format!("/networks/{slug}")).await;
    let page = page.fill("Why would you like to join?", "I lead a falls network");
    let page = page.press("Ask to join").await.has_status(200);
    page.sees("Your request is with the leaders and moderators");
}

async fn requests(site: &TestApp) -> Vec<join_request::Model> {
    join_request::Entity::find()
        .all(&site.app.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_open_network_is_joined_with_one_button_and_left_again() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls").await;
    let page = page.press("Join this network").await.has_status(200);
    page.sees("You are a member of this network now")
        .sees("you are a member");
    assert_eq!(role_of(&site, falls.id, &ada).await, Some(Role::Member));
    counts_its_members(&site, falls.id).await;
    let page = ada.visit("/networks/falls").await;
    let page = page.click("Leave this network").await;
    let page = page.sees("What stops").sees("What stays");
    let page = page.press("Leave this network").await;
    page.has_status(200).sees("You have left the network");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn joining_twice_is_joining_once() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let ada = site.person("ada").await;
    let (one, two) = (
        ada.visit("/networks/falls").await,
        ada.visit("/networks/falls").await,
    );
    let (first, second) = tokio::join!(
        one.press_raw("Join this network"),
        two.press_raw("Join this network")
    );
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    let page = two.press("Join this network").await;
    page.sees("You are a member of this network already");
    counts_its_members(&site, falls.id).await;
    let stored = super::stored(&site, "falls").await;
    assert_eq!(stored.members, 1);
}

#[tokio::test]
async fn leaving_twice_is_leaving_once() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let ada = site.member_of(falls.id, "ada").await;
    let page = ada.visit("/networks/falls/leave").await;
    page.press_raw("Leave this network").await;
    let again = page.press_raw("Leave this network").await;
    assert_eq!(again.location(), "/networks?said=left");
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn a_request_waits_until_a_moderator_accepts_it() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let mia = site.member_of(falls.id, "mia").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    for decider in [&lea, &moll] {
        assert_eq!(mails(&site, "request_made", decider).await, 1);
    }
    assert_eq!(mails(&site, "request_made", &mia).await, 0);
    let page = mia.visit("/networks/falls/people").await;
    page.sees_not("I lead a falls network");
    let page = moll.visit("/networks/falls/people").await;
    let page = page.sees("I lead a falls network");
    let page = page.press("Accept the request of Ada").await;
    page.has_status(200)
        .sees("The request is accepted")
        .sees("Ada")
        .sees_not("I lead a falls network");
    assert_eq!(role_of(&site, falls.id, &ada).await, Some(Role::Member));
    assert_eq!(mails(&site, "request_decided", &ada).await, 1);
    assert_eq!(audited(&site, falls.id).await, ["accept_request"]);
    counts_its_members(&site, falls.id).await;
    ada.visit("/networks/falls/people").await.has_status(200);
}

#[tokio::test]
async fn a_message_that_is_too_short_is_kept_and_explained() {
    let site = TestApp::start().await;
    site.network("falls", Visibility::Private).await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls").await;
    let page = page.fill("Why would you like to join?", "Hello");
    let page = page.press("Ask to join").await.has_status(422);
    let page = page.sees("at least 10 characters");
    assert_eq!(page.value("Why would you like to join?"), "Hello");
    assert!(requests(&site).await.is_empty());
}

#[tokio::test]
async fn asking_twice_is_asking_once() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    let fill = async || {
        let page = ada.visit("/networks/falls").await;
        page.fill("Why would you like to join?", "I lead a falls network")
    };
    let (one, two) = (fill().await, fill().await);
    let (first, second) = tokio::join!(one.press_raw("Ask to join"), two.press_raw("Ask to join"));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(requests(&site).await.len(), 1);
    assert_eq!(mails(&site, "request_made", &lea).await, 1);
}

#[tokio::test]
async fn somebody_declined_reads_why_and_can_ask_again_after_two_weeks() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.fill("Note to Ada (optional)", "We are for hospital teams.");
    let page = page.press("Decline the request of Ada").await;
    page.sees("The request is declined");
    let page = ada.visit("/invitations").await;
    page.sees("Declined").sees("We are for hospital teams.");
    let page = ada.visit("/networks/falls").await;
    let page = page
        .sees("You can ask again from 8 December 2026")
        .sees("We are for hospital teams.");
    assert!(!page.has_button("Ask to join"));
    let ada_later = days_later(&site, 14, &ada).await;
    let page = ada_later.visit("/networks/falls").await;
    assert!(page.has_button("Ask to join"));
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
}

#[tokio::test]
async fn an_old_form_does_not_get_round_the_two_weeks() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    let old = ada.visit("/networks/falls").await;
    let old = old.fill("Why would you like to join?", "I lead a falls network");
    asks(&ada, "falls").await;
    let page = lea.visit("/networks/falls/people").await;
    page.press("Decline the request of Ada").await;
    let page = old.press("Ask to join").await.has_status(409);
    page.sees("declined a short while ago");
    assert_eq!(requests(&site).await.len(), 1);
}

#[tokio::test]
async fn two_who_accept_at_once_let_one_person_in_once() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    let (one, two) = (
        lea.visit("/networks/falls/people").await,
        moll.visit("/networks/falls/people").await,
    );
    let (first, second) = tokio::join!(
        one.press_raw("Accept the request of Ada"),
        two.press_raw("Accept the request of Ada")
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let late = if first.status == 409 { first } else { second };
    assert!(late.body.contains("This request was accepted already, by"));
    assert_eq!(mails(&site, "request_decided", &ada).await, 1);
    assert_eq!(audited(&site, falls.id).await, ["accept_request"]);
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn a_withdrawn_request_lets_nobody_in() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    let open = lea.visit("/networks/falls/people").await;
    let page = ada.visit("/networks/falls").await;
    let page = page.press("Withdraw your request").await;
    page.has_status(200).sees("Your request is withdrawn");
    let page = open
        .press("Accept the request of Ada")
        .await
        .has_status(409);
    page.sees("This request was withdrawn");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
    // Having withdrawn, one may ask again at once.
    asks(&ada, "falls").await;
}

#[tokio::test]
async fn nobody_withdraws_the_request_of_another() {
    let site = TestApp::start().await;
    site.network("falls", Visibility::Private).await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    asks(&ada, "falls").await;
    let id = requests(&site).await[0].id;
    let path = format!("/networks/falls/requests/{id}/withdrawal");
    eve.post(&path, &[]).await;
    assert_eq!(requests(&site).await[0].state, join_request::State::Pending);
}

#[tokio::test]
async fn those_without_the_right_decide_nothing() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let other = site.network("other", Visibility::Private).await;
    site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let olaf = site.leader_of(other.id, "olaf").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    let id = requests(&site).await[0].id;
    let path = format!("/networks/falls/requests/{id}");
    let accept = [("decision", "accept")];
    // A member, the person herself, an outsider; a leader elsewhere through his own network.
    let answer = mia.post(&path, &accept).await;
    assert_eq!(answer.status, 403);
    assert_eq!(ada.post(&path, &accept).await.status, 403);
    assert_eq!(olaf.post(&path, &accept).await.status, 403);
    let mixed = format!("/networks/other/requests/{id}");
    assert_eq!(olaf.post(&mixed, &accept).await.status, 404);
    assert_eq!(requests(&site).await[0].state, join_request::State::Pending);
}

#[tokio::test]
async fn somebody_whose_account_was_suspended_meanwhile_is_not_let_in() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    suspend(&site, &ada).await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.press("Accept the request of Ada").await;
    page.has_status(409).sees("not active at present");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
    assert_eq!(requests(&site).await[0].state, join_request::State::Pending);
}

async fn suspend(site: &TestApp, who: &Someone) {
    site.make(async |write| {
        let row = account::ActiveModel {
            id: Set(who.id),
            state: Set(account::State::Suspended),
            ..Default::default()
        };
        row.update(write.txn).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_public_network_by_request_is_read_before_it_is_joined() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    set_policy(&site, &falls, network::JoinPolicy::Request).await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls").await.has_status(200);
    let page = page.click("Ask to join").await;
    let page = page.fill("Why would you like to join?", "short");
    let page = page.press("Ask to join").await.has_status(422);
    let page = page.fill("Why would you like to join?", "I lead a falls network");
    let page = page.press("Ask to join").await.has_status(200);
    page.sees("You asked to join on");
    // It cannot be joined past the request.
    let page = ada.visit("/networks/falls").await;
    assert!(!page.has_button("Join this network"));
}

async fn set_policy(site: &TestApp, network: &network::Model, policy: network::JoinPolicy) {
    site.make(async |write| {
        network::Entity::update_many()
            .col_expr(
                network::Column::JoinPolicy,
                sea_orm::sea_query::Expr::value(policy),
            )
            .filter(network::Column::Id.eq(network.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_network_that_opens_lets_in_all_who_wait() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    set_policy(&site, &falls, network::JoinPolicy::Request).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls/requests/new").await;
    let page = page.fill("Why would you like to join?", "I lead a falls network");
    page.press("Ask to join").await;
    let page = lea.visit("/networks/falls/about/edit").await;
    let page = page.choose("Anyone signed in joins with one button");
    page.press("Save changes")
        .await
        .sees("Your changes are saved");
    assert_eq!(role_of(&site, falls.id, &ada).await, Some(Role::Member));
    assert_eq!(mails(&site, "request_decided", &ada).await, 1);
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn a_network_that_turns_to_invitations_declines_all_who_wait() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    asks(&ada, "falls").await;
    let page = lea.visit("/networks/falls/about/edit").await;
    let page = page.choose("People join when they are invited");
    page.press("Save changes")
        .await
        .sees("Your changes are saved");
    let page = ada.visit("/invitations").await;
    page.sees("Declined").sees("by invitation now");
    let page = ada.visit("/networks/falls").await;
    page.sees("People join when they are invited");
}
