//! Reads: what waits for one person, and what a visitor is shown. Everything here is the reader's
//! own, or comes through the policy of the feature that owns it.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationDef, sea_query::Expr,
};

use crate::{
    entity::{
        account, challenge, health_check,
        id::{HealthCheckId, ResultId, ThreadId},
        join_request, membership, network, network_invitation, post, result, thread,
        timestamp::Timestamp,
    },
    features::{
        moderation,
        networks::policy::{moderated_by, open_to},
        plans::{self, queries::DueRow},
    },
    platform::{
        access::{Actor, Person},
        text::dates::CivilDay,
    },
};

/// Lists on the home page are short; each leads to the whole.
const SHORT: u64 = 10;

/// An action is named so many days before it is due.
const DUE_DAYS: i64 = 7;

/// What waits for somebody, and what is theirs.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    pub(super) requests: Vec<RequestRow>,
    pub(super) invitations: Vec<InvitationRow>,
    pub(super) reports: i64,
    /// Actions of theirs that are due within a week or overdue.
    pub(super) actions: Vec<DueRow>,
    /// The day it is on the site.
    pub(super) today: Option<CivilDay>,
    pub(super) drafts: Vec<DraftRow>,
    pub(super) results: Vec<ResultRow>,
    pub(super) networks: Vec<NetworkRow>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct RequestRow {
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) network: String,
    pub(super) slug: String,
    pub(super) at: Timestamp,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct InvitationRow {
    pub(super) network: String,
    pub(super) role: membership::Role,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct DraftRow {
    pub(super) id: HealthCheckId,
    pub(super) network: String,
    pub(super) begun: Timestamp,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ResultRow {
    pub(super) id: ResultId,
    pub(super) network: String,
    pub(super) at: Timestamp,
}

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct NetworkRow {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) role: membership::Role,
    pub(super) last_activity_at: Timestamp,
}

/// Everything on one person's home page.
pub(super) async fn waiting<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    person: &Person,
    today: Option<CivilDay>,
) -> Result<Waiting, DbErr> {
    let moderates = person.moderates;
    Ok(Waiting {
        requests: if moderates {
            requests(db, person).await?
        } else {
            Vec::new()
        },
        invitations: invitations(db, actor, person).await?,
        reports: moderation::queries::open_for(db, actor).await?,
        actions: actions(db, person, today).await?,
        today,
        drafts: drafts(db, person).await?,
        results: results(db, person).await?,
        networks: networks(db, person).await?,
    })
}

async fn actions<C: ConnectionTrait>(
    db: &C,
    person: &Person,
    today: Option<CivilDay>,
) -> Result<Vec<DueRow>, DbErr> {
    match today.and_then(|today| today.plus_days(DUE_DAYS)) {
        Some(until) => plans::queries::due_for(db, person.id, until).await,
        None => Ok(Vec::new()),
    }
}

async fn requests<C: ConnectionTrait>(db: &C, person: &Person) -> Result<Vec<RequestRow>, DbErr> {
    join_request::Entity::find()
        .select_only()
        .column_as(account::Column::DisplayName, "name")
        .column(account::Column::Handle)
        .column_as(network::Column::Name, "network")
        .column(network::Column::Slug)
        .column_as(join_request::Column::CreatedAt, "at")
        .join(
            JoinType::InnerJoin,
            to_network(join_request::Column::NetworkId),
        )
        .join(
            JoinType::InnerJoin,
            to_account(join_request::Column::AccountId),
        )
        .filter(join_request::Column::State.eq(join_request::State::Pending))
        .filter(join_request::Column::NetworkId.in_subquery(moderated_by(person.id)))
        .order_by_asc(join_request::Column::Id)
        .limit(SHORT)
        .into_model()
        .all(db)
        .await
}

async fn invitations<C: ConnectionTrait>(
    db: &C,
    _: &Actor,
    person: &Person,
) -> Result<Vec<InvitationRow>, DbErr> {
    network_invitation::Entity::find()
        .select_only()
        .column_as(network::Column::Name, "network")
        .column(network_invitation::Column::Role)
        .join(
            JoinType::InnerJoin,
            to_network(network_invitation::Column::NetworkId),
        )
        .filter(network_invitation::Column::AccountId.eq(person.id))
        .filter(network_invitation::Column::State.eq(network_invitation::State::Pending))
        .order_by_asc(network_invitation::Column::Id)
        .limit(SHORT)
        .into_model()
        .all(db)
        .await
}

