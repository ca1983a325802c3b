//! The actions of a plan, and one with everything that was said of it.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use super::{Place, places};
use crate::{
    entity::{
        account, action,
        action::State,
        action_link, action_update,
        id::{AccountId, ActionId, NetworkId, ThreadId},
        membership, network, thread,
        timestamp::Timestamp,
    },
    features::{
        networks::{self, policy::SeenNetwork},
        plans::{
            policy::{self, SeenAction},
            status,
        },
        threads,
    },
    platform::{
        access::{Actor, Seen},
        text::names,
        web::error::{Error, Result},
    },
};

/// The most open actions that a plan lists.
const MOST_OPEN: u64 = 200;

/// How many of those that are over it lists, the latest first.
const MOST_CLOSED: u64 = 50;

/// The most updates that the page of an action lists.
const MOST_UPDATES: u64 = 200;

/// A declined suggestion is not made again for so many days (health-check.md 10.1).
const DECLINED_DAYS: i64 = 365;

/// An action of a list, with whoever sees to it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ActionRow {
    /// The action.
    #[sea_orm(nested)]
    pub action: action::Model,
    /// The name of the member who sees to it.
    pub owner_display: Option<String>,
    /// Their handle.
    pub owner_handle: Option<String>,
    /// Whether their account is still there.
    pub owner_state: Option<account::State>,
}

/// What a plan holds for one actor.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is still to be done: what is due first comes first.
    pub open: Vec<ActionRow>,
    /// What is over, the latest first.
    pub closed: Vec<ActionRow>,
}

/// The plan of a network, as far as the actor may see it. Two statements.
pub async fn plan<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Plan> {
    let of_network = |states: &[State]| {
        rows()
            .filter(action::Column::NetworkId.eq(seen.network().id))
            .filter(policy::visible_to(seen.actor()))
            .filter(action::Column::State.is_in(states.iter().copied()))
    };
    let open = of_network(status::OPEN)
        .order_by_with_nulls(
            action::Column::Due,
            sea_orm::Order::Asc,
            sea_orm::sea_query::NullOrdering::Last,
        )
        .order_by_asc(action::Column::Id)
        .limit(MOST_OPEN)
        .into_model()
        .all(db)
        .await?;
    let closed = of_network(status::CLOSED)
        .order_by_desc(action::Column::EndedAt)
        .order_by_desc(action::Column::Id)
        .limit(MOST_CLOSED)
        .into_model()
        .all(db)
        .await?;
    Ok(Plan { open, closed })
}

/// An action by its id; 404 unless the actor may see it.
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, id: ActionId) -> Result<SeenAction> {
    let found = action::Entity::find_by_id(id)
        .filter(policy::visible_to(actor))
        .one(db)
        .await?;
    let action = found.ok_or(Error::NotFound)?;
    let network = networks::queries::find_by_id(db, actor, action.network_id).await?;
    Ok(SeenAction { action, network })
}

/// Who sees to an action.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnerRow {
    /// The account.
    pub id: AccountId,
    /// The name shown.
    pub display_name: String,
    /// The unique name in addresses.
    pub handle: String,
    /// Whether the account is still there.
    pub state: account::State,
}

/// The member of a network that this handle names, if there is one with an active account.
pub async fn owner_named<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    handle: &str,
) -> Result<Option<OwnerRow>> {
    let to_account: RelationDef = membership::Entity::belongs_to(account::Entity)
        .from(membership::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let found = membership::Entity::find()
        .select_only()
        .column_as(account::Column::Id, "id")
        .column(account::Column::DisplayName)
        .column(account::Column::Handle)
        .column(account::Column::State)
        .join(JoinType::InnerJoin, to_account)
        .filter(membership::Column::NetworkId.eq(seen.network().id))
        .filter(account::Column::HandleKey.eq(names::handle_key(handle)))
        .filter(account::Column::State.eq(account::State::Active))
        .into_model()
        .one(db)
        .await?;
    Ok(found)
}

/// Something said of an action, or a step it took.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UpdateRow {
    /// The name shown of whoever said it.
    pub display_name: String,
    /// Their handle.
    pub handle: String,
    /// Whether their account is still there.
    pub account_state: account::State,
    /// The state it came to.
    pub state: Option<State>,
    /// What was said; may be empty.
    pub words: String,
    /// When.
    pub created_at: Timestamp,
}

