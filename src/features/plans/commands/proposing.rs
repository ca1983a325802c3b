//! Results propose actions (health-check.md 10.1).

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
};

use super::{actions::blank, hold_leader};
use crate::{
    entity::{
        action::{self, Source},
        id::{ActionId, NetworkId, ResultId},
        network,
    },
    features::{
        health_checks::feedback::Basis,
        plans::{
            policy::AddSuggested,
            proposal::{self, Proposal},
            queries,
        },
    },
    platform::{
        access::Permit,
        db::{Write, unique::or_nothing},
        web::error::{Error, Result},
    },
};

/// Proposes what the result of a round suggests, once for each result, however often it is asked;
/// gives how many actions came into the plan. Nobody asked for it, so only the job that hears of the
/// release does.
pub async fn propose(
    write: &Write<'_>,
    network: NetworkId,
    result: ResultId,
    basis: &Basis,
) -> Result<usize> {
    lock(write, network).await?;
    let before = action::Entity::find()
        .select_only()
        .column(action::Column::Id)
        .filter(action::Column::ResultId.eq(result))
        .into_tuple::<ActionId>()
        .one(write.txn)
        .await?;
    if before.is_some() {
        return Ok(0);
    }
    let passed_over = queries::declined_or_open(write.txn, network, write.now).await?;
    let origin = Origin {
        network,
        source: Source::Round,
        result: Some(result),
    };
    insert(write, &origin, &proposal::of_round(basis, &passed_over)).await
}

/// Adds what a leader's own result suggests, but for what is open or was declined in the last twelve
/// months; gives how many actions came into the plan. The result is theirs alone, so the plan keeps
/// nothing of it (permissions.md R55).
pub async fn propose_own(
    write: &Write<'_>,
    permit: &Permit<AddSuggested>,
    proposals: &[Proposal],
) -> Result<usize> {
    let (network, person) = (permit.on().network(), permit.person().id);
    lock(write, network).await?;
    hold_leader(write, network, person).await?;
    let passed_over = queries::declined_or_open(write.txn, network, write.now).await?;
    let new = proposals
        .iter()
        .filter(|one| !passed_over.contains(&one.recommendation));
    let new: Vec<Proposal> = new.cloned().collect();
    let origin = Origin {
        network,
        source: Source::OwnView,
        result: None,
    };
    insert(write, &origin, &new).await
}

struct Origin {
    network: NetworkId,
    source: Source,
    result: Option<ResultId>,
}

/// One that is open already stays as it is. Who added it is kept nowhere: whoever took a check on
/// their own has told nobody.
async fn insert(write: &Write<'_>, origin: &Origin, proposals: &[Proposal]) -> Result<usize> {
    let mut added = 0;
    for one in proposals {
        let row = action::ActiveModel {
            title: Set(one.title.clone()),
            dimension: Set(Some(one.dimension.to_string())),
            why: Set(one.why.clone()),
            result_id: Set(origin.result),
            recommendation: Set(Some(one.recommendation.clone())),
            due_days: Set(Some(i32::from(one.due_days))),
            sign_statement: Set(one.sign_statement.clone()),
            sign: Set(one.sign.clone()),
            ..blank(write, origin.network, origin.source)
        };
        let inserted = action::Entity::insert(row)
            .on_conflict(or_nothing())
            .try_insert()
            .exec(write.txn)
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(_)) {
            added += 1;
        }
    }
    Ok(added)
}

/// Locks the network's row, so that proposals come one after the other. On SQLite there is one
/// writer anyway.
async fn lock(write: &Write<'_>, id: NetworkId) -> Result<()> {
    network::Entity::find_by_id(id)
        .select_only()
        .column(network::Column::Id)
        .lock_exclusive()
        .into_tuple::<NetworkId>()
        .one(write.txn)
        .await?
        .map(|_| ())
        .ok_or(Error::NotFound)
}
