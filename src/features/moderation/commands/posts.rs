//! Hiding a post and showing it again: the act is the threads' own, the mail to its author is ours.

use crate::{
    entity::id::{AccountId, ReviewItemId},
    features::{
        moderation::emails::{PostHidden, PostRestored, ReportWaits},
        threads::{
            self,
            policy::{HidePost, RestorePost},
        },
    },
    platform::{
        access::Permit,
        db::Write,
        mail::{
            Email,
            outbox::{self, Times, To},
        },
        web::error::Result,
    },
};

/// Hides a post with the reason that its author reads. Says whether it was shown until now.
pub async fn hide(write: &Write<'_>, permit: &Permit<HidePost>, reason: &str) -> Result<bool> {
    let done = threads::commands::hide(write, permit, reason).await?;
    if done {
        let post = permit.on().post();
        tell(write, post.author_id, &PostHidden { post: post.id }).await?;
    }
    Ok(done)
}

/// Shows a hidden post again. Says whether it was hidden until now.
pub async fn restore(
    write: &Write<'_>,
    permit: &Permit<RestorePost>,
    reason: &str,
) -> Result<bool> {
    let done = threads::commands::restore(write, permit, reason).await?;
    if done {
        let post = permit.on().post();
        tell(write, post.author_id, &PostRestored { post: post.id }).await?;
    }
    Ok(done)
}

pub(super) async fn tell<E: Email>(write: &Write<'_>, who: AccountId, mail: &E) -> Result<()> {
    outbox::put(write, To::Account(who), mail, Times::Each).await?;
    Ok(())
}

/// Puts a mail about an item that waits into the outbox for each of these people, once.
pub(in super::super) async fn tell_reviewers(
    write: &Write<'_>,
    item: ReviewItemId,
    reviewers: &[AccountId],
) -> anyhow::Result<()> {
    let once = format!("item-{item}");
    for reviewer in reviewers {
        let mail = ReportWaits { item };
        outbox::put(write, To::Account(*reviewer), &mail, Times::Once(&once)).await?;
    }
    Ok(())
}
