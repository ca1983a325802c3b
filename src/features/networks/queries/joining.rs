//! Who asked to join, and who was asked to.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
    sea_query::{Expr, ExprTrait},
};

use super::super::policy::{self, DecideRequest, Invite, SeenInvitation, SeenNetwork};
use crate::{
    entity::{
        account, audit_entry,
        id::{AccountId, JoinRequestId, NetworkId, NetworkInvitationId},
        join_request,
        membership::Role,
        network, network_invitation,
        timestamp::Timestamp,
    },
    platform::{
        access::{Actor, Seen},
        web::error::{Error, Result},
    },
};

/// Days after which somebody who was declined may ask again (forum.md NW3).
const ASK_AGAIN_DAYS: i64 = 14;

/// For so many days a decision about oneself is shown.
const SHOWN_DAYS: i64 = 90;

/// At most so many requests or invitations are shown at once.
const MOST: u64 = 200;

/// What was done to somebody whom others took out of a network; the audit log says it like this.
pub const REMOVED: &str = "remove_member";

/// The actor's latest request to join this network, whatever became of it.
pub async fn own_request<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
) -> Result<Option<join_request::Model>> {
    let Some(person) = seen.actor().id() else {
        return Ok(None);
    };
    let found = join_request::Entity::find()
        .filter(join_request::Column::NetworkId.eq(seen.network().id))
        .filter(join_request::Column::AccountId.eq(person))
        .order_by_desc(join_request::Column::Id)
        .one(db)
        .await?;
    Ok(found)
}

/// From when somebody whose request was declined can ask again; none for other requests.
pub fn again_at(request: &join_request::Model) -> Option<Timestamp> {
    match request.state {
        join_request::State::Declined => request
            .decided_at
            .map(|declined_at| declined_at.plus_days(ASK_AGAIN_DAYS)),
        join_request::State::Pending
        | join_request::State::Approved
        | join_request::State::Withdrawn => None,
    }
}

