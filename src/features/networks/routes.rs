//! The addresses of this feature.

use super::handlers::{about, create, directory, invitations, joining, members, people};
use crate::platform::web::routes::{Door, Routes};

/// The list of networks.
pub const DIRECTORY: &str = "/networks";

/// One's own invitations and requests.
pub const INVITATIONS: &str = "/invitations";

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/networks", Door::Anyone, directory::show)
        .get("/networks/new", Door::SignedIn, create::show)
        .post("/networks/new", Door::SignedIn, create::create)
        .merge(joining_routes())
        .merge(people_routes())
        .get("/networks/{slug}/about", Door::Anyone, about::show)
        .guarded_by("read_content")
        .get("/networks/{slug}/about/edit", Door::Anyone, about::edit)
        .guarded_by("edit_network")
        .post("/networks/{slug}/about/edit", Door::SignedIn, about::save)
        .guarded_by("edit_network")
}

fn joining_routes() -> Routes {
    Routes::default()
        .post("/networks/{slug}/membership", Door::SignedIn, joining::join)
        .guarded_by("join")
        .get("/networks/{slug}/requests/new", Door::Anyone, joining::new)
        .guarded_by("join")
        .post("/networks/{slug}/requests", Door::SignedIn, joining::ask)
        .guarded_by("join")
        .post(
            "/networks/{slug}/requests/{id}",
            Door::SignedIn,
            joining::decide,
        )
        .guarded_by("decide_join_request")
        .post(
            "/networks/{slug}/requests/{id}/withdrawal",
            Door::SignedIn,
            joining::withdraw,
        )
        .post(
            "/networks/{slug}/invitations",
            Door::SignedIn,
            invitations::invite,
        )
        .guarded_by("invite")
        .post(
            "/networks/{slug}/invitations/{id}/revocation",
            Door::SignedIn,
            invitations::revoke,
        )
        .guarded_by("invite")
        .get("/invitations", Door::SignedIn, invitations::list)
        .post(
            "/invitations/{id}/acceptance",
            Door::SignedIn,
            invitations::accept,
        )
        .post(
            "/invitations/{id}/refusal",
            Door::SignedIn,
            invitations::decline,
        )
}

fn people_routes() -> Routes {
    Routes::default()
        .get("/networks/{slug}/people", Door::Anyone, people::show)
        .guarded_by("list_members")
        .get(
            "/networks/{slug}/people/{handle}/role",
            Door::Anyone,
            members::role,
        )
        .guarded_by("set_moderator")
        .post(
            "/networks/{slug}/people/{handle}/role",
            Door::SignedIn,
            members::set_role,
        )
        .guarded_by("set_moderator")
        .get(
            "/networks/{slug}/people/{handle}/removal",
            Door::Anyone,
            members::removal,
        )
        .guarded_by("remove_ban_silence")
        .post(
            "/networks/{slug}/people/{handle}/removal",
            Door::SignedIn,
            members::remove,
        )
        .guarded_by("remove_ban_silence")
        .get(
            "/networks/{slug}/people/{handle}/core-team",
            Door::Anyone,
            members::core_team,
        )
        .post(
            "/networks/{slug}/people/{handle}/core-team",
            Door::SignedIn,
            members::mark_core,
        )
        .get("/networks/{slug}/leave", Door::Anyone, members::leaving)
        .post("/networks/{slug}/leave", Door::SignedIn, members::leave)
}

/// Where a network is.
pub fn network(slug: &str) -> String {
    format!("{DIRECTORY}/{slug}")
}

/// The list of its people.
pub fn people(slug: &str) -> String {
    format!("{DIRECTORY}/{slug}/people")
}

/// Where one person's place in it is changed; what is done follows.
pub fn person_in(slug: &str, handle: &str) -> String {
    format!("{DIRECTORY}/{slug}/people/{handle}")
}

/// What it says about itself.
pub fn about(slug: &str) -> String {
    format!("{DIRECTORY}/{slug}/about")
}
