//! What was said of an action, and each step it took: only ever added to.

use sea_orm::entity::prelude::*;

use super::action::State;
use super::id::{AccountId, ActionId, ActionUpdateId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_update")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActionUpdateId,
    pub action_id: ActionId,
    pub author_id: AccountId,
    /// The state it came to with this; none for a mere update.
    pub state: Option<State>,
    /// What was said; empty for a step without words.
    pub words: String,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
