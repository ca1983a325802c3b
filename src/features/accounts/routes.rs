//! The addresses of accounts.

use super::handlers::{
    confirm, passwords, people, register, rescued, sessions, set_up, settings, sign_in, sign_out,
};
use crate::{
    entity::account,
    platform::web::routes::{Door, Routes},
};

/// The routes of this feature.
pub fn routes() -> Routes {
    Routes::default()
        .get("/setup/{token}", Door::Link, set_up::show)
        .post("/setup/{token}", Door::Link, set_up::set_up)
        .get("/register", Door::Anyone, register::show)
        .post("/register", Door::Anyone, register::register)
        .get("/register/sent", Door::Anyone, register::sent)
        .get("/sign-in", Door::Anyone, sign_in::show)
        .post("/sign-in", Door::Anyone, sign_in::sign_in)
        .get("/sign-out", Door::Anyone, sign_out::show)
        .post("/sign-out", Door::Anyone, sign_out::sign_out)
        .get("/rescued", Door::Account, rescued::show)
        .post("/rescued/discarded", Door::Account, rescued::discard)
        .get("/password/reset", Door::Anyone, passwords::ask)
        .post("/password/reset", Door::Anyone, passwords::send)
        .get("/password/reset/sent", Door::Anyone, passwords::sent)
        .get("/password/reset/{token}", Door::Link, passwords::choose)
        .post("/password/reset/{token}", Door::Link, passwords::reset)
        .get("/confirm/{token}", Door::Link, confirm::show)
        .post("/confirm/{token}", Door::Link, confirm::confirm)
        .get("/settings", Door::Account, settings::show)
        .post("/settings", Door::Account, settings::save)
        .get("/settings/handle", Door::Account, settings::handle)
        .post("/settings/handle", Door::Account, settings::change_handle)
        .get("/settings/password", Door::Account, passwords::show)
        .post("/settings/password", Door::Account, passwords::change)
        .post("/settings/confirmation", Door::Account, confirm::send_again)
        .get("/settings/sessions", Door::Account, sessions::list)
        .post(
            "/settings/sessions/others",
            Door::Account,
            sessions::end_others,
        )
        .post(
            "/settings/sessions/{name}/end",
            Door::Account,
            sessions::end,
        )
        .get("/people/{handle}", Door::Anyone, people::show)
}

/// The address of a person's profile.
pub fn person_path(person: &account::Model) -> String {
    format!("/people/{}", person.handle)
}
