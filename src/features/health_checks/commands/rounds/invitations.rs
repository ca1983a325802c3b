//! Who is asked, and the mails that ask them.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};

use crate::{
    entity::{
        check_invitation::{self, Mail},
        health_check,
        id::{CheckInvitationId, HealthCheckId},
    },
    features::health_checks::{
        emails::{RoundCancelled, RoundInvitation},
        invited::Invited,
        links::Token,
        policy::ManageRound,
        promise,
    },
    platform::{
        access::Permit,
        db::{Write, unique::or_nothing},
        mail::outbox::{self, Times, To},
        secret::SiteSecret,
        web::error::{Error, Result},
    },
};

/// Puts people on the list of a round that is being set up; those who are on it already are left as
/// they are. Says how many were new.
/// [`Error::Conflict`] in words where the list would be one that no round can have.
pub async fn add_invited(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    secret: &SiteSecret,
    people: Vec<Invited>,
) -> Result<u64> {
    let id = permit.on().id();
    super::setup::lock_setup(write, permit).await?;
    let mut added = 0;
    // Several rows a statement, few enough for the number of parameters that both databases take.
    for some in people.chunks(500) {
        let rows = some.iter().map(|person| row(id, secret, person));
        added += check_invitation::Entity::insert_many(rows)
            .on_conflict(or_nothing())
            .try_insert()
            .exec_without_returning(write.txn)
            .await
            .map(|done| inserted(&done))?;
    }
    let all =
        check_invitation::Entity::find().filter(check_invitation::Column::HealthCheckId.eq(id));
    if all.clone().count(write.txn).await? > promise::MOST_INVITED as u64 {
        return Err(Error::Conflict(format!(
            "A round asks at most {} people. Nobody was added.",
            promise::MOST_INVITED
        )));
    }
    let no_group = check_invitation::Column::RespondentGroup.is_null();
    let without = all
        .clone()
        .filter(no_group.clone())
        .count(write.txn)
        .await?;
    let with = all.filter(no_group.not()).count(write.txn).await?;
    if with > 0 && without > 0 {
        return Err(Error::Conflict(
            "Some people on the list have a group and some have not. Give a group to everybody, or \
             to nobody. Nobody was added."
                .to_owned(),
        ));
    }
    Ok(added)
}

fn inserted(done: &sea_orm::TryInsertResult<u64>) -> u64 {
    match done {
        sea_orm::TryInsertResult::Inserted(rows) => *rows,
        sea_orm::TryInsertResult::Conflicted | sea_orm::TryInsertResult::Empty => 0,
    }
}

fn row(
    check: HealthCheckId,
    secret: &SiteSecret,
    person: &Invited,
) -> check_invitation::ActiveModel {
    let id = CheckInvitationId(uuid::Uuid::new_v4().simple().to_string());
    check_invitation::ActiveModel {
        token_hash: Set(Some(Token::of(secret, &id).hash())),
        id: Set(id),
        health_check_id: Set(check),
        name: Set(person.name.clone()),
        email: Set(person.email.clone()),
        email_key: Set(person.key.clone()),
        respondent_group: Set(person.group),
        answered: Set(false),
        mail: Set(Mail::Waiting),
        reminders: Set(0),
        no_reminders: Set(false),
        group_disputed: Set(false),
    }
}

/// Takes people off the list while the round is being set up: one, or all of them.
pub async fn remove_invited(
    write: &Write<'_>,
    permit: &Permit<ManageRound>,
    one: Option<CheckInvitationId>,
) -> Result<()> {
    super::setup::lock_setup(write, permit).await?;
    let mut gone = check_invitation::Entity::delete_many()
        .filter(check_invitation::Column::HealthCheckId.eq(permit.on().id()));
    if let Some(one) = one {
        gone = gone.filter(check_invitation::Column::Id.eq(one));
    }
    gone.exec(write.txn).await?;
    Ok(())
}

