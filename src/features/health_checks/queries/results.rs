//! Results: each seen by its owner alone.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{AtHome, with_home};
use crate::{
    entity::{
        id::{HealthCheckId, NetworkId, ResultId},
        network, result,
    },
    features::health_checks::{
        policy::{self, Home, SeenResult, ShareResult},
        snapshot::Snapshot,
    },
    platform::{
        access::{Actor, Seen},
        web::error::{Error, Result},
    },
};

/// A result by its id, in one statement; 404 unless it is their own.
pub async fn find_result<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: ResultId,
) -> Result<SeenResult> {
    let found = own(actor).filter(result::Column::Id.eq(id));
    let found = found.into_model::<AtHome<result::Model>>().one(db).await?;
    let AtHome { row, home } = found.ok_or(Error::NotFound)?;
    seen(row, home.of(actor))
}

/// The result that the actor's own check ended in.
pub async fn result_of<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    check: HealthCheckId,
) -> Result<Option<ResultId>> {
    let found = result::Entity::find()
        .select_only()
        .column(result::Column::Id)
        .filter(policy::own_results(actor))
        .filter(result::Column::HealthCheckId.eq(check))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found)
}

/// One of one's own results, for lists.
#[derive(Clone, Debug)]
pub struct OwnResult {
    /// Its id.
    pub id: ResultId,
    /// What was found.
    pub snapshot: Snapshot,
}

/// The actor's own results, the newest first.
pub async fn own_results<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<OwnResult>> {
    let all = all(db, actor, own(actor)).await?;
    Ok(all.into_iter().map(OwnResult::from).collect())
}

/// The actor's own results of one network, the newest first.
pub async fn results_in<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    network: NetworkId,
) -> Result<Vec<OwnResult>> {
    let here = own(actor).filter(result::Column::NetworkId.eq(network));
    let all = all(db, actor, here).await?;
    Ok(all.into_iter().map(OwnResult::from).collect())
}

/// The actor's own results that they may share now (row 37), the newest first: what a composer
/// offers.
pub async fn shareable<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<OwnResult>> {
    let all = all(db, actor, own(actor)).await?;
    let may = all.into_iter().filter(Seen::may::<ShareResult>);
    Ok(may.map(OwnResult::from).collect())
}

impl From<SeenResult> for OwnResult {
    fn from(seen: SeenResult) -> Self {
        Self {
            id: seen.result.id,
            snapshot: seen.snapshot,
        }
    }
}

/// The most that a list of one's own results shows.
const MOST: u64 = 50;

async fn all<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    select: Select<result::Entity>,
) -> Result<Vec<SeenResult>> {
    let rows = select
        .order_by_desc(result::Column::CreatedAt)
        .order_by_desc(result::Column::Id)
        .limit(MOST)
        .into_model::<AtHome<result::Model>>()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    rows.map(|AtHome { row, home }| seen(row, home.of(actor)))
        .collect()
}

fn own(actor: &Actor) -> Select<result::Entity> {
    let home = result::Entity::belongs_to(network::Entity)
        .from(result::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    with_home(result::Entity::find(), home, actor).filter(policy::own_results(actor))
}

fn seen(result: result::Model, home: Home) -> Result<SeenResult> {
    let json = result.snapshot.as_deref().ok_or(Error::NotFound)?;
    let snapshot = Snapshot::from_json(json).map_err(|error| Error::Internal(error.into()))?;
    Ok(SeenResult {
        result,
        snapshot,
        home,
    })
}
