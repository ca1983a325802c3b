//! What comes of a sealed round: its result, and that people are told.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};

use super::{
    running::{change, for_all_answers, set_state},
    sealing::shuffle,
};
use crate::{
    entity::{
        check_invitation::{self, Mail},
        comment, comparison_record, health_check,
        id::{HealthCheckId, InstrumentId},
        membership, network, response, result, result_link, round, share,
        timestamp::Timestamp,
    },
    features::health_checks::{
        answering::{Answering, COMMENT_CODES},
        commands::shares,
        comparison::{Comparison, Side, compare},
        emails::RoundResults,
        instrument::Instrument,
        jobs::TellResults,
        policy::{DeleteRoundResult, ManageRound, still_leads},
        profile::{Date, Profile},
        promise,
        scoring::{Group, Response},
        snapshot::{
            Comments, ContextAnswers, LeaderView, Round, RoundInput, RoundMode, RoundSnapshot,
            Snapshot, Stored,
        },
    },
    platform::{
        access::Permit,
        activity::{self, Activity},
        db::Write,
        jobs::queue,
        mail::outbox::{self, Times, To},
        secret::fingerprint,
        text::dates,
        web::error::{Error, Result},
    },
};

/// What became of a sealed round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features::health_checks) enum Released {
    /// It has a result.
    Result,
    /// Fewer answered than it needed.
    NotEnough,
    /// Somebody else was first.
    Already,
}

/// Computes the result of a sealed round and stores it, with the comparisons that rest on it.
/// `instruments` gives the instrument of any check.
pub(in crate::features::health_checks) async fn release(
    write: &Write<'_>,
    id: HealthCheckId,
    instruments: &[(InstrumentId, Instrument)],
) -> Result<Released> {
    let check = health_check::Entity::find_by_id(id)
        .filter(health_check::Column::State.eq(health_check::State::Sealed))
        .lock_exclusive()
        .one(write.txn)
        .await?;
    let round = round::Entity::find_by_id(id).one(write.txn).await?;
    let (Some(check), Some(round)) = (check, round) else {
        return Ok(Released::Already);
    };
    queue::enqueue(write, &TellResults { round: id }, write.now).await?;
    if round.answered < round.k {
        set_state(
            write,
            id,
            health_check::State::Sealed,
            health_check::State::NotEnough,
        )
        .await?;
        return Ok(Released::NotEnough);
    }
    let instrument = of(instruments, check.instrument_id)?;
    let answered = read_responses(write, &check, instrument).await?;
    let scored = Round::score(RoundInput {
        instrument,
        form: check.form,
        mode: mode_of(check.mode),
        k: unsigned(round.k),
        responses: &answered.responses,
        contexts: &answered.contexts,
        invited: invited_only(&check, round.invited),
        delivered: invited_only(&check, round.delivered),
        network: profile(write, &check).await?,
        date: Date::at(round.closed_at.unwrap_or(write.now).0, dates::DEFAULT_ZONE),
        leader: leader_view(write, &check, &round).await?,
        comments: comments(write, &check, instrument).await?,
        passed_over: Vec::new(),
    });
    let Some(scored) = scored else {
        return Err(Error::Internal(anyhow::anyhow!("a round without a result")));
    };
    let earlier = earlier_rounds(write, &check).await?;
    let mut made = Vec::new();
    for (place, before) in earlier {
        let instrument = of(instruments, before.check.instrument_id)?;
        let kept = read_responses(write, &before.check, instrument).await?;
        let responses = (!kept.responses.is_empty()).then_some(kept.responses.as_slice());
        let side = Side::released(&before.snapshot, instrument, responses);
        let changed = membership_changed(write, &before).await?;
        if let Some(comparison) = compare(&side, &scored.side(), changed) {
            made.push((place, before.check.id, comparison));
        }
    }
    let previous = made
        .iter()
        .find(|(place, _, _)| *place == comparison_record::Place::Previous)
        .map(|(_, _, comparison)| comparison.clone());
    let snapshot = scored.snapshot(previous.as_ref());
    store(write, &check, &snapshot).await?;
    for (place, before, comparison) in made {
        record(write, (before, id), place, &comparison).await?;
    }
    set_state(
        write,
        id,
        health_check::State::Sealed,
        health_check::State::Released,
    )
    .await?;
    activity::record(
        write,
        Activity {
            kind: "released",
            network: Some(check.network_id),
            ..Activity::default()
        },
    )
    .await?;
    Ok(Released::Result)
}

