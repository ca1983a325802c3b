//! Shares: the cards that readers of a thread see, and where one's own results are shared.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, RelationDef,
    sea_query::{Alias, Expr, ExprTrait},
};

use super::{AtHome, with_home};
use crate::{
    entity::{
        id::{NetworkId, PostId, ResultId, ShareId, ThreadId},
        membership, network, result, share, thread,
        timestamp::Timestamp,
    },
    features::health_checks::{
        card::{self, Card, Choice},
        instrument::DimensionCode,
        policy::{self, SeenResult, SeenRoundResult, SeenShare},
        snapshot::Snapshot,
    },
    platform::{
        access::{Actor, Shown, Standing},
        web::error::{Error, Result},
    },
};

/// What stands in the place of a shared result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState {
    /// The card, down to what the owner chose.
    Card(Box<Card>),
    /// Its owner took it back, then.
    Withdrawn(Timestamp),
    /// Its audience would have become wider; the owner has yet to confirm.
    Paused,
    /// For visitors, who learn nothing else (R26).
    NotHere,
}

/// What stands beside each of these posts, for the actor who was shown them; posts without a shared
/// result are left out. One statement.
///
/// The thread and its posts were seen already; here it is asked whether the share is shown
/// (permissions.md R26). It is not once its sharer no longer holds row 37 (health-check.md 12.7).
pub async fn cards<C: ConnectionTrait>(
    db: &C,
    shown: &Shown<PostId>,
) -> Result<HashMap<PostId, CardState>> {
    if shown.ids().is_empty() {
        return Ok(HashMap::new());
    }
    let these = share::Column::PostId.is_in(shown.ids().iter().copied());
    if shown.actor().person().is_none() {
        return strangers_cards(db, these).await;
    }
    let rows = share::Entity::find()
        .filter(these)
        .join(JoinType::InnerJoin, to_result())
        .join(JoinType::InnerJoin, to_thread())
        .join(JoinType::InnerJoin, thread_to_network())
        .column_as(result::Column::Snapshot, "snapshot")
        .column_as(network::Column::Id, "now_in")
        .column_as(network::Column::Visibility, "now_visible")
        .expr_as(role_of_sharer(), "sharer_role")
        .order_by_asc(share::Column::Id)
        .into_model::<CardRow>()
        .all(db)
        .await?;
    let mut cards: HashMap<PostId, CardState> = HashMap::new();
    for row in rows {
        let (post, state) = (row.share.post_id, row.state()?);
        match (cards.get(&post), &state) {
            // A post shows the share that is alive, whatever was withdrawn before or after.
            (Some(CardState::Card(_) | CardState::Paused), CardState::Withdrawn(_)) => {}
            _ => {
                cards.insert(post, state);
            }
        }
    }
    Ok(cards)
}

async fn strangers_cards<C: ConnectionTrait>(
    db: &C,
    these: Expr,
) -> Result<HashMap<PostId, CardState>> {
    let posts: Vec<PostId> = share::Entity::find()
        .select_only()
        .column(share::Column::PostId)
        .distinct()
        .filter(these)
        .into_tuple()
        .all(db)
        .await?;
    let posts = posts.into_iter();
    Ok(posts.map(|post| (post, CardState::NotHere)).collect())
}

