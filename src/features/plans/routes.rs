//! The addresses of this feature.

use super::handlers;
use crate::{
    entity::id::{ActionId, PostId, ShareId},
    features::networks,
    platform::web::routes::{Door, Routes},
};

/// Where one's own results are shared.
pub const SHARED: &str = "/results/shared";

/// The routes of this feature. A result and a share are their owner's alone; for everybody else
/// they do not exist (permissions.md R55, R56).
pub fn routes() -> Routes {
    use handlers::{results, rounds, shares};
    Routes::default()
        .get("/results/{result}", Door::Anyone, results::show)
        .guarded_by("view_result")
        .get(
            "/results/{result}/deletion",
            Door::Anyone,
            results::ask_deletion,
        )
        .post(
            "/results/{result}/deletion",
            Door::SignedIn,
            results::delete,
        )
        .get(SHARED, Door::SignedIn, shares::list)
        .post(
            "/results/shared/withdrawal",
            Door::SignedIn,
            shares::withdraw_all,
        )
        .get("/results/shared/{share}", Door::SignedIn, shares::show)
        .post("/results/shared/{share}", Door::SignedIn, shares::narrow)
        .post(
            "/results/shared/{share}/preview",
            Door::SignedIn,
            shares::preview,
        )
        .post(
            "/results/shared/{share}/withdrawal",
            Door::SignedIn,
            shares::withdraw,
        )
        .post(
            "/results/shared/{share}/confirmation",
            Door::SignedIn,
            shares::confirm,
        )
        .guarded_by("share_result")
        .post(
            "/results/{result}/actions",
            Door::SignedIn,
            results::add_suggested,
        )
        .guarded_by("run_check")
        .get("/results/link/{token}", Door::Respondent, rounds::by_link)
        .get(
            "/networks/{slug}/checks/comparison",
            Door::Anyone,
            rounds::compare,
        )
        .guarded_by("view_result")
        .merge(of_plans())
        .merge(of_actions())
}

/// The plan of a network: whoever does not belong to it is answered as by its other tabs.
fn of_plans() -> Routes {
    use handlers::{edits, plan, timeline};
    Routes::default()
        .get("/networks/{slug}/plan", Door::Anyone, plan::show)
        .post("/networks/{slug}/plan", Door::SignedIn, edits::create)
        .guarded_by("view_result")
        .get("/networks/{slug}/plan/new", Door::Anyone, edits::new)
        .guarded_by("view_result")
        .get("/networks/{slug}/plan/csv", Door::Anyone, plan::csv)
        .get(
            "/networks/{slug}/plan/timeline",
            Door::Anyone,
            timeline::show,
        )
        .post(
            "/networks/{slug}/plan/timeline",
            Door::SignedIn,
            timeline::annotate,
        )
        .guarded_by("run_check")
        .post(
            "/networks/{slug}/plan/timeline/{note}/removal",
            Door::SignedIn,
            timeline::take_back,
        )
        .guarded_by("run_check")
}

/// One action: for those who may not see it, it does not exist (permissions.md R56).
fn of_actions() -> Routes {
    use handlers::{actions, edits, replies, steps};
    Routes::default()
        .get("/actions/{action}", Door::Anyone, actions::show)
        .post("/actions/{action}/updates", Door::SignedIn, actions::update)
        .guarded_by("view_result")
        .post("/actions/{action}/threads", Door::SignedIn, actions::link)
        .guarded_by("view_result")
        .post(
            "/actions/{action}/threads/{thread}/removal",
            Door::SignedIn,
            actions::unlink,
        )
        .guarded_by("view_result")
        .get("/actions/{action}/edit", Door::Anyone, edits::show)
        .guarded_by("view_result")
        .post("/actions/{action}/edit", Door::SignedIn, edits::save)
        .guarded_by("view_result")
        .get(
            "/actions/{action}/agreement",
            Door::Anyone,
            steps::ask_agreement,
        )
        .guarded_by("view_result")
        .post("/actions/{action}/agreement", Door::SignedIn, steps::agree)
        .guarded_by("view_result")
        .post("/actions/{action}/start", Door::SignedIn, steps::begin)
        .post(
            "/actions/{action}/completion",
            Door::SignedIn,
            steps::finish,
        )
        .get("/actions/{action}/stop", Door::Anyone, steps::ask_stop)
        .guarded_by("view_result")
        .post("/actions/{action}/stop", Door::SignedIn, steps::stop)
        .guarded_by("view_result")
        .get("/posts/{id}/action", Door::SignedIn, replies::show)
        .post("/posts/{id}/action", Door::SignedIn, replies::create)
}

/// The Plan tab of a network.
pub fn plan(slug: &str) -> String {
    format!("{}/plan", networks::routes::network(slug))
}

/// The timeline of a network.
pub fn timeline(slug: &str) -> String {
    format!("{}/timeline", plan(slug))
}

/// An action.
pub fn action(id: ActionId) -> String {
    format!("/actions/{id}")
}

/// Where an action is made of a reply.
pub fn action_of(reply: PostId) -> String {
    format!("/posts/{reply}/action")
}

/// One of one's own shares.
pub fn share(id: ShareId) -> String {
    format!("{SHARED}/{id}")
}
