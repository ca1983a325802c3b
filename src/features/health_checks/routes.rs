//! The addresses of this feature.

use super::{handlers, instrument::DimensionCode, walk::key_of};
use crate::{
    entity::id::{HealthCheckId, ResultId},
    features::networks,
    platform::web::routes::{Door, Routes},
};

/// The routes of this feature. Drafts are their owner's alone: whoever is not signed in is sent to
/// sign in, whether or not there is a check; for everybody else it does not exist.
pub fn routes() -> Routes {
    use handlers::{answering, finishing, results, tab};
    Routes::default()
        .get("/networks/{slug}/checks", Door::Anyone, tab::show)
        .guarded_by("read_content")
        .post("/networks/{slug}/checks", Door::SignedIn, tab::start)
        .guarded_by("run_check")
        .get("/checks/{check}", Door::SignedIn, answering::resume)
        .get("/checks/{check}/answers", Door::SignedIn, finishing::show)
        .post("/checks/{check}/result", Door::SignedIn, finishing::save)
        .guarded_by("run_check")
        .get(
            "/checks/{check}/deletion",
            Door::SignedIn,
            finishing::ask_deletion,
        )
        .post(
            "/checks/{check}/deletion",
            Door::SignedIn,
            finishing::delete,
        )
        .get("/checks/{check}/{page}", Door::SignedIn, answering::show)
        .post("/checks/{check}/{page}", Door::SignedIn, answering::save)
        .guarded_by("run_check")
        .get("/results/{result}/csv", Door::Anyone, results::csv)
}

/// The Health checks tab of a network.
pub fn tab(slug: &str) -> String {
    format!("{}/checks", networks::routes::network(slug))
}

/// A check that is being answered: leads to its first open page.
pub fn check(id: HealthCheckId) -> String {
    format!("/checks/{id}")
}

/// One page of a check.
pub fn page(id: HealthCheckId, code: DimensionCode) -> String {
    format!("/checks/{id}/{}", key_of(code))
}

/// All answers of a check.
pub fn answers(id: HealthCheckId) -> String {
    format!("/checks/{id}/answers")
}

/// A result.
pub fn result(id: ResultId) -> String {
    format!("/results/{id}")
}
