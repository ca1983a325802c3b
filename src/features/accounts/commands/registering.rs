//! An account begins: registered by somebody, or made for them.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    entity::{
        account::{self, Audience, State, Theme},
        one_time_link::Purpose,
    },
    features::{
        accounts::{
            emails::{self, AlreadyRegistered, Confirm},
            forms::Email,
            password::Hashed,
            throttle::{self, Answer, Tried},
        },
        networks,
    },
    platform::{
        app::App,
        db::Write,
        mail::outbox::{self, Times, To},
        one_time,
        text::{dates, names},
        web::error::{Error, Result},
    },
};

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

/// Registers somebody. Whether the address was new is for nobody to see (security.md C5): both
/// ways count, write and queue alike.
pub(in super::super) async fn register(
    app: &App,
    write: &Write<'_>,
    new: &NewPerson,
) -> Result<()> {
    let counted = throttle::count(app, write, Tried::Mail, &new.email.key).await?;
    let may_mail = matches!(counted, Answer::Allowed { .. });
    let state = if emails::is_sent(app) {
        State::Unverified
    } else {
        State::Active
    };
    let person = match add(write, new, state).await? {
        Some(person) => person,
        None => match with_address(write, &new.email).await? {
            Some(known) if known.state == State::Unverified && may_mail => {
                register_again(write, known, new).await?
            }
            Some(known) if may_mail => {
                let mail = AlreadyRegistered {};
                outbox::put(write, To::Account(known.id), &mail, Times::Each).await?;
                return Ok(());
            }
            Some(_) | None => return Ok(()),
        },
    };
    if may_mail {
        let mail = Confirm {
            epoch: person.session_epoch,
        };
        outbox::put(write, To::Account(person.id), &mail, Times::Each).await?;
    }
    Ok(())
}

/// Whoever registered first with an address and has not confirmed it may be anybody. Their
/// password, sessions and link end here (security.md AU-16).
async fn register_again(
    write: &Write<'_>,
    before: account::Model,
    new: &NewPerson,
) -> Result<account::Model> {
    let epoch = account::Column::SessionEpoch;
    one_time::withdraw(write, Purpose::Confirm, Some(before.id)).await?;
    one_time::withdraw(write, Purpose::Reset, Some(before.id)).await?;
    let now = account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::value(new.name.clone()))
        .col_expr(
            account::Column::EmailShown,
            Expr::value(new.email.shown.clone()),
        )
        .col_expr(
            account::Column::PasswordHash,
            Expr::value(new.password.as_str()),
        )
        .col_expr(epoch, epoch.into_expr().add(1))
        .filter(account::Column::Id.eq(before.id))
        .filter(account::Column::State.eq(State::Unverified))
        .exec_with_returning(write.txn)
        .await?;
    Ok(now.into_iter().next().unwrap_or(before))
}

async fn add(write: &Write<'_>, new: &NewPerson, state: State) -> Result<Option<account::Model>> {
    let Some(person) = insert(write, new, state).await? else {
        return Ok(None);
    };
    if state == State::Active {
        networks::commands::join_commons(write, person.id).await?;
    }
    Ok(Some(person))
}

/// More look-alikes of one name than this that all come at the same moment: somebody is playing.
const TRIES: u32 = 20;

/// Inserts the account under the first handle that is free. Two at once are told apart by the
/// unique rules, not by looking before.
pub(super) async fn insert(
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
        if with_address(write, &new.email).await?.is_some() {
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

async fn with_address(write: &Write<'_>, email: &Email) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::EmailKey.eq(&email.key))
        .one(write.txn)
        .await
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
