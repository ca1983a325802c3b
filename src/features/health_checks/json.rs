//! A round's result for programs: the same figures and the same gaps as on the page.

use serde::Serialize;

use super::disclosure::{Agreement, GroupCounts, Quality};
use super::feedback::Report;
use super::instrument::DimensionCode;
use super::profile::Profile;
use super::score::{Band, Tenths};
use super::snapshot::{
    Comments, ContextResult, InstrumentName, LeaderView, Open, RoundDimension, RoundMode,
    RoundSnapshot, RoundStatement,
};
use crate::entity::health_check::Form;

/// A round as one reader may have it. Scores and gaps are whole tenths; what is not shown is null.
#[derive(Serialize)]
struct File<'a> {
    network: &'a Profile,
    /// The day on which it closed, as YYYY-MM-DD.
    date: String,
    mode: RoundMode,
    form: Form,
    instrument: &'a InstrumentName,
    minimum: u32,
    answered: u32,
    invited: Option<u32>,
    delivered: Option<u32>,
    response_rate: Option<u8>,
    response: Quality,
    groups: Option<GroupCounts>,
    identical: Option<u32>,
    overall: Option<Tenths>,
    dimensions: Vec<Dimension<'a>>,
    stage: &'a Option<ContextResult>,
    year: &'a Option<ContextResult>,
    leader: Option<&'a LeaderView>,
    comments: &'a [Comments],
    report: Option<&'a Report>,
}

#[derive(Serialize)]
struct Dimension<'a> {
    code: DimensionCode,
    name: &'a str,
    n: u32,
    tenths: Option<Tenths>,
    band: Option<Band>,
    agreement: Option<Agreement>,
    core: Option<Tenths>,
    member: Option<Tenths>,
    gap: Option<i16>,
    statements: &'a [RoundStatement],
}

impl<'a> From<&'a RoundDimension> for Dimension<'a> {
    fn from(own: &'a RoundDimension) -> Self {
        Self {
            code: own.code,
            name: &own.name,
            n: own.n,
            tenths: own.tenths,
            band: own.band,
            agreement: own.agreement,
            core: own.groups.map(|groups| groups.core),
            member: own.groups.map(|groups| groups.member),
            gap: own.groups.map(super::disclosure::GroupScores::gap),
            statements: &own.statements,
        }
    }
}

/// The result of a round for a reader to whom that much is open.
pub fn round(snapshot: &RoundSnapshot, open: Open) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&File {
        network: &snapshot.network,
        date: snapshot.date.to_string(),
        mode: snapshot.mode,
        form: snapshot.form,
        instrument: &snapshot.instrument,
        minimum: snapshot.k,
        answered: snapshot.n,
        invited: snapshot.invited,
        delivered: snapshot.delivered,
        response_rate: snapshot.rate,
        response: snapshot.quality,
        groups: snapshot.groups,
        identical: snapshot.identical,
        overall: snapshot.overall,
        dimensions: snapshot.dimensions.iter().map(Dimension::from).collect(),
        stage: &snapshot.life,
        year: &snapshot.year,
        leader: snapshot.leader(open),
        comments: &snapshot.comments,
        report: snapshot.report(open),
    })
}
