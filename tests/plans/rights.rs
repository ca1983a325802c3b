//! Who sees and works a plan, for every kind of actor in every kind of network
//! (docs/health-check.md 14; permissions.md R54).

use indaba::{
    entity::{id::ActionId, membership::Role, network, network::Visibility, site_role},
    platform::web::form::FormKey,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{Scene, add, mark_core};
use crate::support::Browser;

/// What each of these is answered: the status, and what stands in the page.
struct Cell<'a> {
    who: &'a str,
    browser: &'a Browser,
    /// The Plan tab, and pages below it.
    plan: u16,
    /// An action that is shown to members, and one that is not.
    shown: u16,
    hidden: u16,
    /// A change of the former.
    works: u16,
    /// A new action.
    adds: u16,
}

#[tokio::test]
async fn a_plan_is_for_those_whom_the_table_names() {
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        let scene = Scene::begin(visibility).await;
        let shown = scene.shown("Shown to members").await;
        let hidden = scene.proposed("For the lead team").await;
        let site = &scene.site;
        site.make(async |write| {
            network::Entity::update_many()
                .col_expr(network::Column::BrokerAccess, Expr::value(true))
                .filter(network::Column::Id.eq(scene.network.id))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
        let stranger = site.person("stranger").await;
        let broker = site.staff("broker", site_role::Role::KnowledgeBroker).await;
        let sitemod = site.staff("sitemod", site_role::Role::Moderator).await;
        let admin = site.staff("sam", site_role::Role::Admin).await;
        let visitor = site.visitor();
        // Whoever does not belong to it is answered as by its other tabs where they may not read
        // the network, and as by a page that does not exist where they may.
        let outside = match visibility {
            Visibility::Public | Visibility::Secret => 404,
            Visibility::Private => 403,
        };
        let inside = 404;
        let staff = if visibility == Visibility::Secret {
            404
        } else {
            inside
        };
        // Site admins know that a secret network exists, and no more.
        let runs = if visibility == Visibility::Secret {
            403
        } else {
            inside
        };
        let at_the_door = match visibility {
            Visibility::Public | Visibility::Secret => 404,
            Visibility::Private => 303,
        };
        let cell = |who, browser, plan, shown, hidden, works, adds| Cell {
            who,
            browser,
            plan,
            shown,
            hidden,
            works,
            adds,
        };
        let cells = [
            cell("leader", &scene.lea.browser, 200, 200, 200, 200, 303),
            cell("core team", &scene.cory.browser, 200, 200, 200, 200, 303),
            cell("member", &scene.mia.browser, 200, 200, 404, 403, 403),
            cell("moderator", &scene.mo.browser, 200, 200, 404, 403, 403),
            cell(
                "stranger",
                &stranger.browser,
                outside,
                404,
                404,
                404,
                outside,
            ),
            cell("broker", &broker.browser, staff, 404, 404, 404, staff),
            cell(
                "site moderator",
                &sitemod.browser,
                staff,
                404,
                404,
                404,
                staff,
            ),
            cell("site admin", &admin.browser, runs, 404, 404, 404, runs),
            cell("visitor", &visitor, at_the_door, 404, 404, 404, 403),
        ];
        for cell in &cells {
            ask(&scene, cell, shown, hidden, visibility).await;
        }
    }
}

async fn ask(
    scene: &Scene,
    cell: &Cell<'_>,
    shown: ActionId,
    hidden: ActionId,
    visibility: Visibility,
) {
    let name = format!("{} in a {visibility:?} network", cell.who);
    for under in ["", "/csv", "/timeline"] {
        let path = format!("/networks/falls/plan{under}");
        let answer = cell.browser.get(&path).await;
        assert_eq!(answer.status, cell.plan, "{name}: {path}");
        if cell.hidden != 200 {
            assert!(!answer.body.contains("For the lead team"), "{name}: {path}");
        }
        if cell.shown != 200 {
            assert!(!answer.body.contains("Shown to members"), "{name}: {path}");
        }
    }
    for (id, status) in [(shown, cell.shown), (hidden, cell.hidden)] {
        let answer = cell.browser.get(&format!("/actions/{id}")).await;
        assert_eq!(answer.status, status, "{name}: action {id}");
        if status != 200 {
            let unknown = cell.browser.get("/actions/999999").await;
            assert_eq!(answer.status, unknown.status, "{name}: like an unknown id");
            let (one, other) = (plain(&answer.body), plain(&unknown.body));
            assert_eq!(one, other, "{name}: like an unknown id");
        }
    }
    for under in ["edit", "agreement", "stop"] {
        let answer = cell.browser.get(&format!("/actions/{shown}/{under}")).await;
        assert_eq!(answer.status, cell.works, "{name}: {under}");
    }
    if cell.works != 200 {
        let before = scene.state(shown).await;
        for under in [
            "start",
            "completion",
            "stop",
            "agreement",
            "updates",
            "threads",
        ] {
            let fields = [("form_key", key(scene, cell)), ("words", "x".to_owned())];
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let answer = cell
                .browser
                .post(&format!("/actions/{shown}/{under}"), &fields)
                .await;
            let expected = if cell.who == "visitor" {
                403
            } else {
                cell.works
            };
            assert_eq!(answer.status, expected, "{name}: {under}");
        }
        assert_eq!(scene.state(shown).await, before);
    }
    let title = format!("Added by a {}", cell.who);
    let key = key(scene, cell);
    let fields = [
        ("form_key", key.as_str()),
        ("title", title.as_str()),
        ("decision", "propose"),
    ];
    let answer = cell.browser.post("/networks/falls/plan", &fields).await;
    assert_eq!(answer.status, cell.adds, "{name}: adding");
    let is_there = scene.actions().await.iter().any(|one| one.title == title);
    assert_eq!(is_there, cell.works == 200, "{name}: adding");
}

/// A key as the page would have it.
fn key(scene: &Scene, cell: &Cell<'_>) -> String {
    let account = match cell.who {
        "leader" => Some(scene.lea.id),
        "core team" => Some(scene.cory.id),
        "member" => Some(scene.mia.id),
        "moderator" => Some(scene.mo.id),
        "stranger" => Some(indaba::entity::id::AccountId(scene.mo.id.0 + 1)),
        "broker" => Some(indaba::entity::id::AccountId(scene.mo.id.0 + 2)),
        "site moderator" => Some(indaba::entity::id::AccountId(scene.mo.id.0 + 3)),
        "site admin" => Some(indaba::entity::id::AccountId(scene.mo.id.0 + 4)),
        _ => None,
    };
    FormKey::fresh(&scene.site.app.secret, account)
}

/// A page without what differs each time.
fn plain(body: &str) -> String {
    let mut parts = body.split("name=\"form_key\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    let all = parts.fold(first, |page, part| {
        page + part.split_once('"').map_or("", |(_, rest)| rest)
    });
    let lines = all.lines().filter(|line| !line.contains("/actions/"));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_member_sees_and_moves_what_is_theirs_to_do_and_nothing_else() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene
        .agreed("Phone the care homes", "@mia", ["1", "2", "2027"])
        .await;
    let page = scene.mia.visit(&format!("/actions/{id}")).await;
    let page = page
        .has_status(200)
        .sees("Visible to the lead team of Falls and to whoever sees to it")
        .press("Begin")
        .await
        .sees("The action is in progress.");
    assert!(!page.has_link("Edit"));
    assert!(!page.has_link("Stop"));
    scene
        .mo
        .visit(&format!("/actions/{id}"))
        .await
        .has_status(404);
    let refused = scene
        .mia
        .post(&format!("/actions/{id}/stop"), &[("reason", "No time")])
        .await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn whoever_leaves_the_lead_team_sees_and_changes_nothing_from_then_on() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene.proposed("For the lead team").await;
    let form = scene.cory.visit("/networks/falls/plan/new").await;
    let edit = scene.cory.visit(&format!("/actions/{id}/edit")).await;
    let stop = scene.cory.visit(&format!("/actions/{id}/stop")).await;
    mark_core(&scene.site, scene.network.id, &scene.cory, false).await;
    form.fill("What will be done", "One more thing")
        .press("Add as a proposal")
        .await
        .has_status(403);
    edit.press("Save changes").await.has_status(404);
    let stopped = stop.fill("Why", "No reason").press("Decline").await;
    stopped.has_status(404);
    scene
        .cory
        .visit(&format!("/actions/{id}"))
        .await
        .has_status(404);
    assert_eq!(scene.actions().await.len(), 1);
}

