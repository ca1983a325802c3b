//! What a network says about itself, and its settings.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{hold::hold, joining::settle_all};
use crate::{
    entity::network::{self, Column, Entity, JoinPolicy},
    features::networks::{forms::NetworkChange, policy::EditNetwork},
    platform::{
        access::{Permit, Seen},
        audit,
        db::Write,
        text::fold,
        web::error::{Error, Result},
    },
};

/// What came of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is stored.
    Now,
    /// Somebody else has edited it meanwhile: how it is now.
    Second(Box<network::Model>),
}

/// Stores an edit, unless the network is no longer the one it was made on.
pub async fn edit(
    write: &Write<'_>,
    permit: &Permit<EditNetwork>,
    change: NetworkChange,
) -> Result<Edited> {
    let held = hold(write, permit).await?;
    let before = held.on().network().clone();
    let by = held.person().id;
    let join_policy = change.join_policy;
    let version = change.version;
    let changed = fields(change)
        .into_iter()
        .fold(Entity::update_many(), |update, (column, value)| {
            update.col_expr(column, value)
        })
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(before.id))
        .filter(Column::Version.eq(version))
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(Edited::Second(Box::new(before)));
    }
    let after = Entity::find_by_id(before.id).one(write.txn).await?;
    let after = after.ok_or(Error::NotFound)?;
    if join_policy != before.join_policy {
        match join_policy {
            JoinPolicy::Open => settle_all(write, before.id, by, true).await?,
            JoinPolicy::Invitation => settle_all(write, before.id, by, false).await?,
            JoinPolicy::Request => {}
        }
    }
    let entry = audit::Entry {
        actor: Some(by),
        role: held.on().standing().acting_role(),
        action: "edit_network",
        target_kind: "network",
        target_id: before.id.0,
        network: Some(before.id),
        reason: "",
        before: settings(&before),
        after: settings(&after),
    };
    audit::record(write, entry).await?;
    Ok(Edited::Now)
}

fn fields(change: NetworkChange) -> Vec<(Column, Expr)> {
    vec![
        (Column::NameKey, Expr::value(fold::key(&change.name))),
        (Column::Name, Expr::value(change.name)),
        (Column::Purpose, Expr::value(change.purpose)),
        (Column::About, Expr::value(change.about)),
        (Column::Kind, Expr::value(change.kind)),
        (Column::Stage, Expr::value(change.stage)),
        (Column::JoinPolicy, Expr::value(change.join_policy)),
        (Column::MemberList, Expr::value(change.member_list)),
        (Column::BrokerAccess, Expr::value(change.broker_access)),
        (Column::Governance, Expr::value(change.governance)),
        (Column::Organisations, Expr::value(change.organisations)),
        (Column::Started, Expr::value(change.started)),
        (Column::Geography, Expr::value(change.geography)),
    ]
}

/// The settings that decide who may do what, and the stage, whose changes its timeline tells; no
/// texts.
fn settings(network: &network::Model) -> serde_json::Value {
    json!({
        "version": network.version,
        "stage": network.stage,
        "join_policy": network.join_policy,
        "member_list": network.member_list,
        "broker_access": network.broker_access,
    })
}