async fn drafts<C: ConnectionTrait>(db: &C, person: &Person) -> Result<Vec<DraftRow>, DbErr> {
    health_check::Entity::find()
        .select_only()
        .column(health_check::Column::Id)
        .column_as(network::Column::Name, "network")
        .column_as(health_check::Column::CreatedAt, "begun")
        .join(
            JoinType::InnerJoin,
            to_network(health_check::Column::NetworkId),
        )
        .filter(health_check::Column::OwnerId.eq(person.id))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .order_by_desc(health_check::Column::Id)
        .limit(SHORT)
        .into_model()
        .all(db)
        .await
}

async fn results<C: ConnectionTrait>(db: &C, person: &Person) -> Result<Vec<ResultRow>, DbErr> {
    result::Entity::find()
        .select_only()
        .column(result::Column::Id)
        .column_as(network::Column::Name, "network")
        .column_as(result::Column::CreatedAt, "at")
        .join(JoinType::InnerJoin, to_network(result::Column::NetworkId))
        .filter(result::Column::OwnerId.eq(person.id))
        .filter(result::Column::DeletedAt.is_null())
        .order_by_desc(result::Column::Id)
        .limit(SHORT)
        .into_model()
        .all(db)
        .await
}

async fn networks<C: ConnectionTrait>(db: &C, person: &Person) -> Result<Vec<NetworkRow>, DbErr> {
    membership::Entity::find()
        .select_only()
        .columns([
            network::Column::Slug,
            network::Column::Name,
            network::Column::Purpose,
        ])
        .column(membership::Column::Role)
        .column(network::Column::LastActivityAt)
        .join(
            JoinType::InnerJoin,
            to_network(membership::Column::NetworkId),
        )
        .filter(membership::Column::AccountId.eq(person.id))
        .order_by_desc(network::Column::LastActivityAt)
        .order_by_asc(network::Column::Id)
        .limit(50)
        .into_model()
        .all(db)
        .await
}

fn to_network<C: ColumnTrait>(from: C) -> RelationDef
where
    C::EntityName: EntityTrait<Column = C>,
{
    let to = C::EntityName::belongs_to(network::Entity);
    to.from(from).to(network::Column::Id).into()
}

fn to_account<C: ColumnTrait>(from: C) -> RelationDef
where
    C::EntityName: EntityTrait<Column = C>,
{
    let to = C::EntityName::belongs_to(account::Entity);
    to.from(from).to(account::Column::Id).into()
}

/// A resolved challenge with its outcome that this visitor may read.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Story {
    pub(super) id: ThreadId,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) outcome: String,
    pub(super) network: String,
    pub(super) network_slug: String,
    pub(super) helped: i64,
}

/// The newest such challenge, if visitors may read any.
pub(super) async fn story<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
) -> Result<Option<Story>, DbErr> {
    use sea_orm::QueryTrait;
    let helped = post::Entity::find()
        .select_only()
        .expr(Expr::col((post::Entity, post::Column::Id)).count())
        .filter(
            Expr::col((post::Entity, post::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .filter(post::Column::State.eq(post::State::Visible))
        .filter(post::Column::HelpedAt.is_not_null())
        .into_query();
    thread::Entity::find()
        .select_only()
        .columns([
            thread::Column::Id,
            thread::Column::Slug,
            thread::Column::Title,
        ])
        .column(challenge::Column::Outcome)
        .column_as(network::Column::Name, "network")
        .column_as(network::Column::Slug, "network_slug")
        .expr_as(Expr::SubQuery(None, Box::new(helped.into())), "helped")
        .join(JoinType::InnerJoin, to_network(thread::Column::NetworkId))
        .join(
            JoinType::InnerJoin,
            thread::Entity::belongs_to(challenge::Entity)
                .from(thread::Column::Id)
                .to(challenge::Column::ThreadId)
                .into(),
        )
        .filter(open_to(actor))
        .filter(thread::Column::VisibilityState.eq(thread::Visibility::Visible))
        .filter(challenge::Column::Status.eq(challenge::Status::Resolved))
        .filter(challenge::Column::Outcome.is_not_null())
        .order_by_desc(challenge::Column::OutcomeAt)
        .order_by_desc(thread::Column::Id)
        .into_model()
        .one(db)
        .await
}
