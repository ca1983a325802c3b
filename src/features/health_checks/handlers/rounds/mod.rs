//! A round, for the leaders of its network.

pub(in super::super) mod running;
pub(in super::super) mod setup;

use crate::{
    entity::{health_check::State, id::HealthCheckId},
    features::health_checks::{
        policy::{ManageRound, SeenRound},
        queries, routes,
    },
    platform::{
        access::{Permit, Seen},
        app::App,
        web::{
            error::{Error, Result},
            page::Page,
        },
    },
};

/// A round in one of some states, or the way to its page for those that are past it.
async fn in_state(
    app: &App,
    page: &Page,
    id: HealthCheckId,
    states: &[State],
) -> Result<Result<SeenRound, String>> {
    let seen = queries::find_round(&app.db, page.actor(), id).await?;
    if states.contains(&seen.check().state) {
        Ok(Ok(seen))
    } else {
        Ok(Err(routes::round(id)))
    }
}

fn permit(seen: SeenRound) -> Result<Permit<ManageRound>, Error> {
    Ok(seen.permit::<ManageRound>()?)
}
