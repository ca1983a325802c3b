//! One page of a thread: one statement for what depends on the reader and on people, one more for
//! the words when they are not held in the cache.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{
        Alias, BinOper, CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr,
        UnionType,
    },
};

use super::{
    super::{
        fragment::{Fragment, Happened, Helped, Piece},
        numbering::window,
        people::{People, Someone},
        policy::{self, SeenThread, WithPost},
    },
    threads::{Row, select},
};
use crate::{
    entity::{
        account, challenge,
        id::{AccountId, PostId, ThreadId},
        membership, post, review_item, share, site_role, thread, thread_event,
        timestamp::Timestamp,
    },
    platform::{
        access::Actor,
        fragments::Fragments,
        web::error::{Error, Result},
    },
};

/// Between the fields of a row that stands in one text; no text of ours holds it (forum.md K3).
const FIELD: &str = "\u{1f}";

/// Between such rows.
const ROW: &str = "\u{1e}";

/// A page of a thread as one actor sees it, without its words.
#[derive(Clone, Debug)]
pub(in super::super) struct PageRead {
    pub(in super::super) seen: SeenThread,
    pub(in super::super) page: i64,
    /// Everybody who is named on it.
    pub(in super::super) people: People,
    /// Posts of this page that carry a shared result; whether it is shown is another question.
    pub(in super::super) shared: Vec<PostId>,
}

/// Thread, network, the reader's standing and mark, the people on the page and whether results are
/// shared there, in one statement; 404 if they may not see the thread.
pub(in super::super) async fn page<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: ThreadId,
    page: i64,
) -> Result<PageRead> {
    let numbers = window(page);
    let found = select(actor)
        .filter(thread::Column::Id.eq(id))
        .filter(policy::reachable_by(actor))
        .expr_as(people(numbers), "people")
        .expr_as(shared(numbers), "shared")
        .into_model::<Found>()
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(PageRead {
        seen: found.thread.seen_by(actor),
        page,
        people: People::new(
            found
                .people
                .unwrap_or_default()
                .split(ROW)
                .filter_map(someone),
        ),
        shared: ids(found.shared.as_deref()),
    })
}

/// The words of a page that has been read: held by the version of the thread, so the statement is
/// made once for each version. Who may read what of them is for the view to ask.
pub(in super::super) async fn fragment<C: ConnectionTrait>(
    db: &C,
    held: &Fragments,
    read: &PageRead,
) -> Result<Arc<Fragment>> {
    let thread = &read.seen.thread;
    let key = ("posts", thread.id.0, read.page, thread.version);
    if let Some(fragment) = held.get::<Fragment>(key) {
        return Ok(fragment);
    }
    let rows = pieces(thread.id, window(read.page)).all(db).await?;
    let fragment = Arc::new(fragment_of(rows, window(read.page)));
    held.put(key, fragment.bytes(), fragment.clone());
    Ok(fragment)
}

/// The numbers of the posts that site staff may see in a thread that is not open to them.
pub(in super::super) async fn under_review<C: ConnectionTrait>(
    db: &C,
    seen: &SeenThread,
) -> Result<Vec<i64>> {
    let numbers = review_item::Entity::find()
        .select_only()
        .column(post::Column::Number)
        .inner_join_post()
        .filter(post::Column::ThreadId.eq(seen.thread.id))
        .filter(review_item::Column::State.eq(review_item::State::Open))
        .into_tuple::<i64>()
        .all(db)
        .await?;
    Ok(numbers)
}

/// The number of the first visible post that the actor has not read.
pub(in super::super) async fn first_unread<C: ConnectionTrait>(
    db: &C,
    seen: &SeenThread,
) -> Result<Option<i64>> {
    let found = post::Entity::find()
        .select_only()
        .expr(post::Column::Number.min())
        .filter(post::Column::ThreadId.eq(seen.thread.id))
        .filter(post::Column::State.eq(post::State::Visible))
        .filter(post::Column::Number.gt(seen.read_up_to))
        .into_tuple::<Option<i64>>()
        .one(db)
        .await?;
    Ok(found.flatten())
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    thread: Row,
    people: Option<String>,
    shared: Option<String>,
}

