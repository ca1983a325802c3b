//! What waits for a decision, for one actor: personal information first, then the oldest.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef,
    Select, sea_query::Expr,
};

use super::super::policy;
use crate::{
    entity::{
        account,
        id::{AccountId, ReviewItemId},
        network, post,
        report::{self, Reason},
        review_item, thread,
        timestamp::Timestamp,
    },
    platform::{access::Actor, web::error::Result},
};

/// Items to a page.
const PER_PAGE: usize = 30;

/// One item of the queue.
#[derive(Clone, Debug, FromQueryResult)]
pub struct QueueRow {
    /// The item.
    pub id: ReviewItemId,
    /// When it was first reported.
    pub created_at: Timestamp,
    /// Whether a report says that it holds personal information.
    pub is_urgent: bool,
    /// The post's number in its thread.
    pub number: i64,
    /// The thread's title.
    pub title: String,
    /// The network's name.
    pub network: String,
    /// Whoever wrote it.
    pub author: AccountId,
    /// Their unique name in addresses.
    pub handle: String,
    /// Their name.
    pub display_name: String,
    /// What their account is allowed.
    pub account_state: account::State,
}

/// How often a reason was given for an item.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct ReasonCount {
    /// The item.
    pub item: ReviewItemId,
    /// The reason.
    pub reason: Reason,
    /// How many gave it.
    pub count: i64,
}

/// Where a page of the queue begins: after this item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether the item is one of those that come first.
    pub is_urgent: bool,
    /// The item.
    pub id: ReviewItemId,
}

/// How many items wait for this actor's decision; the number that [`queue`] would list.
pub async fn open_for<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<i64, DbErr> {
    let Some(person) = reviewer(actor) else {
        return Ok(0);
    };
    let count = review_item::Entity::find()
        .filter(policy::decidable_by(person))
        .count(db)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A page of what waits for this actor's decision, and whether there is more.
pub async fn queue<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    after: Option<Place>,
) -> Result<(Vec<QueueRow>, Option<Place>)> {
    let Some(person) = reviewer(actor) else {
        return Ok((Vec::new(), None));
    };
    let mut rows = described(waiting(person))
        .filter(behind(after))
        .limit(PER_PAGE as u64 + 1)
        .into_model::<QueueRow>()
        .all(db)
        .await?;
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| Place {
        is_urgent: row.is_urgent,
        id: row.id,
    });
    Ok((rows, next))
}

/// Why the items of a page were reported.
pub async fn reasons<C: ConnectionTrait>(db: &C, rows: &[QueueRow]) -> Result<Vec<ReasonCount>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let counts = report::Entity::find()
        .select_only()
        .column_as(report::Column::ReviewItemId, "item")
        .column(report::Column::Reason)
        .column_as(report::Column::Id.count(), "count")
        .filter(report::Column::ReviewItemId.is_in(rows.iter().map(|row| row.id)))
        .group_by(report::Column::ReviewItemId)
        .group_by(report::Column::Reason)
        .order_by_asc(report::Column::Reason)
        .into_model()
        .all(db)
        .await?;
    Ok(counts)
}

/// The item that this actor decides next.
pub async fn next<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Option<ReviewItemId>> {
    let Some(person) = reviewer(actor) else {
        return Ok(None);
    };
    let found = waiting(person)
        .select_only()
        .column(review_item::Column::Id);
    Ok(found.into_tuple().one(db).await?)
}

/// Only those who look after a network or the site have anything to decide.
fn reviewer(actor: &Actor) -> Option<AccountId> {
    let person = actor.person()?;
    (person.moderates || person.site.staff()).then_some(person.id)
}

fn waiting(person: AccountId) -> Select<review_item::Entity> {
    review_item::Entity::find()
        .filter(policy::decidable_by(person))
        .order_by(is_urgent(), Order::Desc)
        .order_by_asc(review_item::Column::Id)
}

fn behind(after: Option<Place>) -> Condition {
    let Some(Place {
        is_urgent: urgent,
        id,
    }) = after
    else {
        return Condition::all();
    };
    let later = Condition::all().add(review_item::Column::Id.gt(id));
    if urgent {
        let others = Condition::all().add(is_urgent().not());
        Condition::any().add(later).add(others)
    } else {
        later.add(is_urgent().not())
    }
}

/// Whether a report says that the item at hand holds personal information.
fn is_urgent() -> Expr {
    let reports = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(
            Expr::col((report::Entity, report::Column::ReviewItemId))
                .equals((review_item::Entity, review_item::Column::Id)),
        )
        .filter(report::Column::Reason.eq(Reason::PersonalInformation))
        .into_query();
    Expr::exists(reports)
}

/// With what a list says of an item.
fn described(items: Select<review_item::Entity>) -> Select<review_item::Entity> {
    let to_post: RelationDef = review_item::Entity::belongs_to(post::Entity)
        .from(review_item::Column::PostId)
        .to(post::Column::Id)
        .into();
    let to_thread: RelationDef = post::Entity::belongs_to(thread::Entity)
        .from(post::Column::ThreadId)
        .to(thread::Column::Id)
        .into();
    let to_network: RelationDef = review_item::Entity::belongs_to(network::Entity)
        .from(review_item::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let to_author: RelationDef = review_item::Entity::belongs_to(account::Entity)
        .from(review_item::Column::AboutId)
        .to(account::Column::Id)
        .into();
    items
        .join(JoinType::InnerJoin, to_post)
        .join(JoinType::InnerJoin, to_thread)
        .join(JoinType::InnerJoin, to_network)
        .join(JoinType::InnerJoin, to_author)
        .select_only()
        .columns([review_item::Column::Id, review_item::Column::CreatedAt])
        .column(post::Column::Number)
        .column(thread::Column::Title)
        .column_as(network::Column::Name, "network")
        .column_as(account::Column::Id, "author")
        .columns([account::Column::Handle, account::Column::DisplayName])
        .column_as(account::Column::State, "account_state")
        .expr_as(is_urgent(), "is_urgent")
}
