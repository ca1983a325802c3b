//! What a round promised, and how far it has come: the part of a check that individual ones lack.

#![expect(
    clippy::struct_excessive_bools,
    reason = "each is a promise or a fact of its own"
)]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, HealthCheckId, ResultId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub health_check_id: HealthCheckId,
    /// The least number of responses for a result, and of answers for a figure.
    pub k: i32,
    /// Who sees the result.
    pub audience: Audience,
    /// Whether it may stand beside later rounds for those who see these (health-check.md 6.8).
    pub beside_later: bool,
    /// Whether leaders may share bands with peers although only the lead team sees the result (12.4).
    pub summary_shared: bool,
    /// Whether those invited are core or member.
    pub has_groups: bool,
    /// The last day on which people can answer, as `YYYY-MM-DD`.
    pub ends_on: String,
    /// What the leaders say to those invited.
    pub message: String,
    /// The steps of setting it up that were done, separated by commas.
    pub steps: String,
    /// Raised by every change; a form names the version that it was made from.
    pub version: i64,
    /// 00:00 after the last day, in the network's time zone; set when it opens.
    pub closes_at: Option<Timestamp>,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Whether a leader closed it before its time.
    pub closed_early: bool,
    /// The individual result that one leader set beside it (health-check.md 5.13).
    pub leader_result_id: Option<ResultId>,
    /// Whether that leader agreed that everybody who sees the result sees their scores.
    pub leader_shown: bool,
    /// That leader.
    pub leader_id: Option<AccountId>,
    /// Invitations at the close.
    pub invited: i32,
    /// Those of them that reached somebody.
    pub delivered: i32,
    /// Responses at the close.
    pub answered: i32,
    /// Whether old bytes are to be removed from file and log (health-check.md 9.1 b).
    pub erasing: Erasing,
    /// How often that was tried in vain.
    pub erase_attempts: i32,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who was promised the result of a round (health-check.md section 4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The leaders and the core team.
    #[sea_orm(string_value = "lead_team")]
    LeadTeam,
    /// All who answered, by a link of their own; and the lead team.
    #[sea_orm(string_value = "respondents")]
    Respondents,
    /// All members of the network.
    #[sea_orm(string_value = "members")]
    Members,
}

/// Whether the old bytes of a sealed round are gone.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Erasing {
    /// It was not sealed yet.
    #[sea_orm(string_value = "nothing")]
    Nothing,
    /// They are still there.
    #[sea_orm(string_value = "due")]
    Due,
    /// They are gone.
    #[sea_orm(string_value = "done")]
    Done,
}