/// Whether the actor has an open invitation to join this network.
pub async fn is_invited<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    seen: &SeenNetwork,
) -> Result<bool> {
    let Some(person) = seen.actor().id() else {
        return Ok(false);
    };
    let found = network_invitation::Entity::find()
        .filter(network_invitation::Column::NetworkId.eq(seen.network().id))
        .filter(network_invitation::Column::AccountId.eq(person))
        .filter(network_invitation::Column::Role.eq(Role::Member))
        .filter(is_open(now))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A request to join, for those who decide.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RequestRow {
    /// The request.
    pub id: JoinRequestId,
    /// Why.
    pub message: String,
    /// Since when it waits.
    pub created_at: Timestamp,
    /// Who asks.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// What their account is allowed at all.
    pub account_state: account::State,
    /// Where they work; may be empty.
    pub organisation: String,
    /// What they do there; may be empty.
    pub job_role: String,
}

/// The requests that wait in this network, the oldest first; none for those who do not decide.
pub async fn requests<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<RequestRow>> {
    if !seen.may::<DecideRequest>() {
        return Ok(Vec::new());
    }
    let rows = join_request::Entity::find()
        .join(JoinType::InnerJoin, asker())
        .column(account::Column::Handle)
        .column(account::Column::DisplayName)
        .column(account::Column::Organisation)
        .column(account::Column::JobRole)
        .column_as(account::Column::State, "account_state")
        .filter(join_request::Column::NetworkId.eq(seen.network().id))
        .filter(join_request::Column::State.eq(join_request::State::Pending))
        .order_by_asc(join_request::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// An open invitation, for those who invite.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OpenInvitationRow {
    /// The invitation.
    pub id: NetworkInvitationId,
    /// To join, or to lead.
    pub role: Role,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
    /// Who is invited.
    pub handle: String,
    /// The name shown.
    pub display_name: String,
    /// What their account is allowed at all.
    pub account_state: account::State,
}

/// The open invitations of this network; none for those who do not invite.
pub async fn open_invitations<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    seen: &SeenNetwork,
) -> Result<Vec<OpenInvitationRow>> {
    if !seen.may::<Invite>() {
        return Ok(Vec::new());
    }
    let rows = network_invitation::Entity::find()
        .join(JoinType::InnerJoin, invited())
        .column(account::Column::Handle)
        .column(account::Column::DisplayName)
        .column_as(account::Column::State, "account_state")
        .filter(network_invitation::Column::NetworkId.eq(seen.network().id))
        .filter(is_open(now))
        .order_by_asc(network_invitation::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// An invitation, for whoever is invited. It names the network, and no more of a secret one.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct InvitationRow {
    /// The invitation.
    pub id: NetworkInvitationId,
    /// To join, or to lead.
    pub role: Role,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
    /// The network.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for; not to be shown of a secret network to somebody outside it.
    pub purpose: String,
    /// Who can see it.
    pub visibility: network::Visibility,
    /// Who invites.
    pub inviter_name: String,
    /// Their handle.
    pub inviter_handle: String,
    /// What their account is allowed at all.
    pub inviter_state: account::State,
}

/// Somebody's own open invitations.
pub async fn my_invitations<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    person: AccountId,
) -> Result<Vec<InvitationRow>> {
    let rows = network_invitation::Entity::find()
        .join(JoinType::InnerJoin, invitation_network())
        .join(JoinType::InnerJoin, inviter())
        .column(network::Column::Slug)
        .column(network::Column::Name)
        .column(network::Column::Purpose)
        .column(network::Column::Visibility)
        .column_as(account::Column::DisplayName, "inviter_name")
        .column_as(account::Column::Handle, "inviter_handle")
        .column_as(account::Column::State, "inviter_state")
        .filter(network_invitation::Column::AccountId.eq(person))
        .filter(network::Column::State.eq(network::State::Active))
        .filter(is_open(now))
        .order_by_asc(network_invitation::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// One of the actor's own invitations, whatever became of it; 404 for those of others.
pub async fn own_invitation<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: NetworkInvitationId,
) -> Result<SeenInvitation> {
    let person = actor.id().ok_or(Error::NotFound)?;
    let found = network_invitation::Entity::find_by_id(id)
        .filter(network_invitation::Column::AccountId.eq(person))
        .one(db)
        .await?;
    let invitation = found.ok_or(Error::NotFound)?;
    let network = network::Entity::find_by_id(invitation.network_id)
        .one(db)
        .await?;
    Ok(SeenInvitation {
        invitation,
        network: network.ok_or(Error::NotFound)?,
        actor: actor.clone(),
    })
}

/// One of a person's own requests, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OwnRequestRow {
    /// The request.
    pub id: JoinRequestId,
    /// What became of it.
    pub state: join_request::State,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// What they were told with the decision.
    pub note: String,
    /// The network.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A person's own requests: what waits, and what was decided of late. A network that has become
/// secret since is left out for those who are not in it.
pub async fn own_requests<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
) -> Result<Vec<OwnRequestRow>> {
    let Some(person) = actor.id() else {
        return Ok(Vec::new());
    };
    let is_shown = join_request::Column::State
        .eq(join_request::State::Pending)
        .or(join_request::Column::DecidedAt.gt(now.plus_days(-SHOWN_DAYS)));
    let rows = join_request::Entity::find()
        .join(JoinType::InnerJoin, request_network())
        .column(network::Column::Slug)
        .column(network::Column::Name)
        .filter(join_request::Column::AccountId.eq(person))
        .filter(join_request::Column::State.ne(join_request::State::Withdrawn))
        .filter(is_shown)
        .filter(policy::visible_to(actor))
        .order_by_desc(join_request::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// A membership that others ended, for the person it was.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RemovalRow {
    /// When.
    pub at: Timestamp,
    /// Why, in the words of whoever did it.
    pub reason: String,
    /// The network's name; not to be shown of a secret one (permissions.md R10).
    pub name: String,
    /// Who can see it.
    pub visibility: network::Visibility,
}

/// The memberships of a person that others ended of late.
pub async fn own_removals<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    person: AccountId,
) -> Result<Vec<RemovalRow>> {
    let rows = audit_entry::Entity::find()
        .select_only()
        .column(audit_entry::Column::At)
        .column(audit_entry::Column::Reason)
        .column(network::Column::Name)
        .column(network::Column::Visibility)
        .join(JoinType::InnerJoin, audited_network())
        .filter(audit_entry::Column::Action.eq(REMOVED))
        .filter(audit_entry::Column::TargetKind.eq("account"))
        .filter(audit_entry::Column::TargetId.eq(person.0))
        .filter(audit_entry::Column::At.gt(now.plus_days(-SHOWN_DAYS)))
        .order_by_desc(audit_entry::Column::Id)
        .limit(20)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// A network in which requests wait for the actor.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct WaitingRow {
    /// The network.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest waits.
    pub oldest_at: Timestamp,
}

/// Where requests to join wait for the actor, who moderates or leads there.
pub async fn requests_to_decide<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
) -> Result<Vec<WaitingRow>> {
    let Some(person) = actor.id() else {
        return Ok(Vec::new());
    };
    let waiting = Expr::col((join_request::Entity, join_request::Column::Id)).count();
    let oldest = Expr::col((join_request::Entity, join_request::Column::CreatedAt)).min();
    let rows = join_request::Entity::find()
        .select_only()
        .column(network::Column::Slug)
        .column(network::Column::Name)
        .expr_as(waiting, "waiting")
        .expr_as(oldest.clone(), "oldest_at")
        .join(JoinType::InnerJoin, request_network())
        .filter(join_request::Column::State.eq(join_request::State::Pending))
        .filter(join_request::Column::NetworkId.in_subquery(policy::moderated_by(person)))
        .filter(network::Column::State.eq(network::State::Active))
        .group_by(network::Column::Id)
        .group_by(network::Column::Slug)
        .group_by(network::Column::Name)
        .order_by_asc(oldest)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    Ok(rows)
}