/// What was said of an action, the newest first.
pub async fn updates<C: ConnectionTrait>(db: &C, seen: &SeenAction) -> Result<Vec<UpdateRow>> {
    let to_account: RelationDef = action_update::Entity::belongs_to(account::Entity)
        .from(action_update::Column::AuthorId)
        .to(account::Column::Id)
        .into();
    let rows = action_update::Entity::find()
        .select_only()
        .columns([
            action_update::Column::State,
            action_update::Column::Words,
            action_update::Column::CreatedAt,
        ])
        .column(account::Column::DisplayName)
        .column(account::Column::Handle)
        .column_as(account::Column::State, "account_state")
        .join(JoinType::InnerJoin, to_account)
        .filter(action_update::Column::ActionId.eq(seen.action().id))
        .order_by_desc(action_update::Column::Id)
        .limit(MOST_UPDATES)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// A conversation that belongs to an action.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LinkRow {
    /// The thread.
    pub id: ThreadId,
    /// In its address.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The conversations linked from an action, as far as the actor may read them.
pub async fn links<C: ConnectionTrait>(db: &C, seen: &SeenAction) -> Result<Vec<LinkRow>> {
    let to_thread: RelationDef = action_link::Entity::belongs_to(thread::Entity)
        .from(action_link::Column::ThreadId)
        .to(thread::Column::Id)
        .into();
    let rows = action_link::Entity::find()
        .select_only()
        .column_as(thread::Column::Id, "id")
        .column(thread::Column::Slug)
        .column(thread::Column::Title)
        .join(JoinType::InnerJoin, to_thread)
        .filter(action_link::Column::ActionId.eq(seen.action().id))
        .filter(threads::policy::visible_to(seen.actor()))
        .order_by_asc(action_link::Column::CreatedAt)
        .order_by_asc(thread::Column::Id)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// The reply that an action was made from, if the actor may read it. No statement without one.
pub async fn reply_of<C: ConnectionTrait>(db: &C, seen: &SeenAction) -> Result<Option<Place>> {
    let Some(reply) = seen.action().reply_id else {
        return Ok(None);
    };
    Ok(places(db, seen.actor(), &[reply]).await?.remove(&reply))
}

/// Recommendations that are not proposed again: open for the network, or declined in the last twelve
/// months. What was declined was never agreed.
pub(in super::super) async fn declined_or_open<C: ConnectionTrait>(
    db: &C,
    network: NetworkId,
    now: Timestamp,
) -> Result<Vec<String>> {
    let is_open = action::Column::State.is_in(status::OPEN.iter().copied());
    let was_declined = sea_orm::Condition::all()
        .add(action::Column::State.eq(State::Stopped))
        .add(action::Column::AgreedAt.is_null())
        .add(action::Column::EndedAt.gt(now.plus_days(-DECLINED_DAYS)));
    let ids: Vec<Option<String>> = action::Entity::find()
        .select_only()
        .column(action::Column::Recommendation)
        .filter(action::Column::NetworkId.eq(network))
        .filter(action::Column::Recommendation.is_not_null())
        .filter(sea_orm::Condition::any().add(is_open).add(was_declined))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().flatten().collect())
}

/// The slug and name of every network whose plan the actor works, by name.
pub(in super::super) async fn led_networks<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
) -> Result<Vec<(String, String)>> {
    let Some(person) = actor.id() else {
        return Ok(Vec::new());
    };
    let rows = network::Entity::find()
        .select_only()
        .columns([network::Column::Slug, network::Column::Name])
        .filter(network::Column::Id.in_subquery(networks::policy::led_by(person)))
        .filter(network::Column::State.eq(network::State::Active))
        .order_by_asc(network::Column::NameKey)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// Actions with their owners.
fn rows() -> Select<action::Entity> {
    action::Entity::find()
        .join(JoinType::LeftJoin, to_owner())
        .column_as(account::Column::DisplayName, "owner_display")
        .column_as(account::Column::Handle, "owner_handle")
        .column_as(account::Column::State, "owner_state")
}

fn to_owner() -> RelationDef {
    action::Entity::belongs_to(account::Entity)
        .from(action::Column::OwnerId)
        .to(account::Column::Id)
        .into()
}

/// One action with its owner.
impl ActionRow {
    /// The row of an action that was found already.
    pub async fn of<C: ConnectionTrait>(db: &C, seen: &SeenAction) -> Result<Self> {
        let found = rows()
            .filter(action::Column::Id.eq(seen.action().id))
            .into_model()
            .one(db)
            .await?;
        found.ok_or(Error::NotFound)
    }
}
