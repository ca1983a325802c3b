//! Checks that are being answered: each seen by its owner alone.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, Select,
};

use super::{AtHome, with_home};
use crate::{
    entity::{
        answer_draft, health_check,
        id::{AccountId, HealthCheckId, NetworkId},
        network,
        timestamp::Timestamp,
    },
    features::health_checks::{
        instrument::Instrument,
        policy::{self, SeenDraft},
        scoring::Answers,
    },
    platform::{
        access::Actor,
        web::error::{Error, Result},
    },
};

/// A draft by its check, with its answers and network in one statement; 404 unless it is their own.
pub async fn find_draft<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: HealthCheckId,
) -> Result<SeenDraft> {
    let check = health_check::Entity::find()
        .filter(health_check::Column::Id.eq(id))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(policy::own_checks(actor));
    let home = health_check::Entity::belongs_to(network::Entity)
        .from(health_check::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let mut select = with_home(check, home, actor).join(JoinType::InnerJoin, to_draft());
    for column in <answer_draft::Column as sea_orm::Iterable>::iter() {
        let name = sea_orm::IdenStatic::as_str(&column);
        select = select.column_as(column, format!("{DRAFT}{name}"));
    }
    let found = select.into_model::<AtHome<WithDraft>>().one(db).await?;
    let AtHome { row, home } = found.ok_or(Error::NotFound)?;
    Ok(SeenDraft {
        check: row.check,
        draft: row.draft,
        home: home.of(actor),
    })
}

/// What was answered so far.
pub fn answers(seen: &SeenDraft, instrument: &Instrument) -> Result<Answers> {
    Answers::from_json(instrument, seen.check.form, &seen.draft.answers)
        .map_err(|mistakes| Error::Internal(anyhow::anyhow!("answers: {}", mistakes.join("; "))))
}

/// The actor's draft in one network, if they have begun one.
pub async fn draft_in<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    network: NetworkId,
) -> Result<Option<Waiting>> {
    let mut all = waiting(db, actor, Some(network)).await?;
    Ok(all.pop())
}

/// All drafts of the actor, the one that was worked on last first.
pub async fn drafts<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<Waiting>> {
    waiting(db, actor, None).await
}

/// A draft that waits for its owner.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// Its check.
    pub id: HealthCheckId,
    /// The network's name now.
    pub network: String,
    /// The answers as JSON.
    pub answers: String,
    /// When it was worked on last.
    pub updated_at: Timestamp,
}

impl Waiting {
    /// How many statements have an answer.
    pub fn answered(&self) -> usize {
        let read: Result<serde_json::Map<_, _>, _> = serde_json::from_str(&self.answers);
        read.map_or(0, |answers| answers.len())
    }
}

/// A draft of a person, for a mail to them.
pub(in crate::features::health_checks) async fn waiting_of<C: ConnectionTrait>(
    db: &C,
    owner: AccountId,
    check: HealthCheckId,
) -> Result<Option<Waiting>> {
    let found = select_waiting()
        .filter(health_check::Column::OwnerId.eq(owner))
        .filter(health_check::Column::Id.eq(check))
        .into_model::<Waiting>()
        .one(db)
        .await?;
    Ok(found)
}

/// A draft that nobody works on.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(in crate::features::health_checks) struct LeftAlone {
    /// Its check.
    pub(in crate::features::health_checks) id: HealthCheckId,
    /// Whose it is.
    pub(in crate::features::health_checks) owner: AccountId,
    /// When it was worked on last.
    pub(in crate::features::health_checks) updated_at: Timestamp,
}

/// Drafts that were last worked on between two instants.
pub(in crate::features::health_checks) async fn left_alone<C: ConnectionTrait>(
    db: &C,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<LeftAlone>> {
    let found = health_check::Entity::find()
        .select_only()
        .column(health_check::Column::Id)
        .column_as(health_check::Column::OwnerId, "owner")
        .column(answer_draft::Column::UpdatedAt)
        .join(JoinType::InnerJoin, to_draft())
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(health_check::Column::OwnerId.is_not_null())
        .filter(answer_draft::Column::UpdatedAt.gte(from))
        .filter(answer_draft::Column::UpdatedAt.lt(until))
        .into_model::<LeftAlone>()
        .all(db)
        .await?;
    Ok(found)
}

async fn waiting<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    network: Option<NetworkId>,
) -> Result<Vec<Waiting>> {
    let mut select = select_waiting()
        .filter(policy::own_checks(actor))
        .order_by_desc(answer_draft::Column::UpdatedAt)
        .order_by_desc(health_check::Column::Id);
    if let Some(network) = network {
        select = select.filter(health_check::Column::NetworkId.eq(network));
    }
    Ok(select.into_model::<Waiting>().all(db).await?)
}

fn select_waiting() -> Select<health_check::Entity> {
    let home = health_check::Entity::belongs_to(network::Entity)
        .from(health_check::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    health_check::Entity::find()
        .select_only()
        .column(health_check::Column::Id)
        .column_as(network::Column::Name, "network")
        .column(answer_draft::Column::Answers)
        .column(answer_draft::Column::UpdatedAt)
        .join(JoinType::InnerJoin, to_draft())
        .join(JoinType::InnerJoin, home)
        .filter(health_check::Column::State.eq(health_check::State::Draft))
}

fn to_draft() -> sea_orm::RelationDef {
    health_check::Entity::belongs_to(answer_draft::Entity)
        .from(health_check::Column::Id)
        .to(answer_draft::Column::HealthCheckId)
        .into()
}

const DRAFT: &str = "draft_";

struct WithDraft {
    check: health_check::Model,
    draft: answer_draft::Model,
}

impl FromQueryResult for WithDraft {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            check: health_check::Model::from_query_result(row, pre)?,
            draft: answer_draft::Model::from_query_result(row, DRAFT)?,
        })
    }
}
