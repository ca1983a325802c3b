//! What every handler and job has: connections, clock, settings, templates. The only transactions
//! begin here.

use std::{ops::Deref, sync::Arc};

use anyhow::{Context, Result};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    SqliteTransactionMode, TransactionOptions, TransactionTrait, TryInsertResult, sea_query::Expr,
};

use super::{
    activity::Listeners,
    clock::Clock,
    config::Config,
    db::{Write, connect},
    fragments::Fragments,
    jobs::Registry,
    mail::{Emails, Mailer, transport::Transport},
    secret::SiteSecret,
    settings::Settings,
    web::{
        error::Error, form::FormKey, limits::Limits, probes::Pulse, templates::Templates,
        typed::Labels,
    },
};
use crate::entity::form_use;

/// The running application; cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct Parts {
    /// For reading only.
    pub db: DatabaseConnection,
    write: DatabaseConnection,
    /// The only "now".
    pub clock: Clock,
    /// What was set when the process began.
    pub config: Config,
    /// What site admins can change meanwhile.
    pub settings: Settings,
    /// The site's one random key.
    pub secret: SiteSecret,
    /// The pages.
    pub templates: Templates,
    /// How often who may do what.
    pub limits: Limits,
    /// Rendered pieces of pages, by version.
    pub fragments: Fragments,
    /// Whether this process can write.
    pub pulse: Pulse,
    /// How mail leaves.
    pub mail: Mailer,
    /// Every kind of job.
    pub jobs: Registry,
    listeners: Listeners,
    /// The labels of text fields, for pages that give back what was typed.
    pub written: Labels,
}

/// What the features bring: the platform does each of these things and knows none of the features.
#[derive(Clone, Debug, Default)]
pub struct Plugged {
    /// Their kinds of job. The platform's own are added.
    pub jobs: Registry,
    /// Their kinds of mail.
    pub emails: Emails,
    /// Those of their jobs that listen for what happens.
    pub listeners: Listeners,
    /// The labels of their text fields.
    pub written: Labels,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Opens the database (whose schema must be up to date) and puts the parts together.
    pub async fn open(
        config: Config,
        clock: Clock,
        templates: Templates,
        plugged: Plugged,
    ) -> Result<Self> {
        let pools = connect::open(&config.database_url).await?;
        let secret = SiteSecret::load(&pools.read)
            .await
            .context("Run `indaba migrate` first")?;
        let settings = Settings::default();
        settings.reload(&pools.read).await?;
        let limits = Limits::new(config.limits_scale);
        let transport = Transport::of(&config)?;
        Ok(Self(Arc::new(Parts {
            db: counted(pools.read),
            write: counted(pools.write),
            clock,
            config,
            settings,
            secret,
            templates,
            limits,
            fragments: Fragments::default(),
            pulse: Pulse::default(),
            mail: Mailer {
                transport,
                emails: plugged.emails,
            },
            jobs: Registry::platform().merge(plugged.jobs),
            listeners: plugged.listeners,
            written: plugged.written,
        })))
    }

    /// Changes things, all or nothing: commits on `Ok`, rolls back on `Err`.
    ///
    /// On SQLite the transaction is immediate: a deferred one that reads and then writes fails at
    /// once when another has written meanwhile. Never call this inside itself: there is one writer.
    pub async fn write<T, E: From<DbErr>>(
        &self,
        work: impl AsyncFnOnce(&Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let txn = self.write.begin_with_options(immediate).await?;
        let done = work(&Write {
            txn: &txn,
            now: self.clock.now(),
            listeners: &self.listeners,
        })
        .await;
        match done {
            Ok(value) => txn.commit().await.map(|()| value).map_err(E::from),
            Err(error) => {
                txn.rollback().await?;
                Err(error)
            }
        }
    }

    /// Removes the bytes of deleted rows from the files of the database (health-check.md 9.1 b).
    /// False: readers were in the way, and it has to be tried again.
    pub async fn erase(&self, tables: &[&str]) -> Result<bool, DbErr> {
        super::db::erase::traces(&self.write, tables).await
    }

    /// [`write`](Self::write) for a form that creates: `work` returns the path it leads to, and the
    /// same form again leads to the same place without doing anything (forum.md TH3).
    ///
    /// A twin that arrives meanwhile waits for the first to commit. A failed attempt leaves no
    /// trace. A key that was used for another form, or by somebody else, is [`Error::OutOfDate`]; one
    /// that was used for another text is [`Error::SentAlready`], and the text is given back.
    pub async fn write_once(
        &self,
        key: &FormKey,
        work: impl AsyncFnOnce(&Write<'_>) -> Result<String, Error>,
    ) -> Result<String, Error> {
        self.write(async |write| {
            let first = form_use::ActiveModel {
                key: Set(key.key().to_owned()),
                route: Set(key.route().to_owned()),
                account_id: Set(key.account()),
                led_to: Set(None),
                digest: Set(Some(key.digest().to_owned())),
                created_at: Set(write.now),
            };
            let taken = form_use::Entity::insert(first)
                .on_conflict_do_nothing()
                .exec_without_returning(write.txn)
                .await?;
            let is_first = matches!(taken, TryInsertResult::Inserted(rows) if rows > 0);
            if !is_first {
                return where_it_led(write, key).await;
            }
            let path = work(write).await?;
            form_use::Entity::update_many()
                .col_expr(form_use::Column::LedTo, Expr::value(path.clone()))
                .filter(form_use::Column::Key.eq(key.key()))
                .exec(write.txn)
                .await?;
            Ok(path)
        })
        .await
    }

    /// Reads the settings again, as every process does every few seconds.
    pub async fn reload_settings(&self) -> Result<(), DbErr> {
        self.settings.reload(&self.db).await
    }

    /// Closes the connections; the last step of a stop.
    pub async fn close(&self) {
        for connection in [self.db.clone(), self.write.clone()] {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "A database connection did not close.");
            }
        }
    }
}

async fn where_it_led(write: &Write<'_>, key: &FormKey) -> Result<String, Error> {
    let used = form_use::Entity::find_by_id(key.key())
        .one(write.txn)
        .await?;
    let used = used
        .filter(|used| used.route == key.route() && used.account_id == key.account())
        .ok_or(Error::OutOfDate)?;
    if used.digest.as_deref() != Some(key.digest()) {
        return Err(Error::SentAlready);
    }
    used.led_to.ok_or(Error::OutOfDate)
}

/// Counts statements for the request that makes them (performance.md P6).
fn counted(mut connection: DatabaseConnection) -> DatabaseConnection {
    connection.set_metric_callback(|_| super::statements::count_one());
    connection
}
