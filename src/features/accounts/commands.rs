//! Writes: one story each, in one transaction.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

use super::{forms::Email, password::Hashed, queries, throttle};
use crate::{
    entity::{
        account::{self, Audience, State, Theme},
        id::AccountId,
        one_time_link::Purpose,
        site_role,
    },
    features::networks,
    platform::{
        app::App,
        audit,
        db::Write,
        one_time,
        settings::{self, Key},
        text::{dates, names},
        web::error::{Error, Result},
    },
};

/// The link for the first set-up lives a day (security.md C6).
const SET_UP_MINUTES: i64 = 24 * 60;

/// Somebody who is about to have an account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The name shown.
    pub name: String,
    /// Where mail reaches them.
    pub email: Email,
    /// Their password, hashed.
    pub password: Hashed,
}

/// Makes an account that may take part at once, and a member of the Commons. None: the address
/// has an account already, and nothing has changed.
pub async fn add_active(write: &Write<'_>, new: &NewPerson) -> Result<Option<account::Model>> {
    add(write, new, State::Active).await
}

/// Registers somebody. Whether the address was new is for nobody to see (security.md C5).
pub(super) async fn register(write: &Write<'_>, new: &NewPerson) -> Result<()> {
    add(write, new, State::Active).await.map(|_| ())
}

/// Makes a new link for the first set-up, in place of the former one; none when somebody runs the
/// site already.
pub(super) async fn new_set_up_link(write: &Write<'_>) -> Result<Option<String>> {
    if queries::has_admin(write.txn).await? {
        return Ok(None);
    }
    let token = one_time::make(write, Purpose::SetUp, None, SET_UP_MINUTES).await?;
    Ok(Some(token))
}

/// Uses the set-up link up: the site gets its name, its first admin and the Commons, which they
/// lead (permissions.md R50). None: the link cannot be used (any more).
pub(super) async fn set_up(
    write: &Write<'_>,
    token: &str,
    site: &str,
    new: &NewPerson,
) -> Result<Option<account::Model>> {
    let used = one_time::use_up(write, Purpose::SetUp, token).await?;
    if used.is_none() || queries::has_admin(write.txn).await? {
        return Ok(None);
    }
    settings::put(write, Key::SiteName, site).await?;
    match first_admin(write, new, "set-up").await? {
        Some(person) => Ok(Some(person)),
        // Rolls back, so that the link still works.
        None => Err(Error::Conflict(
            "This email address has an account already. Go back and enter another.".to_owned(),
        )),
    }
}

/// Makes a site admin from the command line, who also leads the Commons. A site that was not set
/// up is set up by this. None: the address has an account already, and nothing has changed.
pub async fn add_admin(write: &Write<'_>, new: &NewPerson) -> Result<Option<account::Model>> {
    let made = first_admin(write, new, "console").await?;
    if made.is_some() {
        one_time::withdraw(write, Purpose::SetUp, None).await?;
    }
    Ok(made)
}

async fn first_admin(
    write: &Write<'_>,
    new: &NewPerson,
    acting: &str,
) -> Result<Option<account::Model>> {
    let Some(person) = insert(write, new, State::Active).await? else {
        return Ok(None);
    };
    let role = site_role::ActiveModel {
        account_id: Set(person.id),
        role: Set(site_role::Role::Admin),
        granted_by: Set(None),
        granted_at: Set(write.now),
    };
    site_role::Entity::insert(role)
        .exec_without_returning(write.txn)
        .await?;
    networks::commands::make_commons(write, person.id).await?;
    settings::put(write, Key::SetUp, "true").await?;
    let entry = audit::Entry {
        actor: None,
        role: acting,
        action: "grant_site_role",
        target_kind: "account",
        target_id: person.id.0,
        network: None,
        reason: "",
        before: json!(null),
        after: json!({ "role": "admin" }),
    };
    audit::record(write, entry).await?;
    Ok(Some(person))
}

/// The password was right: nothing is held against the address, links for a new password die
/// (forum.md AC3), and a stale hash is replaced.
pub(super) async fn signed_in(
    app: &App,
    write: &Write<'_>,
    address: &str,
    id: AccountId,
    fresh: Option<&Hashed>,
) -> Result<()> {
    throttle::forget(app, write, address).await?;
    one_time::withdraw(write, Purpose::Reset, Some(id)).await?;
    if let Some(fresh) = fresh {
        account::Entity::update_many()
            .col_expr(account::Column::PasswordHash, Expr::value(fresh.as_str()))
            .filter(account::Column::Id.eq(id))
            .exec(write.txn)
            .await?;
    }
    Ok(())
}

