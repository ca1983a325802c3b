//! Reporting a post.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};

use super::super::{
    forms::NewReport,
    policy::ReportPost,
    queries::{self, Readers},
};
use crate::{
    entity::{
        account,
        id::{AccountId, PostId},
        report, review_item,
    },
    features::threads::{self, policy::SeenPost},
    platform::{
        access::{Permit, Seen},
        activity::{self, Activity},
        db::{Write, unique::or_nothing},
        web::error::{Error, Result},
    },
};

/// Reports of one person in an hour (security.md C7).
const MOST_PER_HOUR: f64 = 10.0;

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// It is new.
    New,
    /// The person's open report of this post was changed.
    Changed,
}

/// Reports a post: the first report opens an item, others join it. The words are copied as they
/// are in this transaction, so that an edit cannot hide them. Whoever has an open report of the
/// post changes it.
///
/// `limits_scale` multiplies how many an hour are taken from one person; 0 is without limit.
pub async fn report(
    write: &Write<'_>,
    permit: &Permit<ReportPost>,
    new: &NewReport,
    limits_scale: f64,
) -> Result<Reported> {
    let (reporter, id) = (permit.person().id, permit.on().post().id);
    take_turns(write, reporter).await?;
    // Asked again: what authorises may have ended between page and form (forum.md K4), and the
    // words are those of now.
    let seen = threads::queries::find_post(write.txn, write.now, permit.on().actor(), id).await?;
    let permit = seen.permit::<ReportPost>()?;
    let seen = permit.on();
    let readers = queries::readers(write.txn, seen).await?;
    let item = join_item(write, seen, is_kept(new, readers)).await?;
    if change_own(write, reporter, id, new).await? {
        return Ok(Reported::Changed);
    }
    limit(write, reporter, limits_scale).await?;
    let row = report::ActiveModel {
        review_item_id: Set(item.id),
        post_id: Set(id),
        reporter_id: Set(reporter),
        reason: Set(new.reason),
        detail: Set(new.detail.clone()),
        not_to_leaders: Set(new.not_to_leaders && readers.site_has_others),
        text_copy: Set(seen.post().body_src.clone()),
        text_version: Set(seen.post().version),
        state: Set(report::State::Open),
        created_at: Set(write.now),
        ..Default::default()
    };
    report::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    // Without the reporter: whoever hears of it must not learn who it was (R7).
    let event = Activity {
        kind: "reported",
        actor: None,
        network: Some(item.network_id),
        thread: Some(seen.post().thread_id),
        post: Some(id),
        subject: None,
    };
    activity::record(write, event).await?;
    Ok(Reported::New)
}

/// R22. What nobody could take over is not promised.
fn is_kept(new: &NewReport, readers: Readers) -> bool {
    readers.author_looks_after || (new.not_to_leaders && readers.site_has_others)
}

/// One person's reports come one after the other, so that they can be counted.
async fn take_turns(write: &Write<'_>, reporter: AccountId) -> Result<()> {
    account::Entity::find_by_id(reporter)
        .select_only()
        .column(account::Column::Id)
        // Does not stop others from naming this account in rows of theirs.
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<AccountId>()
        .one(write.txn)
        .await?;
    Ok(())
}

/// The post's open item, held until the transaction ends; its version is raised, since whoever is
/// deciding has not seen this report.
async fn join_item(
    write: &Write<'_>,
    seen: &SeenPost,
    is_kept: bool,
) -> Result<review_item::Model> {
    let post = seen.post();
    // Twice, if it is decided between the two statements; then it is open no more.
    for _ in 0..3 {
        let row = review_item::ActiveModel {
            network_id: Set(seen.thread().network().id),
            post_id: Set(post.id),
            about_id: Set(post.author_id),
            to_site: Set(is_kept),
            state: Set(review_item::State::Open),
            decision: Set(None),
            decided_by: Set(None),
            decided_at: Set(None),
            reason: Set(String::new()),
            version: Set(0),
            created_at: Set(write.now),
            ..Default::default()
        };
        review_item::Entity::insert(row)
            .on_conflict(or_nothing())
            .try_insert()
            .exec_without_returning(write.txn)
            .await?;
        let version = review_item::Column::Version;
        let mut taking = review_item::Entity::update_many()
            .col_expr(version, version.into_expr().add(1))
            .filter(review_item::Column::PostId.eq(post.id))
            .filter(review_item::Column::State.eq(review_item::State::Open));
        if is_kept {
            taking = taking.col_expr(review_item::Column::ToSite, Expr::value(true));
        }
        let taken = taking.exec_with_returning(write.txn).await?;
        if let Some(item) = taken.into_iter().next() {
            return Ok(item);
        }
    }
    Err(Error::Busy)
}

async fn change_own(
    write: &Write<'_>,
    reporter: AccountId,
    post: PostId,
    new: &NewReport,
) -> Result<bool> {
    let changed = report::Entity::update_many()
        .col_expr(report::Column::Reason, Expr::value(new.reason))
        .col_expr(report::Column::Detail, Expr::value(new.detail.as_str()))
        .col_expr(
            report::Column::NotToLeaders,
            Expr::value(new.not_to_leaders),
        )
        .filter(report::Column::PostId.eq(post))
        .filter(report::Column::ReporterId.eq(reporter))
        .filter(report::Column::State.eq(report::State::Open))
        .exec(write.txn)
        .await?;
    Ok(changed.rows_affected > 0)
}

/// Counted in the database, so that all nodes agree.
async fn limit(write: &Write<'_>, reporter: AccountId, scale: f64) -> Result<()> {
    if scale <= 0.0 {
        return Ok(());
    }
    let times: Vec<crate::entity::timestamp::Timestamp> = report::Entity::find()
        .select_only()
        .column(report::Column::CreatedAt)
        .filter(report::Column::ReporterId.eq(reporter))
        .filter(report::Column::CreatedAt.gt(write.now.plus_minutes(-60)))
        .order_by_asc(report::Column::CreatedAt)
        .into_tuple()
        .all(write.txn)
        .await?;
    let room = MOST_PER_HOUR * scale - f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX));
    let Some(first) = times.first().filter(|_| room < 1.0) else {
        return Ok(());
    };
    let minutes = 60 - write.now.minutes_since(*first);
    Err(Error::TooMany {
        retry_after: u64::try_from(minutes * 60).unwrap_or(3_600),
    })
}
