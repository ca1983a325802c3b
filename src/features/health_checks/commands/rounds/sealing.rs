//! Sealing: what could join people and answers is removed, before anything is computed
//! (health-check.md 9.1).

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    responses::random_id,
    running::{change, for_all_answers, set_state},
};
use crate::{
    entity::{
        check_invitation::{self, Group, Mail},
        comment, health_check,
        id::HealthCheckId,
        response, round,
    },
    features::health_checks::emails,
    platform::{db::Write, mail::outbox, random, web::error::Result},
};

/// Rows in one INSERT: few enough for the number of parameters that both databases take.
const SOME: usize = 500;

/// Part (a): rewrites responses, comments and invitations in random order, responses and comments
/// under new random ids, without receipts; deletes drafts, unticked comments and the round's mails.
/// Where a group is smaller than k nobody keeps one; below k all answers go. In the transaction that
/// closes the round.
pub(super) async fn seal(
    write: &Write<'_>,
    check: &health_check::Model,
    round: &round::Model,
) -> Result<()> {
    let k = usize::try_from(round.k).unwrap_or(usize::MAX);
    outbox::forget(write, emails::OF_A_ROUND, &emails::data_of(check.id)).await?;
    let invitations = reorder_invitations(write, check.id).await?;
    let responses = response::Entity::find()
        .filter(response::Column::HealthCheckId.eq(check.id))
        .all(write.txn)
        .await?;
    let comments = comment::Entity::find()
        .filter(comment::Column::HealthCheckId.eq(check.id))
        .filter(comment::Column::MayBeShown.eq(true))
        .all(write.txn)
        .await?;
    let answered = responses.len();
    for_all_answers(write, check.id).await?;
    if answered >= k {
        rewrite_responses(write, responses, k).await?;
        rewrite_comments(write, comments).await?;
    }
    let delivered = invitations
        .iter()
        .filter(|it| it.mail != Mail::Refused)
        .count();
    change(check.id)
        .col_expr(
            round::Column::Invited,
            Expr::value(small(invitations.len())),
        )
        .col_expr(round::Column::Delivered, Expr::value(small(delivered)))
        .col_expr(round::Column::Answered, Expr::value(small(answered)))
        .col_expr(round::Column::Erasing, Expr::value(round::Erasing::Due))
        .exec(write.txn)
        .await?;
    set_state(
        write,
        check.id,
        health_check::State::Closed,
        health_check::State::Sealed,
    )
    .await
}

async fn reorder_invitations(
    write: &Write<'_>,
    id: HealthCheckId,
) -> Result<Vec<check_invitation::Model>> {
    let mut all = check_invitation::Entity::find()
        .filter(check_invitation::Column::HealthCheckId.eq(id))
        .all(write.txn)
        .await?;
    shuffle(&mut all);
    check_invitation::Entity::delete_many()
        .filter(check_invitation::Column::HealthCheckId.eq(id))
        .exec(write.txn)
        .await?;
    for some in all.chunks(SOME) {
        let rows = some
            .iter()
            .cloned()
            .map(|row| check_invitation::ActiveModel {
                id: Set(row.id),
                health_check_id: Set(row.health_check_id),
                name: Set(row.name),
                email: Set(row.email),
                email_key: Set(row.email_key),
                respondent_group: Set(row.respondent_group),
                // The link opens nothing any more.
                token_hash: Set(None),
                answered: Set(row.answered),
                mail: Set(row.mail),
                reminders: Set(row.reminders),
                no_reminders: Set(row.no_reminders),
                group_disputed: Set(row.group_disputed),
            });
        check_invitation::Entity::insert_many(rows)
            .exec_without_returning(write.txn)
            .await?;
    }
    Ok(all)
}

async fn rewrite_responses(
    write: &Write<'_>,
    mut all: Vec<response::Model>,
    k: usize,
) -> Result<()> {
    let mut sizes: HashMap<Group, usize> = HashMap::new();
    for group in all.iter().filter_map(|it| it.respondent_group) {
        *sizes.entry(group).or_default() += 1;
    }
    let keeps_groups = sizes.values().all(|size| *size >= k);
    shuffle(&mut all);
    for some in all.chunks(SOME) {
        let rows = some.iter().cloned().map(|row| response::ActiveModel {
            id: Set(random_id()),
            health_check_id: Set(row.health_check_id),
            respondent_group: Set(row.respondent_group.filter(|_| keeps_groups)),
            answers: Set(row.answers),
            receipt_hash: Set(None),
        });
        response::Entity::insert_many(rows)
            .exec_without_returning(write.txn)
            .await?;
    }
    Ok(())
}

async fn rewrite_comments(write: &Write<'_>, mut all: Vec<comment::Model>) -> Result<()> {
    shuffle(&mut all);
    for some in all.chunks(SOME) {
        let rows = some.iter().cloned().map(|row| comment::ActiveModel {
            id: Set(random_id()),
            health_check_id: Set(row.health_check_id),
            question: Set(row.question),
            body: Set(row.body),
            may_be_shown: Set(true),
            receipt_hash: Set(None),
        });
        comment::Entity::insert_many(rows)
            .exec_without_returning(write.txn)
            .await?;
    }
    Ok(())
}

/// Part (b) is done: the old bytes are gone from file and log.
pub(in crate::features::health_checks) async fn erased(
    write: &Write<'_>,
    rounds: &[HealthCheckId],
) -> Result<()> {
    round::Entity::update_many()
        .col_expr(round::Column::Erasing, Expr::value(round::Erasing::Done))
        .filter(round::Column::HealthCheckId.is_in(rounds.iter().copied()))
        .exec(write.txn)
        .await?;
    Ok(())
}

/// Part (b) could not be done yet: site admins see how often that was so.
pub(in crate::features::health_checks) async fn erasing_failed(write: &Write<'_>) -> Result<()> {
    use sea_orm::ExprTrait;
    round::Entity::update_many()
        .col_expr(
            round::Column::EraseAttempts,
            Expr::col(round::Column::EraseAttempts).add(1),
        )
        .filter(round::Column::Erasing.eq(round::Erasing::Due))
        .exec(write.txn)
        .await?;
    Ok(())
}

fn small(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// An order that nobody chose: each row gets a random key, and the keys decide.
pub(super) fn shuffle<T>(rows: &mut Vec<T>) {
    let mut keyed: Vec<([u8; 16], T)> = rows.drain(..).map(|row| (random::bytes(), row)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}
