//! Finding networks, and making them.

use indaba::{
    entity::{
        network::{self, Visibility},
        site_role,
    },
    platform::settings::Key,
};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::stored;
use crate::support::{Page, Someone, TestApp};

async fn filled(who: &Someone, name: &str, visibility: &str) -> Page {
    let page = who.visit("/networks/new").await.has_status(200);
    page.fill("Network name", name)
        .fill("Purpose", "We share what prevents falls.")
        .choose("Learning")
        .choose("Forming")
        .choose(visibility)
}

#[tokio::test]
async fn a_new_network_is_ready_at_once_and_led_by_its_creator() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let page = filled(&ada, "Leeds Frailty", "Private").await;
    let page = page.press("Create network").await.has_status(200);
    assert_eq!(page.path, "/networks/leeds-frailty?said=network-created");
    page.sees("Your network is ready")
        .sees("Leeds Frailty")
        .sees("you are a leader");
    let network = stored(&site, "leeds-frailty").await;
    assert_eq!(network.members, 1);
    assert_eq!(network.join_policy, network::JoinPolicy::Request);
    assert_eq!(network.name_key, "leeds frailty");
}

#[tokio::test]
async fn how_people_join_follows_from_who_can_see_the_network() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    for (visibility, policy) in [
        ("Public", network::JoinPolicy::Open),
        ("Private", network::JoinPolicy::Request),
        ("Secret", network::JoinPolicy::Invitation),
    ] {
        let page = filled(&ada, visibility, visibility).await;
        let page = page.press("Create network").await.has_status(200);
        let slug = page.path.trim_start_matches("/networks/");
        let slug = slug.split('?').next().unwrap();
        assert_eq!(stored(&site, slug).await.join_policy, policy);
    }
}

#[tokio::test]
async fn an_empty_form_says_what_is_missing_and_keeps_the_rest() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let page = ada.visit("/networks/new").await;
    let page = page.fill("Network name", "Fa").fill("Purpose", "To learn");
    let page = page.press("Create network").await.has_status(422);
    let page = page
        .sees("There is a problem")
        .sees("Select a type")
        .sees("Select a stage")
        .sees("Select who can see the network")
        .sees("at least 3 characters");
    assert_eq!(page.value("Network name"), "Fa");
    assert_eq!(page.value("Purpose"), "To learn");
}

#[tokio::test]
async fn the_same_form_twice_makes_one_network() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let page = filled(&ada, "Falls", "Public").await;
    let first = page.press_raw("Create network").await;
    let second = page.press_raw("Create network").await;
    assert_eq!(first.status, 303);
    assert_eq!(first.location(), second.location());
    let all = network::Entity::find().count(&site.app.db).await.unwrap();
    assert_eq!(all, 2, "the Commons and this one");
}

#[tokio::test]
async fn networks_of_one_name_have_addresses_of_their_own() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    let mut paths = Vec::new();
    for visibility in ["Public", "Private", "Secret", "Public"] {
        let page = filled(&ada, "Falls", visibility).await;
        let answer = page.press_raw("Create network").await;
        paths.push(answer.location().split('?').next().unwrap().to_owned());
    }
    assert_eq!(paths[0], "/networks/falls");
    assert_eq!(paths[1], "/networks/falls-2");
    let ending = paths[2].strip_prefix("/networks/falls-").unwrap();
    assert!(ending.len() >= 16, "{ending} can be guessed");
    // The secret one takes no number, so the next tells nothing of it.
    assert_eq!(paths[3], "/networks/falls-3");
}

#[tokio::test]
async fn twins_of_one_name_made_at_once_both_exist() {
    let site = TestApp::start().await;
    let (ada, bo) = (site.person("ada").await, site.person("bo").await);
    let (one, two) = (
        filled(&ada, "Falls", "Public").await,
        filled(&bo, "Falls", "Public").await,
    );
    let (one, two) = tokio::join!(
        one.press_raw("Create network"),
        two.press_raw("Create network")
    );
    let mut paths = [one.location(), two.location()];
    paths.sort();
    assert_eq!(paths[0], "/networks/falls-2?said=network-created");
    assert_eq!(paths[1], "/networks/falls?said=network-created");
}