#[tokio::test]
async fn an_owner_who_left_the_network_sees_nothing_of_it() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene
        .agreed("Phone the care homes", "@mia", ["1", "2", "2027"])
        .await;
    let leave = scene.mia.visit("/networks/falls/leave").await;
    leave.press("Leave this network").await.has_status(200);
    scene
        .mia
        .visit(&format!("/actions/{id}"))
        .await
        .has_status(404);
    let answer = scene.mia.post(&format!("/actions/{id}/start"), &[]).await;
    assert_eq!(answer.status, 404);
    let page = scene.lea.visit(&format!("/actions/{id}")).await;
    page.sees("Mia");
}

#[tokio::test]
async fn an_archived_network_keeps_its_plan_to_be_read() {
    let scene = Scene::begin(Visibility::Private).await;
    let id = scene.proposed("Write a welcome").await;
    scene
        .site
        .make(async |write| {
            network::Entity::update_many()
                .col_expr(
                    network::Column::State,
                    Expr::value(network::State::Archived),
                )
                .filter(network::Column::Id.eq(scene.network.id))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
    let page = scene.lea.visit("/networks/falls/plan").await;
    let page = page.has_status(200).sees("Write a welcome");
    assert!(!page.has_link("Add an action"));
    let page = scene.lea.visit(&format!("/actions/{id}")).await;
    assert!(!page.has_link("Agree this"));
    scene
        .lea
        .visit(&format!("/actions/{id}/edit"))
        .await
        .has_status(403)
        .sees("This network is archived");
}

#[tokio::test]
async fn a_leader_of_another_network_has_no_part_in_this_plan() {
    let scene = Scene::begin(Visibility::Public).await;
    let id = scene.shown("Shown to members").await;
    let other = scene.site.network("other", Visibility::Public).await;
    let olga = scene.site.person("olga").await;
    scene.site.put_in(other.id, olga.id, Role::Leader).await;
    olga.visit(&format!("/actions/{id}")).await.has_status(404);
    olga.visit("/networks/falls/plan").await.has_status(404);
    let page = olga.visit("/networks/falls").await;
    assert!(!page.has_link("Plan"));
    add(&scene.lea, "Another one").await;
}
