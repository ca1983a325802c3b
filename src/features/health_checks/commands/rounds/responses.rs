//! What respondents do. Nothing here is recorded beside the thing itself: no activity, no form key,
//! no audit entry, nothing that carries a time or a key in common (architecture.md, "Answer a
//! round").

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

use crate::{
    entity::{
        check_invitation, comment, health_check,
        id::{CheckInvitationId, HealthCheckId},
        respondent_draft, response, round,
    },
    features::health_checks::{
        answering::{Answering, COMMENT_CODES},
        links::{Receipt, Token},
        queries::Asked,
    },
    platform::{
        access::ByLink,
        db::{Write, unique::or_nothing},
        web::error::{Error, Result},
    },
};

/// What became of a response.
#[derive(Clone, Debug)]
pub enum Sent {
    /// It is stored; this code can withdraw it until the close.
    Stored(Receipt),
    /// The link was used before, by a twin of this form or by somebody else.
    Used,
    /// The round is closed.
    Closed,
}

/// Whether the round of a link still takes answers, its row held until the transaction ends: a
/// response comes before the close and counts, or is refused (health-check.md 13.1).
async fn takes_answers(write: &Write<'_>, round: HealthCheckId) -> Result<bool> {
    let open = health_check::Entity::find_by_id(round)
        .filter(health_check::Column::State.eq(health_check::State::Open))
        .lock_shared()
        .one(write.txn)
        .await?;
    let in_time = round::Entity::find_by_id(round)
        .filter(round::Column::ClosesAt.gt(write.now))
        .one(write.txn)
        .await?;
    Ok(open.is_some() && in_time.is_some())
}

/// Keeps a draft, encrypted with the link. False: the round is closed, or the link was used.
pub async fn save_draft(
    write: &Write<'_>,
    link: &ByLink<Asked>,
    token: &Token,
    draft: &Answering,
) -> Result<bool> {
    let asked = link.get();
    if !takes_answers(write, asked.check.id).await? {
        return Ok(false);
    }
    let sealed = token
        .seal(&draft.to_json())
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("a draft could not be sealed")))?;
    let changed = respondent_draft::Entity::update_many()
        .col_expr(
            respondent_draft::Column::Sealed,
            Expr::value(sealed.clone()),
        )
        .filter(respondent_draft::Column::TokenHash.eq(token.hash()))
        .filter(respondent_draft::Column::HealthCheckId.eq(asked.check.id))
        .exec(write.txn)
        .await?;
    if changed.rows_affected == 1 {
        return Ok(true);
    }
    // Through the open link the row is made on starting, and gone means used.
    let Some(invitation) = &asked.invitation else {
        return Ok(false);
    };
    if !still_unanswered(write, &invitation.id).await? {
        return Ok(false);
    }
    insert_draft(write, asked.check.id, token, sealed).await?;
    Ok(true)
}

/// Begins through the open link of a round: a token that nobody was sent, and an empty draft whose
/// deletion will be the one use of it. False: the round is closed.
pub async fn start_open(write: &Write<'_>, round: HealthCheckId, token: &Token) -> Result<bool> {
    if !takes_answers(write, round).await? {
        return Ok(false);
    }
    let sealed = token
        .seal(&Answering::default().to_json())
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("a draft could not be sealed")))?;
    insert_draft(write, round, token, sealed).await?;
    Ok(true)
}