fn of(instruments: &[(InstrumentId, Instrument)], id: InstrumentId) -> Result<&Instrument> {
    let found = instruments.iter().find(|(own, _)| *own == id);
    found
        .map(|(_, instrument)| instrument)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("instrument {id} is missing")))
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn invited_only(check: &health_check::Model, number: i32) -> Option<u32> {
    (check.mode == health_check::Mode::RoundConfidential).then(|| unsigned(number))
}

fn mode_of(mode: health_check::Mode) -> RoundMode {
    match mode {
        health_check::Mode::RoundOpenLink => RoundMode::RoundOpenLink,
        health_check::Mode::RoundConfidential | health_check::Mode::Individual => {
            RoundMode::RoundConfidential
        }
    }
}

struct Answered {
    responses: Vec<Response>,
    contexts: Vec<ContextAnswers>,
}

/// The responses of a round that are still kept.
async fn read_responses(
    write: &Write<'_>,
    check: &health_check::Model,
    instrument: &Instrument,
) -> Result<Answered> {
    let rows = response::Entity::find()
        .filter(response::Column::HealthCheckId.eq(check.id))
        .all(write.txn)
        .await?;
    let mut responses = Vec::with_capacity(rows.len());
    let mut contexts = Vec::with_capacity(rows.len());
    for row in rows {
        let read = Answering::from_json(instrument, check.form, &row.answers);
        let read =
            read.ok_or_else(|| Error::Internal(anyhow::anyhow!("a response is unreadable")))?;
        responses.push(Response {
            group: row.respondent_group.map(|group| match group {
                check_invitation::Group::Core => Group::Core,
                check_invitation::Group::Member => Group::Member,
            }),
            answers: read.answers,
        });
        contexts.push(ContextAnswers {
            life: read.context.get("CTX-1").cloned(),
            year: read.context.get("CTX-2").cloned(),
        });
    }
    Ok(Answered {
        responses,
        contexts,
    })
}

async fn profile(write: &Write<'_>, check: &health_check::Model) -> Result<Profile> {
    let network = network::Entity::find_by_id(check.network_id)
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Profile::of(&network))
}

/// One leader's own view, if they agreed that it is shown and it still exists.
async fn leader_view(
    write: &Write<'_>,
    check: &health_check::Model,
    round: &round::Model,
) -> Result<Option<LeaderView>> {
    let (Some(id), true) = (round.leader_result_id, round.leader_shown) else {
        return Ok(None);
    };
    let row = result::Entity::find_by_id(id)
        .filter(result::Column::NetworkId.eq(check.network_id))
        .filter(result::Column::DeletedAt.is_null())
        .one(write.txn)
        .await?;
    let json = row.and_then(|row| row.snapshot);
    let own = json.and_then(|json| Snapshot::from_json(&json).ok());
    let closed = round.closed_at.unwrap_or(write.now).0;
    Ok(own.and_then(|own| LeaderView::of(&own, Date::at(closed, dates::DEFAULT_ZONE))))
}

/// The comments that may be shown, a list for each question, each in its own random order.
async fn comments(
    write: &Write<'_>,
    check: &health_check::Model,
    instrument: &Instrument,
) -> Result<Vec<Comments>> {
    let rows = comment::Entity::find()
        .filter(comment::Column::HealthCheckId.eq(check.id))
        .filter(comment::Column::MayBeShown.eq(true))
        .all(write.txn)
        .await?;
    let questions = COMMENT_CODES.iter().zip(&instrument.comments.questions);
    Ok(questions
        .map(|(code, question)| {
            let own = rows.iter().filter(|row| row.question == *code);
            let mut texts: Vec<String> = own.map(|row| row.body.clone()).collect();
            shuffle(&mut texts);
            Comments {
                question: question.clone(),
                texts,
            }
        })
        .collect())
}

struct Before {
    check: health_check::Model,
    snapshot: RoundSnapshot,
}

