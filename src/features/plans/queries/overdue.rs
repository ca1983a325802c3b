//! What is due and overdue: for a person's own page, for reminders and for the weekly list.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    entity::{
        action,
        id::{AccountId, ActionId},
        membership, network,
    },
    features::{
        networks::{
            policy::networks_of,
            queries::{ROLE, role_of},
        },
        plans::status,
    },
    platform::text::dates::CivilDay,
};

/// The home page shows this many at most.
const SHORT: u64 = 10;

/// A weekly list names this many at most.
const MOST: u64 = 50;

/// An action that waits for somebody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DueRow {
    /// The action.
    pub id: ActionId,
    /// Its title.
    pub title: String,
    /// The day it is due, as YYYY-MM-DD.
    pub due: String,
    /// The network it belongs to.
    pub network: String,
    /// How visible that is.
    pub visibility: network::Visibility,
}

/// One person's own actions that are due by `until` or overdue, the oldest first, in networks they
/// belong to. One statement.
pub async fn due_for<C: ConnectionTrait>(
    db: &C,
    person: AccountId,
    until: CivilDay,
) -> Result<Vec<DueRow>, DbErr> {
    own(person)
        .filter(action::Column::Due.lte(until.to_string()))
        .limit(SHORT)
        .into_model()
        .all(db)
        .await
}

/// One person's own overdue actions, the oldest first.
pub async fn overdue_of<C: ConnectionTrait>(
    db: &C,
    person: AccountId,
    today: CivilDay,
) -> Result<Vec<DueRow>, DbErr> {
    own(person)
        .filter(action::Column::Due.lt(today.to_string()))
        .limit(MOST)
        .into_model()
        .all(db)
        .await
}

fn own(person: AccountId) -> Select<action::Entity> {
    action::Entity::find()
        .select_only()
        .columns([
            action::Column::Id,
            action::Column::Title,
            action::Column::Due,
        ])
        .column_as(network::Column::Name, "network")
        .column(network::Column::Visibility)
        .join(JoinType::InnerJoin, to_network())
        .filter(action::Column::OwnerId.eq(person))
        .filter(is_open())
        .filter(action::Column::NetworkId.in_subquery(networks_of(person)))
        .filter(network::Column::State.eq(network::State::Active))
        .order_by_asc(action::Column::Due)
        .order_by_asc(action::Column::Id)
}

/// An action whose owner may be due a reminder.
#[derive(Clone, Debug, FromQueryResult)]
pub(in super::super) struct Candidate {
    /// The action.
    pub(in super::super) id: ActionId,
    /// The day it is due, as stored.
    pub(in super::super) due: String,
    /// How many reminders have gone.
    pub(in super::super) reminded: i32,
    /// Who gets them.
    pub(in super::super) owner_id: AccountId,
    /// The network, for its time zone.
    #[sea_orm(nested)]
    pub(in super::super) network: network::Model,
}

/// Actions with a reminder to come, due by `until`, after `last`, in the order of their ids.
pub(in super::super) async fn candidates<C: ConnectionTrait>(
    db: &C,
    until: CivilDay,
    last: ActionId,
    limit: u64,
) -> Result<Vec<Candidate>, DbErr> {
    let rows = action::Entity::find()
        .find_also_related_network()
        .filter(action::Column::Id.gt(last))
        .filter(action::Column::OwnerId.is_not_null())
        .filter(action::Column::Due.lte(until.to_string()))
        .filter(action::Column::Reminded.lt(3))
        .filter(is_open())
        .order_by_asc(action::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(action, network)| {
            Some(Candidate {
                id: action.id,
                due: action.due?,
                reminded: action.reminded,
                owner_id: action.owner_id?,
                network: network?,
            })
        })
        .collect())
}

/// Members after `last`, in the order of their ids, with an open action of theirs that was due
/// before a day.
pub(in super::super) async fn owners_with_overdue<C: ConnectionTrait>(
    db: &C,
    before: CivilDay,
    last: AccountId,
    limit: u64,
) -> Result<Vec<AccountId>, DbErr> {
    let still_there = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals((action::Entity, action::Column::NetworkId)),
        );
    let rows: Vec<Option<AccountId>> = action::Entity::find()
        .select_only()
        .column(action::Column::OwnerId)
        .distinct()
        .filter(action::Column::OwnerId.gt(last))
        .filter(action::Column::Due.lt(before.to_string()))
        .filter(is_open())
        .filter(action::Column::OwnerId.in_subquery(sea_orm::QueryTrait::into_query(still_there)))
        .order_by_asc(action::Column::OwnerId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().flatten().collect())
}

/// What a reminder says, looked up as it is sent.
#[derive(Clone, Debug, FromQueryResult)]
pub(in super::super) struct Told {
    pub(in super::super) title: String,
    pub(in super::super) due: Option<String>,
    pub(in super::super) state: action::State,
    pub(in super::super) owner_id: Option<AccountId>,
    pub(in super::super) network: String,
    pub(in super::super) visibility: network::Visibility,
    viewer_role: Option<membership::Role>,
}

impl Told {
    /// Whether the reader still sees to it: it is open, theirs, due on that day, and they belong to
    /// the network.
    pub(in super::super) fn is_still(&self, reader: AccountId, due: &str) -> bool {
        status::is_open(self.state)
            && self.owner_id == Some(reader)
            && self.due.as_deref() == Some(due)
            && self.viewer_role.is_some()
    }
}

/// About an action, to this reader.
pub(in super::super) async fn told<C: ConnectionTrait>(
    db: &C,
    id: ActionId,
    reader: AccountId,
) -> Result<Option<Told>, DbErr> {
    action::Entity::find_by_id(id)
        .select_only()
        .columns([
            action::Column::Title,
            action::Column::Due,
            action::Column::State,
            action::Column::OwnerId,
        ])
        .column_as(network::Column::Name, "network")
        .column(network::Column::Visibility)
        .join(JoinType::InnerJoin, to_network())
        .expr_as(role_of(Some(reader)), ROLE)
        .into_model()
        .one(db)
        .await
}

fn is_open() -> Condition {
    Condition::all().add(action::Column::State.is_in(status::OPEN.iter().copied()))
}

fn to_network() -> RelationDef {
    action::Entity::belongs_to(network::Entity)
        .from(action::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}

/// The pair of an action and its network.
trait WithNetwork {
    fn find_also_related_network(self) -> sea_orm::SelectTwo<action::Entity, network::Entity>;
}

impl WithNetwork for Select<action::Entity> {
    fn find_also_related_network(self) -> sea_orm::SelectTwo<action::Entity, network::Entity> {
        self.join(JoinType::InnerJoin, to_network())
            .select_also(network::Entity)
    }
}
