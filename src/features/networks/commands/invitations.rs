//! Inviting people, and what they answer (forum.md NW4).

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, TryInsertResult,
    sea_query::Expr,
};
use serde_json::json;

use super::{
    hold::{admit, hold, lock, set_role},
    joining::{joined, record},
};
use crate::{
    entity::{
        account,
        id::{AccountId, NetworkId, NetworkInvitationId},
        membership::{self, Role},
        network,
        network_invitation::{ActiveModel, Column, Entity, State},
        site_role,
    },
    features::networks::{
        emails::Invited,
        policy::{AnswerInvitation, Invite},
        queries,
    },
    platform::{
        access::{Permit, Seen},
        audit,
        db::{Write, unique::or_nothing},
        mail::outbox::{self, Times, To},
        text::names,
        web::error::{Error, Result},
    },
};

/// Days in which an invitation to join can be taken.
const TO_JOIN_DAYS: i64 = 28;

/// Days in which an invitation to lead can be taken (permissions.md R12).
const TO_LEAD_DAYS: i64 = 14;

/// Invitations that one person may make in a day (security.md C7).
const A_DAY: f64 = 50.0;

/// Invites the person of this handle, if there is one who can be invited. It does not tell whether
/// there is: an unknown handle and one that cannot be invited get the same answer.
///
/// `scale` is the factor on all limits.
pub async fn invite(
    write: &Write<'_>,
    permit: &Permit<Invite>,
    handle: &str,
    scale: f64,
) -> Result<()> {
    let held = hold(write, permit).await?;
    let network = held.on().network().id;
    within_limit(write, held.person().id, scale).await?;
    let invitable = account::Entity::find()
        .filter(account::Column::HandleKey.eq(names::handle_key(handle)))
        .filter(account::Column::State.eq(account::State::Active))
        .one(write.txn)
        .await?;
    let Some(invitable) = invitable else {
        return Ok(());
    };
    let member = membership::Entity::find_by_id((network, invitable.id))
        .one(write.txn)
        .await?;
    if member.is_some() {
        return Ok(());
    }
    let by = held.person().id;
    let made = put(write, network, invitable.id, Role::Member, by).await?;
    if made {
        let entry = audit::Entry {
            actor: Some(by),
            role: held.on().standing().acting_role(),
            action: "invite_person",
            target_kind: "account",
            target_id: invitable.id.0,
            network: Some(network),
            reason: "",
            before: json!({}),
            after: json!({ "role": Role::Member }),
        };
        audit::record(write, entry).await?;
    }
    Ok(())
}

/// Makes an invitation and tells whoever is invited; false if one is open already. The caller holds
/// the network.
pub(super) async fn put(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    role: Role,
    by: AccountId,
) -> Result<bool> {
    // An old one that ran out would stand in the way of the unique rule.
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Revoked))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .filter(Column::NetworkId.eq(network))
        .filter(Column::AccountId.eq(person))
        .filter(Column::Role.eq(role))
        .filter(Column::State.eq(State::Pending))
        .filter(Column::ExpiresAt.lte(write.now))
        .exec(write.txn)
        .await?;
    let days = if role == Role::Leader {
        TO_LEAD_DAYS
    } else {
        TO_JOIN_DAYS
    };
    let row = ActiveModel {
        network_id: Set(network),
        account_id: Set(person),
        role: Set(role),
        invited_by: Set(by),
        state: Set(State::Pending),
        created_at: Set(write.now),
        expires_at: Set(write.now.plus_days(days)),
        decided_at: Set(None),
        ..Default::default()
    };
    let put = Entity::insert(row)
        .on_conflict(or_nothing())
        .try_insert()
        .exec(write.txn)
        .await?;
    let TryInsertResult::Inserted(row) = put else {
        return Ok(false);
    };
    let invitation = row.last_insert_id;
    let mail = Invited { invitation };
    let once = invitation.to_string();
    outbox::put(write, To::Account(person), &mail, Times::Once(&once)).await?;
    record(write, "invited", network, person, Some(by)).await?;
    Ok(true)
}

/// Takes an invitation back. False: it is not open any more. One to lead is for leaders to take
/// back, or for a site admin.
pub async fn revoke(
    write: &Write<'_>,
    permit: &Permit<Invite>,
    id: NetworkInvitationId,
) -> Result<bool> {
    let held = hold(write, permit).await?;
    let network = held.on().network().id;
    let leads = held.on().role() == Some(Role::Leader) || held.person().site.admin;
    let mut revoking = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Revoked))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .filter(Column::Id.eq(id))
        .filter(Column::NetworkId.eq(network))
        .filter(Column::State.eq(State::Pending));
    if !leads {
        revoking = revoking.filter(Column::Role.eq(Role::Member));
    }
    let revoked = revoking.exec(write.txn).await?.rows_affected > 0;
    if revoked {
        let entry = audit::Entry {
            actor: Some(held.person().id),
            role: held.on().standing().acting_role(),
            action: "revoke_invitation",
            target_kind: "network_invitation",
            target_id: id.0,
            network: Some(network),
            reason: "",
            before: json!({ "state": State::Pending }),
            after: json!({ "state": State::Revoked }),
        };
        audit::record(write, entry).await?;
    }
    Ok(revoked)
}