/// Everybody who is named on the page, each a row of fields in one text.
fn people(numbers: (i64, i64)) -> SimpleExpr {
    let looks_after = Query::select()
        .expr(site_role::Column::Role.max())
        .from(site_role::Entity)
        .and_where(
            Expr::col((site_role::Entity, site_role::Column::AccountId))
                .equals((account::Entity, account::Column::Id)),
        )
        .and_where(
            site_role::Column::Role.is_in([site_role::Role::Moderator, site_role::Role::Admin]),
        )
        .to_owned();
    let fields = [
        text(account::Column::Id.into_expr()),
        account::Column::Handle.into_expr(),
        account::Column::DisplayName.into_expr(),
        account::Column::State.into_expr(),
        or_empty(membership::Column::Role.into_expr()),
        or_empty(Expr::SubQuery(None, Box::new(looks_after.into()))),
    ];
    let in_this_network = Expr::col((membership::Entity, membership::Column::AccountId))
        .equals((account::Entity, account::Column::Id))
        .and(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals((thread::Entity, thread::Column::NetworkId)),
        );
    let all = Query::select()
        .expr(gathered(fields))
        .from(account::Entity)
        .left_join(membership::Entity, in_this_network)
        .and_where(account::Column::Id.in_subquery(named(numbers)))
        .to_owned();
    Expr::SubQuery(None, Box::new(all.into()))
}

