//! Sessions on our own table: ids are hashed, saving never revives, a request costs one statement.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, SqlErr,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{
    entity::{account, id::AccountId, membership, session, site_role, timestamp::Timestamp},
    platform::{
        access::{Person, SiteRoles},
        app::App,
        db::Write,
        secret::fingerprint,
    },
};

/// A session that is not used for so long ends (security.md C1).
const IDLE_DAYS: i64 = 7;

/// A session ends after so long, used or not.
pub(super) const ABSOLUTE_DAYS: i64 = 30;

/// Each such write costs a flush of the disk, so it is rare (forum.md AC4).
const SEEN_EVERY_MINUTES: i64 = 5;

/// Sessions of one person; the one unused for longest makes room.
const MOST_SESSIONS: u64 = 20;

/// Where the record of a request keeps its [`Holder`]. Never stored.
const HOLDER: &str = "holder";

/// An id is taken by chance once in 2^128; more than a few times is a fault.
const TRIES: usize = 5;

/// Whose session it is, and who they are at this moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Holder {
    pub(super) account: AccountId,
    epoch: i64,
    since: Timestamp,
    label: String,
    /// Who that is; none just after signing in.
    who: Option<Who>,
    /// What the table holds, so that nothing is written where nothing has changed.
    stored: Option<String>,
}

/// The account behind a session, read afresh with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Who {
    handle: String,
    name: String,
    state: account::State,
    time_zone: String,
    theme: account::Theme,
    roles: Vec<site_role::Role>,
    moderates: bool,
    leads: bool,
}

impl Holder {
    /// The holder of a session that begins now.
    pub(super) fn new(account: AccountId, epoch: i64, label: String, since: Timestamp) -> Self {
        Self {
            account,
            epoch,
            since,
            label,
            who: None,
            stored: None,
        }
    }

    /// The person and the state of their account, as the database had them for this request.
    pub(super) fn person(self) -> Option<(Person, account::State)> {
        let who = self.who?;
        let person = Person {
            id: self.account,
            handle: who.handle,
            name: who.name,
            site: SiteRoles::of(who.roles),
            moderates: who.moderates,
            leads: who.leads,
            time_zone: who.time_zone,
            theme: who.theme,
        };
        Some((person, who.state))
    }

    /// The name under which a record keeps its holder.
    pub(super) const KEY: &str = HOLDER;
}

/// The store; cheap to clone.
#[derive(Clone)]
pub struct Store(App);

impl Store {
    /// Sessions in the database of `app`.
    pub fn new(app: App) -> Self {
        Self(app)
    }

    async fn insert(&self, record: &Record, holder: &Holder) -> std::result::Result<(), DbErr> {
        let key = key(&record.id);
        let data = text(&record.data);
        self.0
            .write(async |write| {
                let row = session::ActiveModel {
                    id_hash: Set(key.clone()),
                    account_id: Set(Some(holder.account)),
                    epoch: Set(holder.epoch),
                    created_at: Set(holder.since),
                    last_seen_at: Set(write.now),
                    expires_at: Set(expires(write.now, holder.since)),
                    label: Set(holder.label.clone()),
                    data: Set(data.clone()),
                };
                session::Entity::insert(row)
                    .exec_without_returning(write.txn)
                    .await?;
                make_room(write, holder.account, &key).await
            })
            .await
    }

