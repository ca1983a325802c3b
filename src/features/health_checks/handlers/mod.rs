//! HTTP in, page or redirect out.

pub(super) mod answering;
pub(super) mod finishing;
pub(super) mod respond;
pub(super) mod results;
pub(super) mod rounds;
pub(super) mod tab;

use super::{
    instrument::Instrument, policy::SeenDraft, queries, routes, scoring::Answers, walk::Walk,
};
use crate::{
    entity::id::HealthCheckId,
    platform::{
        access::Actor,
        app::App,
        web::error::{Error, Result},
    },
};

/// A check by its address: still a draft, or saved meanwhile, so that Back and a second window lead
/// to the result.
enum Opened {
    Draft(Box<Ground>),
    /// Where its result is.
    Saved(String),
}

/// A draft with what it asks and what was answered.
struct Ground {
    seen: SeenDraft,
    instrument: Instrument,
    answers: Answers,
}

impl Ground {
    fn walk(&self) -> Walk<'_> {
        Walk::new(&self.instrument, &self.seen.draft.pages)
    }
}

async fn open(app: &App, actor: &Actor, id: HealthCheckId) -> Result<Opened> {
    let seen = match queries::find_draft(&app.db, actor, id).await {
        Ok(seen) => seen,
        Err(Error::NotFound) => {
            let result = queries::result_of(&app.db, actor, id).await?;
            let result = result.ok_or(Error::NotFound)?;
            return Ok(Opened::Saved(routes::result(result)));
        }
        Err(error) => return Err(error),
    };
    let instrument = queries::instrument(app, seen.instrument()).await?;
    let answers = queries::answers(&seen, &instrument)?;
    Ok(Opened::Draft(Box::new(Ground {
        seen,
        instrument,
        answers,
    })))
}
