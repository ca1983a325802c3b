//! Recounts what is stored with a network: a difference is a defect to be found.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{
    entity::{account, id::NetworkId, membership, network},
    platform::{
        db::difference::{BATCH, Difference},
        web::error::Result,
    },
};

/// Every stored count of members that differs from those who can be listed (permissions.md R3); empty
/// when all is well.
pub async fn differences<C: ConnectionTrait>(db: &C) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    let mut after = NetworkId(0);
    loop {
        let batch: Vec<(NetworkId, i64)> = network::Entity::find()
            .select_only()
            .columns([network::Column::Id, network::Column::Members])
            .filter(network::Column::Id.gt(after))
            .order_by_asc(network::Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        let Some((last, _)) = batch.last().copied() else {
            return Ok(found);
        };
        let counted = members(db, after, last).await?;
        let pairs = batch
            .into_iter()
            .map(|(id, stored)| (id, stored, counted.get(&id).copied().unwrap_or(0)));
        found.extend(pairs.filter(|(_, stored, counted)| stored != counted).map(
            |(id, stored, counted)| Difference {
                table: "network",
                id: id.0,
                column: "members",
                stored,
                counted,
            },
        ));
        after = last;
    }
}

async fn members<C: ConnectionTrait>(
    db: &C,
    after: NetworkId,
    last: NetworkId,
) -> Result<HashMap<NetworkId, i64>> {
    let counted: Vec<(NetworkId, i64)> = membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .expr(membership::Column::AccountId.count())
        .join(
            JoinType::InnerJoin,
            membership::Entity::belongs_to(account::Entity)
                .from(membership::Column::AccountId)
                .to(account::Column::Id)
                .into(),
        )
        .filter(account::Column::State.eq(account::State::Active))
        .filter(membership::Column::NetworkId.gt(after))
        .filter(membership::Column::NetworkId.lte(last))
        .group_by(membership::Column::NetworkId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().collect())
}
