//! The outbox: what is to be sent, each mail once, checked again as it is sent.

use anyhow::{Result, bail};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, TryInsertResult,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};

use super::{Composed, Email, Recipient, message, transport::Failure};
use crate::{
    entity::{
        account,
        id::{AccountId, OutboxMailId},
        outbox_mail::{ActiveModel, Column, Entity, Model, State},
    },
    platform::{
        app::App,
        db::{Write, unique::or_nothing},
        jobs::{
            Job,
            queue::{self, MOST_ATTEMPTS},
        },
        random,
        text::dates,
    },
};

/// Who is to get a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A person, at the address they have when it is sent.
    Account(AccountId),
    /// An address that belongs to no account.
    Address(String),
}

/// How often a mail may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times<'a> {
    /// Each time somebody asks for it.
    Each,
    /// Once for this kind, reader and key: an object's id, a period.
    Once(&'a str),
}

/// Puts a mail into the outbox, in the transaction of what it tells. False: this reader has it
/// already.
pub async fn put<E: Email>(
    write: &Write<'_>,
    to: To,
    mail: &E,
    times: Times<'_>,
) -> Result<bool, DbErr> {
    let data = serde_json::to_string(mail).map_err(|error| DbErr::Json(error.to_string()))?;
    let reader = match &to {
        To::Account(account) => account.to_string(),
        To::Address(address) => address.clone(),
    };
    let once = match times {
        Times::Each => random::token(),
        Times::Once(key) => key.to_owned(),
    };
    let (account_id, to_address) = match to {
        To::Account(account) => (Some(account), String::new()),
        To::Address(address) => (None, address),
    };
    let row = ActiveModel {
        kind: Set(E::NAME.to_owned()),
        account_id: Set(account_id),
        to_address: Set(to_address),
        data: Set(data),
        dedupe_key: Set(format!("{}:{reader}:{once}", E::NAME)),
        state: Set(State::Queued),
        attempts: Set(0),
        created_at: Set(write.now),
        sent_at: Set(None),
        last_error: Set(String::new()),
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
    queue::enqueue(
        write,
        &SendMail {
            mail: row.last_insert_id,
        },
        write.now,
    )
    .await?;
    Ok(true)
}

/// Sends one mail of the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMail {
    mail: OutboxMailId,
}

impl Job for SendMail {
    const NAME: &'static str = "send_mail";

    async fn run(self, app: &App) -> Result<()> {
        let row = Entity::find_by_id(self.mail).one(&app.db).await?;
        // Gone or settled: the job ran before, and its worker died before it could say so.
        let Some(row) = row.filter(|row| row.state == State::Queued) else {
            return Ok(());
        };
        match deliver(app, &row).await? {
            Outcome::Sent => settle(app, &row, State::Sent, "").await,
            Outcome::Dropped(reason) => settle(app, &row, State::Dropped, reason).await,
            Outcome::Refused(reason) => {
                tracing::warn!(event = "mail_refused", id = row.id.0, "A mail was refused.");
                settle(app, &row, State::Dead, &reason).await
            }
            Outcome::Later(reason) if row.attempts + 1 >= MOST_ATTEMPTS => {
                tracing::error!(
                    event = "mail_given_up",
                    id = row.id.0,
                    "A mail was given up."
                );
                settle(app, &row, State::Dead, &reason).await
            }
            Outcome::Later(reason) => {
                settle(app, &row, State::Queued, &reason).await?;
                bail!("The mail server did not take it")
            }
        }
    }
}

enum Outcome {
    Sent,
    Dropped(&'static str),
    Refused(String),
    Later(String),
}

/// The one place where it is decided whether a mail still goes out.
async fn deliver(app: &App, row: &Model) -> Result<Outcome> {
    let Some(kind) = app.mail.emails.0.get(row.kind.as_str()).copied() else {
        bail!("This kind of mail is not known here")
    };
    let Some(to) = recipient(app, row).await? else {
        return Ok(Outcome::Dropped("The account is gone."));
    };
    if !(kind.goes_to)(to.state) {
        return Ok(Outcome::Dropped("The account is not one that gets this."));
    }
    let view = match (kind.compose)(app.clone(), row.data.clone(), to.clone()).await? {
        Composed::Send(view) => view,
        Composed::Drop(reason) => return Ok(Outcome::Dropped(reason)),
    };
    let written = message::write(app, &row.kind, &view, &to)?;
    let message = match message::build(app, row.id, app.clock.now(), &to, &written) {
        Ok(message) => message,
        Err(error) => return Ok(Outcome::Refused(format!("{error:#}"))),
    };
    let at = dates::iso(row.created_at.0).replace(':', "-");
    let name = format!("{at}-{}.eml", row.id);
    Ok(
        match app.mail.transport.send(message, written, name).await {
            Ok(()) => Outcome::Sent,
            Err(Failure::Temporary(reason)) => Outcome::Later(reason),
            Err(Failure::Refused(reason)) => Outcome::Refused(reason),
        },
    )
}

async fn recipient(app: &App, row: &Model) -> Result<Option<Recipient>> {
    let Some(id) = row.account_id else {
        return Ok(Some(Recipient {
            account: None,
            name: String::new(),
            address: row.to_address.clone(),
            time_zone: dates::DEFAULT_ZONE.to_owned(),
            state: account::State::Active,
        }));
    };
    let found = account::Entity::find_by_id(id).one(&app.db).await?;
    Ok(found.map(|found| Recipient {
        account: Some(found.id),
        // Until an address is confirmed, anybody may have typed the name to somebody else's.
        name: if found.state == account::State::Unverified {
            String::new()
        } else {
            found.display_name
        },
        address: found.email_shown,
        time_zone: found.time_zone,
        state: found.state,
    }))
}

async fn settle(app: &App, row: &Model, state: State, reason: &str) -> Result<()> {
    let reason: String = reason.chars().take(500).collect();
    let kind = app.mail.emails.0.get(row.kind.as_str()).copied();
    app.write(async |write| {
        let sent_at = (state == State::Sent).then_some(write.now);
        let settled = Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::LastError, Expr::value(reason.clone()))
            .col_expr(Column::SentAt, Expr::value(sent_at))
            .filter(Column::Id.eq(row.id))
            .filter(Column::State.eq(State::Queued))
            .exec(write.txn)
            .await?;
        let Some(kind) = kind.filter(|_| settled.rows_affected == 1 && state != State::Queued)
        else {
            return Ok(());
        };
        (kind.settled)(write, row.data.clone(), state == State::Sent).await?;
        if !kind.is_kept {
            Entity::delete_by_id(row.id).exec(write.txn).await?;
        }
        Ok(())
    })
    .await
    .map_err(|error: DbErr| error.into())
}

/// Takes mails of some kinds out of the outbox whose data begin with `start`, sent or not.
pub async fn forget(write: &Write<'_>, kinds: &[&str], start: &str) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(Column::Data.starts_with(start))
        .exec(write.txn)
        .await?;
    Ok(())
}
