//! Roles, and the end of a membership.

use indaba::entity::{
    membership::Role,
    network::{self, MemberList, Visibility},
    site_role,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{audited, counts_its_members, days_later, mails, role_of};
use crate::support::{Someone, TestApp};

#[tokio::test]
async fn members_see_who_is_in_their_network_and_outsiders_do_not() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Public).await;
    site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let nob = site.person("nob").await;
    let page = mia.visit("/networks/falls/people").await.has_status(200);
    let page = page
        .sees("Who looks after it")
        .sees("Lea")
        .sees("@mia")
        .sees("since November 2026")
        .sees_not("example.org");
    assert!(!page.has_link("Remove Lea"));
    let page = nob.visit("/networks/falls/people").await.has_status(403);
    page.sees("Members of this network see who is in it")
        .sees_not("Mia");
    let page = nob.visit("/networks/falls").await;
    assert!(!page.has_link("People"));
    let answer = site.visitor().get("/networks/falls/people").await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn a_network_says_who_sees_its_members() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let mia = site.member_of(falls.id, "mia").await;
    let nob = site.person("nob").await;
    for (audience, member, outsider) in [
        (MemberList::Everyone, 200, 200),
        (MemberList::Members, 200, 403),
        (MemberList::Moderators, 403, 403),
    ] {
        set_member_list(&site, &falls, audience).await;
        let page = mia.visit("/networks/falls/people").await;
        page.has_status(member);
        let page = nob.visit("/networks/falls/people").await;
        page.has_status(outsider);
        let answer = site.visitor().get("/networks/falls/people").await;
        assert_eq!(answer.status, 303);
    }
}

async fn set_member_list(site: &TestApp, network: &network::Model, audience: MemberList) {
    site.make(async |write| {
        network::Entity::update_many()
            .col_expr(network::Column::MemberList, Expr::value(audience))
            .filter(network::Column::Id.eq(network.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_member_is_on_one_page_of_the_list() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    for number in 0..60 {
        site.member_of(falls.id, &format!("mem{number:02}")).await;
    }
    let first = lea.visit("/networks/falls/people").await;
    let next = first.click("Next page of members").await;
    let words = [first.words(), next.words()].concat();
    for number in 0..60 {
        assert_eq!(words.matches(&format!("@mem{number:02} ")).count(), 1);
    }
    let back = next.click("Previous page of members").await;
    back.sees("@mem00").sees("@mem49").sees_not("@mem50");
}

#[tokio::test]
async fn a_leader_makes_a_moderator_and_takes_it_back() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/people").await;
    let page = page.click("Change role of Mia").await;
    let page = page.choose("Moderator").press("Save role").await;
    page.has_status(200).sees("The role is changed");
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Moderator));
    assert_eq!(mails(&site, "role_changed", &mia).await, 1);
    let page = lea.visit("/networks/falls/people/mia/role").await;
    page.choose("Member").press("Save role").await;
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Member));
    assert_eq!(audited(&site, falls.id).await, ["set_role", "set_role"]);
}

#[tokio::test]
async fn nobody_without_the_right_changes_roles() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    site.leader_of(falls.id, "lea").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let mia = site.member_of(falls.id, "mia").await;
    let nob = site.person("nob").await;
    for person in [&moll, &mia, &nob] {
        for role in ["moderator", "leader"] {
            let path = "/networks/falls/people/mia/role";
            let answer = person.post(path, &[("role", role)]).await;
            assert_eq!(answer.status, 403, "{} {role}", person.handle);
        }
        let page = person.visit("/networks/falls/people/mia/role").await;
        page.has_status(403);
    }
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Member));
}

#[tokio::test]
async fn a_leader_is_asked_first_and_leads_on_accepting() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/people/mia/role").await;
    let page = page.choose("Leader").press("Save role").await;
    page.sees("They are asked to lead").sees("To lead");
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Member));
    let page = mia.visit("/invitations").await;
    let page = page.sees("asks you to lead this network");
    let page = page.press("Accept the invitation to Falls").await;
    page.sees("You lead this network now");
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Leader));
    let log = audited(&site, falls.id).await;
    assert_eq!(log, ["appoint_leader", "accept_leadership"]);
}

#[tokio::test]
async fn whoever_is_asked_to_lead_has_two_weeks() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/people/mia/role").await;
    page.choose("Leader").press("Save role").await;
    let later = days_later(&site, 15, &mia).await;
    later
        .visit("/invitations")
        .await
        .sees_not("asks you to lead");
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Member));
}

#[tokio::test]
async fn a_moderator_does_not_take_back_who_is_asked_to_lead() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let mia = site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/people/mia/role").await;
    page.choose("Leader").press("Save role").await;
    let page = moll.visit("/networks/falls/people").await.sees("To lead");
    assert!(!page.has_button("Take back the invitation of Mia"));
    let path = "/networks/falls/invitations/1/revocation";
    let answer = moll.post(path, &[]).await;
    assert!(answer.location().ends_with("invitation-over"));
    mia.visit("/invitations").await.sees("asks you to lead");
}

