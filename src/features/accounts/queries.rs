//! Reads: who somebody is, what they need to sign in, and what others may see of them.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::policy::SeenPerson;
use crate::{
    entity::{
        account::{self, State},
        id::AccountId,
        membership, network, post, site_role, thread,
    },
    features::networks,
    platform::{
        access::Actor,
        text::names,
        web::error::{Error, Result},
    },
};

/// What signing in needs of an account.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Credentials {
    pub(super) id: AccountId,
    pub(super) password_hash: String,
    pub(super) state: State,
    pub(super) session_epoch: i64,
}

/// The account with this canonical address, unless it is closed.
pub(super) async fn credentials<C: ConnectionTrait>(
    db: &C,
    email_key: &str,
) -> Result<Option<Credentials>, DbErr> {
    account::Entity::find()
        .select_only()
        .columns([
            account::Column::Id,
            account::Column::PasswordHash,
            account::Column::State,
            account::Column::SessionEpoch,
        ])
        .filter(account::Column::EmailKey.eq(email_key))
        .filter(account::Column::State.ne(State::Closed))
        .into_model()
        .one(db)
        .await
}

/// Whether anybody runs the site yet.
pub async fn has_admin<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let admin = site_role::Entity::find()
        .filter(site_role::Column::Role.eq(site_role::Role::Admin))
        .one(db)
        .await?;
    Ok(admin.is_some())
}

/// One's own account, whole.
pub(super) async fn own<C: ConnectionTrait>(db: &C, id: AccountId) -> Result<account::Model> {
    let found = account::Entity::find_by_id(id).one(db).await?;
    found.ok_or(Error::NotFound)
}

/// Whether an account's sessions and registration are still of this epoch.
pub(super) async fn is_at<C: ConnectionTrait>(
    db: &C,
    id: AccountId,
    epoch: i64,
) -> Result<bool, DbErr> {
    let found = account::Entity::find_by_id(id)
        .filter(account::Column::SessionEpoch.eq(epoch))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Somebody by their handle, as far as the actor may see them (forum.md AC6); 404 where there is
/// nobody for them.
pub async fn find_person<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    handle: &str,
) -> Result<SeenPerson> {
    // Also a handle that cannot be one asks, so that all of these answers are alike.
    let handle = names::handle(handle).unwrap_or_default();
    let found = account::Entity::find()
        .filter(account::Column::Handle.eq(handle))
        .one(db)
        .await?;
    let person = found.ok_or(Error::NotFound)?;
    let is_own = actor.account().map(|own| own.id) == Some(person.id);
    let is_there = matches!(person.state, State::Active | State::Suspended);
    let is_visible = match actor.person() {
        Some(_) => is_there,
        None => is_there && actor.visitors_can_read && posted_in_public(db, person.id).await?,
    };
    if !is_own && !is_visible {
        return Err(Error::NotFound);
    }
    let shares_a_network = match actor.id() {
        Some(viewer) if !is_own => share_a_network(db, viewer, person.id).await?,
        Some(_) | None => false,
    };
    Ok(SeenPerson {
        person,
        actor: actor.clone(),
        shares_a_network,
    })
}

/// Whether visitors can read anything that this person wrote: a fact of a later tier.
async fn posted_in_public<C: ConnectionTrait>(db: &C, author: AccountId) -> Result<bool, DbErr> {
    let public = network::Entity::find()
        .select_only()
        .column(network::Column::Id)
        .filter(network::Column::Visibility.eq(network::Visibility::Public))
        .filter(network::Column::State.ne(network::State::Trashed))
        .into_query();
    let threads = thread::Entity::find()
        .select_only()
        .column(thread::Column::Id)
        .filter(thread::Column::NetworkId.in_subquery(public))
        .filter(thread::Column::VisibilityState.eq(thread::Visibility::Visible))
        .into_query();
    let found = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::AuthorId.eq(author))
        .filter(post::Column::State.eq(post::State::Visible))
        .filter(post::Column::ThreadId.in_subquery(threads))
        .limit(1)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(found.is_some())
}

async fn share_a_network<C: ConnectionTrait>(
    db: &C,
    one: AccountId,
    other: AccountId,
) -> Result<bool, DbErr> {
    let theirs = networks::policy::networks_of(other);
    let found = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(one))
        .filter(membership::Column::NetworkId.in_subquery(theirs))
        .filter(not_the_commons())
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Everybody is in the Commons: it is nothing that two people share.
fn not_the_commons() -> Expr {
    let commons = network::Entity::find()
        .select_only()
        .column(network::Column::Id)
        .filter(network::Column::IsCommons.eq(true))
        .into_query();
    ExprTrait::not_in_subquery(Expr::col(membership::Column::NetworkId), commons)
}
