//! Inviting people, and answering.

use indaba::{
    entity::{account, membership::Role, network::Visibility, network_invitation, site_role},
    platform::settings::Key,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{audited, counts_its_members, days_later, mails, role_of, stored};
use crate::support::{Someone, TestApp};

async fn invites(who: &Someone, slug: &str, handle: &str) {
    let page = who.visit(&format!("/networks/{slug}/people")).await;
    let page = page.fill("Handle", handle).press("Invite").await;
    page.has_status(200)
        .sees("If the person with this handle can be invited, the invitation is waiting for them.");
}

async fn all(site: &TestApp) -> Vec<network_invitation::Model> {
    let found = network_invitation::Entity::find();
    found.all(&site.app.db).await.unwrap()
}

#[tokio::test]
async fn somebody_invited_to_a_secret_network_learns_its_name_and_comes_in() {
    let site = TestApp::start().await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    let moll = site.moderator_of(secret.id, "moll").await;
    let ada = site.person("ada").await;
    invites(&moll, "bluebell", "@Ada").await;
    assert_eq!(mails(&site, "invited", &ada).await, 1);
    ada.visit("/networks/bluebell").await.has_status(404);
    ada.visit("/networks").await.sees_not("Bluebell");
    let page = ada.visit("/invitations").await;
    let page = page
        .sees("Bluebell")
        .sees("Moll invites you to join")
        .sees_not("What Bluebell is for");
    let page = page.press("Accept the invitation to Bluebell").await;
    page.has_status(200)
        .sees("You are a member of this network now");
    assert_eq!(role_of(&site, secret.id, &ada).await, Some(Role::Member));
    counts_its_members(&site, secret.id).await;
    assert_eq!(audited(&site, secret.id).await, ["invite_person"]);
}

#[tokio::test]
async fn an_invitation_that_is_declined_is_gone() {
    let site = TestApp::start().await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    let lea = site.leader_of(secret.id, "lea").await;
    let ada = site.person("ada").await;
    invites(&lea, "bluebell", "ada").await;
    let page = ada.visit("/invitations").await;
    let old = ada.visit("/invitations").await;
    let page = page.press("Decline the invitation to Bluebell").await;
    page.sees("You have declined the invitation")
        .sees_not("Bluebell");
    let page = old.press("Accept the invitation to Bluebell").await;
    page.sees("This invitation has been answered");
    assert_eq!(role_of(&site, secret.id, &ada).await, None);
}

#[tokio::test]
async fn whether_a_handle_exists_is_not_told() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.member_of(falls.id, "mia").await;
    for (handle, state) in [
        ("una", account::State::Unverified),
        ("sus", account::State::Suspended),
        ("clo", account::State::Closed),
    ] {
        site.person_in_state(handle, state).await;
    }
    let mut answers = Vec::new();
    for handle in ["nobody", "una", "sus", "clo", "mia", "lea"] {
        let page = lea.visit("/networks/falls/people").await;
        let answer = page.fill("Handle", handle).press_raw("Invite").await;
        answers.push((answer.status, answer.location(), answer.body));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert!(all(&site).await.is_empty());
}

#[tokio::test]
async fn an_empty_handle_is_asked_for_again() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.press("Invite").await.has_status(422);
    page.sees("Enter a handle");
}

#[tokio::test]
async fn inviting_twice_is_inviting_once() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    invites(&lea, "falls", "ada").await;
    invites(&lea, "falls", "ada").await;
    assert_eq!(all(&site).await.len(), 1);
    assert_eq!(mails(&site, "invited", &ada).await, 1);
}

#[tokio::test]
async fn an_invitation_runs_out_after_four_weeks() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    invites(&lea, "falls", "ada").await;
    let id = all(&site).await[0].id;
    let ada_later = days_later(&site, 29, &ada).await;
    ada_later.visit("/invitations").await.sees_not("Falls");
    let path = format!("/invitations/{id}/acceptance");
    let answer = ada_later.post(&path, &[]).await;
    assert_eq!(answer.location(), "/invitations?said=invitation-over");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
    // One that ran out is in nobody's way.
    let lea_later = site.sign_in(lea.id).await;
    let page = lea_later.visit("/networks/falls/people").await;
    page.fill("Handle", "ada").press("Invite").await;
    ada_later.visit("/invitations").await.sees("Falls");
}

