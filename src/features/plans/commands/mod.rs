//! Writes: one story each, in one transaction.

mod actions;
mod notes;
mod proposing;
mod reminders;
mod steps;

pub use actions::{Edited, add, edit, from_reply, link, say, unlink};
pub use notes::{annotate, take_back};
pub use proposing::{propose, propose_own};
pub use steps::{Stepped, agree, begin, finish, stop};

pub(super) use reminders::{list_overdue, remind};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};

use super::policy;
use crate::{
    entity::{
        action::State,
        action_update,
        id::{AccountId, ActionId, NetworkId},
        membership,
    },
    platform::{
        access::Refusal,
        db::Write,
        web::error::{Error, Result},
    },
};

/// Holds the fact that authorises until the end of the transaction: nobody leaves the lead team
/// meanwhile (forum.md K4).
async fn hold(write: &Write<'_>, network: NetworkId, person: AccountId) -> Result<()> {
    hold_place(write, policy::still_leads(network, person)).await
}

/// The same for what leaders alone may do: the mark of core team is not enough.
async fn hold_leader(write: &Write<'_>, network: NetworkId, person: AccountId) -> Result<()> {
    let leads = membership::Column::Role.eq(membership::Role::Leader);
    hold_place(write, policy::still_leads(network, person).add(leads)).await
}

async fn hold_place(write: &Write<'_>, place: Condition) -> Result<()> {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(place)
        .lock(LockType::Share)
        .into_tuple::<AccountId>()
        .one(write.txn)
        .await?
        .map(|_| ())
        .ok_or_else(|| {
            Error::from(Refusal::because(
                "You do not lead this network any more, so nothing was changed.",
            ))
        })
}

/// Adds to what was said of an action.
async fn note(
    write: &Write<'_>,
    action: ActionId,
    author: AccountId,
    state: Option<State>,
    words: &str,
) -> Result<()> {
    let row = action_update::ActiveModel {
        action_id: Set(action),
        author_id: Set(author),
        state: Set(state),
        words: Set(words.to_owned()),
        created_at: Set(write.now),
        ..Default::default()
    };
    action_update::Entity::insert(row).exec(write.txn).await?;
    Ok(())
}