/// Whether any post of the thread of the row at hand carries, or carried, a shared result: so that
/// a page can know in its first statement whether to ask for [`cards`].
pub fn has_share() -> Expr {
    let shares = share::Entity::find()
        .select_only()
        .column(share::Column::Id)
        .filter(
            Expr::col((share::Entity, share::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .into_query();
    Expr::exists(shares)
}

struct CardRow {
    share: share::Model,
    snapshot: Option<String>,
    now_in: NetworkId,
    now_visible: network::Visibility,
    sharer_role: Option<membership::Role>,
}

impl FromQueryResult for CardRow {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Self {
            share: share::Model::from_query_result(row, pre)?,
            snapshot: row.try_get(pre, "snapshot")?,
            now_in: row.try_get(pre, "now_in")?,
            now_visible: row.try_get(pre, "now_visible")?,
            sharer_role: row.try_get(pre, "sharer_role")?,
        })
    }
}

impl CardRow {
    fn state(&self) -> Result<CardState> {
        let share = &self.share;
        match share.state {
            share::State::Withdrawn | share::State::Expired => Ok(CardState::Withdrawn(
                share.ended_at.unwrap_or(share.created_at),
            )),
            share::State::Paused => Ok(CardState::Paused),
            share::State::Active => match &self.snapshot {
                Some(json) if self.is_as_made() => {
                    let card = card::project(&read(json)?, &choice_of(share));
                    Ok(CardState::Card(Box::new(card)))
                }
                _ => Ok(CardState::Paused),
            },
        }
    }

    /// Whether the audience is no wider than the one it was made for, and its sharer still leads
    /// the network that owns the result.
    fn is_as_made(&self) -> bool {
        let share = &self.share;
        let sharer = Standing {
            role: self.sharer_role,
            ..Standing::default()
        };
        self.now_in == share.made_for_network
            && self.now_visible >= share.made_for
            && sharer.grants("share_result")
    }
}

/// What a share shows.
pub(in crate::features::health_checks) fn choice_of(share: &share::Model) -> Choice {
    let codes = share.dimensions.split(',');
    Choice {
        dimensions: codes.filter_map(DimensionCode::parse).collect(),
        level: share.level,
        name_shown: share.name_shown,
    }
}

/// One of one's own shares, by its id; 404 unless it is their own and not yet withdrawn.
pub async fn find_share<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: ShareId,
) -> Result<SeenShare> {
    let mut found = own(db, actor, Some(id)).await?;
    found.pop().ok_or(Error::NotFound)
}

/// The threads in which a result is shared, in the order of their ids.
pub async fn shares_of<C: ConnectionTrait>(db: &C, seen: &SeenResult) -> Result<Vec<ThreadId>> {
    threads_with(db, seen.id()).await
}

/// The threads in which the result of a round is shared, in the order of their ids.
pub async fn threads_showing<C: ConnectionTrait>(
    db: &C,
    seen: &SeenRoundResult,
) -> Result<Vec<ThreadId>> {
    threads_with(db, seen.id()).await
}

async fn threads_with<C: ConnectionTrait>(db: &C, result: ResultId) -> Result<Vec<ThreadId>> {
    let threads = share::Entity::find()
        .select_only()
        .column(share::Column::ThreadId)
        .distinct()
        .filter(share::Column::ResultId.eq(result))
        .filter(share::Column::State.is_in(ALIVE))
        .order_by_asc(share::Column::ThreadId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(threads)
}

/// Where the actor's results are shared, the newest first.
pub async fn shared<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<SeenShare>> {
    own(db, actor, None).await
}

async fn own<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: Option<ShareId>,
) -> Result<Vec<SeenShare>> {
    let home = result::Entity::belongs_to(network::Entity)
        .from(result::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let mut select = share::Entity::find()
        .join(JoinType::InnerJoin, to_result())
        .column_as(result::Column::Snapshot, "snapshot")
        .expr_as(now_in(), "now_in")
        .expr_as(now_visible(), "now_visible")
        .filter(policy::own_shares(actor))
        .filter(policy::own_results(actor))
        .filter(share::Column::State.is_in(ALIVE))
        .order_by_desc(share::Column::Id);
    if let Some(id) = id {
        select = select.filter(share::Column::Id.eq(id));
    }
    let rows = with_home(select, home, actor)
        .into_model::<AtHome<OwnRow>>()
        .all(db)
        .await?;
    let rows = rows.into_iter().map(|AtHome { row, home }| {
        Ok(SeenShare {
            snapshot: read(&row.snapshot)?,
            share: row.share,
            now_in: row.now_in,
            now_visible: row.now_visible,
            home: home.of(actor),
        })
    });
    rows.collect()
}

struct OwnRow {
    share: share::Model,
    snapshot: String,
    now_in: NetworkId,
    now_visible: network::Visibility,
}

impl FromQueryResult for OwnRow {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Self {
            share: share::Model::from_query_result(row, pre)?,
            snapshot: row.try_get(pre, "snapshot")?,
            now_in: row.try_get(pre, "now_in")?,
            now_visible: row.try_get(pre, "now_visible")?,
        })
    }
}

