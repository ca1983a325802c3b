//! The newest released round of a network, as far as proposals rest on it.
//!
//! This is the seam to rounds: `newest` is the only place of this feature that knows how to find
//! one. It is wired by calling the query of `health_checks` that gives the newest released round,
//! and making the basis of it with `feedback::Basis::of(&instrument, bands, &report)`.

use crate::{
    entity::id::{NetworkId, ResultId},
    features::health_checks::feedback::Basis,
    platform::{app::App, web::error::Result},
};

/// A released round.
#[derive(Clone, Debug)]
pub struct Released {
    /// Its result.
    pub result: ResultId,
    /// What its suggestions rest on, as the lead team sees the result (health-check.md 6.8).
    pub basis: Basis,
}

/// The newest released round of a network; none until rounds are released.
#[expect(
    clippy::unused_async,
    reason = "it asks the database as soon as there are rounds"
)]
pub async fn newest(_: &App, _: NetworkId) -> Result<Option<Released>> {
    Ok(None)
}
