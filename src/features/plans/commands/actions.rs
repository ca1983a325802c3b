//! Actions come into a plan, are changed, talked of and linked.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr,
};

use super::{hold, note};
use crate::{
    entity::{
        action::{self, ActiveModel, Column, Entity, Source, State},
        action_link,
        id::{ActionId, NetworkId, PostId, ThreadId},
    },
    features::{
        plans::{
            due,
            forms::{ActionChange, NewAction},
            policy::{self, MakeAction, ProgressAction, WorkAction, WorkPlan},
        },
        threads::policy::SeenThread,
    },
    platform::{
        access::Permit,
        db::Write,
        text::dates::CivilDay,
        web::error::{Error, Result},
    },
};

/// Adds somebody's own idea to a plan.
pub async fn add(
    write: &Write<'_>,
    permit: &Permit<WorkPlan>,
    new: &NewAction,
) -> Result<ActionId> {
    insert(write, permit, new, Source::Idea, None).await
}

/// Adds what a reply that helped suggests, and keeps the way to it. Asks both who reads the reply
/// and whose plan it goes into.
pub async fn from_reply(
    write: &Write<'_>,
    permit: &Permit<WorkPlan>,
    reply: &Permit<MakeAction>,
    new: &NewAction,
) -> Result<ActionId> {
    let reply = reply.on().post().id;
    insert(write, permit, new, Source::Reply, Some(reply)).await
}

async fn insert(
    write: &Write<'_>,
    permit: &Permit<WorkPlan>,
    new: &NewAction,
    source: Source,
    reply: Option<PostId>,
) -> Result<ActionId> {
    let (network, person) = (permit.on().network(), permit.person().id);
    hold(write, network.id, person).await?;
    let (state, agreed_at) = if new.agreed {
        (State::Agreed, Some(write.now))
    } else {
        (State::Proposed, None)
    };
    let (owner_id, owner_name) = new.owner.columns();
    let told = &new.told;
    let today = due::today(write.now, network);
    let row = ActiveModel {
        title: Set(told.title.clone()),
        dimension: Set(told.dimension.map(|code| code.to_string())),
        why: Set(told.why.clone()),
        reply_id: Set(reply),
        owner_id: Set(owner_id),
        owner_name: Set(owner_name),
        due: Set(told.due.map(|day| day.to_string())),
        sign_statement: Set(told.sign_statement.map(|id| id.to_string())),
        sign: Set(told.sign.clone()),
        state: Set(state),
        shown_to_members: Set(told.shown),
        reminded: Set(needless(told.due, today)),
        agreed_at: Set(agreed_at),
        created_by: Set(Some(person)),
        ..blank(write, network.id, source)
    };
    let id = Entity::insert(row).exec(write.txn).await?.last_insert_id;
    note(write, id, person, Some(state), "").await?;
    Ok(id)
}

/// An action about which nothing is known yet.
pub(super) fn blank(write: &Write<'_>, network: NetworkId, source: Source) -> ActiveModel {
    ActiveModel {
        network_id: Set(network),
        title: Set(String::new()),
        dimension: Set(None),
        why: Set(String::new()),
        source: Set(source),
        result_id: Set(None),
        recommendation: Set(None),
        reply_id: Set(None),
        owner_id: Set(None),
        owner_name: Set(String::new()),
        due: Set(None),
        due_days: Set(None),
        sign_statement: Set(None),
        sign: Set(String::new()),
        state: Set(State::Proposed),
        shown_to_members: Set(false),
        reminded: Set(0),
        agreed_at: Set(None),
        ended_at: Set(None),
        version: Set(1),
        created_at: Set(write.now),
        created_by: Set(None),
        ..Default::default()
    }
}

/// How many reminders need not go about a date that is chosen now.
pub(super) fn needless(due: Option<CivilDay>, today: Option<CivilDay>) -> i32 {
    match (due, today) {
        (Some(due), Some(today)) => due::needless(due, today),
        (None, _) | (_, None) => 0,
    }
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is stored.
    Done,
    /// Somebody has changed the action meanwhile: how it is now.
    Conflict(Box<action::Model>),
}

/// Stores a change, unless the action is no longer the one it was made on. A new due date, or a new
/// owner, is reminded of afresh.
pub async fn edit(
    write: &Write<'_>,
    permit: &Permit<WorkAction>,
    change: &ActionChange,
) -> Result<Edited> {
    let before = permit.on().action();
    let network = permit.on().network().network();
    let (owner_id, owner_name) = change.owner.columns();
    let told = &change.told;
    let due = told.due.map(|day| day.to_string());
    let is_same = due == before.due && owner_id == before.owner_id;
    let reminded = if is_same {
        Column::Reminded.into_expr()
    } else {
        Expr::value(needless(told.due, due::today(write.now, network)))
    };
    let code = told.dimension.map(|code| code.to_string());
    let sign = told.sign_statement.map(|id| id.to_string());
    let changed = Entity::update_many()
        .col_expr(Column::Title, Expr::value(told.title.clone()))
        .col_expr(Column::Dimension, Expr::value(code))
        .col_expr(Column::Why, Expr::value(told.why.clone()))
        .col_expr(Column::SignStatement, Expr::value(sign))
        .col_expr(Column::Sign, Expr::value(told.sign.clone()))
        .col_expr(Column::OwnerId, Expr::value(owner_id))
        .col_expr(Column::OwnerName, Expr::value(owner_name))
        .col_expr(Column::Due, Expr::value(due))
        .col_expr(Column::ShownToMembers, Expr::value(told.shown))
        .col_expr(Column::Reminded, reminded)
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(before.id))
        .filter(Column::Version.eq(change.version))
        .filter(policy::moved_by(permit.person().id))
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 1 {
        return Ok(Edited::Done);
    }
    hold(write, network.id, permit.person().id).await?;
    let now = Entity::find_by_id(before.id).one(write.txn).await?;
    Ok(Edited::Conflict(Box::new(now.ok_or(Error::NotFound)?)))
}

/// Says how an action goes, unless the right to do so has ended since the page was made.
pub async fn say(write: &Write<'_>, permit: &Permit<ProgressAction>, words: &str) -> Result<()> {
    let (action, person) = (permit.on().action().id, permit.person().id);
    Entity::find_by_id(action)
        .filter(policy::moved_by(person))
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)?;
    note(write, action, person, None, words).await
}

/// Links a conversation that one reads. Linking twice is linking once.
pub async fn link(
    write: &Write<'_>,
    permit: &Permit<WorkAction>,
    thread: &SeenThread,
) -> Result<()> {
    let network = permit.on().network().network().id;
    hold(write, network, permit.person().id).await?;
    let row = action_link::ActiveModel {
        action_id: Set(permit.on().action().id),
        thread_id: Set(thread.thread().id),
        created_at: Set(write.now),
    };
    action_link::Entity::insert(row)
        .on_conflict_do_nothing()
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Takes a link away. One that is gone already is gone.
pub async fn unlink(
    write: &Write<'_>,
    permit: &Permit<WorkAction>,
    thread: ThreadId,
) -> Result<()> {
    let network = permit.on().network().network().id;
    hold(write, network, permit.person().id).await?;
    action_link::Entity::delete_many()
        .filter(action_link::Column::ActionId.eq(permit.on().action().id))
        .filter(action_link::Column::ThreadId.eq(thread))
        .exec(write.txn)
        .await?;
    Ok(())
}