#[tokio::test]
async fn somebody_who_left_meanwhile_does_not_become_a_leader() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/people/mia/role").await;
    page.choose("Leader").press("Save role").await;
    let open = mia.visit("/invitations").await;
    let page = mia.visit("/networks/falls/leave").await;
    page.press("Leave this network").await;
    let page = open.press("Accept the invitation to Falls").await;
    page.sees("This invitation is no longer open");
    assert_eq!(role_of(&site, falls.id, &mia).await, None);
}

#[tokio::test]
async fn a_person_who_is_removed_is_out_at_once_and_reads_why() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let moll = site.moderator_of(falls.id, "moll").await;
    let mia = site.member_of(falls.id, "mia").await;
    mia.visit("/networks/falls/people").await.has_status(200);
    let page = moll.visit("/networks/falls/people").await;
    let page = page.click("Remove Mia").await;
    let page = page.sees("stops being a member of Falls at once");
    let page = page.fill("Reason", "Too short");
    let page = page.press("Remove from the network").await.has_status(422);
    assert_eq!(page.value("Reason"), "Too short");
    let page = page.fill("Reason", "You have moved to another region.");
    let page = page.press("Remove from the network").await;
    page.has_status(200).sees_not("@mia");
    mia.visit("/networks/falls/people").await.has_status(403);
    let page = mia.visit("/invitations").await;
    page.sees("Falls").sees("You have moved to another region.");
    assert_eq!(mails(&site, "removed", &mia).await, 1);
    assert_eq!(audited(&site, falls.id).await, ["remove_member"]);
    counts_its_members(&site, falls.id).await;
}

#[tokio::test]
async fn whoever_was_removed_from_a_secret_network_is_not_told_its_name_again() {
    let site = TestApp::start().await;
    let secret = site.network("bluebell", Visibility::Secret).await;
    let lea = site.leader_of(secret.id, "lea").await;
    let mia = site.member_of(secret.id, "mia").await;
    let page = lea.visit("/networks/bluebell/people/mia/removal").await;
    let page = page.fill("Reason", "You have moved to another region.");
    page.press("Remove from the network").await.has_status(200);
    let page = mia.visit("/invitations").await;
    page.sees("a private network").sees_not("Bluebell");
    mia.visit("/networks/bluebell").await.has_status(404);
}

#[tokio::test]
async fn nobody_removes_an_equal_or_somebody_above() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.leader_of(falls.id, "leo").await;
    let moll = site.moderator_of(falls.id, "moll").await;
    site.moderator_of(falls.id, "mort").await;
    let mia = site.member_of(falls.id, "mia").await;
    site.member_of(falls.id, "mo").await;
    let attempts = [
        (&moll, "mort"),
        (&moll, "lea"),
        (&lea, "leo"),
        (&lea, "lea"),
        (&mia, "mo"),
    ];
    for (who, whom) in attempts {
        let path = format!("/networks/falls/people/{whom}/removal");
        let reason = [("reason", "Because I say so, that is why.")];
        let answer = who.post(&path, &reason).await;
        assert_eq!(answer.status, 403, "{} removes {whom}", who.handle);
    }
    assert!(audited(&site, falls.id).await.is_empty());
}

#[tokio::test]
async fn a_site_moderator_who_is_a_member_can_be_removed_by_the_leader() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let sam = site.staff("sam", site_role::Role::Moderator).await;
    site.put_in(falls.id, sam.id, Role::Member).await;
    let page = lea.visit("/networks/falls/people/sam/removal").await;
    let page = page.fill("Reason", "You have moved to another region.");
    page.press("Remove from the network").await.has_status(200);
    assert_eq!(role_of(&site, falls.id, &sam).await, None);
}

#[tokio::test]
async fn the_only_leader_cannot_go_and_is_shown_who_could_take_over() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.member_of(falls.id, "mia").await;
    let page = lea.visit("/networks/falls/leave").await;
    let page = page.press("Leave this network").await.has_status(409);
    let page = page
        .sees("You are the only leader")
        .sees("Choose someone to take over");
    let page = page.click("Ask to lead: Mia").await.has_status(200);
    page.sees("Role of Mia");
    let page = lea.visit("/networks/falls/people/lea/role").await;
    let page = page.choose("Moderator").press("Save role").await;
    page.has_status(409).sees("You are the only leader");
    assert_eq!(role_of(&site, falls.id, &lea).await, Some(Role::Leader));
}

