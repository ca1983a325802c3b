//! Deciding about a reported post.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    super::{
        emails::{PostKept, ReportDecided},
        forms::NewDecision,
        policy::{self, DecideItem, Effect, SeenItem},
        queries, words,
    },
    posts::{self, tell},
};
use crate::{
    entity::{
        account, report,
        review_item::{self, Column, Decision, State},
    },
    platform::{
        access::{Permit, Seen},
        activity::{self, Activity},
        audit,
        db::Write,
        web::error::{Error, Result},
    },
};

/// Decides an item: what it does to the post, the item and all its reports, the entry in the log,
/// and who is told, together. Whoever comes second gets [`Error::Conflict`], in words.
pub async fn decide(
    write: &Write<'_>,
    permit: &Permit<DecideItem>,
    effect: &Effect,
    new: &NewDecision,
) -> Result<()> {
    let seen = permit.on();
    take(write, permit, new.version).await?;
    // While the item is open: it may be what lets a site moderator into a secret network.
    match effect {
        Effect::Hide(permit) => {
            posts::hide(write, permit, &new.reason).await?;
        }
        Effect::Restore(permit) => {
            posts::restore(write, permit, &new.reason).await?;
        }
        Effect::Nothing => {}
    }
    let reports = close(write, permit, new).await?;
    for report in &reports {
        let event = Activity {
            subject: Some(report.reporter_id),
            ..about(seen, "report_decided")
        };
        activity::record(write, event).await?;
        tell(
            write,
            report.reporter_id,
            &ReportDecided { report: report.id },
        )
        .await?;
    }
    if new.decision == Decision::Keep && matches!(effect, Effect::Nothing) {
        let event = Activity {
            subject: Some(seen.item.about_id),
            ..about(seen, "report_kept")
        };
        activity::record(write, event).await?;
        tell(write, seen.item.about_id, &PostKept { item: seen.item.id }).await?;
    }
    audited(write, permit, new, reports.len()).await
}

/// Holds the item for this transaction, if it is as the decider saw it and they still may decide.
async fn take(write: &Write<'_>, permit: &Permit<DecideItem>, version: i64) -> Result<()> {
    let person = permit.person().id;
    let is_active = account::Entity::find()
        .filter(account::Column::Id.eq(person))
        .filter(account::Column::State.eq(account::State::Active));
    let taken = review_item::Entity::update_many()
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(permit.on().item.id))
        .filter(Column::Version.eq(version))
        .filter(policy::decidable_by(person))
        .filter(Expr::exists(sea_orm::QueryTrait::into_query(is_active)))
        .exec(write.txn)
        .await?;
    if taken.rows_affected > 0 {
        Ok(())
    } else {
        Err(why_not(write, permit).await?)
    }
}

/// Why an item that could be decided a moment ago cannot be now.
async fn why_not(write: &Write<'_>, permit: &Permit<DecideItem>) -> Result<Error> {
    let seen = permit.on();
    let now = review_item::Entity::find_by_id(seen.item.id)
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)?;
    if now.state == State::Decided {
        return Ok(Error::Conflict(already_decided(write, &now).await?));
    }
    // Whoever may not decide any more gets the answer for that.
    queries::find(write.txn, seen.actor(), seen.item.id).await?;
    Ok(Error::Conflict(
        "Somebody has reported this post as well while you were reading. Look at all reports, then \
         decide."
            .to_owned(),
    ))
}

async fn already_decided(write: &Write<'_>, item: &review_item::Model) -> Result<String> {
    let by = queries::people(write.txn, item.decided_by).await?;
    let by = by.first().filter(|by| by.state != account::State::Closed);
    let by = by.map_or("a former member", |by| by.display_name.as_str());
    let what = item.decision.map_or("closed", words::decided);
    let ago = item
        .decided_at
        .map_or_else(String::new, |at| format!(", {}", words::ago(at, write.now)));
    Ok(format!("Already decided by {by}: {what}{ago}."))
}

/// Closes the item and every open report in it.
async fn close(
    write: &Write<'_>,
    permit: &Permit<DecideItem>,
    new: &NewDecision,
) -> Result<Vec<report::Model>> {
    let id = permit.on().item.id;
    review_item::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Decided))
        .col_expr(Column::Decision, Expr::value(new.decision))
        .col_expr(Column::DecidedBy, Expr::value(permit.person().id))
        .col_expr(Column::DecidedAt, Expr::value(write.now))
        .col_expr(Column::Reason, Expr::value(new.reason.as_str()))
        .filter(Column::Id.eq(id))
        .exec(write.txn)
        .await?;
    let closed = report::Entity::update_many()
        .col_expr(report::Column::State, Expr::value(report::State::Closed))
        .filter(report::Column::ReviewItemId.eq(id))
        .filter(report::Column::State.eq(report::State::Open))
        .exec_with_returning(write.txn)
        .await?;
    Ok(closed)
}

/// Nobody is named to those who hear of it.
fn about(seen: &SeenItem, kind: &'static str) -> Activity {
    Activity {
        kind,
        network: Some(seen.network.id),
        post: Some(seen.item.post_id),
        ..Activity::default()
    }
}

async fn audited(
    write: &Write<'_>,
    permit: &Permit<DecideItem>,
    new: &NewDecision,
    reports: usize,
) -> Result<()> {
    let seen = permit.on();
    let entry = audit::Entry {
        actor: Some(permit.person().id),
        role: seen.acting_role(),
        action: "decide_report",
        target_kind: "review_item",
        target_id: seen.item.id.0,
        network: Some(seen.network.id),
        reason: &new.reason,
        before: json!({ "state": State::Open }),
        after: json!({
            "state": State::Decided,
            "decision": new.decision,
            "post": seen.item.post_id,
            "reports": reports,
        }),
    };
    Ok(audit::record(write, entry).await?)
}