/// The previous and the first released round of the same form, whose results were not deleted.
async fn earlier_rounds(
    write: &Write<'_>,
    check: &health_check::Model,
) -> Result<Vec<(comparison_record::Place, Before)>> {
    let to_check = result::Entity::belongs_to(health_check::Entity)
        .from(result::Column::HealthCheckId)
        .to(health_check::Column::Id)
        .into();
    let rows = result::Entity::find()
        .join(JoinType::InnerJoin, to_check)
        .filter(health_check::Column::NetworkId.eq(check.network_id))
        .filter(health_check::Column::State.eq(health_check::State::Released))
        .filter(health_check::Column::Form.eq(check.form))
        .filter(health_check::Column::Mode.ne(health_check::Mode::Individual))
        .filter(result::Column::DeletedAt.is_null())
        .order_by_asc(result::Column::Id)
        .all(write.txn)
        .await?;
    let mut found = Vec::new();
    let places = [
        (comparison_record::Place::Previous, rows.last()),
        (
            comparison_record::Place::First,
            rows.first().filter(|_| rows.len() > 1),
        ),
    ];
    for (place, row) in places {
        let Some(row) = row else { continue };
        let Some(json) = &row.snapshot else { continue };
        let Ok(Stored::Round(snapshot)) = Stored::from_json(json) else {
            continue;
        };
        let check = health_check::Entity::find_by_id(row.health_check_id)
            .one(write.txn)
            .await?
            .ok_or(Error::NotFound)?;
        found.push((
            place,
            Before {
                check,
                snapshot: *snapshot,
            },
        ));
    }
    Ok(found)
}

/// Whether more than 30% of the network's members joined since an earlier round closed; none where
/// that cannot be told from today's members (health-check.md 6.5).
async fn membership_changed(write: &Write<'_>, before: &Before) -> Result<Option<bool>> {
    let members = || {
        membership::Entity::find().filter(membership::Column::NetworkId.eq(before.check.network_id))
    };
    let all = members().count(write.txn).await?;
    let joined = members()
        .filter(membership::Column::JoinedAt.gt(Timestamp(before.snapshot.date.ms)))
        .count(write.txn)
        .await?;
    Ok((all > 1 && joined * 10 > all * 3).then_some(true))
}

async fn store(
    write: &Write<'_>,
    check: &health_check::Model,
    snapshot: &RoundSnapshot,
) -> Result<()> {
    let json = snapshot
        .to_json()
        .map_err(|error| Error::Internal(error.into()))?;
    let row = result::ActiveModel {
        health_check_id: Set(check.id),
        network_id: Set(check.network_id),
        owner_id: Set(None),
        snapshot: Set(Some(json)),
        created_at: Set(write.now),
        deleted_at: Set(None),
        ..Default::default()
    };
    result::Entity::insert(row).exec(write.txn).await?;
    Ok(())
}

