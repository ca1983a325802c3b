//! Rounds as leaders see them, and their results as the round promised.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, RelationDef,
};

use super::{AtHome, respondents::round_snapshot, with_home};
use crate::{
    entity::{
        account,
        check_invitation::{self, Group, Mail},
        comparison_record, health_check,
        id::{HealthCheckId, NetworkId, ResultId},
        membership, network, response, result, round,
        timestamp::Timestamp,
    },
    features::health_checks::{
        comparison::Comparison,
        invited::Invited,
        policy::{self, SeenRound, SeenRoundResult},
        snapshot::{Open, RoundSnapshot},
    },
    platform::{
        access::Actor,
        app::App,
        web::error::{Error, Result},
    },
};

/// A round by its check; 404 unless the actor leads its network (row 36).
pub async fn find_round<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: HealthCheckId,
) -> Result<SeenRound> {
    let select = health_check::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, to_round())
        .filter(policy::led_rounds(actor));
    let select = with_home(select, to_network(), actor);
    let found = with_round(select)
        .into_model::<AtHome<WithRound>>()
        .one(db)
        .await?;
    let AtHome { row, home } = found.ok_or(Error::NotFound)?;
    Ok(SeenRound {
        check: row.check,
        round: row.round,
        home: home.of(actor),
    })
}

/// A round in the list of a network.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoundLine {
    /// Its check.
    pub id: HealthCheckId,
    /// How far it has come.
    pub state: health_check::State,
    /// Its last day, as `YYYY-MM-DD`.
    pub ends_on: String,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
}

/// The rounds of a network that its leaders work with, the newest first; nothing for others.
pub async fn rounds_in<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    network: NetworkId,
) -> Result<Vec<RoundLine>> {
    let found = health_check::Entity::find()
        .select_only()
        .column(health_check::Column::Id)
        .column(health_check::Column::State)
        .column(round::Column::EndsOn)
        .column(round::Column::ClosedAt)
        .join(JoinType::InnerJoin, to_round())
        .filter(health_check::Column::NetworkId.eq(network))
        .filter(policy::led_rounds(actor))
        .order_by_desc(health_check::Column::Id)
        .limit(50)
        .into_model()
        .all(db)
        .await?;
    Ok(found)
}

/// How many were asked, reached and have answered: all that anybody learns before the close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invitations.
    pub invited: u64,
    /// Those whose mail is still to be sent.
    pub waiting: u64,
    /// Those whose address does not exist.
    pub refused: u64,
    /// Responses.
    pub answered: u64,
    /// Responses of the core team and of members, only while both have at least k (health-check.md
    /// 5.16).
    pub groups: Option<(u64, u64)>,
    /// People who said that their group is wrong.
    pub disputed: u64,
}

/// The counts of a round, as its leaders may see them.
pub async fn counts<C: ConnectionTrait>(db: &C, seen: &SeenRound) -> Result<Counts> {
    let invitations = || {
        check_invitation::Entity::find()
            .filter(check_invitation::Column::HealthCheckId.eq(seen.id()))
    };
    let responses =
        || response::Entity::find().filter(response::Column::HealthCheckId.eq(seen.id()));
    let mail = check_invitation::Column::Mail;
    let answered = responses().count(db).await?;
    let core = responses()
        .filter(response::Column::RespondentGroup.eq(Group::Core))
        .count(db)
        .await?;
    let member = responses()
        .filter(response::Column::RespondentGroup.eq(Group::Member))
        .count(db)
        .await?;
    let k = u64::try_from(seen.round.k).unwrap_or(u64::MAX);
    Ok(Counts {
        invited: invitations().count(db).await?,
        waiting: invitations()
            .filter(mail.is_in([Mail::Waiting, Mail::Queued]))
            .count(db)
            .await?,
        refused: invitations()
            .filter(mail.eq(Mail::Refused))
            .count(db)
            .await?,
        answered,
        groups: (core >= k && member >= k).then_some((core, member)),
        disputed: invitations()
            .filter(check_invitation::Column::GroupDisputed.eq(true))
            .count(db)
            .await?,
    })
}

