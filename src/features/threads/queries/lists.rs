//! The conversations of a network: a page by what happened last, and the pinned ones apart. No
//! bodies, no counting of rows, no offset (performance.md 4).

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SimpleExpr},
};

use super::super::{
    cursor::{Cursor, Direction},
    policy,
    words::Only,
};
use crate::{
    entity::{
        account, challenge,
        id::{AccountId, ThreadId},
        post, thread, thread_read,
        timestamp::Timestamp,
    },
    features::networks::policy::SeenNetwork,
    platform::{access::Seen, web::error::Result},
};

/// Threads to a page (forum.md RD1).
pub(in super::super) const PER_PAGE: usize = 30;

/// Counting what is new stops here; the page says "99+".
pub(in super::super) const MOST_NEW: i64 = 100;

/// Where challenges look for help.
pub(in super::super) const LOOKING: [challenge::Status; 2] =
    [challenge::Status::Open, challenge::Status::BeingTried];

/// A thread in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub(in super::super) struct ThreadRow {
    pub(in super::super) id: ThreadId,
    pub(in super::super) kind: thread::Kind,
    pub(in super::super) title: String,
    pub(in super::super) slug: String,
    pub(in super::super) state: thread::State,
    pub(in super::super) visible_posts: i64,
    pub(in super::super) last_visible_number: i64,
    pub(in super::super) last_activity_at: Timestamp,
    pub(in super::super) created_at: Timestamp,
    pub(in super::super) status: Option<challenge::Status>,
    pub(in super::super) author_name: String,
    pub(in super::super) author_state: account::State,
    pub(in super::super) last_name: Option<String>,
    pub(in super::super) last_state: Option<account::State>,
    /// How far the reader has read; none if they never opened it.
    pub(in super::super) read_up_to: Option<i64>,
    /// Visible posts after that, at most [`MOST_NEW`].
    pub(in super::super) new_posts: Option<i64>,
}

/// A page of the conversations of a network.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Listed {
    pub(in super::super) rows: Vec<ThreadRow>,
    pub(in super::super) has_newer: bool,
    pub(in super::super) has_older: bool,
}

/// The threads of a network that is open to the actor, by what happened last. Those that are
/// pinned are in [`pinned`].
pub(in super::super) async fn list<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    seen: &SeenNetwork,
    only: Option<Only>,
    cursor: Option<Cursor>,
) -> Result<Listed> {
    let direction = cursor.map_or(Direction::Older, |cursor| cursor.direction);
    let order = match direction {
        Direction::Older => Order::Desc,
        Direction::Newer => Order::Asc,
    };
    let mut found = in_network(seen);
    found = match only {
        Some(Only::Status(status)) => found.filter(challenge::Column::Status.eq(status)),
        Some(Only::Unanswered) => found
            .filter(challenge::Column::Status.is_in(LOOKING))
            .filter(thread::Column::VisiblePosts.lte(1)),
        // A narrowed list has no pinned part.
        None => found.filter(
            Condition::any()
                .add(thread::Column::PinnedUntil.is_null())
                .add(thread::Column::PinnedUntil.lte(now)),
        ),
    };
    if let Some(cursor) = cursor {
        found = found.filter(beyond(cursor));
    }
    let mut rows = found
        .order_by(thread::Column::LastActivityAt, order.clone())
        .order_by(thread::Column::Id, order)
        .limit(PER_PAGE as u64 + 1)
        .into_model::<ThreadRow>()
        .all(db)
        .await?;
    let has_more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let (has_newer, has_older) = match direction {
        Direction::Older => (cursor.is_some(), has_more),
        Direction::Newer => {
            rows.reverse();
            (has_more, true)
        }
    };
    Ok(Listed {
        rows,
        has_newer,
        has_older,
    })
}

/// The pinned threads of a network that is open to the actor, at most three.
pub(in super::super) async fn pinned<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    seen: &SeenNetwork,
) -> Result<Vec<ThreadRow>> {
    let rows = in_network(seen)
        .filter(thread::Column::PinnedUntil.gt(now))
        .order_by_desc(thread::Column::LastActivityAt)
        .order_by_desc(thread::Column::Id)
        .limit(3)
        .into_model::<ThreadRow>()
        .all(db)
        .await?;
    Ok(rows)
}