async fn insert_draft(
    write: &Write<'_>,
    round: HealthCheckId,
    token: &Token,
    sealed: String,
) -> Result<()> {
    let row = respondent_draft::ActiveModel {
        token_hash: Set(token.hash()),
        health_check_id: Set(round),
        sealed: Set(sealed),
    };
    respondent_draft::Entity::insert(row)
        .on_conflict(or_nothing())
        .try_insert()
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

async fn still_unanswered(write: &Write<'_>, id: &CheckInvitationId) -> Result<bool> {
    let open = check_invitation::Entity::find_by_id(id.clone())
        .filter(check_invitation::Column::Answered.eq(false))
        .lock_exclusive()
        .one(write.txn)
        .await?;
    Ok(open.is_some())
}

/// Stores a response: the link is used, the response and its comments stand without it, the draft is
/// gone. All of it, or nothing.
pub async fn respond(
    write: &Write<'_>,
    link: &ByLink<Asked>,
    token: &Token,
    answering: &Answering,
) -> Result<Sent> {
    let asked = link.get();
    let round = asked.check.id;
    if !takes_answers(write, round).await? {
        return Ok(Sent::Closed);
    }
    let drafts = respondent_draft::Entity::delete_many()
        .filter(respondent_draft::Column::TokenHash.eq(token.hash()))
        .exec(write.txn)
        .await?;
    let is_first = match &asked.invitation {
        Some(invitation) => {
            let used = check_invitation::Entity::update_many()
                .col_expr(check_invitation::Column::Answered, Expr::value(true))
                .filter(check_invitation::Column::Id.eq(invitation.id.clone()))
                .filter(check_invitation::Column::Answered.eq(false))
                .exec(write.txn)
                .await?;
            used.rows_affected == 1
        }
        None => drafts.rows_affected == 1,
    };
    if !is_first {
        return Ok(Sent::Used);
    }
    let receipt = Receipt::random();
    let group = asked.invitation.as_ref().and_then(|it| it.respondent_group);
    let row = response::ActiveModel {
        id: Set(random_id()),
        health_check_id: Set(round),
        respondent_group: Set(group),
        answers: Set(answering.response_json()),
        receipt_hash: Set(Some(receipt.hash("response"))),
    };
    response::Entity::insert(row)
        .exec_without_returning(write.txn)
        .await?;
    for (question, written) in &answering.comments {
        let row = comment::ActiveModel {
            id: Set(random_id()),
            health_check_id: Set(round),
            question: Set(question.clone()),
            body: Set(written.body.clone()),
            may_be_shown: Set(written.may_be_shown),
            receipt_hash: Set(Some(receipt.hash(question))),
        };
        comment::Entity::insert(row)
            .exec_without_returning(write.txn)
            .await?;
    }
    Ok(Sent::Stored(receipt))
}

/// Withdraws a response with its comments; the link stays used. False: the code was wrong, or the
/// round is closed, and nobody is told which (health-check.md 9.6).
pub async fn withdraw(write: &Write<'_>, receipt: &Receipt) -> Result<bool> {
    let found = response::Entity::find()
        .filter(response::Column::ReceiptHash.eq(receipt.hash("response")))
        .one(write.txn)
        .await?;
    let Some(found) = found else {
        return Ok(false);
    };
    if !takes_answers(write, found.health_check_id).await? {
        return Ok(false);
    }
    let gone = response::Entity::delete_by_id(found.id)
        .exec(write.txn)
        .await?;
    let hashes = COMMENT_CODES.map(|question| receipt.hash(question));
    comment::Entity::delete_many()
        .filter(comment::Column::HealthCheckId.eq(found.health_check_id))
        .filter(comment::Column::ReceiptHash.is_in(hashes))
        .exec(write.txn)
        .await?;
    Ok(gone.rows_affected == 1)
}

/// Notes that somebody says that their group is wrong, without a word of their answers (CTX-3).
pub async fn dispute_group(write: &Write<'_>, link: &ByLink<Asked>) -> Result<()> {
    note(write, link, check_invitation::Column::GroupDisputed).await
}

/// Notes that somebody wants no reminder of this round.
pub async fn no_reminders(write: &Write<'_>, link: &ByLink<Asked>) -> Result<()> {
    note(write, link, check_invitation::Column::NoReminders).await
}

async fn note(
    write: &Write<'_>,
    link: &ByLink<Asked>,
    column: check_invitation::Column,
) -> Result<()> {
    let Some(invitation) = &link.get().invitation else {
        return Ok(());
    };
    check_invitation::Entity::update_many()
        .col_expr(column, Expr::value(true))
        .filter(check_invitation::Column::Id.eq(invitation.id.clone()))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// A random UUID: no order and no time.
pub(super) fn random_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
