//! "You said, we did": what respondents of a round are told of a plan (health-check.md 10.1).

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entity::{
    action::{self, State},
    id::NetworkId,
};

/// How many actions the page names.
const MOST: u64 = 50;

/// An action that members see, without anything but what it is and how far it has come.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SaidRow {
    /// Its title.
    pub title: String,
    /// How far it has come.
    pub state: State,
}

/// What a network did, as far as it shows it to its members.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Agreed and not begun.
    pub agreed: usize,
    /// Begun.
    pub in_progress: usize,
    /// Done.
    pub done: usize,
    /// All of them, what is done first.
    pub actions: Vec<SaidRow>,
}

/// Counts and titles of the agreed actions that a network shows to its members, no more. For whoever
/// holds a result link of one of its rounds: ask for that first.
pub async fn said<C: ConnectionTrait>(db: &C, network: NetworkId) -> Result<Said, DbErr> {
    let shown = [State::Done, State::InProgress, State::Agreed];
    let mut actions: Vec<SaidRow> = action::Entity::find()
        .select_only()
        .columns([action::Column::Title, action::Column::State])
        .filter(action::Column::NetworkId.eq(network))
        .filter(action::Column::ShownToMembers.eq(true))
        .filter(action::Column::State.is_in(shown))
        .order_by_desc(action::Column::AgreedAt)
        .order_by_asc(action::Column::Id)
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    let place = |state| shown.iter().position(|other| *other == state);
    actions.sort_by_key(|row| place(row.state));
    let count = |state| actions.iter().filter(|row| row.state == state).count();
    Ok(Said {
        agreed: count(State::Agreed),
        in_progress: count(State::InProgress),
        done: count(State::Done),
        actions,
    })
}
