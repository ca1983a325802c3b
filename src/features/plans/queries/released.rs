//! The newest released round of a network, as far as proposals rest on it: the only place of this
//! feature that knows how to find one.

use crate::{
    entity::id::{NetworkId, ResultId},
    features::health_checks::{feedback::Basis, queries, snapshot::Open},
    platform::{app::App, web::error::Result},
};

/// A released round.
#[derive(Clone, Debug)]
pub struct Released {
    /// Its result.
    pub result: ResultId,
    /// What its suggestions rest on.
    pub basis: Basis,
}

/// The newest released round of a network, in full: as the lead team sees its result
/// (health-check.md 6.8), since proposals are made for them.
pub async fn newest(app: &App, network: NetworkId) -> Result<Option<Released>> {
    let Some((result, snapshot)) = queries::newest_release(app, network).await? else {
        return Ok(None);
    };
    let everything = Open {
        compared: true,
        leader: true,
    };
    let Some(report) = snapshot.report(everything) else {
        return Ok(None);
    };
    let (_, instrument) = queries::current(app).await?;
    let bands = snapshot.dimensions.iter();
    let bands = bands.filter_map(|own| Some((own.code, own.band?)));
    let basis = Basis::of(&instrument, bands.collect(), report);
    Ok(Some(Released { result, basis }))
}
