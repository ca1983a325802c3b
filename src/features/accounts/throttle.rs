//! How often something may be tried for one address or account, counted in the database so that all nodes
//! agree (security.md C7). Addresses are stored as keyed hashes, known and unknown ones alike.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use crate::{
    entity::{id::AccountId, throttle, timestamp::Timestamp},
    platform::{app::App, db::Write},
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// A wrong password: 10 in 15 minutes, then a wait of 15 minutes; never for good.
    Password,
    /// Asking for a mail (new password, confirmation): 3 an hour.
    Mail,
    /// Posting, replying, editing: 20 in 10 minutes.
    Words,
}

/// The longest of the windows: what began before it is over.
const LONGEST_MINUTES: i64 = 60;

/// How many may be tried in which time.
#[derive(Clone, Copy, Debug)]
struct Rule {
    most: i64,
    minutes: i64,
}

impl Tried {
    /// `INDABA_LIMITS_SCALE` is for everything but the wait after wrong passwords.
    fn rule(self, scale: f64) -> Option<Rule> {
        match self {
            Self::Password => Some(Rule {
                most: MOST_WRONG,
                minutes: WAIT_MINUTES,
            }),
            Self::Mail | Self::Words if scale <= 0.0 => None,
            Self::Mail => Some(Rule {
                most: scaled(3, scale),
                minutes: LONGEST_MINUTES,
            }),
            Self::Words => Some(Rule {
                most: scaled(20, scale),
                minutes: 10,
            }),
        }
    }
}

/// Wrong passwords for one address before a wait.
pub(super) const MOST_WRONG: i64 = 10;

/// The wait after them.
pub(super) const WAIT_MINUTES: i64 = 15;

/// Whether one more try is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is, and is counted.
    Allowed {
        /// Whether it is the last one.
        is_last: bool,
    },
    /// Not now.
    Wait,
}

/// Counts one more try for an address in its canonical form, before it is known how it ends: so
/// that many tries at once are still no more than the limit.
pub(super) async fn count(
    app: &App,
    write: &Write<'_>,
    tried: Tried,
    address: &str,
) -> Result<Answer, DbErr> {
    let Some(rule) = tried.rule(app.config.limits_scale) else {
        return Ok(Answer::Allowed { is_last: false });
    };
    let row = one_more(write, key(app, tried, address), rule).await?;
    if row.count > rule.most {
        return Ok(Answer::Wait);
    }
    Ok(Answer::Allowed {
        is_last: row.count == rule.most,
    })
}

/// Counts words of an account. If these are too many: the minutes until the window ends. The caller
/// ends its transaction then, so that what was refused is not counted.
pub(super) async fn too_many_words(
    app: &App,
    write: &Write<'_>,
    person: AccountId,
) -> Result<Option<i64>, DbErr> {
    let Some(rule) = Tried::Words.rule(app.config.limits_scale) else {
        return Ok(None);
    };
    let key = key(app, Tried::Words, &person.to_string());
    let row = one_more(write, key, rule).await?;
    let minutes = rule.minutes - write.now.minutes_since(row.since);
    Ok((row.count > rule.most).then_some(minutes.clamp(1, rule.minutes)))
}

async fn one_more(write: &Write<'_>, key: String, rule: Rule) -> Result<throttle::Model, DbErr> {
    forget_past(write, &key, rule).await?;
    let first = throttle::ActiveModel {
        key: Set(key),
        count: Set(1),
        since: Set(write.now),
        blocked_until: Set(None),
    };
    let one_more = OnConflict::column(throttle::Column::Key)
        .value(
            throttle::Column::Count,
            Expr::col((throttle::Entity, throttle::Column::Count)).add(1),
        )
        .to_owned();
    throttle::Entity::insert(first)
        .on_conflict(one_more)
        .exec_with_returning(write.txn)
        .await
}

/// The last allowed password was wrong, too: a full wait begins now.
pub(super) async fn begin_wait(app: &App, write: &Write<'_>, address: &str) -> Result<(), DbErr> {
    let until = write.now.plus_minutes(WAIT_MINUTES);
    throttle::Entity::update_many()
        .col_expr(throttle::Column::BlockedUntil, Expr::value(until))
        .filter(throttle::Column::Key.eq(key(app, Tried::Password, address)))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// A try that came to nothing after all: it is not counted.
pub(super) async fn take_back(app: &App, write: &Write<'_>, address: &str) -> Result<(), DbErr> {
    let count = throttle::Column::Count;
    throttle::Entity::update_many()
        .col_expr(count, count.into_expr().sub(1))
        .filter(throttle::Column::Key.eq(key(app, Tried::Password, address)))
        .filter(count.gt(0))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// The password was right: nothing is held against the address any more.
pub(super) async fn forget(app: &App, write: &Write<'_>, address: &str) -> Result<(), DbErr> {
    throttle::Entity::delete_by_id(key(app, Tried::Password, address))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Takes away a row whose wait or window is over.
async fn forget_past(write: &Write<'_>, key: &str, rule: Rule) -> Result<(), DbErr> {
    throttle::Entity::delete_many()
        .filter(throttle::Column::Key.eq(key))
        .filter(is_past(write.now, rule.minutes))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Takes away every row that holds nobody back any more; says how many.
pub(super) async fn sweep(write: &Write<'_>) -> Result<u64, DbErr> {
    let swept = throttle::Entity::delete_many()
        .filter(is_past(write.now, LONGEST_MINUTES))
        .exec(write.txn)
        .await?;
    Ok(swept.rows_affected)
}

fn is_past(now: Timestamp, minutes: i64) -> Condition {
    let until = throttle::Column::BlockedUntil;
    Condition::any().add(until.lte(now)).add(
        Condition::all()
            .add(until.is_null())
            .add(throttle::Column::Since.lte(now.plus_minutes(-minutes))),
    )
}

fn key(app: &App, tried: Tried, address: &str) -> String {
    let name = match tried {
        Tried::Password => "password",
        Tried::Mail => "mail",
        Tried::Words => "words",
    };
    format!("{name}.{}", app.secret.sign("throttle", address))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a small limit times a factor, and at least one"
)]
fn scaled(limit: i64, scale: f64) -> i64 {
    (limit as f64 * scale).ceil().clamp(1.0, 1e9) as i64
}
