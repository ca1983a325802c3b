//! Who belongs to a network, and who looks after it.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
    sea_query::{Expr, Func},
};

use super::{
    super::policy::{SeenMember, SeenNetwork},
    paging::{self, Cursor, PageOf},
};
use crate::{
    entity::{
        account,
        id::{AccountId, NetworkId},
        membership::{self, Role},
        timestamp::Timestamp,
    },
    platform::{
        access::Seen,
        text::names,
        web::error::{Error, Result},
    },
};

/// How many members a page of the list holds (forum.md NW8).
const PAGE: usize = 50;

/// More leaders or moderators than this are not shown at once.
const MOST_STEWARDS: u64 = 100;

/// A person in a network, with what a list shows of them. Never the email address (forum.md NW8).
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MemberRow {
    /// The account.
    pub account_id: AccountId,
    /// The role here.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether they are marked as core team.
    pub core_team: bool,
    /// The unique name in addresses.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// What the account is allowed at all.
    pub state: account::State,
    /// Where they work; may be empty.
    pub organisation: String,
    /// What they do there; may be empty.
    pub job_role: String,
    /// What the list is ordered by.
    pub name_key: String,
}

/// The leaders of a network: everybody who may know of it reads their names (forum.md NW2).
pub async fn leaders<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<MemberRow>> {
    with_role(db, seen.network().id, Role::Leader).await
}

/// Those who look after a network: its leaders, then its moderators. For those who may open the
/// list (row 4).
pub async fn stewards<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<MemberRow>> {
    if !seen.lists_members() {
        return Ok(Vec::new());
    }
    let mut rows = with_role(db, seen.network().id, Role::Leader).await?;
    rows.extend(with_role(db, seen.network().id, Role::Moderator).await?);
    Ok(rows)
}

/// The other members, by name, a page at a time. For those who may open the list (row 4).
pub async fn members<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    cursor: Option<&Cursor>,
) -> Result<PageOf<MemberRow>> {
    if !seen.lists_members() {
        return Ok(PageOf {
            rows: Vec::new(),
            previous: None,
            next: None,
        });
    }
    let query = rows()
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(membership::Column::Role.eq(Role::Member))
        .filter(account::Column::State.eq(account::State::Active));
    let order = [
        name_key(),
        Expr::col((membership::Entity, membership::Column::AccountId)),
    ];
    paging::load(db, query, order, PAGE, cursor, |row: &MemberRow| {
        (row.name_key.clone(), row.account_id.0)
    })
    .await
}

/// A member by the handle in an address; 404 if nobody of that name is in the network.
pub async fn member<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    handle: &str,
) -> Result<SeenMember> {
    let which = account::Column::HandleKey.eq(names::handle_key(handle));
    found(db, seen, which).await
}

/// The same by account.
pub async fn member_by_id<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    account: AccountId,
) -> Result<SeenMember> {
    found(db, seen, account::Column::Id.eq(account)).await
}

/// The actor's own membership; 404 for everybody who has none.
pub async fn own_membership<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<SeenMember> {
    let person = seen.actor().id().ok_or(Error::NotFound)?;
    member_by_id(db, seen, person).await
}

/// Those who could take over from the actor: moderators first, at most fifty. For leaders.
pub async fn successors<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<MemberRow>> {
    if seen.role() != Some(Role::Leader) {
        return Ok(Vec::new());
    }
    let mut found = with_role(db, seen.network().id, Role::Moderator).await?;
    let rest = rows()
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(membership::Column::Role.eq(Role::Member))
        .filter(account::Column::State.eq(account::State::Active))
        .order_by_asc(name_key())
        .limit(50)
        .into_model::<MemberRow>()
        .all(db)
        .await?;
    found.extend(rest);
    Ok(found)
}

/// The lead team of a network, leaders first. For those who belong to it.
pub async fn lead_team<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<MemberRow>> {
    if !seen.in_lead_team() {
        return Ok(Vec::new());
    }
    let mut team = rows()
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(super::super::policy::lead_team())
        .filter(account::Column::State.eq(account::State::Active))
        .order_by_asc(name_key())
        .limit(MOST_STEWARDS)
        .into_model::<MemberRow>()
        .all(db)
        .await?;
    team.sort_by_key(|row| row.role != Role::Leader);
    Ok(team)
}

async fn found<C: ConnectionTrait>(db: &C, seen: &SeenNetwork, which: Expr) -> Result<SeenMember> {
    let row = rows()
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(which)
        .into_model::<MemberRow>()
        .one(db)
        .await?;
    Ok(SeenMember {
        seen: seen.clone(),
        row: row.ok_or(Error::NotFound)?,
    })
}

async fn with_role<C: ConnectionTrait>(
    db: &C,
    network: NetworkId,
    role: Role,
) -> Result<Vec<MemberRow>> {
    let rows = rows()
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::Role.eq(role))
        .filter(account::Column::State.eq(account::State::Active))
        .order_by_asc(name_key())
        .order_by_asc(membership::Column::AccountId)
        .limit(MOST_STEWARDS)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// Memberships with the people behind them.
fn rows() -> Select<membership::Entity> {
    membership::Entity::find()
        .join(JoinType::InnerJoin, to_account())
        .column(account::Column::Handle)
        .column(account::Column::DisplayName)
        .column(account::Column::State)
        .column(account::Column::Organisation)
        .column(account::Column::JobRole)
        .expr_as(name_key(), "name_key")
}

fn name_key() -> Expr {
    Expr::from(Func::lower(Expr::col((
        account::Entity,
        account::Column::DisplayName,
    ))))
}

fn to_account() -> RelationDef {
    membership::Entity::belongs_to(account::Entity)
        .from(membership::Column::AccountId)
        .to(account::Column::Id)
        .into()
}