/// The people on the list of a round, by name: while it is being set up.
pub async fn invited<C: ConnectionTrait>(
    db: &C,
    seen: &SeenRound,
) -> Result<Vec<check_invitation::Model>> {
    let all = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(seen.id()))
        .order_by_asc(check_invitation::Column::Name)
        .order_by_asc(check_invitation::Column::EmailKey)
        .all(db)
        .await?;
    Ok(all)
}

/// All active members of a round's network, as people to be asked: leaders and core team as core.
pub async fn members_to_invite<C: ConnectionTrait>(
    db: &C,
    seen: &SeenRound,
) -> Result<Vec<Invited>> {
    let to_account = membership::Entity::belongs_to(account::Entity)
        .from(membership::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let rows: Vec<(String, String, String, membership::Role, bool)> = membership::Entity::find()
        .select_only()
        .column(account::Column::DisplayName)
        .column(account::Column::EmailShown)
        .column(account::Column::EmailKey)
        .column(membership::Column::Role)
        .column(membership::Column::CoreTeam)
        .join(JoinType::InnerJoin, to_account)
        .filter(membership::Column::NetworkId.eq(seen.network()))
        .filter(account::Column::State.eq(account::State::Active))
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(name, email, key, role, core)| Invited {
            name,
            email,
            key,
            group: Some(if core || role == membership::Role::Leader {
                Group::Core
            } else {
                Group::Member
            }),
        })
        .collect())
}

/// The address of whoever asks, in the spelling that invitations are compared by.
pub async fn own_address_key<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<String> {
    let person = actor.id().ok_or(Error::NotFound)?;
    let own = account::Entity::find_by_id(person).one(db).await?;
    Ok(own.ok_or(Error::NotFound)?.email_key)
}

/// The result of a round, for its leaders, and whether it is deleted: only while it can be brought
/// back.
pub async fn result_of_round<C: ConnectionTrait>(
    db: &C,
    seen: &SeenRound,
) -> Result<Option<(ResultId, bool)>> {
    let row = result::Entity::find()
        .filter(result::Column::HealthCheckId.eq(seen.id()))
        .filter(result::Column::Snapshot.is_not_null())
        .one(db)
        .await?;
    Ok(row.map(|row| (row.id, row.deleted_at.is_some())))
}

/// Rounds for the worker: those whose time is over, those that are sealed and wait for their result.
pub async fn due_rounds<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
) -> Result<Vec<(HealthCheckId, health_check::State)>> {
    let over = health_check::Column::State
        .eq(health_check::State::Open)
        .and(round::Column::ClosesAt.lte(now));
    let waiting = health_check::Column::State.eq(health_check::State::Sealed);
    let found = health_check::Entity::find()
        .select_only()
        .column(health_check::Column::Id)
        .column(health_check::Column::State)
        .join(JoinType::InnerJoin, to_round())
        .filter(over.or(waiting))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found)
}

/// What mails about the end of a round need to know.
#[derive(Clone, Debug)]
pub struct Told {
    /// The network's name.
    pub network: String,
    /// Its slug.
    pub slug: String,
    /// How far the round has come.
    pub state: health_check::State,
    /// Who was promised the result.
    pub audience: round::Audience,
    /// When it closed.
    pub closed_at: Timestamp,
}

/// What is told about a round to those who were asked; none if it is gone.
pub async fn told_about<C: ConnectionTrait>(db: &C, id: HealthCheckId) -> Result<Option<Told>> {
    let check = health_check::Entity::find_by_id(id).one(db).await?;
    let round = round::Entity::find_by_id(id).one(db).await?;
    let (Some(check), Some(round)) = (check, round) else {
        return Ok(None);
    };
    let network = network::Entity::find_by_id(check.network_id)
        .one(db)
        .await?;
    Ok(network.map(|network| Told {
        network: network.name,
        slug: network.slug,
        state: check.state,
        audience: round.audience,
        closed_at: round.closed_at.unwrap_or(check.created_at),
    }))
}

