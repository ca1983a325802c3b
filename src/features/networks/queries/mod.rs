//! Reads: only what the actor may see.

mod directory;
mod joining;
mod of_person;
mod paging;
mod people;

pub use directory::{NetworkRow, Search, my_networks, others, own};
pub(super) use joining::is_open;
pub use joining::{
    InvitationRow, OpenInvitationRow, OwnRequestRow, REMOVED, RemovalRow, RequestRow, WaitingRow,
    again_at, deciders, is_invited, my_invitations, open_invitations, own_invitation, own_removals,
    own_request, own_requests, requests, requests_to_decide,
};
pub use of_person::of_person;
pub use paging::{Cursor, PageOf};
pub use people::{
    MemberRow, lead_team, leaders, member, member_by_id, members, own_membership, stewards,
    successors,
};

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::policy::{self, SeenNetwork};
use crate::{
    entity::{
        id::{AccountId, NetworkId},
        membership, network,
    },
    platform::{
        access::Actor,
        web::error::{Error, Result},
    },
};

/// A network by its slug, with the actor's role, in one statement; 404 if they may not know of it.
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, slug: &str) -> Result<SeenNetwork> {
    find_where(db, actor, network::Column::Slug.eq(slug)).await
}

/// The same by id, for features whose things name their network.
pub async fn find_by_id<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: NetworkId,
) -> Result<SeenNetwork> {
    find_where(db, actor, network::Column::Id.eq(id)).await
}

async fn find_where<C: ConnectionTrait>(db: &C, actor: &Actor, which: Expr) -> Result<SeenNetwork> {
    let found = network::Entity::find()
        .filter(which)
        .filter(policy::visible_to(actor))
        .expr_as(role_of(actor.id()), ROLE)
        .expr_as(core_of(actor.id()), CORE)
        .into_model::<WithRole>()
        .one(db)
        .await?;
    let found = found.ok_or(Error::NotFound)?;
    Ok(found.seen_by(actor))
}

/// The alias of [`role_of`].
pub const ROLE: &str = "viewer_role";

/// The role of a person in the network of the row at hand, as a column named [`ROLE`].
pub fn role_of(person: Option<AccountId>) -> Expr {
    membership_of(person, membership::Column::Role)
}

/// The alias of [`core_of`].
pub const CORE: &str = "viewer_core";

/// Whether a person is marked as core team in the network of the row at hand, as a column named
/// [`CORE`]; null for those outside.
pub fn core_of(person: Option<AccountId>) -> Expr {
    membership_of(person, membership::Column::CoreTeam)
}

fn membership_of(person: Option<AccountId>, column: membership::Column) -> Expr {
    use sea_orm::QueryTrait;
    let value = membership::Entity::find()
        .select_only()
        .column(column)
        .filter(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals((network::Entity, network::Column::Id)),
        )
        // No account has the id 0, so a visitor has no role.
        .filter(membership::Column::AccountId.eq(person.unwrap_or(AccountId(0))))
        .into_query();
    Expr::SubQuery(None, Box::new(value.into()))
}

struct WithRole {
    network: network::Model,
    role: Option<membership::Role>,
    core: Option<bool>,
}

impl WithRole {
    fn seen_by(self, actor: &Actor) -> SeenNetwork {
        SeenNetwork {
            network: self.network,
            role: self.role,
            core: self.core == Some(true),
            actor: actor.clone(),
        }
    }
}

impl FromQueryResult for WithRole {
    fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            network: network::Model::from_query_result(row, pre)?,
            role: row.try_get(pre, ROLE)?,
            core: row.try_get(pre, CORE)?,
        })
    }
}