#[tokio::test]
async fn of_two_leaders_who_leave_at_once_one_stays() {
    for _ in 0..5 {
        let site = TestApp::start().await;
        let falls = site.network("falls", Visibility::Private).await;
        let lea = site.leader_of(falls.id, "lea").await;
        let leo = site.leader_of(falls.id, "leo").await;
        let (one, two) = (
            lea.visit("/networks/falls/leave").await,
            leo.visit("/networks/falls/leave").await,
        );
        let (one, two) = (
            tokio::spawn(async move { one.press_raw("Leave this network").await.status }),
            tokio::spawn(async move { two.press_raw("Leave this network").await.status }),
        );
        let mut statuses = [one.await.unwrap().as_u16(), two.await.unwrap().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let roles = [
            role_of(&site, falls.id, &lea).await,
            role_of(&site, falls.id, &leo).await,
        ];
        assert_eq!(roles.iter().flatten().count(), 1);
        counts_its_members(&site, falls.id).await;
    }
}

#[tokio::test]
async fn a_leader_steps_down_and_stays_as_a_moderator() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.leader_of(falls.id, "leo").await;
    let page = lea.visit("/networks/falls/people/lea/role").await;
    let page = page.sees("Your role").choose("Moderator");
    page.press("Save role").await.has_status(200);
    assert_eq!(role_of(&site, falls.id, &lea).await, Some(Role::Moderator));
    assert_eq!(audited(&site, falls.id).await, ["step_down"]);
}

#[tokio::test]
async fn a_site_admin_takes_the_role_from_a_leader_but_not_from_the_last() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Secret).await;
    let lea = site.leader_of(falls.id, "lea").await;
    let leo = site.leader_of(falls.id, "leo").await;
    let sue = site.staff("sue", site_role::Role::Admin).await;
    let page = sue.visit("/networks/falls/people/leo/role").await;
    let page = page.choose("Member").press("Save role").await;
    page.has_status(200);
    assert_eq!(role_of(&site, falls.id, &leo).await, Some(Role::Member));
    let page = sue.visit("/networks/falls/people/lea/role").await;
    let page = page.choose("Member").press("Save role").await;
    page.has_status(409).sees("They are the only leader");
    assert_eq!(role_of(&site, falls.id, &lea).await, Some(Role::Leader));
}

#[tokio::test]
async fn a_site_admin_never_appoints_themself() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let sue = site.staff("sue", site_role::Role::Admin).await;
    site.put_in(falls.id, sue.id, Role::Member).await;
    for role in ["leader", "moderator"] {
        let path = "/networks/falls/people/sue/role";
        let answer = sue.post(path, &[("role", role)]).await;
        assert_eq!(answer.status, 403);
    }
    assert_eq!(role_of(&site, falls.id, &sue).await, Some(Role::Member));
}

#[tokio::test]
async fn a_role_that_ended_between_page_and_press_changes_nothing() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.leader_of(falls.id, "leo").await;
    let mia = site.member_of(falls.id, "mia").await;
    let open = lea.visit("/networks/falls/people/mia/role").await;
    steps_down(&lea).await;
    let page = open.choose("Moderator").press("Save role").await;
    page.has_status(403)
        .sees("Leaders of this network choose its moderators");
    assert_eq!(role_of(&site, falls.id, &mia).await, Some(Role::Member));
}

async fn steps_down(who: &Someone) {
    let page = who
        .visit(&format!("/networks/falls/people/{}/role", who.handle))
        .await;
    page.choose("Moderator").press("Save role").await;
}

#[tokio::test]
async fn a_leader_marks_a_member_as_core_team_and_takes_the_mark_back() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    let lea = site.leader_of(falls.id, "lea").await;
    site.member_of(falls.id, "mia").await;

    let page = lea.visit("/networks/falls/people").await;
    page.sees_not("They belong to the core team")
        .click("Core team: Mia")
        .await
        .press("Add to the core team")
        .await
        .sees("They belong to the core team now.")
        .click("Core team: take back: Mia")
        .await
        .press("Take out of the core team")
        .await
        .sees("They do not belong to the core team any more.");
}

#[tokio::test]
async fn nobody_but_a_leader_of_the_network_chooses_its_core_team() {
    let site = TestApp::start().await;
    let falls = site.network("falls", Visibility::Private).await;
    site.leader_of(falls.id, "lea").await;
    let mia = site.member_of(falls.id, "mia").await;
    let mo = site.moderator_of(falls.id, "mo").await;
    let admin = site.staff("sam", site_role::Role::Admin).await;
    let path = "/networks/falls/people/mia/core-team";
    for browser in [&mia, &mo, &admin] {
        assert_eq!(browser.get(path).await.status, 403);
        let answer = browser.post(path, &[("marked", "true")]).await;
        assert_eq!(answer.status, 403);
    }
    let stranger = site.person("stranger").await;
    stranger.visit(path).await.has_status(403);
    let marked = indaba::entity::membership::Entity::find_by_id((falls.id, mia.id))
        .one(&site.app.db)
        .await;
    assert!(!marked.unwrap().unwrap().core_team);
}