/// Open rounds with the moment when they opened and close: for reminders.
pub async fn open_rounds<C: ConnectionTrait>(
    db: &C,
) -> Result<Vec<(HealthCheckId, Timestamp, Timestamp)>> {
    let found: Vec<(HealthCheckId, Option<Timestamp>, Option<Timestamp>)> =
        health_check::Entity::find()
            .select_only()
            .column(health_check::Column::Id)
            .column(round::Column::OpenedAt)
            .column(round::Column::ClosesAt)
            .join(JoinType::InnerJoin, to_round())
            .filter(health_check::Column::State.eq(health_check::State::Open))
            .filter(health_check::Column::Mode.eq(health_check::Mode::RoundConfidential))
            .into_tuple()
            .all(db)
            .await?;
    let found = found.into_iter();
    Ok(found
        .filter_map(|(id, opened, closes)| Some((id, opened?, closes?)))
        .collect())
}

/// Sealed rounds whose old bytes are still in files and logs.
pub async fn to_erase<C: ConnectionTrait>(db: &C) -> Result<Vec<HealthCheckId>> {
    let found = round::Entity::find()
        .select_only()
        .column(round::Column::HealthCheckId)
        .filter(round::Column::Erasing.eq(round::Erasing::Due))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found)
}

/// The released result of a round; 404 unless the round promised it to the actor through the site
/// (rows 35, R54).
pub async fn find_result_of_round<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: ResultId,
) -> Result<(SeenRoundResult, RoundSnapshot)> {
    let select = released_to(actor).filter(result::Column::Id.eq(id));
    let found = select
        .into_model::<AtHome<ResultRow>>()
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let snapshot = round_snapshot(&found.row.result)?;
    Ok((seen_result(found, actor), snapshot))
}

/// The released results of a network's rounds that the actor may read, the newest first.
pub async fn released_in<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    network: NetworkId,
) -> Result<Vec<(SeenRoundResult, RoundSnapshot)>> {
    let rows = released_to(actor)
        .filter(result::Column::NetworkId.eq(network))
        .order_by_desc(result::Column::Id)
        .limit(50)
        .into_model::<AtHome<ResultRow>>()
        .all(db)
        .await?;
    let rows = rows.into_iter();
    rows.map(|found| {
        let snapshot = round_snapshot(&found.row.result)?;
        Ok((seen_result(found, actor), snapshot))
    })
    .collect()
}

fn seen_result(found: AtHome<ResultRow>, actor: &Actor) -> SeenRoundResult {
    SeenRoundResult {
        result: found.row.result,
        round: found.row.round,
        home: found.home.of(actor),
    }
}

fn released_to(actor: &Actor) -> sea_orm::Select<result::Entity> {
    let to_check = result::Entity::belongs_to(health_check::Entity)
        .from(result::Column::HealthCheckId)
        .to(health_check::Column::Id)
        .into();
    let to_network = result::Entity::belongs_to(network::Entity)
        .from(result::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let select = result::Entity::find()
        .join(JoinType::InnerJoin, to_check)
        .join(JoinType::InnerJoin, to_round())
        .filter(result::Column::DeletedAt.is_null())
        .filter(result::Column::Snapshot.is_not_null())
        .filter(policy::readable_results(actor));
    with_round(with_home(select, to_network, actor))
}

/// The newest released round of a network, for the jobs of other features: nobody reads it here.
pub async fn newest_release(
    app: &App,
    network: NetworkId,
) -> Result<Option<(ResultId, RoundSnapshot)>> {
    let to_check = result::Entity::belongs_to(health_check::Entity)
        .from(result::Column::HealthCheckId)
        .to(health_check::Column::Id)
        .into();
    let row = result::Entity::find()
        .join(JoinType::InnerJoin, to_check)
        .filter(health_check::Column::State.eq(health_check::State::Released))
        .filter(result::Column::NetworkId.eq(network))
        .filter(result::Column::OwnerId.is_null())
        .filter(result::Column::DeletedAt.is_null())
        .order_by_desc(result::Column::Id)
        .one(&app.db)
        .await?;
    row.map(|row| Ok((row.id, round_snapshot(&row)?)))
        .transpose()
}

/// What stands beside the result of a round for one reader.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What of the report is open to them.
    pub open: Open,
    /// The comparison with the previous round, if that round is open to them.
    pub previous: Option<Comparison>,
    /// The comparison with the first round, if that round is open to them.
    pub first: Option<Comparison>,
}

