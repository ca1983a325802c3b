//! The newest released round of a network, as far as proposals rest on it.
//!
//! This is the seam to rounds: `newest` is the only place of this feature that knows how to find
//! one.

use crate::{
    entity::id::{NetworkId, ResultId},
    features::health_checks::{self, feedback::Basis, snapshot::Open},
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
pub async fn newest(app: &App, network: NetworkId) -> Result<Option<Released>> {
    let Some((result, snapshot)) = health_checks::queries::newest_release(app, network).await?
    else {
        return Ok(None);
    };
    let everything = Open {
        compared: true,
        leader: true,
    };
    let Some(report) = snapshot.report(everything) else {
        return Ok(None);
    };
    let (_, instrument) = health_checks::queries::current(app).await?;
    let bands = snapshot.dimensions.iter();
    let bands = bands.filter_map(|own| Some((own.code, own.band?)));
    Ok(Some(Released {
        result,
        basis: Basis::of(&instrument, bands.collect(), report),
    }))
}
