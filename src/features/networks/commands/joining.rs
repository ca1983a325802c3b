//! Joining, asking to, and deciding who may (forum.md NW3).

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, TryInsertResult,
    sea_query::Expr,
};
use serde_json::json;

use super::hold::{admit, hold};
use crate::{
    entity::{
        account,
        id::{AccountId, JoinRequestId, NetworkId},
        join_request::{ActiveModel, Column, Entity, Model, State},
    },
    features::networks::{
        emails::{RequestDecided, RequestMade},
        forms::{Decision, NewRequest},
        policy::{AskToJoin, DecideRequest, Join, WithdrawRequest},
        queries,
    },
    platform::{
        access::{Permit, Refusal, Seen},
        activity::{self, Activity},
        audit,
        db::{Write, unique::or_nothing},
        mail::outbox::{self, Times, To},
        web::error::{Error, Result},
    },
};

/// What came of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They are in it now.
    Now,
    /// They were in it before.
    Before,
}

/// Joins an open network at once.
pub async fn join(write: &Write<'_>, permit: &Permit<Join>) -> Result<Joined> {
    let held = match hold(write, permit).await {
        Ok(held) => held,
        // The twin of this form was first.
        Err(error) if is_member(write, permit.on().network().id, permit.person().id).await? => {
            drop(error);
            return Ok(Joined::Before);
        }
        Err(error) => return Err(error),
    };
    let network = held.on().network().id;
    let person = held.person().id;
    admit(write, network, person).await?;
    joined(write, network, person, Some(person)).await?;
    Ok(Joined::Now)
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The request waits.
    Now,
    /// One waited before; nothing was changed.
    Before,
}

/// Asks to join. Whoever was declined may ask again after 14 days.
pub async fn ask(write: &Write<'_>, permit: &Permit<AskToJoin>, new: NewRequest) -> Result<Asked> {
    let held = hold(write, permit).await?;
    let network = held.on().network().id;
    let person = held.person().id;
    let last = queries::own_request(write.txn, held.on()).await?;
    if let Some(again_at) = last.as_ref().and_then(queries::again_at)
        && again_at > write.now
    {
        return Err(Error::Conflict(
            "Your request was declined a short while ago. The network's page says when you can \
             ask again."
                .to_owned(),
        ));
    }
    let row = ActiveModel {
        network_id: Set(network),
        account_id: Set(person),
        message: Set(new.message),
        state: Set(State::Pending),
        decided_by: Set(None),
        decided_at: Set(None),
        note: Set(String::new()),
        created_at: Set(write.now),
        ..Default::default()
    };
    // One open request of a person in a network is a unique rule of the table.
    let put = Entity::insert(row)
        .on_conflict(or_nothing())
        .try_insert()
        .exec(write.txn)
        .await?;
    let TryInsertResult::Inserted(row) = put else {
        return Ok(Asked::Before);
    };
    let request = row.last_insert_id;
    for decider in queries::deciders(write.txn, network).await? {
        let mail = RequestMade { request };
        let once = request.to_string();
        outbox::put(write, To::Account(decider), &mail, Times::Once(&once)).await?;
    }
    record(write, "asked_to_join", network, person, Some(person)).await?;
    Ok(Asked::Now)
}

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It holds.
    Now,
    /// Somebody was first, or the request was withdrawn: what became of it, and by whom.
    Before {
        /// What became of it.
        state: State,
        /// The name of whoever decided.
        by: Option<String>,
    },
}

/// Accepts or declines a request. A second decision changes nothing and says what the first was.
pub async fn decide(
    write: &Write<'_>,
    permit: &Permit<DecideRequest>,
    id: JoinRequestId,
    decision: Decision,
) -> Result<Decided> {
    let held = hold(write, permit).await?;
    let network = held.on().network().id;
    let request = find(write, network, id).await?;
    if request.account_id == held.person().id {
        return Err(Refusal::because("Somebody else decides your own request.").into());
    }
    let state = if decision.accept {
        State::Approved
    } else {
        State::Declined
    };
    let decided = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DecidedBy, Expr::value(held.person().id))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .col_expr(Column::Note, Expr::value(decision.note))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Pending))
        .exec(write.txn)
        .await?;
    if decided.rows_affected == 0 {
        return before(write, request).await;
    }
    if decision.accept {
        still_active(write, request.account_id).await?;
        admit(write, network, request.account_id).await?;
        joined(write, network, request.account_id, Some(held.person().id)).await?;
    }
    let told = RequestDecided { request: id };
    let to = To::Account(request.account_id);
    outbox::put(write, to, &told, Times::Once(&id.to_string())).await?;
    let entry = audit::Entry {
        actor: Some(held.person().id),
        role: held.on().standing().acting_role(),
        action: if decision.accept {
            "accept_request"
        } else {
            "decline_request"
        },
        target_kind: "account",
        target_id: request.account_id.0,
        network: Some(network),
        reason: "",
        before: json!({ "state": State::Pending }),
        after: json!({ "state": state }),
    };
    audit::record(write, entry).await?;
    Ok(Decided::Now)
}

