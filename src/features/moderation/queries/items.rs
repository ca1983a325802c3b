//! One item, as an actor sees it.

use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic, Iterable, JoinType,
    QueryFilter, QueryResult, QuerySelect, sea_query::Expr,
};

use super::super::policy::{self, SeenItem};
use crate::{
    entity::{id::ReviewItemId, membership, network, review_item},
    features::networks::queries::{ROLE, role_of},
    platform::{
        access::Actor,
        web::error::{Error, Result},
    },
};

const NETWORK: &str = "n_";
const IS_REPORTER: &str = "is_reporter";
const IS_KEPT: &str = "is_kept";
const IS_LAST_RESORT: &str = "is_last_resort";

/// An item with its network and what decides whose office it is, in one statement; 404 if it is
/// not the actor's.
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, id: ReviewItemId) -> Result<SeenItem> {
    let person = actor.id().ok_or(Error::NotFound)?;
    let in_network = review_item::Entity::belongs_to(network::Entity)
        .from(review_item::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let mut found = review_item::Entity::find_by_id(id).join(JoinType::InnerJoin, in_network);
    for column in network::Column::iter() {
        found = found.column_as(column, format!("{NETWORK}{}", column.as_str()));
    }
    let row = found
        .expr_as(role_of(Some(person)), ROLE)
        .expr_as(policy::is_reported_by(person), IS_REPORTER)
        .expr_as(Expr::from(policy::is_kept()), IS_KEPT)
        .expr_as(policy::nobody_else(), IS_LAST_RESORT)
        .filter(policy::readable_by(person))
        .into_model::<Row>()
        .one(db)
        .await?;
    Ok(row.ok_or(Error::NotFound)?.seen_by(actor))
}

struct Row {
    item: review_item::Model,
    network: network::Model,
    role: Option<membership::Role>,
    is_reporter: bool,
    is_kept: bool,
    is_last_resort: bool,
}

impl Row {
    fn seen_by(self, actor: &Actor) -> SeenItem {
        SeenItem {
            item: self.item,
            network: self.network,
            role: self.role,
            is_reporter: self.is_reporter,
            is_kept: self.is_kept,
            is_last_resort: self.is_last_resort && actor.site().admin,
            actor: actor.clone(),
        }
    }
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self {
            item: review_item::Model::from_query_result(row, "")?,
            network: network::Model::from_query_result(row, NETWORK)?,
            role: row.try_get("", ROLE)?,
            is_reporter: row.try_get("", IS_REPORTER)?,
            is_kept: row.try_get("", IS_KEPT)?,
            is_last_resort: row.try_get("", IS_LAST_RESORT)?,
        })
    }
}