#[tokio::test]
async fn where_the_site_says_so_only_its_admins_create_networks() {
    let site = TestApp::start().await;
    site.setting(Key::AnyoneCreatesNetworks, "false").await;
    let ada = site.person("ada").await;
    let admin = site.staff("sue", site_role::Role::Admin).await;
    let page = ada.visit("/networks").await;
    assert!(!page.has_link("Create a network"));
    let page = ada.visit("/networks/new").await.has_status(403);
    page.sees("the site admins create networks");
    assert!(admin.visit("/networks").await.has_link("Create a network"));
    let page = filled(&admin, "Falls", "Public").await;
    page.press("Create network").await.has_status(200);
}

#[tokio::test]
async fn the_directory_shows_what_one_may_know_of_ones_own_first() {
    let site = TestApp::start().await;
    site.network("apples", Visibility::Public).await;
    site.network("pears", Visibility::Private).await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    let mia = site.member_of(secret.id, "mia").await;
    let admin = site.staff("sue", site_role::Role::Admin).await;
    let page = site.visitor().visit("/networks").await.has_status(200);
    page.sees("All networks")
        .sees("Apples")
        .sees("Pears")
        .sees("fewer than 10 members")
        .sees_not("Bluebell")
        .sees_not("bluebell");
    let page = mia.visit("/networks").await;
    let words = page.sees("My networks").sees("Secret").words();
    assert!(words.find("Bluebell") < words.find("Apples"));
    admin.visit("/networks").await.sees_not("Bluebell");
}

#[tokio::test]
async fn words_and_a_type_find_networks_and_nothing_secret() {
    let site = TestApp::start().await;
    site.network("apples", Visibility::Public).await;
    site.network("pears", Visibility::Private).await;
    site.network("bluebell", Visibility::Secret).await;
    let search = async |words: &str| {
        let page = site.visitor().visit("/networks").await;
        page.fill("Search networks", words).press("Search").await
    };
    search("APPL").await.sees("Apples").sees_not("Pears");
    // The purpose is searched, too.
    search("what pears is")
        .await
        .sees("Pears")
        .sees_not("Apples");
    for nothing in ["bluebell", "%", "_", "\\", "'; DROP TABLE network"] {
        let page = search(nothing).await.has_status(200);
        page.sees("No network fits").sees_not("Apples");
    }
    let visitor = site.visitor();
    let page = visitor.visit("/networks?type=learning").await;
    page.sees("Apples").sees_not("The Commons");
    let page = visitor
        .visit("/networks?type=nonsense&q=&after=x&before=y")
        .await;
    page.has_status(200).sees("The Commons");
    let long = "a".repeat(5_000);
    let page = visitor.visit(&format!("/networks?q={long}")).await;
    page.has_status(200);
}

#[tokio::test]
async fn every_network_is_on_one_page_of_the_directory_and_only_on_one() {
    let site = TestApp::start().await;
    for number in 0..64 {
        site.network(&format!("net{number:02}"), Visibility::Public)
            .await;
    }
    let visitor = site.visitor();
    let first = visitor.visit("/networks").await;
    let first_words = first.words();
    let second = first.click("Next page of networks").await;
    let third = second.click("Next page of networks").await;
    assert!(!third.has_link("Next page of networks"));
    let all = [first_words.clone(), second.words(), third.words()].concat();
    for number in 0..64 {
        let card = format!("What Net{number:02} is for");
        assert_eq!(all.matches(&card).count(), 1, "{card}");
    }
    let back = third.click("Previous page of networks").await;
    assert_eq!(back.words(), second.words());
    let back = back.click("Previous page of networks").await;
    assert!(!back.has_link("Previous page of networks"));
    assert_eq!(back.words(), first_words);
}

#[tokio::test]
async fn the_directory_takes_as_many_statements_for_many_networks_as_for_one() {
    let site = TestApp::start().await;
    let ada = site.person("ada").await;
    site.network("apples", Visibility::Public).await;
    let few = ada.visit("/networks").await.statements;
    for number in 0..40 {
        let network = site
            .network(&format!("net{number}"), Visibility::Private)
            .await;
        if number % 2 == 0 {
            site.put_in(network.id, ada.id, indaba::entity::membership::Role::Member)
                .await;
        }
    }
    assert_eq!(ada.visit("/networks").await.statements, few);
}
