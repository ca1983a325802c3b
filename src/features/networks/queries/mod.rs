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
    MemberRow, leaders, member, member_by_id, members, own_membership, stewards, successors,
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
        .into_model::<WithRole>()
        .one(db)
        .await?;
    let WithRole { network, role } = found.ok_or(Error::NotFound)?;
    Ok(SeenNetwork {
        network,
        role,
        actor: actor.clone(),
    })
}

/// The alias of [`role_of`].
pub const ROLE: &str = "viewer_role";

/// The role of a person in the network of the row at hand, as a column named [`ROLE`].
pub fn role_of(person: Option<AccountId>) -> Expr {
    use sea_orm::QueryTrait;
    let role = membership::Entity::find()
        .select_only()
        .column(membership::Column::Role)
        .filter(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals((network::Entity, network::Column::Id)),
        )
        // No account has the id 0, so a visitor has no role.
        .filter(membership::Column::AccountId.eq(person.unwrap_or(AccountId(0))))
        .into_query();
    Expr::SubQuery(None, Box::new(role.into()))
}

struct WithRole {
    network: network::Model,
    role: Option<membership::Role>,
}

impl FromQueryResult for WithRole {
    fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            network: network::Model::from_query_result(row, pre)?,
            role: row.try_get(pre, ROLE)?,
        })
    }
}