    /// Notes that a session is in use, which also keeps it from expiring.
    async fn seen(&self, key: &str, before: Timestamp, since: Timestamp) {
        let noted = self
            .0
            .write(async |write| {
                session::Entity::update_many()
                    .col_expr(session::Column::LastSeenAt, Expr::value(write.now))
                    .col_expr(
                        session::Column::ExpiresAt,
                        Expr::value(expires(write.now, since)),
                    )
                    .filter(session::Column::IdHash.eq(key))
                    // Of several requests at once, one writes.
                    .filter(session::Column::LastSeenAt.eq(before))
                    .exec(write.txn)
                    .await
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, "When a session was last used could not be noted.");
        }
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let Some(mut holder) = holder(&record.data) else {
            return Err(Error::Backend("visitors have no session".to_owned()));
        };
        for _ in 0..TRIES {
            match self.insert(record, &holder).await {
                Ok(()) => {
                    holder.stored = Some(text(&record.data));
                    let holder = serde_json::to_value(holder);
                    let holder = holder.map_err(|error| Error::Encode(error.to_string()))?;
                    record.data.insert(HOLDER.to_owned(), holder);
                    return Ok(());
                }
                Err(error) if is_taken(&error) => record.id = Id::default(),
                Err(error) => return Err(backend(&error)),
            }
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let Some(holder) = holder(&record.data) else {
            return Ok(());
        };
        let data = text(&record.data);
        if holder.stored.as_deref() == Some(data.as_str()) {
            return Ok(());
        }
        // An update only: a request in flight must not bring back a session that has ended
        // meanwhile. Where no row is left the data is dropped, and the next request signs out.
        self.0
            .write(async |write| {
                session::Entity::update_many()
                    .col_expr(session::Column::Data, Expr::value(data.clone()))
                    .col_expr(session::Column::LastSeenAt, Expr::value(write.now))
                    .col_expr(
                        session::Column::ExpiresAt,
                        Expr::value(expires(write.now, holder.since)),
                    )
                    .filter(session::Column::IdHash.eq(key(&record.id)))
                    .filter(session::Column::Epoch.eq(holder.epoch))
                    .exec(write.txn)
                    .await
            })
            .await
            .map(|_| ())
            .map_err(|error: DbErr| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let key = key(id);
        let now = self.0.clock.now();
        let found = self
            .0
            .db
            .query_one(&live(&key, now))
            .await
            .map_err(|error| backend(&error))?;
        let Some(found) = found else { return Ok(None) };
        let row = Row::from_query_result(&found, "").map_err(|error| backend(&error))?;
        if now.minutes_since(row.last_seen_at) >= SEEN_EVERY_MINUTES {
            let (store, before, since) = (self.clone(), row.last_seen_at, row.created_at);
            // Not in the reader's way.
            tokio::spawn(async move { store.seen(&key, before, since).await });
        }
        row.into_record(*id).map(Some)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let key = key(id);
        self.0
            .write(async |write| session::Entity::delete_by_id(&key).exec(write.txn).await)
            .await
            .map(|_| ())
            .map_err(|error: DbErr| backend(&error))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Store")
    }
}

/// What [`live`] selects.
#[derive(FromQueryResult)]
struct Row {
    account_id: AccountId,
    epoch: i64,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    expires_at: Timestamp,
    label: String,
    data: String,
    handle: String,
    display_name: String,
    state: account::State,
    time_zone: String,
    theme: account::Theme,
    roles: Option<String>,
    moderates: bool,
    leads: bool,
}

impl Row {
    fn into_record(self, id: Id) -> Result<Record> {
        let unreadable = |error: serde_json::Error| Error::Decode(error.to_string());
        let mut data: HashMap<String, Value> =
            serde_json::from_str(&self.data).map_err(unreadable)?;
        let roles = self.roles.unwrap_or_default();
        let holder = Holder {
            account: self.account_id,
            epoch: self.epoch,
            since: self.created_at,
            label: self.label,
            who: Some(Who {
                handle: self.handle,
                name: self.display_name,
                state: self.state,
                time_zone: self.time_zone,
                theme: self.theme,
                roles: roles.split(',').filter_map(role).collect(),
                moderates: self.moderates,
                leads: self.leads,
            }),
            stored: Some(self.data),
        };
        data.insert(
            HOLDER.to_owned(),
            serde_json::to_value(holder).map_err(unreadable)?,
        );
        let at = i128::from(self.expires_at.0) * 1_000_000;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(at)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Record {
            id,
            data,
            expiry_date,
        })
    }
}

/// The session with this key, whose account may sign in, and everything rights depend on: one
/// statement, because every request of a person makes it.
fn live(key: &str, now: Timestamp) -> SelectStatement {
    let roles = Query::select()
        .expr(
            Func::cust("string_agg")
                .arg(Expr::col((site_role::Entity, site_role::Column::Role)))
                .arg(Expr::val(",")),
        )
        .from(site_role::Entity)
        .and_where(
            Expr::col((site_role::Entity, site_role::Column::AccountId))
                .equals((account::Entity, account::Column::Id)),
        )
        .to_owned();
    let place = |which: Expr| {
        Query::select()
            .expr(Expr::val(1))
            .from(membership::Entity)
            .and_where(
                Expr::col((membership::Entity, membership::Column::AccountId))
                    .equals((account::Entity, account::Column::Id)),
            )
            .and_where(which)
            .to_owned()
    };
    let looked_after = [membership::Role::Moderator, membership::Role::Leader];
    let moderated = place(membership::Column::Role.is_in(looked_after));
    let led = place(
        membership::Column::Role
            .eq(membership::Role::Leader)
            .or(membership::Column::CoreTeam.eq(true)),
    );
    Query::select()
        .columns(
            [
                session::Column::AccountId,
                session::Column::Epoch,
                session::Column::CreatedAt,
                session::Column::LastSeenAt,
                session::Column::ExpiresAt,
                session::Column::Label,
                session::Column::Data,
            ]
            .map(|column| (session::Entity, column)),
        )
        .columns(
            [
                account::Column::Handle,
                account::Column::DisplayName,
                account::Column::State,
                account::Column::TimeZone,
                account::Column::Theme,
            ]
            .map(|column| (account::Entity, column)),
        )
        .expr_as(
            Expr::SubQuery(None, Box::new(roles.into())),
            Alias::new("roles"),
        )
        .expr_as(Expr::exists(moderated), Alias::new("moderates"))
        .expr_as(Expr::exists(led), Alias::new("leads"))
        .from(session::Entity)
        .inner_join(
            account::Entity,
            Expr::col((account::Entity, account::Column::Id))
                .equals((session::Entity, session::Column::AccountId)),
        )
        .cond_where(
            Condition::all()
                .add(session::Column::IdHash.eq(key))
                .add(session::Column::ExpiresAt.gt(now))
                .add(session::Column::CreatedAt.gt(now.plus_days(-ABSOLUTE_DAYS)))
                .add(
                    Expr::col((account::Entity, account::Column::SessionEpoch))
                        .equals((session::Entity, session::Column::Epoch)),
                )
                .add(
                    account::Column::State
                        .is_not_in([account::State::Suspended, account::State::Closed]),
                ),
        )
        .to_owned()
}

/// Ends the sessions that have been unused for longest when a person has too many.
async fn make_room(
    write: &Write<'_>,
    account: AccountId,
    new: &str,
) -> std::result::Result<(), DbErr> {
    let others = Condition::all()
        .add(session::Column::AccountId.eq(account))
        .add(session::Column::IdHash.ne(new));
    let kept = session::Entity::find()
        .select_only()
        .column(session::Column::IdHash)
        .filter(others.clone())
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::CreatedAt)
        .limit(MOST_SESSIONS - 1)
        .into_query();
    session::Entity::delete_many()
        .filter(others)
        .filter(session::Column::IdHash.not_in_subquery(kept))
        .exec(write.txn)
        .await
        .map(|_| ())
}

fn expires(now: Timestamp, since: Timestamp) -> Timestamp {
    Ord::min(now.plus_days(IDLE_DAYS), since.plus_days(ABSOLUTE_DAYS))
}

/// The key of the table: whoever reads a copy of it cannot take over a session.
pub(super) fn key(id: &Id) -> String {
    fingerprint(id.to_string())
}

fn holder(data: &HashMap<String, Value>) -> Option<Holder> {
    data.get(HOLDER)
        .and_then(|value| Holder::deserialize(value).ok())
}

/// What is stored: everything but the holder, in a fixed order.
fn text(data: &HashMap<String, Value>) -> String {
    let kept: BTreeMap<_, _> = data.iter().filter(|(name, _)| *name != HOLDER).collect();
    serde_json::to_string(&kept).unwrap_or_else(|_| "{}".to_owned())
}

fn role(name: &str) -> Option<site_role::Role> {
    sea_orm::ActiveEnum::try_from_value(&name.to_owned()).ok()
}

fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

fn backend(error: &DbErr) -> Error {
    Error::Backend(error.to_string())
}
