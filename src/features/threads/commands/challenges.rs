//! Challenges: beginning one, telling it anew, and a result beside it.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    super::{
        forms::{ChallengeChange, NewChallenge, Told},
        numbering::challenges_path,
        policy::EditPost,
        queries,
    },
    posts::{self, Edited},
    row::{tell, touch},
    threads::{Beginning, Started, begin_thread},
};
use crate::{
    entity::{challenge, id::ThreadId, thread},
    features::{
        health_checks::{
            card::Choice,
            commands::{self as health_checks, Place},
            policy::ShareResult,
        },
        networks::policy::StartThread,
    },
    platform::{
        access::Permit,
        db::Write,
        drafts,
        web::error::{Error, Result},
    },
};

/// Begins a challenge: the thread, its first post and what makes it a challenge.
pub async fn start_challenge(
    write: &Write<'_>,
    permit: &Permit<StartThread>,
    new: &NewChallenge,
) -> Result<Started> {
    let begin = Beginning {
        kind: thread::Kind::Challenge,
        title: &new.title,
        words: &new.told.words,
    };
    let started = begin_thread(write, permit, begin).await?;
    if started.is_new {
        let row = challenge::ActiveModel {
            thread_id: Set(started.id),
            status: Set(challenge::Status::Open),
            what_helped: Set(String::new()),
            what_helped_html: Set(String::new()),
            outcome: Set(String::new()),
            outcome_html: Set(String::new()),
            outcome_at: Set(None),
            outcome_by: Set(None),
            ..told(&new.told)
        };
        challenge::Entity::insert(row)
            .exec_without_returning(write.txn)
            .await?;
    }
    let path = challenges_path(&permit.on().network().slug);
    drafts::forget(write, permit.person().id, &path).await?;
    Ok(started)
}

/// The columns that hold what a challenge tells.
fn told(told: &Told) -> challenge::ActiveModel {
    challenge::ActiveModel {
        dimensions: Set(told.dimension_codes()),
        happening: Set(told.parts.happening.clone()),
        tried: Set(told.parts.tried.clone()),
        help: Set(told.parts.help.clone()),
        help_kinds: Set(told.help_codes()),
        ..Default::default()
    }
}

/// Puts a result beside a challenge that has just begun. One that was begun a moment ago in the same
/// words keeps the result it has.
pub async fn share_with(
    write: &Write<'_>,
    permit: &Permit<StartThread>,
    started: &Started,
    (result, choice): (&Permit<ShareResult>, &Choice),
) -> Result<()> {
    if !started.is_new && queries::carries_result(write.txn, started.post).await? {
        return Ok(());
    }
    let network = permit.on().network();
    let place = Place {
        thread: started.id,
        post: started.post,
        network: network.id,
        visibility: network.visibility,
    };
    health_checks::share(write, result, place, choice).await?;
    if !started.is_new {
        touch(write, started.id).await?;
    }
    Ok(())
}

/// Puts a result beside a challenge of one's own.
pub async fn attach(
    write: &Write<'_>,
    permit: &Permit<EditPost>,
    (result, choice): (&Permit<ShareResult>, &Choice),
) -> Result<()> {
    let (seen, by) = (permit.on(), permit.person().id);
    posts::take_for_edit(write, seen, by).await?;
    let network = &seen.thread.network;
    let place = Place {
        thread: seen.thread.thread.id,
        post: seen.post.id,
        network: network.id,
        visibility: network.visibility,
    };
    health_checks::share(write, result, place, choice).await?;
    let post = Some((seen.post.id, by));
    tell(write, "shared_result", &seen.thread, by, post).await
}

/// Replaces what a challenge tells; the old parts are kept with the old words. An edit of an older
/// version changes nothing.
pub async fn edit_challenge(
    write: &Write<'_>,
    permit: &Permit<EditPost>,
    change: &ChallengeChange,
) -> Result<Edited> {
    let thread = permit.on().thread.thread.id;
    let now = row(write, thread).await?;
    let new = &change.told;
    let is_same = now.happening == new.parts.happening
        && now.tried == new.parts.tried
        && now.help == new.parts.help
        && now.dimensions == new.dimension_codes()
        && now.help_kinds == new.help_codes();
    if is_same {
        return Ok(Edited::Done);
    }
    let old_parts = json!({
        "happening": now.happening,
        "tried": now.tried,
        "help": now.help,
        "dimensions": now.dimensions,
        "help_kinds": now.help_kinds,
    });
    let parts = old_parts.to_string();
    let edited = posts::replace_words(write, permit, change.version, &new.words, &parts).await?;
    if edited == Edited::Done {
        challenge::Entity::update_many()
            .set(told(new))
            .filter(challenge::Column::ThreadId.eq(thread))
            .exec(write.txn)
            .await?;
    }
    Ok(edited)
}

/// The row of a challenge, inside a write.
pub(super) async fn row(write: &Write<'_>, thread: ThreadId) -> Result<challenge::Model> {
    let found = challenge::Entity::find_by_id(thread).one(write.txn).await?;
    found.ok_or(Error::NotFound)
}
