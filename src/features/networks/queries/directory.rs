//! The list of networks, and one's own.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func},
};

use super::{
    super::policy,
    ROLE,
    paging::{Cursor, PageOf},
    role_of,
};
use crate::{
    entity::{
        id::{AccountId, NetworkId},
        membership,
        network::{self, Kind, State, Visibility},
    },
    platform::{access::Actor, db::like, text::fold, web::error::Result},
};

/// How many networks a page of the directory holds.
const PAGE: usize = 30;

/// Of one's own networks the directory shows at most so many.
const MOST_OWN: u64 = 200;

/// A network in a list.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct NetworkRow {
    /// The network.
    pub id: NetworkId,
    /// In addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The name folded, for the order.
    pub name_key: String,
    /// What it is for.
    pub purpose: String,
    /// What it is mainly for.
    pub kind: Kind,
    /// Who can see it.
    pub visibility: Visibility,
    /// How many belong to it.
    pub members: i64,
    /// The role of whoever asked.
    pub viewer_role: Option<membership::Role>,
}

/// What the directory is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// In the name or the purpose; may be empty.
    pub words: String,
    /// Of this type only.
    pub kind: Option<Kind>,
}

/// The networks of the actor that fit, by name; none for visitors.
pub async fn own<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    search: &Search,
) -> Result<Vec<NetworkRow>> {
    let Some(person) = actor.id() else {
        return Ok(Vec::new());
    };
    let rows = rows(actor.id())
        .filter(network::Column::Id.in_subquery(policy::networks_of(person)))
        .filter(fits(search))
        .order_by_asc(network::Column::NameKey)
        .order_by_asc(network::Column::Id)
        .limit(MOST_OWN)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// The public and private networks of others that fit, by name, a page at a time.
///
/// Secret ones are never listed (forum.md NW2), not even to site admins, who may know of them.
pub async fn others<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    search: &Search,
    cursor: Option<&Cursor>,
) -> Result<PageOf<NetworkRow>> {
    let mut query = rows(actor.id())
        .filter(policy::visible_to(actor))
        .filter(network::Column::Visibility.ne(Visibility::Secret))
        .filter(fits(search));
    if let Some(person) = actor.id() {
        query = query.filter(network::Column::Id.not_in_subquery(policy::networks_of(person)));
    }
    let order = [
        Expr::col((network::Entity, network::Column::NameKey)),
        Expr::col((network::Entity, network::Column::Id)),
    ];
    super::paging::load(db, query, order, PAGE, cursor, |row: &NetworkRow| {
        (row.name_key.clone(), row.id.0)
    })
    .await
}

/// The networks somebody belongs to, by name: for their home page and their profile.
pub async fn my_networks<C: ConnectionTrait>(db: &C, person: AccountId) -> Result<Vec<NetworkRow>> {
    let rows = rows(Some(person))
        .filter(network::Column::Id.in_subquery(policy::networks_of(person)))
        .filter(network::Column::State.ne(State::Trashed))
        .order_by_asc(network::Column::NameKey)
        .order_by_asc(network::Column::Id)
        .limit(MOST_OWN)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

fn rows(person: Option<AccountId>) -> Select<network::Entity> {
    network::Entity::find()
        .select_only()
        .columns([
            network::Column::Id,
            network::Column::Slug,
            network::Column::Name,
            network::Column::NameKey,
            network::Column::Purpose,
            network::Column::Kind,
            network::Column::Visibility,
            network::Column::Members,
        ])
        .expr_as(role_of(person), ROLE)
}

fn fits(search: &Search) -> Condition {
    let words = fold::key(&search.words);
    let found = (!words.is_empty()).then(|| {
        let purpose = Func::lower(Expr::col((network::Entity, network::Column::Purpose)));
        Condition::any()
            .add(network::Column::NameKey.like(like::contains(&words)))
            .add(Expr::from(purpose).like(like::contains(&words)))
    });
    let kind = search.kind.map(|kind| network::Column::Kind.eq(kind));
    Condition::all()
        .add(network::Column::State.ne(State::Trashed))
        .add_option(found)
        .add_option(kind)
}
