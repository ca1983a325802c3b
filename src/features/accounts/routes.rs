//! The addresses of accounts.

use super::handlers::{register, set_up, sign_in, sign_out};
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
}

/// The address of a person's profile.
pub fn person_path(person: &account::Model) -> String {
    format!("/people/{}", person.handle)
}
