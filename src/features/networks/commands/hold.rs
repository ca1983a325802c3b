//! The facts that authorise, asked again inside the write: a right that ended between page and
//! submit is gone (forum.md K4), and two changes of who leads come one after the other (R11).

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::add_member;
use crate::{
    entity::{
        account,
        id::{AccountId, NetworkId},
        join_request,
        membership::{self, Role},
        network, network_invitation,
    },
    features::networks::{
        policy::{SeenMember, SeenNetwork},
        queries,
    },
    platform::{
        access::{Action, Permit, Seen},
        db::Write,
        web::error::{Error, Result},
    },
};

/// Locks the network's row until the end of the transaction. On SQLite there is one writer anyway.
pub(super) async fn lock(write: &Write<'_>, network: NetworkId) -> Result<()> {
    network::Entity::find_by_id(network)
        .select_only()
        .column(network::Column::Id)
        .lock_exclusive()
        .into_tuple::<NetworkId>()
        .one(write.txn)
        .await?
        .map(|_| ())
        .ok_or(Error::NotFound)
}

/// The same permit with the facts as they are now, and the network locked.
pub(super) async fn hold<A: Action<On = SeenNetwork>>(
    write: &Write<'_>,
    permit: &Permit<A>,
) -> Result<Permit<A>> {
    Ok(again(write, permit.on()).await?.permit::<A>()?)
}

/// The same for an act on a member, who may have left or changed roles meanwhile.
pub(super) async fn hold_member<A: Action<On = SeenMember>>(
    write: &Write<'_>,
    permit: &Permit<A>,
) -> Result<Permit<A>> {
    let seen = again(write, permit.on().network()).await?;
    let account = permit.on().row().account_id;
    let member = queries::member_by_id(write.txn, &seen, account).await;
    let member = member.map_err(|error| match error {
        Error::NotFound => Error::Conflict("They have left this network meanwhile.".to_owned()),
        other => other,
    })?;
    Ok(member.permit::<A>()?)
}

async fn again(write: &Write<'_>, seen: &SeenNetwork) -> Result<SeenNetwork> {
    let id = seen.network().id;
    lock(write, id).await?;
    queries::find_by_id(write.txn, seen.actor(), id).await
}

/// Whether somebody else, whose account is active, leads the network as well (R11). Under the lock.
pub(super) async fn has_other_leader(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
) -> Result<bool> {
    let is_active = account::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(
            Expr::col((account::Entity, account::Column::Id))
                .equals((membership::Entity, membership::Column::AccountId)),
        )
        .filter(account::Column::State.eq(account::State::Active));
    let other = membership::Entity::find()
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::Role.eq(Role::Leader))
        .filter(membership::Column::AccountId.ne(person))
        .filter(Expr::exists(sea_orm::QueryTrait::into_query(is_active)))
        .one(write.txn)
        .await?;
    Ok(other.is_some())
}

/// Lets somebody in, and settles what they asked for or were asked: one membership, however many
/// ways led to it. Says whether they are new.
pub(super) async fn admit(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
) -> Result<bool> {
    let is_new = add_member(write, network, person, Role::Member).await?;
    join_request::Entity::update_many()
        .col_expr(
            join_request::Column::State,
            Expr::value(join_request::State::Withdrawn),
        )
        .col_expr(join_request::Column::DecidedAt, Expr::value(write.now))
        .filter(join_request::Column::NetworkId.eq(network))
        .filter(join_request::Column::AccountId.eq(person))
        .filter(join_request::Column::State.eq(join_request::State::Pending))
        .exec(write.txn)
        .await?;
    let to_join = network_invitation::Column::Role.eq(Role::Member);
    end_invitations(write, network, person, to_join).await?;
    Ok(is_new)
}

/// Ends a membership: the row, its count, and every invitation that rested on it.
pub(super) async fn end_membership(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
) -> Result<()> {
    let ended = membership::Entity::delete_many()
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::AccountId.eq(person))
        .exec(write.txn)
        .await?;
    if ended.rows_affected > 0 {
        super::count_members(write, network, -1).await?;
    }
    end_invitations(write, network, person, Expr::value(true)).await
}

/// Sets a role; the caller holds the network.
pub(super) async fn set_role(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    role: Role,
) -> Result<()> {
    membership::Entity::update_many()
        .col_expr(membership::Column::Role, Expr::value(role))
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::AccountId.eq(person))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Sets the core-team mark; the caller holds the network.
pub(super) async fn set_core(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    marked: bool,
) -> Result<()> {
    membership::Entity::update_many()
        .col_expr(membership::Column::CoreTeam, Expr::value(marked))
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::AccountId.eq(person))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Revokes open invitations of a person that are for nothing now.
pub(super) async fn end_invitations(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    which: Expr,
) -> Result<()> {
    network_invitation::Entity::update_many()
        .col_expr(
            network_invitation::Column::State,
            Expr::value(network_invitation::State::Revoked),
        )
        .col_expr(
            network_invitation::Column::DecidedAt,
            Expr::value(write.now),
        )
        .filter(network_invitation::Column::NetworkId.eq(network))
        .filter(network_invitation::Column::AccountId.eq(person))
        .filter(network_invitation::Column::State.eq(network_invitation::State::Pending))
        .filter(which)
        .exec(write.txn)
        .await?;
    Ok(())
}