/// The ids of the people on the page: who began the thread, told what came of it, wrote a post, is
/// said to have helped, said so, or did something that is told between the posts.
fn named((first, last): (i64, i64)) -> SelectStatement {
    let of_thread = || policy::of_thread_at_hand(post::Column::ThreadId);
    let posts = |column: post::Column| {
        post::Entity::find()
            .select_only()
            .column(column)
            .filter(of_thread())
    };
    let written = posts(post::Column::AuthorId)
        .filter(post::Column::Number.between(first, last))
        .into_query();
    let helped = posts(post::Column::AuthorId)
        .filter(post::Column::HelpedAt.is_not_null())
        .into_query();
    let said_so = posts(post::Column::HelpedBy)
        .filter(post::Column::HelpedAt.is_not_null())
        .into_query();
    let acted = thread_event::Entity::find()
        .select_only()
        .column(thread_event::Column::ActorId)
        .filter(
            Expr::col((thread_event::Entity, thread_event::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .filter(thread_event::Column::AfterNumber.between(first, last))
        .into_query();
    let mut all = Query::select();
    all.expr(thread::Column::AuthorId.into_expr());
    // The statement around this one joins the challenge.
    let told = Query::select()
        .expr(challenge::Column::OutcomeBy.into_expr())
        .to_owned();
    for some in [told, written, helped, said_so, acted] {
        all.union(UnionType::Distinct, some);
    }
    all
}

/// The ids of the posts on the page that a result is shared in.
fn shared((first, last): (i64, i64)) -> SimpleExpr {
    let there = Query::select()
        .expr(gathered([text(share::Column::PostId.into_expr())]))
        .from(share::Entity)
        .inner_join(
            post::Entity,
            Expr::col((post::Entity, post::Column::Id))
                .equals((share::Entity, share::Column::PostId)),
        )
        .and_where(
            Expr::col((share::Entity, share::Column::ThreadId))
                .equals((thread::Entity, thread::Column::Id)),
        )
        .and_where(post::Column::Number.between(first, last))
        .to_owned();
    Expr::SubQuery(None, Box::new(there.into()))
}

/// The posts of a page and those that helped, wherever they stand, with what happened after each.
fn pieces(
    thread: ThreadId,
    (first, last): (i64, i64),
) -> sea_orm::Selector<sea_orm::SelectModel<PieceRow>> {
    let which = |condition: Expr| {
        post::Entity::find()
            .select_only()
            .column(post::Column::Id)
            .filter(post::Column::ThreadId.eq(thread))
            .filter(condition)
            .into_query()
    };
    let on_page = || post::Column::Number.between(first, last);
    let mut ids = which(on_page());
    ids.union(
        UnionType::Distinct,
        which(post::Column::HelpedAt.is_not_null()),
    );
    let html = CaseStatement::new()
        .case(on_page(), post::Column::BodyHtml.into_expr())
        .finally("");
    let fields = [
        text(thread_event::Column::Id.into_expr()),
        thread_event::Column::Kind.into_expr(),
        text(thread_event::Column::ActorId.into_expr()),
        text(thread_event::Column::At.into_expr()),
        thread_event::Column::Note.into_expr(),
    ];
    let events = Query::select()
        .expr(gathered(fields))
        .from(thread_event::Entity)
        .and_where(
            Expr::col((thread_event::Entity, thread_event::Column::ThreadId))
                .equals((post::Entity, post::Column::ThreadId)),
        )
        .and_where(
            Expr::col((thread_event::Entity, thread_event::Column::AfterNumber))
                .equals((post::Entity, post::Column::Number)),
        )
        .to_owned();
    post::Entity::find()
        .select_only()
        .columns([
            post::Column::Id,
            post::Column::Number,
            post::Column::AuthorId,
            post::Column::State,
            post::Column::StateReason,
            post::Column::StateAt,
            post::Column::Notice,
            post::Column::HelpedAt,
            post::Column::HelpedBy,
            post::Column::HelpedNote,
            post::Column::VisibleAt,
            post::Column::EditedAt,
        ])
        .expr_as(html, "html")
        .expr_as(Expr::SubQuery(None, Box::new(events.into())), "events")
        .filter(post::Column::Id.in_subquery(ids))
        .order_by_asc(post::Column::Number)
        .into_model::<PieceRow>()
}

#[derive(FromQueryResult)]
struct PieceRow {
    id: PostId,
    number: i64,
    author_id: AccountId,
    state: post::State,
    state_reason: String,
    state_at: Option<Timestamp>,
    notice: bool,
    helped_at: Option<Timestamp>,
    helped_by: Option<AccountId>,
    helped_note: String,
    visible_at: Timestamp,
    edited_at: Option<Timestamp>,
    html: String,
    events: Option<String>,
}

fn fragment_of(rows: Vec<PieceRow>, (first, last): (i64, i64)) -> Fragment {
    let mut fragment = Fragment::default();
    for row in rows {
        let helped = row.helped_at.is_some() && row.state == post::State::Visible;
        if helped {
            fragment.helped.push(Helped {
                number: row.number,
                author: row.author_id,
                by: row.helped_by,
                note: row.helped_note,
            });
        }
        if (first..=last).contains(&row.number) {
            fragment.posts.push(Piece {
                id: row.id,
                number: row.number,
                author: row.author_id,
                state: row.state,
                reason: row.state_reason,
                since: row.state_at,
                is_notice: row.notice,
                helped,
                at: row.visible_at,
                edited_at: row.edited_at,
                html: minijinja::Value::from_safe_string(row.html),
                then: events(row.events.as_deref()),
            });
        }
    }
    fragment
}

/// One text made of the fields of all rows.
fn gathered<const N: usize>(fields: [SimpleExpr; N]) -> SimpleExpr {
    let mut fields = fields.into_iter();
    let first = fields.next().unwrap_or_else(|| Expr::val(""));
    let row = fields.fold(first, |row, field| {
        row.binary(BinOper::Custom("||"), Expr::val(FIELD))
            .binary(BinOper::Custom("||"), field)
    });
    Func::cust(Alias::new("string_agg"))
        .arg(row)
        .arg(Expr::val(ROW))
        .into()
}

fn text(number: SimpleExpr) -> SimpleExpr {
    number.cast_as("text")
}

fn or_empty(field: SimpleExpr) -> SimpleExpr {
    Func::coalesce([field, Expr::val("")]).into()
}

fn someone(row: &str) -> Option<Someone> {
    let mut fields = row.split(FIELD);
    let mut next = || fields.next();
    let (id, handle, name) = (next()?.parse().ok()?, next()?, next()?);
    let (state, role, site) = (next()?, next()?, next()?);
    Some(Someone::new(
        id,
        (handle, name),
        state,
        role,
        !site.is_empty(),
    ))
}

fn ids(text: Option<&str>) -> Vec<PostId> {
    let parts = text.unwrap_or_default().split(ROW);
    parts.filter_map(|id| id.parse().ok()).collect()
}

fn events(text: Option<&str>) -> Vec<Happened> {
    let rows = text.unwrap_or_default().split(ROW);
    let mut events: Vec<_> = rows.filter_map(event).collect();
    events.sort_by_key(|(id, _)| *id);
    events.into_iter().map(|(_, event)| event).collect()
}

fn event(row: &str) -> Option<(i64, Happened)> {
    use sea_orm::ActiveEnum;
    let mut fields = row.splitn(5, FIELD);
    let mut next = || fields.next();
    let id = next()?.parse().ok()?;
    let kind = thread_event::Kind::try_from_value(&next()?.to_owned()).ok()?;
    let (by, at) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let note = next()?.to_owned();
    let at = Timestamp(at);
    Some((id, Happened { kind, by, at, note }))
}