fn beyond(cursor: Cursor) -> SimpleExpr {
    let row = Expr::tuple([
        Expr::col((thread::Entity, thread::Column::LastActivityAt)),
        Expr::col((thread::Entity, thread::Column::Id)),
    ]);
    let at = Expr::tuple([Expr::val(cursor.at), Expr::val(cursor.id)]);
    match cursor.direction {
        Direction::Older => row.lt(at),
        Direction::Newer => row.gt(at),
    }
}

/// What a row needs; a thread of which nothing can be read is in no list.
fn in_network(seen: &SeenNetwork) -> Select<thread::Entity> {
    let as_challenge: RelationDef = thread::Entity::belongs_to(challenge::Entity)
        .from(thread::Column::Id)
        .to(challenge::Column::ThreadId)
        .into();
    let person = |column: thread::Column| -> RelationDef {
        thread::Entity::belongs_to(account::Entity)
            .from(column)
            .to(account::Column::Id)
            .into()
    };
    let (author, last) = (Alias::new("author"), Alias::new("last_author"));
    let of = |who: &Alias, column: account::Column| Expr::col((who.clone(), column));
    let reader = seen.actor().id();
    thread::Entity::find()
        .select_only()
        .columns([
            thread::Column::Id,
            thread::Column::Kind,
            thread::Column::Title,
            thread::Column::Slug,
            thread::Column::State,
            thread::Column::VisiblePosts,
            thread::Column::LastVisibleNumber,
            thread::Column::LastActivityAt,
            thread::Column::CreatedAt,
        ])
        .column_as(challenge::Column::Status, "status")
        .expr_as(of(&author, account::Column::DisplayName), "author_name")
        .expr_as(of(&author, account::Column::State), "author_state")
        .expr_as(of(&last, account::Column::DisplayName), "last_name")
        .expr_as(of(&last, account::Column::State), "last_state")
        .expr_as(read_up_to(reader), "read_up_to")
        .expr_as(new_posts(reader), "new_posts")
        .join(JoinType::LeftJoin, as_challenge)
        .join_as(
            JoinType::InnerJoin,
            person(thread::Column::AuthorId),
            author,
        )
        .join_as(JoinType::LeftJoin, person(thread::Column::LastPostBy), last)
        .filter(thread::Column::NetworkId.eq(seen.network().id))
        .filter(thread::Column::VisibilityState.eq(thread::Visibility::Visible))
        .filter(thread::Column::VisiblePosts.gt(0))
        .filter(policy::visible_to(seen.actor()))
}

/// No account has the id 0, so a visitor has read nothing.
fn read_up_to(reader: Option<AccountId>) -> SimpleExpr {
    let mark = thread_read::Entity::find()
        .select_only()
        .column(thread_read::Column::LastNumber)
        .filter(
            Expr::col((thread_read::Entity, thread_read::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .filter(thread_read::Column::AccountId.eq(reader.unwrap_or(AccountId(0))))
        .into_query();
    Expr::SubQuery(None, Box::new(mark.into()))
}

/// Counted only where there is something new, and no further than the page says.
fn new_posts(reader: Option<AccountId>) -> SimpleExpr {
    let new = Query::select()
        .expr(Expr::val(1))
        .from(post::Entity)
        .and_where(policy::of_thread_at_hand(post::Column::ThreadId))
        .and_where(Expr::col((post::Entity, post::Column::Number)).gt(read_up_to(reader)))
        .and_where(post::Column::State.eq(post::State::Visible))
        .limit(MOST_NEW as u64)
        .to_owned();
    let count = Query::select()
        .expr(Expr::cust("count(*)"))
        .from_subquery(new, Alias::new("new_posts"))
        .to_owned();
    CaseStatement::new()
        .case(
            thread::Column::LastVisibleNumber
                .into_expr()
                .gt(read_up_to(reader)),
            Expr::SubQuery(None, Box::new(count.into())),
        )
        .finally(Expr::val(None::<i64>))
        .into()
}