/// Who moderates or leads a network: whoever is told of a new request.
pub async fn deciders<C: ConnectionTrait>(db: &C, network: NetworkId) -> Result<Vec<AccountId>> {
    use crate::entity::membership;
    let ids = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::NetworkId.eq(network))
        .filter(membership::Column::Role.is_in([Role::Moderator, Role::Leader]))
        .order_by_asc(membership::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids)
}

/// An invitation that can still be taken.
pub(in super::super) fn is_open(now: Timestamp) -> Expr {
    network_invitation::Column::State
        .eq(network_invitation::State::Pending)
        .and(network_invitation::Column::ExpiresAt.gt(now))
}

fn asker() -> RelationDef {
    join_request::Entity::belongs_to(account::Entity)
        .from(join_request::Column::AccountId)
        .to(account::Column::Id)
        .into()
}

fn request_network() -> RelationDef {
    join_request::Entity::belongs_to(network::Entity)
        .from(join_request::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}

fn invited() -> RelationDef {
    network_invitation::Entity::belongs_to(account::Entity)
        .from(network_invitation::Column::AccountId)
        .to(account::Column::Id)
        .into()
}

fn inviter() -> RelationDef {
    network_invitation::Entity::belongs_to(account::Entity)
        .from(network_invitation::Column::InvitedBy)
        .to(account::Column::Id)
        .into()
}

fn invitation_network() -> RelationDef {
    network_invitation::Entity::belongs_to(network::Entity)
        .from(network_invitation::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}

fn audited_network() -> RelationDef {
    audit_entry::Entity::belongs_to(network::Entity)
        .from(audit_entry::Column::NetworkId)
        .to(network::Column::Id)
        .into()
}