/// What stands beside the result of a round for an actor, or for whoever has a result link (none).
/// No round breaks an earlier one's promise (health-check.md 6.8), and a leader's own view is shown
/// as long as their check is there (5.13).
pub async fn beside<C: ConnectionTrait>(
    db: &C,
    actor: Option<&Actor>,
    round: &round::Model,
) -> Result<Beside> {
    let rows = comparison_record::Entity::find()
        .filter(comparison_record::Column::LaterId.eq(round.health_check_id))
        .all(db)
        .await?;
    let mut beside = Beside::default();
    for row in rows {
        if !is_open_to(db, actor, row.earlier_id).await? {
            continue;
        }
        let comparison =
            Comparison::from_json(&row.content).map_err(|error| Error::Internal(error.into()))?;
        match row.place {
            comparison_record::Place::Previous => beside.previous = Some(comparison),
            comparison_record::Place::First => beside.first = Some(comparison),
        }
    }
    let own = match round.leader_result_id.filter(|_| round.leader_shown) {
        Some(own) => {
            result::Entity::find_by_id(own)
                .filter(result::Column::DeletedAt.is_null())
                .count(db)
                .await?
        }
        None => 0,
    };
    beside.open = Open {
        compared: beside.previous.is_some(),
        leader: own > 0,
    };
    Ok(beside)
}

/// Whether an earlier round's result may stand beside a later one for this reader: they may read it
/// themselves, or it promised to stand beside later ones.
async fn is_open_to<C: ConnectionTrait>(
    db: &C,
    actor: Option<&Actor>,
    earlier: HealthCheckId,
) -> Result<bool> {
    let to_check = result::Entity::belongs_to(health_check::Entity)
        .from(result::Column::HealthCheckId)
        .to(health_check::Column::Id)
        .into();
    let mut may = Condition::any().add(round::Column::BesideLater.eq(true));
    if let Some(actor) = actor {
        may = may.add(policy::readable_results(actor));
    }
    let found = result::Entity::find()
        .join(JoinType::InnerJoin, to_check)
        .join(JoinType::InnerJoin, to_round())
        .filter(result::Column::HealthCheckId.eq(earlier))
        .filter(result::Column::DeletedAt.is_null())
        .filter(result::Column::Snapshot.is_not_null())
        .filter(may)
        .count(db)
        .await?;
    Ok(found > 0)
}

fn to_round() -> RelationDef {
    health_check::Entity::belongs_to(round::Entity)
        .from(health_check::Column::Id)
        .to(round::Column::HealthCheckId)
        .into()
}

fn to_network() -> RelationDef {
    health_check::Entity::belongs_to(network::Entity)
        .from(health_check::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}

/// Goes before the names of a round's columns.
const ROUND: &str = "round_";

fn with_round<E: EntityTrait>(mut select: sea_orm::Select<E>) -> sea_orm::Select<E> {
    for column in <round::Column as sea_orm::Iterable>::iter() {
        let name = sea_orm::IdenStatic::as_str(&column);
        select = select.column_as(column, format!("{ROUND}{name}"));
    }
    select
}

struct WithRound {
    check: health_check::Model,
    round: round::Model,
}

impl FromQueryResult for WithRound {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            check: health_check::Model::from_query_result(row, pre)?,
            round: round::Model::from_query_result(row, ROUND)?,
        })
    }
}

/// A result with the round it came of.
struct ResultRow {
    result: result::Model,
    round: round::Model,
}

impl FromQueryResult for ResultRow {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            result: result::Model::from_query_result(row, pre)?,
            round: round::Model::from_query_result(row, ROUND)?,
        })
    }
}