/// The last wrong password that is allowed for an address: the wait begins, and the owner is asked
/// whether it was them. `id` is the account of that address, if it has one.
pub(super) async fn too_many_wrong(
    app: &App,
    write: &Write<'_>,
    address: &str,
    id: Option<AccountId>,
) -> Result<()> {
    throttle::begin_wait(app, write, address).await?;
    let _ = id;
    Ok(())
}

async fn add(write: &Write<'_>, new: &NewPerson, state: State) -> Result<Option<account::Model>> {
    let Some(person) = insert(write, new, state).await? else {
        return Ok(None);
    };
    networks::commands::join_commons(write, person.id).await?;
    Ok(Some(person))
}

/// More look-alikes of one name than this that all come at the same moment: somebody is playing.
const TRIES: u32 = 20;

/// Inserts the account under the first handle that is free. Two at once are told apart by the
/// unique rules, not by looking before.
async fn insert(
    write: &Write<'_>,
    new: &NewPerson,
    state: State,
) -> Result<Option<account::Model>> {
    let wanted = names::suggested_handle(&new.name);
    let mut number = free_number(write, &wanted).await?;
    for _ in 0..TRIES {
        let handle = match number {
            0 => wanted.clone(),
            number => names::numbered_handle(&wanted, number),
        };
        let nothing = OnConflict::new().do_nothing().to_owned();
        let inserted = account::Entity::insert(row(write, new, state, handle))
            .on_conflict(nothing)
            .exec_with_returning_many(write.txn)
            .await?;
        if let Some(person) = inserted.into_iter().next() {
            return Ok(Some(person));
        }
        if is_known(write, &new.email).await? {
            return Ok(None);
        }
        number += 1;
    }
    Err(Error::Busy)
}

/// People of one name beyond whom no number is looked for.
const MOST_ALIKE: u32 = 100_000;

/// What every numbered form of a handle begins with.
const STEM: usize = 20;

/// The lowest number that nobody with this handle has; 0 is the handle alone.
async fn free_number(write: &Write<'_>, handle: &str) -> Result<u32, DbErr> {
    let key = names::handle_key(handle);
    // Numbers shorten a long handle, so all of them share no more than its beginning.
    let stem: String = handle.chars().take(STEM).collect();
    let taken: Vec<String> = account::Entity::find()
        .select_only()
        .column(account::Column::HandleKey)
        .filter(account::Column::HandleKey.starts_with(names::handle_key(&stem)))
        .into_tuple()
        .all(write.txn)
        .await?;
    let is_taken = |number: &u32| {
        let wanted = match number {
            0 => key.clone(),
            number => names::handle_key(&names::numbered_handle(handle, *number)),
        };
        taken.contains(&wanted)
    };
    Ok((0..MOST_ALIKE)
        .find(|number| !is_taken(number))
        .unwrap_or(MOST_ALIKE))
}

async fn is_known(write: &Write<'_>, email: &Email) -> Result<bool, DbErr> {
    let found = account::Entity::find()
        .filter(account::Column::EmailKey.eq(&email.key))
        .one(write.txn)
        .await?;
    Ok(found.is_some())
}

fn row(write: &Write<'_>, new: &NewPerson, state: State, handle: String) -> account::ActiveModel {
    account::ActiveModel {
        handle_key: Set(names::handle_key(&handle)),
        handle: Set(handle),
        handle_changed: Set(false),
        display_name: Set(new.name.clone()),
        email_shown: Set(new.email.shown.clone()),
        email_key: Set(new.email.key.clone()),
        password_hash: Set(new.password.as_str().to_owned()),
        state: Set(state),
        session_epoch: Set(0),
        organisation: Set(String::new()),
        job_role: Set(String::new()),
        about: Set(String::new()),
        can_help: Set(String::new()),
        would_like_help: Set(String::new()),
        details_audience: Set(Audience::MyNetworks),
        time_zone: Set(dates::DEFAULT_ZONE.to_owned()),
        theme: Set(Theme::Auto),
        confirmed_at: Set(None),
        created_at: Set(write.now),
        ..Default::default()
    }
}
