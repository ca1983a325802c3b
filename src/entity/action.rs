//! What a network has been advised, or has agreed, to do: together the action plan.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, ActionId, NetworkId, PostId, ResultId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActionId,
    pub network_id: NetworkId,
    pub title: String,
    /// The code of a dimension.
    pub dimension: Option<String>,
    pub why: String,
    pub source: Source,
    /// The result of a round that suggested it; never an individual result, which is its owner's
    /// alone.
    pub result_id: Option<ResultId>,
    /// The recommendation that suggested it, such as `REC-REL-D1`.
    pub recommendation: Option<String>,
    /// The reply that it was made from.
    pub reply_id: Option<PostId>,
    /// The member who sees to it.
    pub owner_id: Option<AccountId>,
    /// Or the name of somebody without an account; empty for nobody.
    pub owner_name: String,
    /// A day, as YYYY-MM-DD.
    pub due: Option<String>,
    /// How many days the recommendation allows from agreement.
    pub due_days: Option<i32>,
    /// The statement of the health check that should go up.
    pub sign_statement: Option<String>,
    /// What to look for, in words.
    pub sign: String,
    pub state: State,
    pub shown_to_members: bool,
    /// How many of the three reminders about the present due date have gone, or need not go.
    pub reminded: i32,
    /// When it was last agreed; none for what was never agreed.
    pub agreed_at: Option<Timestamp>,
    /// When it was done or stopped.
    pub ended_at: Option<Timestamp>,
    /// Raised by every change of its words and of its state.
    pub version: i64,
    pub created_at: Timestamp,
    /// None for what a result proposed, a round's as a leader's own.
    pub created_by: Option<AccountId>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where an action came from (health-check.md 10.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The result of a round.
    #[sea_orm(string_value = "round")]
    Round,
    /// A leader's own view: no more than that is known.
    #[sea_orm(string_value = "own_view")]
    OwnView,
    /// Somebody's own idea.
    #[sea_orm(string_value = "idea")]
    Idea,
    /// A reply that helped.
    #[sea_orm(string_value = "reply")]
    Reply,
}

/// How far an action has come (health-check.md 13.4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Suggested; nobody has said yes.
    #[sea_orm(string_value = "proposed")]
    Proposed,
    /// Somebody will do it.
    #[sea_orm(string_value = "agreed")]
    Agreed,
    /// Somebody is doing it.
    #[sea_orm(string_value = "in_progress")]
    InProgress,
    /// It is done.
    #[sea_orm(string_value = "done")]
    Done,
    /// It will not be done; a proposal that ends here was declined.
    #[sea_orm(string_value = "stopped")]
    Stopped,
}