#[tokio::test]
async fn nobody_answers_the_invitation_of_another() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.person("ada").await;
    let eve = site.person("eve").await;
    invites(&lea, "falls", "ada").await;
    let id = all(&site).await[0].id;
    for answer in ["acceptance", "refusal"] {
        let path = format!("/invitations/{id}/{answer}");
        assert_eq!(eve.post(&path, &[]).await.status, 404);
    }
    assert_eq!(role_of(&site, falls.id, &eve).await, None);
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_lets_nobody_in() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    invites(&lea, "falls", "ada").await;
    let open = ada.visit("/invitations").await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.press("Take back the invitation of Ada").await;
    page.sees("The invitation is taken back").sees_not("Ada");
    let page = open.press("Accept the invitation to Falls").await;
    page.sees("This invitation is no longer open");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
}

#[tokio::test]
async fn an_inviter_who_lost_the_right_lets_nobody_in() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let ada = site.person("ada").await;
    invites(&moll, "falls", "ada").await;
    let page = lea.visit("/networks/falls/people/moll/role").await;
    page.choose("Member").press("Save role").await;
    let page = ada.visit("/invitations").await;
    let page = page.press("Accept the invitation to Falls").await;
    page.sees("Whoever invited you cannot do so any more");
    assert_eq!(role_of(&site, falls.id, &ada).await, None);
}

#[tokio::test]
async fn an_invitation_overtakes_a_request() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/falls").await;
    let page = page.fill("Why would you like to join?", "I lead a falls network");
    page.press("Ask to join").await;
    let open = lea.visit("/networks/falls/people").await;
    invites(&lea, "falls", "ada").await;
    ada.visit("/networks/falls").await.sees("You are invited");
    let page = ada.visit("/invitations").await;
    page.press("Accept the invitation to Falls").await;
    let page = open
        .press("Accept the request of Ada")
        .await
        .has_status(409);
    page.sees("withdrawn, or the person has joined another way");
    assert_eq!(stored(&site, "falls").await.members, 2);
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn members_and_those_who_look_after_the_site_do_not_invite() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let mia = site.member_of(falls.id, "mia").await;
    let sam = site.staff("sam", site_role::Role::Moderator).await;
    let sue = site.staff("sue", site_role::Role::Admin).await;
    for person in [&mia, &sam, &sue] {
        let page = person.visit("/networks/falls/people").await;
        assert!(!page.has_button("Invite"), "{}", person.handle);
        let path = "/networks/falls/invitations/1/revocation";
        assert_eq!(person.post(path, &[]).await.status, 403);
    }
}

#[tokio::test]
async fn fifty_invitations_a_day_are_enough() {
    let site = TestApp::start_with(|config| config.limits_scale = 1.0).await;
    site.setting(Key::SetUp, "true").await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let (ada, bo) = (site.person("ada").await, site.person("bo").await);
    for _ in 0..49 {
        site.make(async |write| {
            let row = network_invitation::ActiveModel {
                network_id: Set(falls.id),
                account_id: Set(ada.id),
                role: Set(Role::Member),
                invited_by: Set(lea.id),
                state: Set(network_invitation::State::Revoked),
                created_at: Set(write.now),
                expires_at: Set(write.now),
                decided_at: Set(None),
                ..Default::default()
            };
            row.insert(write.txn).await?;
            Ok(())
        })
        .await;
    }
    invites(&lea, "falls", "ada").await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.fill("Handle", "bo").press("Invite").await;
    page.has_status(429);
    assert_eq!(mails(&site, "invited", &bo).await, 0);
    let lea_tomorrow = days_later(&site, 1, &lea).await;
    let page = lea_tomorrow.visit("/networks/falls/people").await;
    page.fill("Handle", "bo")
        .press("Invite")
        .await
        .has_status(200);
    assert_eq!(mails(&site, "invited", &bo).await, 1);
}