/// Puts the next mails of a round into the outbox. Says how many: none when all are there. A batch
/// is one short transaction, so that pages need not wait for two thousand of them.
pub(in crate::features::health_checks) async fn queue_mails(
    write: &Write<'_>,
    round: HealthCheckId,
    most: u64,
) -> Result<usize> {
    if !is_open(write, round).await? {
        return Ok(0);
    }
    let next = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(round))
        .filter(check_invitation::Column::Mail.eq(Mail::Waiting))
        .order_by_asc(check_invitation::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(write.txn)
        .await?;
    for invitation in &next {
        let mail = RoundInvitation {
            round,
            invitation: invitation.id.clone(),
            reminder: 0,
        };
        let to = To::Address(invitation.email.clone());
        outbox::put(write, to, &mail, Times::Once(&invitation.id.0)).await?;
    }
    let ids = next.iter().map(|invitation| invitation.id.clone());
    check_invitation::Entity::update_many()
        .col_expr(check_invitation::Column::Mail, Expr::value(Mail::Queued))
        .filter(check_invitation::Column::Id.is_in(ids))
        .exec(write.txn)
        .await?;
    Ok(next.len())
}

/// Puts the reminder with this number (1 or 2) into the outbox for those who have not answered, were
/// reached and did not ask for none. Says how many.
pub(in crate::features::health_checks) async fn queue_reminders(
    write: &Write<'_>,
    round: HealthCheckId,
    number: i32,
    most: u64,
) -> Result<usize> {
    if !is_open(write, round).await? {
        return Ok(0);
    }
    let next = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(round))
        .filter(check_invitation::Column::Mail.eq(Mail::Sent))
        .filter(check_invitation::Column::Answered.eq(false))
        .filter(check_invitation::Column::NoReminders.eq(false))
        .filter(check_invitation::Column::Reminders.lt(Ord::min(number, promise::MOST_REMINDERS)))
        .order_by_asc(check_invitation::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(write.txn)
        .await?;
    for invitation in &next {
        let mail = RoundInvitation {
            round,
            invitation: invitation.id.clone(),
            reminder: number,
        };
        let once = format!("{}-{number}", invitation.id.0);
        let to = To::Address(invitation.email.clone());
        outbox::put(write, to, &mail, Times::Once(&once)).await?;
    }
    let ids = next.iter().map(|invitation| invitation.id.clone());
    check_invitation::Entity::update_many()
        .col_expr(check_invitation::Column::Reminders, Expr::value(number))
        .filter(check_invitation::Column::Id.is_in(ids))
        .exec(write.txn)
        .await?;
    Ok(next.len())
}

/// Notes what became of the first mail of an invitation.
pub(in crate::features::health_checks) async fn mail_settled(
    write: &Write<'_>,
    id: &CheckInvitationId,
    mail: Mail,
) -> Result<(), DbErr> {
    check_invitation::Entity::update_many()
        .col_expr(check_invitation::Column::Mail, Expr::value(mail))
        .filter(check_invitation::Column::Id.eq(id.clone()))
        .filter(check_invitation::Column::Mail.is_in([Mail::Waiting, Mail::Queued]))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Tells those who had a mail that the round was cancelled.
pub(super) async fn tell_cancelled(write: &Write<'_>, round: HealthCheckId) -> Result<()> {
    let reached = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(round))
        .filter(check_invitation::Column::Mail.eq(Mail::Sent))
        .all(write.txn)
        .await?;
    for invitation in reached {
        let once = invitation.id.0.clone();
        let to = To::Address(invitation.email);
        outbox::put(write, to, &RoundCancelled { round }, Times::Once(&once)).await?;
    }
    Ok(())
}

/// Tries the addresses again that were refused, once a leader asks for it.
pub async fn retry_refused(write: &Write<'_>, permit: &Permit<ManageRound>) -> Result<()> {
    check_invitation::Entity::update_many()
        .col_expr(check_invitation::Column::Mail, Expr::value(Mail::Waiting))
        .filter(check_invitation::Column::HealthCheckId.eq(permit.on().id()))
        .filter(check_invitation::Column::Mail.eq(Mail::Refused))
        .exec(write.txn)
        .await?;
    let job = crate::features::health_checks::jobs::InvitePeople {
        round: permit.on().id(),
    };
    crate::platform::jobs::queue::enqueue(write, &job, write.now).await?;
    Ok(())
}

async fn is_open(write: &Write<'_>, round: HealthCheckId) -> Result<bool> {
    let check = health_check::Entity::find_by_id(round)
        .one(write.txn)
        .await?;
    Ok(check.is_some_and(|check| check.state == health_check::State::Open))
}
