//! Reads: numbers about the site, no words of anybody.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use crate::entity::{account, job, outbox_mail};

/// What waits, and what needs somebody to look.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub(super) struct Waiting {
    /// Mails to be sent.
    mails: u64,
    /// Mails that were refused or given up.
    dead_mails: u64,
    /// Jobs to be done, mails among them.
    jobs: u64,
    /// Jobs that were given up.
    dead_jobs: u64,
    /// Accounts that may take part.
    people: u64,
}

pub(super) async fn waiting<C: ConnectionTrait>(db: &C) -> Result<Waiting, DbErr> {
    let mails = async |state: outbox_mail::State| {
        let rows = outbox_mail::Entity::find().filter(outbox_mail::Column::State.eq(state));
        rows.count(db).await
    };
    let jobs = async |state: job::State| {
        let rows = job::Entity::find().filter(job::Column::State.eq(state));
        rows.count(db).await
    };
    let people = account::Entity::find()
        .filter(account::Column::State.eq(account::State::Active))
        .count(db)
        .await?;
    Ok(Waiting {
        mails: mails(outbox_mail::State::Queued).await?,
        dead_mails: mails(outbox_mail::State::Dead).await?,
        jobs: jobs(job::State::Queued).await?,
        dead_jobs: jobs(job::State::Dead).await?,
        people,
    })
}