async fn record(
    write: &Write<'_>,
    (earlier, later): (HealthCheckId, HealthCheckId),
    place: comparison_record::Place,
    comparison: &Comparison,
) -> Result<()> {
    let content = comparison
        .to_json()
        .map_err(|error| Error::Internal(error.into()))?;
    let row = comparison_record::ActiveModel {
        earlier_id: Set(earlier),
        later_id: Set(later),
        place: Set(place),
        content: Set(content),
        ..Default::default()
    };
    comparison_record::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Puts the next mails about the end of a round into the outbox, for people who answered, and clears
/// that they did, in one transaction. Says how many: none when all are told (health-check.md 9.9).
pub(in crate::features::health_checks) async fn results_told(
    write: &Write<'_>,
    id: HealthCheckId,
    most: u64,
) -> Result<usize> {
    let next = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(id))
        .filter(check_invitation::Column::Answered.eq(true))
        .order_by_asc(check_invitation::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(write.txn)
        .await?;
    for invitation in &next {
        if invitation.mail == Mail::Refused {
            continue;
        }
        let to = To::Address(invitation.email.clone());
        let once = invitation.id.0.clone();
        outbox::put(write, to, &RoundResults { round: id }, Times::Once(&once)).await?;
    }
    let ids = next.iter().map(|invitation| invitation.id.clone());
    check_invitation::Entity::update_many()
        .col_expr(check_invitation::Column::Answered, Expr::value(false))
        .filter(check_invitation::Column::Id.is_in(ids))
        .exec(write.txn)
        .await?;
    if next.is_empty() {
        // Who answered is told no more; nor shall the files tell it.
        change(id)
            .col_expr(round::Column::Erasing, Expr::value(round::Erasing::Due))
            .exec(write.txn)
            .await?;
    }
    Ok(next.len())
}

/// Stores the hash of a new personal result link: with the round, and with nobody.
pub(in crate::features::health_checks) async fn new_result_link(
    write: &Write<'_>,
    round: HealthCheckId,
    token: &str,
    expires_at: Timestamp,
) -> Result<()> {
    let row = result_link::ActiveModel {
        token_hash: Set(fingerprint(token)),
        health_check_id: Set(round),
        expires_at: Set(expires_at),
    };
    result_link::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Deletes the result of a round; it can be brought back for seven days, its shares cannot
/// (health-check.md 11.5).
pub async fn delete(write: &Write<'_>, permit: &Permit<DeleteRoundResult>) -> Result<()> {
    let seen = permit.on();
    let gone = result::Entity::update_many()
        .col_expr(result::Column::DeletedAt, Expr::value(write.now))
        .filter(result::Column::Id.eq(seen.id()))
        .filter(result::Column::DeletedAt.is_null())
        .filter(still_leads(seen.network(), permit.person().id))
        .exec(write.txn)
        .await?;
    if gone.rows_affected == 1 {
        shares::end(write, share::Column::ResultId.eq(seen.id())).await?;
    }
    Ok(())
}

/// Brings a deleted result back, within seven days. False: it is gone for good, or was never there
/// for this person.
pub async fn restore(write: &Write<'_>, permit: &Permit<ManageRound>) -> Result<bool> {
    let (round, network) = (permit.on().id(), permit.on().network());
    let person = permit.person().id;
    let back = result::Entity::update_many()
        .col_expr(
            result::Column::DeletedAt,
            Expr::value(Option::<Timestamp>::None),
        )
        .filter(result::Column::HealthCheckId.eq(round))
        .filter(result::Column::OwnerId.is_null())
        .filter(result::Column::Snapshot.is_not_null())
        .filter(result::Column::DeletedAt.gt(write.now.plus_days(-promise::UNDO_DAYS)))
        .filter(still_leads(network, person))
        .exec(write.txn)
        .await?;
    Ok(back.rows_affected == 1)
}

/// Makes lasting what time has ended: results deleted seven days ago with what rests on them,
/// responses after 24 months, addresses of those invited 90 days after the close, links that are
/// over (product.md section 9, retention).
pub(in crate::features::health_checks) async fn forget_old(write: &Write<'_>) -> Result<()> {
    let gone: Vec<HealthCheckId> = result::Entity::find()
        .select_only()
        .column(result::Column::HealthCheckId)
        .filter(result::Column::OwnerId.is_null())
        .filter(result::Column::Snapshot.is_not_null())
        .filter(result::Column::DeletedAt.lte(write.now.plus_days(-promise::UNDO_DAYS)))
        .into_tuple()
        .all(write.txn)
        .await?;
    for id in gone {
        for_all_answers(write, id).await?;
        comparison_record::Entity::delete_many()
            .filter(
                comparison_record::Column::EarlierId
                    .eq(id)
                    .or(comparison_record::Column::LaterId.eq(id)),
            )
            .exec(write.txn)
            .await?;
        result_link::Entity::delete_many()
            .filter(result_link::Column::HealthCheckId.eq(id))
            .exec(write.txn)
            .await?;
        result::Entity::update_many()
            .col_expr(
                result::Column::Snapshot,
                Expr::value(Option::<String>::None),
            )
            .filter(result::Column::HealthCheckId.eq(id))
            .exec(write.txn)
            .await?;
        change(id)
            .col_expr(round::Column::Erasing, Expr::value(round::Erasing::Due))
            .exec(write.txn)
            .await?;
    }
    result_link::Entity::delete_many()
        .filter(result_link::Column::ExpiresAt.lte(write.now))
        .exec(write.txn)
        .await?;
    for (after, what) in [(90, Old::Addresses), (730, Old::Responses)] {
        let closed: Vec<HealthCheckId> = round::Entity::find()
            .select_only()
            .column(round::Column::HealthCheckId)
            .filter(round::Column::ClosedAt.lte(write.now.plus_days(-after)))
            .into_tuple()
            .all(write.txn)
            .await?;
        match what {
            Old::Addresses => {
                check_invitation::Entity::delete_many()
                    .filter(check_invitation::Column::HealthCheckId.is_in(closed))
                    .exec(write.txn)
                    .await?;
            }
            Old::Responses => {
                response::Entity::delete_many()
                    .filter(response::Column::HealthCheckId.is_in(closed.iter().copied()))
                    .exec(write.txn)
                    .await?;
                comment::Entity::delete_many()
                    .filter(comment::Column::HealthCheckId.is_in(closed))
                    .exec(write.txn)
                    .await?;
            }
        }
    }
    Ok(())
}

enum Old {
    Addresses,
    Responses,
}
