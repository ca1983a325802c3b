//! One thread or one post, as an actor sees it.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic,
    Iterable, JoinType, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, RelationDef,
    Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr},
};

use super::super::policy::{self, CONTEXT, SeenChallenge, SeenPost, SeenThread};
use crate::{
    entity::{
        challenge,
        id::{AccountId, PostId, ThreadId},
        membership, network, post, review_item, thread, thread_read,
        timestamp::Timestamp,
    },
    features::networks::queries::{ROLE, role_of},
    platform::{
        access::Actor,
        web::error::{Error, Result},
    },
};

/// A thread, its network and the actor's standing in one statement; 404 if they may not see it.
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, id: ThreadId) -> Result<SeenThread> {
    let found = select(actor)
        .filter(thread::Column::Id.eq(id))
        .filter(policy::reachable_by(actor))
        .into_model::<Row>()
        .one(db)
        .await?;
    Ok(found.ok_or(Error::NotFound)?.seen_by(actor))
}

/// A post with its thread, in one statement; 404 if the actor may not see the thread. `now` decides
/// what they may still edit or read.
pub async fn find_post<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    id: PostId,
) -> Result<SeenPost> {
    one_post(db, now, actor, id, policy::reachable_by(actor)).await
}

/// The same, and one's own post in a network that one has left (R10): its own text, no more.
pub async fn find_own_post<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    id: PostId,
) -> Result<SeenPost> {
    let own = post::Column::AuthorId.eq(actor.id().unwrap_or(NOBODY));
    let either = Condition::any().add(policy::reachable_by(actor)).add(own);
    one_post(db, now, actor, id, either).await
}

/// One's own posts, newest first, also where one is a member no more (R10); those before `before`.
pub async fn own_posts<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    before: Option<PostId>,
    most: u64,
) -> Result<Vec<SeenPost>> {
    let mut own = with_posts(actor)
        .filter(post::Column::AuthorId.eq(actor.id().unwrap_or(NOBODY)))
        .order_by_desc(post::Column::Id)
        .limit(most);
    if let Some(before) = before {
        own = own.filter(post::Column::Id.lt(before));
    }
    let found = own.into_model::<PostRow>().all(db).await?;
    let seen = found.into_iter().filter_map(|row| row.seen_by(actor, now));
    Ok(seen.collect())
}

/// No account has this id.
const NOBODY: AccountId = AccountId(0);

/// A post and two on either side of it, in the order of their numbers, as far as the actor may see
/// them; 404 if they may not see the post itself. Ask each whether its text is read.
pub async fn around<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    id: PostId,
) -> Result<Vec<SeenPost>> {
    let of_it = |column: post::Column| {
        let it = post::Entity::find_by_id(id)
            .select_only()
            .column(column)
            .into_query();
        Expr::SubQuery(None, Box::new(it.into()))
    };
    let number = || of_it(post::Column::Number);
    let found = with_posts(actor)
        .filter(
            post::Column::ThreadId
                .into_expr()
                .eq(of_it(post::Column::ThreadId)),
        )
        .filter(post::Column::Number.into_expr().gte(number().sub(CONTEXT)))
        .filter(post::Column::Number.into_expr().lte(number().add(CONTEXT)))
        .filter(policy::reachable_by(actor))
        .order_by_asc(post::Column::Number)
        .into_model::<PostRow>()
        .all(db)
        .await?;
    let seen: Vec<_> = found
        .into_iter()
        .filter_map(|row| row.seen_by(actor, now))
        .collect();
    if seen.iter().any(|seen| seen.post.id == id) {
        Ok(seen)
    } else {
        Err(Error::NotFound)
    }
}

async fn one_post<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    actor: &Actor,
    id: PostId,
    visible: Condition,
) -> Result<SeenPost> {
    let found = with_posts(actor)
        .filter(post::Column::Id.eq(id))
        .filter(visible)
        .into_model::<PostRow>()
        .one(db)
        .await?;
    found
        .and_then(|row| row.seen_by(actor, now))
        .ok_or(Error::NotFound)
}

/// Everything that [`PostRow`] reads; the caller says which posts.
fn with_posts(actor: &Actor) -> Select<thread::Entity> {
    let found = select(actor)
        .join(JoinType::InnerJoin, of_thread())
        .expr_as(near_a_report(actor), POST_UNDER_REVIEW);
    with_columns::<post::Entity>(found, POST)
}

const NETWORK: &str = "n_";
const CHALLENGE: &str = "c_";
const POST: &str = "p_";
const READ_UP_TO: &str = "read_up_to";
const UNDER_REVIEW: &str = "under_review";
const POST_UNDER_REVIEW: &str = "post_under_review";

