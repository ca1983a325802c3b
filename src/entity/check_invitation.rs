//! Somebody is asked to answer a round. Whether they did, never when and never what (health-check.md 9.1).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{CheckInvitationId, HealthCheckId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "check_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CheckInvitationId,
    pub health_check_id: HealthCheckId,
    /// As the leader wrote it; may be empty.
    pub name: String,
    /// Deleted 90 days after the close.
    pub email: String,
    /// The address in one spelling: one invitation for each.
    pub email_key: String,
    pub respondent_group: Option<Group>,
    /// SHA-256 of the token of the link; none until the round opens and once it is sealed.
    pub token_hash: Option<String>,
    /// Whether a response was sent with its link: no time, and cleared after the release.
    pub answered: bool,
    pub mail: Mail,
    /// How many reminders were sent.
    pub reminders: i32,
    /// Whether they asked for none.
    pub no_reminders: bool,
    /// Whether they said that their group is wrong.
    pub group_disputed: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// What somebody is in the network, as the invitation says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Core team.
    #[sea_orm(string_value = "core")]
    Core,
    /// Member.
    #[sea_orm(string_value = "member")]
    Member,
}

/// Where the mail of an invitation stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// Not in the outbox yet.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// In the outbox.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// Taken by the mail server.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// The address does not exist.
    #[sea_orm(string_value = "refused")]
    Refused,
}