/// What came of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// They are a member now.
    Joined,
    /// They lead the network now.
    Leads,
    /// It was declined.
    Declined,
    /// It had been answered before.
    Before,
    /// It ran out, was taken back, or the network takes nobody at present.
    TooLate,
    /// Whoever invited them may no longer do so (permissions.md R15).
    InviterGone,
}

/// Takes an invitation, if it still holds.
pub async fn accept(write: &Write<'_>, permit: &Permit<AnswerInvitation>) -> Result<Answered> {
    let asked = permit.on().invitation();
    lock(write, asked.network_id).await?;
    if !takes_people(write, asked.network_id).await? {
        return Ok(Answered::TooLate);
    }
    if !may_still_invite(write, asked.network_id, asked.invited_by, asked.role).await? {
        return Ok(Answered::InviterGone);
    }
    let person = permit.person().id;
    let place = membership::Entity::find_by_id((asked.network_id, person))
        .one(write.txn)
        .await?;
    // A leader is made of a member (R12).
    if asked.role == Role::Leader && place.is_none() {
        return Ok(Answered::TooLate);
    }
    if !close(write, permit, State::Accepted).await? {
        return too_late(write, asked.id).await;
    }
    if asked.role != Role::Leader {
        admit(write, asked.network_id, person).await?;
        joined(write, asked.network_id, person, Some(asked.invited_by)).await?;
        return Ok(Answered::Joined);
    }
    set_role(write, asked.network_id, person, Role::Leader).await?;
    record(
        write,
        "leads",
        asked.network_id,
        person,
        Some(asked.invited_by),
    )
    .await?;
    let entry = audit::Entry {
        actor: Some(person),
        role: "member",
        action: "accept_leadership",
        target_kind: "account",
        target_id: person.0,
        network: Some(asked.network_id),
        reason: "",
        before: json!({ "role": place.map(|place| place.role) }),
        after: json!({ "role": Role::Leader }),
    };
    audit::record(write, entry).await?;
    Ok(Answered::Leads)
}

/// Turns an invitation down.
pub async fn decline(write: &Write<'_>, permit: &Permit<AnswerInvitation>) -> Result<Answered> {
    if close(write, permit, State::Declined).await? {
        Ok(Answered::Declined)
    } else {
        too_late(write, permit.on().invitation().id).await
    }
}

/// Answers an invitation that is still open; of two answers one counts.
async fn close(write: &Write<'_>, permit: &Permit<AnswerInvitation>, state: State) -> Result<bool> {
    let closed = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .filter(Column::Id.eq(permit.on().invitation().id))
        .filter(Column::AccountId.eq(permit.person().id))
        .filter(queries::is_open(write.now))
        .exec(write.txn)
        .await?;
    Ok(closed.rows_affected > 0)
}

async fn too_late(write: &Write<'_>, id: NetworkInvitationId) -> Result<Answered> {
    let found = Entity::find_by_id(id).one(write.txn).await?;
    Ok(match found.map(|found| found.state) {
        Some(State::Accepted | State::Declined) => Answered::Before,
        Some(State::Pending | State::Revoked) | None => Answered::TooLate,
    })
}

async fn takes_people(write: &Write<'_>, network: NetworkId) -> Result<bool> {
    let found = network::Entity::find_by_id(network)
        .filter(network::Column::State.eq(network::State::Active))
        .one(write.txn)
        .await?;
    Ok(found.is_some())
}

/// Whether the inviter has the right now: rows 38 and 42 at the moment of effect.
async fn may_still_invite(
    write: &Write<'_>,
    network: NetworkId,
    inviter: AccountId,
    role: Role,
) -> Result<bool> {
    let is_active = account::Entity::find_by_id(inviter)
        .filter(account::Column::State.eq(account::State::Active))
        .one(write.txn)
        .await?;
    if is_active.is_none() {
        return Ok(false);
    }
    let place = membership::Entity::find_by_id((network, inviter))
        .one(write.txn)
        .await?;
    let least = if role == Role::Leader {
        Role::Leader
    } else {
        Role::Moderator
    };
    if place.is_some_and(|place| place.role >= least) {
        return Ok(true);
    }
    let is_admin = site_role::Entity::find()
        .filter(site_role::Column::AccountId.eq(inviter))
        .filter(site_role::Column::Role.eq(site_role::Role::Admin))
        .one(write.txn)
        .await?;
    Ok(role == Role::Leader && is_admin.is_some())
}

async fn within_limit(write: &Write<'_>, person: AccountId, scale: f64) -> Result<()> {
    if scale <= 0.0 {
        return Ok(());
    }
    let today = Entity::find()
        .filter(Column::InvitedBy.eq(person))
        .filter(Column::CreatedAt.gt(write.now.plus_days(-1)))
        .count(write.txn)
        .await?;
    // A count of rows is far below the numbers that a float cannot hold.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    if today as f64 >= A_DAY * scale {
        return Err(Error::TooMany { retry_after: 3_600 });
    }
    Ok(())
}
