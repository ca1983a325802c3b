//! What a network says about itself, and who edits it.

use indaba::entity::{
    membership::Role,
    network::{Governance, JoinPolicy, Visibility},
    site_role,
};

use super::{audited, stored};
use crate::support::TestApp;

#[tokio::test]
async fn a_leader_edits_the_network_and_everybody_reads_it() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = lea.visit("/networks/falls/about").await;
    let page = page.click("Edit Falls").await.has_status(200);
    let page = page
        .fill("Network name", "Falls in Leeds")
        .fill("About (optional)", "We meet on **Tuesdays**.")
        .choose("Renewing")
        .choose("Shared by members")
        .fill("Number of organisations (optional)", "12")
        .fill("Month", "March")
        .fill("Year", "2024")
        .fill("Area (optional)", "Regional")
        .choose("Let knowledge brokers in");
    let page = page.press("Save changes").await.has_status(200);
    let page = page
        .sees("Your changes are saved")
        .sees("Falls in Leeds")
        .sees("We meet on Tuesdays.")
        .sees("Renewing")
        .sees("Shared by members")
        .sees("March 2024")
        .sees("Regional")
        .sees("and knowledge brokers");
    assert!(page.body.contains("<strong>Tuesdays</strong>"));
    let network = stored(&site, "falls").await;
    assert_eq!(network.name_key, "falls in leeds");
    assert_eq!(network.governance, Some(Governance::Shared));
    assert_eq!(network.started.as_deref(), Some("2024-03"));
    assert_eq!(network.version, 2);
    assert_eq!(audited(&site, falls.id).await, ["edit_network"]);
    // What everybody may know is on the landing page.
    let page = site.visitor().visit("/networks/falls").await;
    page.sees("We meet on Tuesdays.").sees("Falls in Leeds");
}

#[tokio::test]
async fn what_is_wrong_in_an_edit_is_said_and_the_text_kept() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let page = lea.visit("/networks/falls/about/edit").await;
    let page = page
        .fill("Network name", "")
        .fill("Number of organisations (optional)", "many")
        .fill("Year", "2024");
    let page = page.press("Save changes").await.has_status(422);
    let page = page
        .sees("Enter a network name")
        .sees("Number of organisations must be a whole number, 1 or more")
        .sees("Started must be a month from 1 to 12 and a year");
    assert_eq!(page.value("Number of organisations (optional)"), "many");
    assert_eq!(stored(&site, "falls").await.name, "Falls");
}

#[tokio::test]
async fn of_two_edits_the_second_sees_both_texts_before_it_replaces_the_first() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let leo = site.leader_of(falls.id, "leo").await;
    let (one, two) = (
        lea.visit("/networks/falls/about/edit").await,
        leo.visit("/networks/falls/about/edit").await,
    );
    let page = one
        .fill("About (optional)", "As Lea says")
        .press("Save changes");
    page.await.has_status(200);
    let page = two
        .fill("About (optional)", "As Leo says")
        .press("Save changes");
    let page = page.await.has_status(409);
    let page = page.sees("Somebody else has edited this network meanwhile");
    assert_eq!(page.value("About, as stored now"), "As Lea says");
    assert_eq!(page.value("About (optional)"), "As Leo says");
    assert_eq!(stored(&site, "falls").await.about, "As Lea says");
    page.press("Save changes").await.has_status(200);
    assert_eq!(stored(&site, "falls").await.about, "As Leo says");
}

#[tokio::test]
async fn only_leaders_and_site_admins_edit() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let mia = site.member_of(falls.id, "mia").await;
    let nob = site.person("nob").await;
    let sam = site.staff("sam", site_role::Role::Moderator).await;
    for person in [&moll, &mia, &nob, &sam] {
        let page = person.visit("/networks/falls/about/edit").await;
        page.has_status(403).sees("Leaders of this network edit it");
        let answer = person.post("/networks/falls/about/edit", &[]).await;
        assert_eq!(answer.status, 403, "{}", person.handle);
    }
    let sue = site.staff("sue", site_role::Role::Admin).await;
    let page = sue.visit("/networks/falls/about/edit").await;
    let page = page.fill("Purpose", "What we learn about falls");
    page.press("Save changes").await.has_status(200);
    assert_eq!(
        stored(&site, "falls").await.purpose,
        "What we learn about falls"
    );
}

#[tokio::test]
async fn the_commons_may_be_renamed_and_stays_open() {
    let site = TestApp::start().await;
    let sue = site.staff("sue", site_role::Role::Admin).await;
    let commons = stored(&site, "commons").await;
    assert!(super::role_of(&site, commons.id, &sue).await == Some(Role::Member));
    let page = sue.visit("/networks/commons/about/edit").await;
    let page = page
        .fill("Network name", "The Green")
        .sees_not("How people join");
    page.press("Save changes").await.has_status(200);
    let path = "/networks/commons/about/edit";
    let fields = [
        ("version", "2"),
        ("name", "The Green"),
        ("purpose", "To meet"),
        ("kind", "other"),
        ("stage", "forming"),
        ("member_list", "members"),
        ("join_policy", "invitation"),
    ];
    assert_eq!(sue.post(path, &fields).await.status, 303);
    let commons = stored(&site, "commons").await;
    assert_eq!(commons.name, "The Green");
    assert_eq!(commons.join_policy, JoinPolicy::Open);
}