/// Everything that [`Row`] reads; the caller says which threads.
pub(super) fn select(actor: &Actor) -> Select<thread::Entity> {
    let in_network: RelationDef = thread::Entity::belongs_to(network::Entity)
        .from(thread::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let as_challenge: RelationDef = thread::Entity::belongs_to(challenge::Entity)
        .from(thread::Column::Id)
        .to(challenge::Column::ThreadId)
        .into();
    let under_review = if actor.site().staff() {
        policy::reported_in_thread()
    } else {
        Expr::val(false)
    };
    let found = thread::Entity::find()
        .join(JoinType::InnerJoin, in_network)
        .join(JoinType::LeftJoin, as_challenge);
    let mut found = with_columns::<network::Entity>(found, NETWORK);
    for column in [
        challenge::Column::ThreadId,
        challenge::Column::Dimensions,
        challenge::Column::HelpKinds,
        challenge::Column::Status,
        challenge::Column::WhatHelpedHtml,
        challenge::Column::Outcome,
        challenge::Column::OutcomeHtml,
        challenge::Column::OutcomeAt,
        challenge::Column::OutcomeBy,
    ] {
        found = found.column_as(column, format!("{CHALLENGE}{}", column.as_str()));
    }
    found
        .expr_as(role_of(actor.id()), ROLE)
        .expr_as(read_up_to(actor.id()), READ_UP_TO)
        .expr_as(under_review, UNDER_REVIEW)
}

/// Adds every column of a joined table, with a prefix before its name.
fn with_columns<E: EntityTrait>(
    mut found: Select<thread::Entity>,
    prefix: &str,
) -> Select<thread::Entity> {
    for column in E::Column::iter() {
        found = found.column_as(column, format!("{prefix}{}", column.as_str()));
    }
    found
}

fn of_thread() -> RelationDef {
    thread::Entity::belongs_to(post::Entity)
        .from(thread::Column::Id)
        .to(post::Column::ThreadId)
        .into()
}

/// The highest number that the actor has read.
fn read_up_to(actor: Option<AccountId>) -> SimpleExpr {
    let Some(actor) = actor else {
        return Expr::val(None::<i64>);
    };
    let mark = thread_read::Entity::find()
        .select_only()
        .column(thread_read::Column::LastNumber)
        .filter(
            Expr::col((thread_read::Entity, thread_read::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .filter(thread_read::Column::AccountId.eq(actor))
        .into_query();
    Expr::SubQuery(None, Box::new(mark.into()))
}

/// Whether the post at hand, or one within two of it, is under an open review item.
fn near_a_report(actor: &Actor) -> SimpleExpr {
    if !actor.site().staff() {
        return Expr::val(false);
    }
    // The reported post needs a name of its own beside the post at hand.
    let reported = Alias::new("reported");
    let number = || Expr::col((reported.clone(), post::Column::Number));
    let at_hand = || Expr::col((post::Entity, post::Column::Number));
    let near = Query::select()
        .expr(Expr::val(1))
        .from_as(post::Entity, reported.clone())
        .inner_join(
            review_item::Entity,
            Expr::col((review_item::Entity, review_item::Column::PostId))
                .equals((reported.clone(), post::Column::Id)),
        )
        .and_where(
            Expr::col((reported.clone(), post::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .and_where(number().gte(at_hand().sub(CONTEXT)))
        .and_where(number().lte(at_hand().add(CONTEXT)))
        .and_where(review_item::Column::State.eq(review_item::State::Open))
        .to_owned();
    Expr::exists(near)
}

/// A row of [`select`].
pub(super) struct Row {
    thread: thread::Model,
    network: network::Model,
    challenge: Option<SeenChallenge>,
    role: Option<membership::Role>,
    read_up_to: Option<i64>,
    under_review: bool,
}

impl Row {
    pub(super) fn seen_by(self, actor: &Actor) -> SeenThread {
        SeenThread {
            thread: self.thread,
            network: self.network,
            challenge: self.challenge,
            role: self.role,
            read_up_to: self.read_up_to.unwrap_or(0),
            under_review: self.under_review,
            actor: actor.clone(),
        }
    }
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let is_challenge: Option<ThreadId> = row.try_get(CHALLENGE, "thread_id")?;
        Ok(Self {
            thread: thread::Model::from_query_result(row, "")?,
            network: network::Model::from_query_result(row, NETWORK)?,
            challenge: is_challenge
                .map(|_| SeenChallenge::from_query_result(row, CHALLENGE))
                .transpose()?,
            role: row.try_get("", ROLE)?,
            read_up_to: row.try_get("", READ_UP_TO)?,
            under_review: row.try_get("", UNDER_REVIEW)?,
        })
    }
}

struct PostRow {
    thread: Row,
    post: post::Model,
    under_review: bool,
}

impl PostRow {
    fn seen_by(self, actor: &Actor, now: Timestamp) -> Option<SeenPost> {
        let seen = SeenPost {
            thread: Arc::new(self.thread.seen_by(actor)),
            post: self.post,
            under_review: self.under_review,
            at: now,
        };
        // A site moderator sees in a secret network the reported post and its context, no more.
        (seen.thread.is_open() || seen.under_review || seen.is_own()).then_some(seen)
    }
}

impl FromQueryResult for PostRow {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Self {
            thread: Row::from_query_result(row, pre)?,
            post: post::Model::from_query_result(row, POST)?,
            under_review: row.try_get("", POST_UNDER_REVIEW)?,
        })
    }
}
