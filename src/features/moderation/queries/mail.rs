//! What mails say, looked up as they are sent, and to whom.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QuerySelect, RelationDef,
};

use super::super::policy;
use crate::{
    entity::{
        id::{AccountId, NetworkId, PostId, ReportId, ReviewItemId},
        membership,
        network::{self, Visibility},
        post, report, review_item, site_role, thread,
    },
    features::networks::queries::{ROLE, role_of},
};

/// What a mail may say about a post.
#[derive(Clone, Debug)]
pub(in super::super) struct Told {
    pub(in super::super) state: post::State,
    /// Why it is in that state.
    pub(in super::super) reason: String,
    pub(in super::super) title: String,
    pub(in super::super) network: String,
    visibility: Visibility,
    is_member: bool,
}

impl Told {
    /// Whether the reader's mailbox may hold the names of thread and network (forum.md NT6).
    pub(in super::super) fn may_be_named(&self) -> bool {
        match self.visibility {
            Visibility::Public => true,
            Visibility::Private => self.is_member,
            Visibility::Secret => false,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    state: post::State,
    state_reason: String,
    title: String,
    network: String,
    visibility: Visibility,
    viewer_role: Option<membership::Role>,
}

/// About a post, to this reader.
pub(in super::super) async fn of_post<C: ConnectionTrait>(
    db: &C,
    id: PostId,
    reader: Option<AccountId>,
) -> Result<Option<Told>, DbErr> {
    let to_thread: RelationDef = post::Entity::belongs_to(thread::Entity)
        .from(post::Column::ThreadId)
        .to(thread::Column::Id)
        .into();
    let to_network: RelationDef = thread::Entity::belongs_to(network::Entity)
        .from(thread::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let row = post::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, to_thread)
        .join(JoinType::InnerJoin, to_network)
        .select_only()
        .columns([post::Column::State, post::Column::StateReason])
        .column(thread::Column::Title)
        .column_as(network::Column::Name, "network")
        .column(network::Column::Visibility)
        .expr_as(role_of(reader), ROLE)
        .into_model::<Row>()
        .one(db)
        .await?;
    Ok(row.map(|row| Told {
        state: row.state,
        reason: row.state_reason,
        title: row.title,
        network: row.network,
        visibility: row.visibility,
        is_member: row.viewer_role.is_some(),
    }))
}

/// About an item, to this reader.
pub(in super::super) async fn of_item<C: ConnectionTrait>(
    db: &C,
    id: ReviewItemId,
    reader: Option<AccountId>,
) -> Result<Option<(review_item::Model, Told)>, DbErr> {
    let Some(item) = review_item::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let told = of_post(db, item.post_id, reader).await?;
    Ok(told.map(|told| (item, told)))
}

/// About the item of a report, to this reader.
pub(in super::super) async fn of_report<C: ConnectionTrait>(
    db: &C,
    id: ReportId,
    reader: Option<AccountId>,
) -> Result<Option<(review_item::Model, Told)>, DbErr> {
    match report::Entity::find_by_id(id).one(db).await? {
        Some(report) => of_item(db, report.review_item_id, reader).await,
        None => Ok(None),
    }
}

/// Whether somebody may decide an item.
pub(in super::super) async fn decides<C: ConnectionTrait>(
    db: &C,
    item: ReviewItemId,
    person: AccountId,
) -> Result<bool, DbErr> {
    let found = review_item::Entity::find_by_id(item)
        .filter(policy::decidable_by(person))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// The open item of a post.
pub(in super::super) async fn open_item<C: ConnectionTrait>(
    db: &C,
    post: PostId,
) -> Result<Option<review_item::Model>, DbErr> {
    review_item::Entity::find()
        .filter(review_item::Column::PostId.eq(post))
        .filter(review_item::Column::State.eq(review_item::State::Open))
        .one(db)
        .await
}

/// Those who look after a network.
pub(in super::super) async fn of_network<C: ConnectionTrait>(
    db: &C,
    network: NetworkId,
) -> Result<Vec<AccountId>, DbErr> {
    let roles = [membership::Role::Moderator, membership::Role::Leader];
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::Role.is_in(roles))
        .into_tuple()
        .all(db)
        .await
}

/// Those who look after the site.
pub(in super::super) async fn of_site<C: ConnectionTrait>(db: &C) -> Result<Vec<AccountId>, DbErr> {
    let roles = [site_role::Role::Moderator, site_role::Role::Admin];
    site_role::Entity::find()
        .select_only()
        .distinct()
        .column(site_role::Column::AccountId)
        .filter(site_role::Column::Role.is_in(roles))
        .into_tuple()
        .all(db)
        .await
}
