//! Sharing results in threads, showing less, taking back.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    entity::{
        id::{NetworkId, PostId, ResultId, ShareId, ThreadId},
        membership, network, result, share,
    },
    features::{
        health_checks::{
            card::Choice,
            instrument::DimensionCode,
            policy::{ConfirmShare, NarrowShare, SeenResult, ShareResult},
            queries,
        },
        networks::policy::still_in,
    },
    platform::{
        access::{Permit, Person},
        db::{Write, unique::on_unique},
        web::error::{Error, Result},
    },
};

/// Where a result is shared: the post that carries it, and whom its thread is open to now.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The thread.
    pub thread: ThreadId,
    /// The post.
    pub post: PostId,
    /// The network that the thread is in.
    pub network: NetworkId,
    /// How visible that network is.
    pub visibility: network::Visibility,
}

const GONE: &str = "This result cannot be shared any more: it was deleted, or you no longer lead \
                    the network that it is about.";

/// Shares a result in the thread of a post, with everyone signed in who can read the thread. Stores
/// a reference and what is shown of it, never a number (health-check.md 12.9).
///
/// The result's row is locked, so that deleting it and sharing it wait for one another. Refused with
/// [`Error::Conflict`] and the reason if it was deleted meanwhile, if the person leads its network
/// no more, if it is shared elsewhere with the name the other way round, or if the post carries a
/// result already.
pub async fn share(
    write: &Write<'_>,
    permit: &Permit<ShareResult>,
    place: Place,
    wanted: &Choice,
) -> Result<ShareId> {
    let seen = permit.on();
    lock(write, seen, permit.person()).await?;
    if let Some(reason) = queries::clash(write.txn, seen.id(), wanted).await? {
        return Err(Error::Conflict(reason.to_owned()));
    }
    let dimensions = known(seen, &wanted.dimensions);
    if dimensions.is_empty() {
        let reason = "None of these dimensions is in the result.";
        return Err(Error::Conflict(reason.to_owned()));
    }
    let row = share::ActiveModel {
        result_id: Set(seen.id()),
        thread_id: Set(place.thread),
        post_id: Set(place.post),
        sharer_id: Set(permit.person().id),
        dimensions: Set(joined(&dimensions)),
        level: Set(wanted.level),
        name_shown: Set(wanted.name_shown),
        made_for_network: Set(place.network),
        made_for: Set(place.visibility),
        state: Set(share::State::Active),
        created_at: Set(write.now),
        ended_at: Set(None),
        version: Set(1),
        ..Default::default()
    };
    let inserted = share::Entity::insert(row).exec(write.txn).await;
    let taken = || Error::Conflict("This post carries a result already.".to_owned());
    let inserted = on_unique(inserted, "share", "post_id", taken)?;
    Ok(inserted.last_insert_id)
}

/// The rights may have ended since the page was read (permissions.md R15).
async fn lock(write: &Write<'_>, seen: &SeenResult, person: &Person) -> Result<()> {
    let there = result::Entity::find()
        .select_only()
        .column(result::Column::Id)
        .filter(result::Column::Id.eq(seen.id()))
        .filter(result::Column::OwnerId.eq(person.id))
        .filter(result::Column::DeletedAt.is_null())
        .filter(leads(seen.network(), person))
        .lock_exclusive()
        .into_tuple::<ResultId>()
        .one(write.txn)
        .await?;
    match there {
        Some(_) => Ok(()),
        None => Err(Error::Conflict(GONE.to_owned())),
    }
}

fn leads(network: NetworkId, person: &Person) -> Expr {
    still_in(network, person.id, [membership::Role::Leader])
}

fn known(seen: &SeenResult, wanted: &[DimensionCode]) -> Vec<DimensionCode> {
    let all = seen.snapshot().dimensions.iter().map(|own| own.code);
    all.filter(|code| wanted.contains(code)).collect()
}

fn joined(codes: &[DimensionCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(DimensionCode::as_str).collect();
    codes.join(",")
}

/// Shows less from now on. [`Error::Conflict`] if the share was changed or withdrawn meanwhile.
pub async fn narrow(
    write: &Write<'_>,
    permit: &Permit<NarrowShare>,
    to: &Choice,
    version: i64,
) -> Result<()> {
    let changed = share::Entity::update_many()
        .col_expr(
            share::Column::Dimensions,
            Expr::value(joined(&to.dimensions)),
        )
        .col_expr(share::Column::Level, Expr::value(to.level))
        .col_expr(share::Column::Version, Expr::value(version + 1))
        .filter(share::Column::Id.eq(permit.on().id()))
        .filter(share::Column::Version.eq(version))
        .filter(share::Column::State.is_in(queries::ALIVE))
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 1 {
        return Ok(());
    }
    let reason = "What is shared was changed meanwhile. Look at it again.";
    Err(Error::Conflict(reason.to_owned()))
}

/// Takes a share back, for good. Taking it back again changes nothing.
///
/// Says, as everything that ends shares does, in which threads: their cards are different now.
pub async fn withdraw(write: &Write<'_>, permit: &Permit<NarrowShare>) -> Result<Vec<ThreadId>> {
    end(write, share::Column::Id.eq(permit.on().id())).await
}

/// Takes back everything that a person shares, also what they may no longer share.
pub async fn withdraw_all(write: &Write<'_>, person: &Person) -> Result<Vec<ThreadId>> {
    end(write, share::Column::SharerId.eq(person.id)).await
}

/// Takes back what is shared by people who lead its network no more.
pub(in crate::features::health_checks) async fn end_shares_of_former_leaders(
    write: &Write<'_>,
) -> Result<()> {
    // Readers see nothing of them already, so no cached page has to go.
    end(write, queries::sharer_leads().not()).await.map(|_| ())
}

/// Ends the shares for which `which` holds.
pub(super) async fn end(write: &Write<'_>, which: Expr) -> Result<Vec<ThreadId>> {
    let version = share::Column::Version;
    let ended = share::Entity::update_many()
        .col_expr(share::Column::State, Expr::value(share::State::Withdrawn))
        .col_expr(share::Column::EndedAt, Expr::value(write.now))
        .col_expr(version, version.into_expr().add(1))
        .filter(which)
        .filter(share::Column::State.is_in(queries::ALIVE))
        .exec_with_returning(write.txn)
        .await?;
    let mut threads: Vec<ThreadId> = ended.iter().map(|row| row.thread_id).collect();
    threads.sort_unstable();
    threads.dedup();
    Ok(threads)
}

/// Lets a paused share go on for the audience that its thread has now, as the owner was shown it.
pub async fn confirm(write: &Write<'_>, permit: &Permit<ConfirmShare>) -> Result<()> {
    let seen = permit.on();
    let version = share::Column::Version;
    share::Entity::update_many()
        .col_expr(share::Column::State, Expr::value(share::State::Active))
        .col_expr(share::Column::MadeForNetwork, Expr::value(seen.now_in))
        .col_expr(share::Column::MadeFor, Expr::value(seen.now_visible))
        .col_expr(version, version.into_expr().add(1))
        .filter(share::Column::Id.eq(seen.id()))
        .filter(share::Column::State.is_in(queries::ALIVE))
        .filter(leads(seen.home.network.id, permit.person()))
        .exec(write.txn)
        .await?;
    Ok(())
}
