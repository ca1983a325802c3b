//! The addresses of this feature.

use super::{handlers, instrument::DimensionCode, links::Token, walk::key_of};
use crate::{
    entity::id::{CheckInvitationId, HealthCheckId, ResultId},
    features::networks,
    platform::web::routes::{Door, Routes},
};

/// The routes of this feature. Drafts are their owner's alone: whoever is not signed in is sent to
/// sign in, whether or not there is a check; for everybody else it does not exist.
pub fn routes() -> Routes {
    individual().merge(rounds()).merge(respondents())
}

fn individual() -> Routes {
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
        .get("/results/{result}/json", Door::Anyone, results::json)
}

/// A round is its network's leaders' alone: for everybody else it does not exist (row 36).
fn rounds() -> Routes {
    use handlers::rounds::{running, setup};
    const IN: Door = Door::SignedIn;
    Routes::default()
        .post("/networks/{slug}/rounds", IN, setup::start)
        .guarded_by("run_check")
        .get("/rounds/{round}", IN, setup::show)
        .guarded_by("run_check")
        .get("/rounds/{round}/form", IN, setup::form)
        .guarded_by("run_check")
        .post("/rounds/{round}/form", IN, setup::save_form)
        .guarded_by("run_check")
        .get("/rounds/{round}/people", IN, setup::people)
        .guarded_by("run_check")
        .post("/rounds/{round}/people", IN, setup::save_people)
        .guarded_by("run_check")
        .post("/rounds/{round}/people/removal", IN, setup::remove_people)
        .guarded_by("run_check")
        .post(
            "/rounds/{round}/people/{invitation}/removal",
            IN,
            setup::remove_person,
        )
        .guarded_by("run_check")
        .get("/rounds/{round}/privacy", IN, setup::privacy)
        .guarded_by("run_check")
        .post("/rounds/{round}/privacy", IN, setup::save_privacy)
        .guarded_by("run_check")
        .get("/rounds/{round}/dates", IN, setup::dates)
        .guarded_by("run_check")
        .post("/rounds/{round}/dates", IN, setup::save_dates)
        .guarded_by("run_check")
        .get("/rounds/{round}/message", IN, setup::message)
        .guarded_by("run_check")
        .post("/rounds/{round}/message", IN, setup::save_message)
        .guarded_by("run_check")
        .get("/rounds/{round}/opening", IN, running::check)
        .guarded_by("run_check")
        .post("/rounds/{round}/opening", IN, running::open)
        .guarded_by("run_check")
        .get("/rounds/{round}/closing", IN, running::ask_close)
        .guarded_by("run_check")
        .post("/rounds/{round}/closing", IN, running::close)
        .guarded_by("run_check")
        .get("/rounds/{round}/cancellation", IN, running::ask_cancel)
        .guarded_by("run_check")
        .post("/rounds/{round}/cancellation", IN, running::cancel)
        .guarded_by("run_check")
        .get("/rounds/{round}/view", IN, running::view)
        .guarded_by("run_check")
        .post("/rounds/{round}/view", IN, running::choose_view)
        .guarded_by("run_check")
        .post("/rounds/{round}/mails", IN, running::retry_mails)
        .guarded_by("run_check")
        .post("/rounds/{round}/restoration", IN, running::restore)
        .guarded_by("run_check")
}

/// What a respondent's link opens; nobody is signed in there.
fn respondents() -> Routes {
    use handlers::respond;
    const LINK: Door = Door::Respondent;
    Routes::default()
        .get("/rounds/{round}/link/{code}", LINK, respond::open_link)
        .post("/rounds/{round}/link/{code}", LINK, respond::start_open)
        .get("/r/withdrawal", LINK, respond::ask_withdrawal)
        .post("/r/withdrawal", LINK, respond::withdraw)
        .get("/r/{token}", LINK, respond::start)
        .get("/r/{token}/answers", LINK, respond::answers)
        .post("/r/{token}/response", LINK, respond::send)
        .post("/r/{token}/group", LINK, respond::dispute_group)
        .post("/r/{token}/reminders", LINK, respond::no_reminders)
        .get("/r/{token}/{page}", LINK, respond::show)
        .post("/r/{token}/{page}", LINK, respond::save)
}

/// Where a response is withdrawn with its receipt code.
pub const WITHDRAWAL: &str = "/r/withdrawal";

/// A round, for its leaders.
pub fn round(id: HealthCheckId) -> String {
    format!("/rounds/{id}")
}

/// A step of setting a round up, or an act upon it.
pub fn round_step(id: HealthCheckId, step: &str) -> String {
    format!("/rounds/{id}/{step}")
}

/// Where one person is taken off the list of a round.
pub fn uninvite(id: HealthCheckId, invitation: &CheckInvitationId) -> String {
    format!("/rounds/{id}/people/{}/removal", invitation.0)
}

/// The open link of a round.
pub fn open_link(id: HealthCheckId, code: &str) -> String {
    format!("/rounds/{id}/link/{code}")
}

/// A respondent's link.
pub fn respondent(token: &Token) -> String {
    format!("/r/{}", token.as_str())
}

/// A page behind a respondent's link.
pub fn respondent_page(token: &Token, page: &str) -> String {
    format!("/r/{}/{page}", token.as_str())
}

/// The personal link to the result of a round.
pub fn result_link(token: &str) -> String {
    format!("/results/link/{token}")
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
