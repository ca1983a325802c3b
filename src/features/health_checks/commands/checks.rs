//! Answering a check, page by page.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use crate::{
    entity::{
        answer_draft, health_check,
        id::{HealthCheckId, InstrumentId},
        membership,
        timestamp::Timestamp,
    },
    features::{
        health_checks::{
            emails::DraftExpires,
            forms::NewPage,
            instrument::{DimensionCode, Instrument},
            policy::{AnswerCheck, DeleteDraft, RunCheck},
            queries,
            scoring::Answers,
        },
        networks::policy::still_in,
    },
    platform::{
        access::Permit,
        db::{Write, unique::or_nothing},
        mail::outbox::{self, Times, To},
        web::error::{Error, Result},
    },
};

/// Starts a check of a network for oneself; somebody who has begun one goes on with it. Says which.
pub async fn start(
    write: &Write<'_>,
    permit: &Permit<RunCheck>,
    instrument: InstrumentId,
) -> Result<HealthCheckId> {
    let (network, person) = (permit.on().network().id, permit.person().id);
    let row = health_check::ActiveModel {
        network_id: Set(network),
        owner_id: Set(Some(person)),
        instrument_id: Set(instrument),
        mode: Set(health_check::Mode::Individual),
        form: Set(health_check::Form::Full),
        state: Set(health_check::State::Draft),
        created_at: Set(write.now),
        saved_at: Set(None),
        ..Default::default()
    };
    health_check::Entity::insert(row)
        .on_conflict(or_nothing())
        .try_insert()
        .exec_without_returning(write.txn)
        .await?;
    let check = health_check::Entity::find()
        .filter(health_check::Column::NetworkId.eq(network))
        .filter(health_check::Column::OwnerId.eq(person))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(still_in(network, person, [membership::Role::Leader]))
        .one(write.txn)
        .await?
        .ok_or(Error::NotFound)?;
    let empty = answer_draft::ActiveModel {
        health_check_id: Set(check.id),
        answers: Set("{}".to_owned()),
        pages: Set(String::new()),
        version: Set(1),
        updated_at: Set(write.now),
    };
    answer_draft::Entity::insert(empty)
        .on_conflict_do_nothing()
        .exec_without_returning(write.txn)
        .await?;
    Ok(check.id)
}

/// Stores the answers of one page. Other pages are left as they are, also when another tab or
/// device has saved one of them meanwhile; of two that save the same page the last one wins.
pub async fn save_page(
    write: &Write<'_>,
    permit: &Permit<AnswerCheck>,
    instrument: &Instrument,
    page: DimensionCode,
    new: NewPage,
) -> Result<()> {
    let seen = permit.on();
    let draft = lock(write, permit).await?;
    let mut answers = read(instrument, seen.check.form, &draft.answers)?;
    for (statement, answer) in new.answers {
        if !answers.set(instrument, seen.check.form, statement, answer) {
            return Err(Error::Internal(anyhow::anyhow!("{statement} is not asked")));
        }
    }
    let pages = with_page(instrument, &draft.pages, page);
    answer_draft::Entity::update_many()
        .col_expr(
            answer_draft::Column::Answers,
            Expr::value(answers.to_json()),
        )
        .col_expr(answer_draft::Column::Pages, Expr::value(pages))
        .col_expr(
            answer_draft::Column::Version,
            Expr::value(draft.version + 1),
        )
        .col_expr(answer_draft::Column::UpdatedAt, Expr::value(write.now))
        .filter(answer_draft::Column::HealthCheckId.eq(seen.id()))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// The draft as it is now, locked until the transaction ends; 404 if it was saved or deleted
/// meanwhile, or if its owner leads the network no more.
pub(super) async fn lock(
    write: &Write<'_>,
    permit: &Permit<AnswerCheck>,
) -> Result<answer_draft::Model> {
    let seen = permit.on();
    let leads = still_in(
        seen.check.network_id,
        permit.person().id,
        [membership::Role::Leader],
    );
    let draft = answer_draft::Entity::find_by_id(seen.id())
        .filter(leads)
        .lock_exclusive()
        .one(write.txn)
        .await?;
    draft.ok_or(Error::NotFound)
}

/// Stored answers, which only ever held what the form asks.
pub(super) fn read(
    instrument: &Instrument,
    form: health_check::Form,
    json: &str,
) -> Result<Answers> {
    Answers::from_json(instrument, form, json)
        .map_err(|mistakes| Error::Internal(anyhow::anyhow!("answers: {}", mistakes.join("; "))))
}

/// The pages that were saved, each once, in the order of the instrument.
fn with_page(instrument: &Instrument, pages: &str, page: DimensionCode) -> String {
    let all = instrument.dimensions.iter().map(|own| own.code);
    let saved = all.filter(|code| *code == page || pages.split(',').any(|it| it == code.as_str()));
    let saved: Vec<String> = saved.map(|code| code.to_string()).collect();
    saved.join(",")
}

/// Deletes one's own draft with its answers. Deleting it again changes nothing.
pub async fn delete_draft(write: &Write<'_>, permit: &Permit<DeleteDraft>) -> Result<()> {
    health_check::Entity::delete_many()
        .filter(health_check::Column::Id.eq(permit.on().id()))
        .filter(health_check::Column::OwnerId.eq(permit.person().id))
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Puts a warning into the outbox for drafts that were last worked on between two instants; once for
/// each draft and time that somebody has stopped working on it.
pub(in crate::features::health_checks) async fn warn_of_deletion(
    write: &Write<'_>,
    from: Timestamp,
    until: Timestamp,
) -> Result<()> {
    for waiting in queries::left_alone(write.txn, from, until).await? {
        let stopped = format!("{}-{}", waiting.id, waiting.updated_at.0);
        let mail = DraftExpires { check: waiting.id };
        let to = To::Account(waiting.owner);
        outbox::put(write, to, &mail, Times::Once(&stopped)).await?;
    }
    Ok(())
}

/// Deletes drafts that nobody has worked on since `before`; says how many (product.md 8.2.2).
pub(in crate::features::health_checks) async fn delete_old_drafts(
    write: &Write<'_>,
    before: Timestamp,
) -> Result<u64> {
    let old = answer_draft::Entity::find()
        .select_only()
        .column(answer_draft::Column::HealthCheckId)
        .filter(answer_draft::Column::UpdatedAt.lt(before))
        .into_query();
    let deleted = health_check::Entity::delete_many()
        .filter(health_check::Column::State.eq(health_check::State::Draft))
        .filter(health_check::Column::Id.in_subquery(old))
        .exec(write.txn)
        .await?;
    Ok(deleted.rows_affected)
}