/// The states in which a share may be seen by others, now or when its owner confirms.
pub(in crate::features::health_checks) const ALIVE: [share::State; 2] =
    [share::State::Active, share::State::Paused];

/// Why a result cannot be shared like this: it is shared already both ways (health-check.md 12.2).
///
/// Site moderators, and those who lead both networks, read more than one conversation, so any two
/// audiences count as overlapping. The command asks again.
pub async fn clash<C: ConnectionTrait>(
    db: &C,
    result: ResultId,
    choice: &Choice,
) -> Result<Option<&'static str>> {
    let other = share::Entity::find()
        .select_only()
        .column(share::Column::Id)
        .filter(share::Column::ResultId.eq(result))
        .filter(share::Column::State.is_in(ALIVE))
        .filter(share::Column::NameShown.ne(choice.name_shown))
        .into_tuple::<ShareId>()
        .one(db)
        .await?;
    Ok(other.map(|_| {
        if choice.name_shown {
            "This result is shared elsewhere with the network's name hidden. Whoever reads both \
             would know which network it is. Hide the name here too, or withdraw it there first."
        } else {
            "This result is shared elsewhere with the network's name shown. Whoever reads both \
             would know which network it is. Show the name here too, or withdraw it there first."
        }
    }))
}

fn read(json: &str) -> Result<Snapshot> {
    Snapshot::from_json(json).map_err(|error| Error::Internal(error.into()))
}

fn to_result() -> RelationDef {
    share::Entity::belongs_to(result::Entity)
        .from(share::Column::ResultId)
        .to(result::Column::Id)
        .into()
}

fn to_thread() -> RelationDef {
    share::Entity::belongs_to(thread::Entity)
        .from(share::Column::ThreadId)
        .to(thread::Column::Id)
        .into()
}

fn thread_to_network() -> RelationDef {
    thread::Entity::belongs_to(network::Entity)
        .from(thread::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}

/// The role of the sharer in the network that owns the result.
fn role_of_sharer() -> Expr {
    let role = membership::Entity::find()
        .select_only()
        .column(membership::Column::Role)
        .filter(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals((result::Entity, result::Column::NetworkId)),
        )
        .filter(
            Expr::col((membership::Entity, membership::Column::AccountId))
                .equals((share::Entity, share::Column::SharerId)),
        )
        .into_query();
    Expr::SubQuery(None, Box::new(role.into()))
}

/// Whether the sharer of the row at hand leads the network that owns the result.
pub(in crate::features::health_checks) fn sharer_leads() -> Expr {
    let leads = membership::Entity::find()
        .select_only()
        .column(membership::Column::NetworkId)
        .join(
            JoinType::InnerJoin,
            membership::Entity::belongs_to(result::Entity)
                .from(membership::Column::NetworkId)
                .to(result::Column::NetworkId)
                .into(),
        )
        .filter(
            Expr::col((result::Entity, result::Column::Id))
                .equals((share::Entity, share::Column::ResultId)),
        )
        .filter(
            Expr::col((membership::Entity, membership::Column::AccountId))
                .equals((share::Entity, share::Column::SharerId)),
        )
        .filter(membership::Column::Role.eq(membership::Role::Leader))
        .into_query();
    Expr::exists(leads)
}

/// The network that the thread is in now.
fn now_in() -> Expr {
    let place = thread::Entity::find()
        .select_only()
        .column(thread::Column::NetworkId)
        .filter(of_share())
        .into_query();
    Expr::SubQuery(None, Box::new(place.into()))
}

/// How visible that network is now.
fn now_visible() -> Expr {
    let place = thread::Entity::find()
        .select_only()
        .expr(Expr::col((Alias::new(PLACE), network::Column::Visibility)))
        .join_as(JoinType::InnerJoin, thread_to_network(), PLACE)
        .filter(of_share())
        .into_query();
    Expr::SubQuery(None, Box::new(place.into()))
}

/// Another name for the table of networks, which the surrounding statement names already.
const PLACE: &str = "place";

fn of_share() -> Expr {
    Expr::col((thread::Entity, thread::Column::Id)).equals((share::Entity, share::Column::ThreadId))
}