/// Takes back one's own request. False: it does not wait any more, or it is not one's own.
pub async fn withdraw(
    write: &Write<'_>,
    permit: &Permit<WithdrawRequest>,
    id: JoinRequestId,
) -> Result<bool> {
    let withdrawn = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Withdrawn))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .filter(Column::Id.eq(id))
        .filter(Column::NetworkId.eq(permit.on().network().id))
        .filter(Column::AccountId.eq(permit.person().id))
        .filter(Column::State.eq(State::Pending))
        .exec(write.txn)
        .await?;
    Ok(withdrawn.rows_affected > 0)
}

/// Where a network no longer takes requests: an open one lets all in who wait, one by invitation
/// turns them down with a word (forum.md NW3). The caller holds the network.
pub(super) async fn settle_all(
    write: &Write<'_>,
    network: NetworkId,
    by: AccountId,
    accept: bool,
) -> Result<()> {
    let waiting = Entity::find()
        .filter(Column::NetworkId.eq(network))
        .filter(Column::State.eq(State::Pending))
        .order_by_asc(Column::Id)
        .all(write.txn)
        .await?;
    for request in waiting {
        let is_active = is_active(write, request.account_id).await?;
        let (state, note) = if accept && is_active {
            (State::Approved, "")
        } else {
            (
                State::Declined,
                "The network takes people by invitation now.",
            )
        };
        Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::DecidedBy, Expr::value(by))
            .col_expr(Column::DecidedAt, Expr::value(write.now))
            .col_expr(Column::Note, Expr::value(note))
            .filter(Column::Id.eq(request.id))
            .exec(write.txn)
            .await?;
        if state == State::Approved {
            admit(write, network, request.account_id).await?;
            joined(write, network, request.account_id, Some(by)).await?;
        }
        let mail = RequestDecided {
            request: request.id,
        };
        let to = To::Account(request.account_id);
        outbox::put(write, to, &mail, Times::Once(&request.id.to_string())).await?;
    }
    Ok(())
}

/// Records that somebody has joined.
pub(super) async fn joined(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    by: Option<AccountId>,
) -> Result<()> {
    record(write, "joined", network, person, by).await
}

pub(super) async fn record(
    write: &Write<'_>,
    kind: &'static str,
    network: NetworkId,
    person: AccountId,
    by: Option<AccountId>,
) -> Result<()> {
    let what = Activity {
        kind,
        actor: by,
        network: Some(network),
        subject: Some(person),
        ..Activity::default()
    };
    activity::record(write, what).await?;
    Ok(())
}

/// A request in this network; 404 for those of other networks (security.md LK-21).
async fn find(write: &Write<'_>, network: NetworkId, id: JoinRequestId) -> Result<Model> {
    let found = Entity::find_by_id(id)
        .filter(Column::NetworkId.eq(network))
        .one(write.txn)
        .await?;
    found.ok_or(Error::NotFound)
}

async fn before(write: &Write<'_>, request: Model) -> Result<Decided> {
    let by = match request.decided_by {
        Some(id) => account::Entity::find_by_id(id).one(write.txn).await?,
        None => None,
    };
    Ok(Decided::Before {
        state: request.state,
        by: by.map(|account| account.display_name),
    })
}

/// What was right when it was asked may not be so now (permissions.md R15).
async fn still_active(write: &Write<'_>, person: AccountId) -> Result<()> {
    if is_active(write, person).await? {
        Ok(())
    } else {
        Err(Error::Conflict(
            "This account is not active at present, so it cannot join. You can decline the \
             request, or decide later."
                .to_owned(),
        ))
    }
}

async fn is_active(write: &Write<'_>, person: AccountId) -> Result<bool> {
    let found = account::Entity::find_by_id(person)
        .filter(account::Column::State.eq(account::State::Active))
        .one(write.txn)
        .await?;
    Ok(found.is_some())
}

async fn is_member(write: &Write<'_>, network: NetworkId, person: AccountId) -> Result<bool> {
    use crate::entity::membership;
    let found = membership::Entity::find_by_id((network, person))
        .one(write.txn)
        .await?;
    Ok(found.is_some())
}
