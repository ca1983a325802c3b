//! People, their conversation and their health checks: the only kind of group.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "network")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NetworkId,
    /// In addresses; never changed and never used again.
    pub slug: String,
    pub name: String,
    /// The name folded, for search and order.
    pub name_key: String,
    pub purpose: String,
    pub about: String,
    pub kind: Kind,
    /// As its leaders state it (health-check.md 3.2).
    pub stage: Stage,
    pub visibility: Visibility,
    pub join_policy: JoinPolicy,
    /// Whether knowledge brokers are let in (permissions.md, symbol b).
    pub broker_access: bool,
    /// Who may open the member list (forum.md NW8).
    pub member_list: MemberList,
    pub governance: Option<Governance>,
    /// Number of organisations, where known.
    pub organisations: Option<i32>,
    /// The month it began, as YYYY-MM.
    pub started: Option<String>,
    pub geography: Option<String>,
    pub state: State,
    /// The one built-in network (permissions.md R50).
    pub is_commons: bool,
    /// A count, kept by arithmetic.
    pub members: i64,
    pub last_activity_at: Timestamp,
    /// Raised by every edit; an edit names the version it was made on.
    pub version: i64,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a network is mainly for (health-check.md 3.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Learn from each other.
    #[sea_orm(string_value = "learning")]
    Learning,
    /// Change practice on a shared topic.
    #[sea_orm(string_value = "improvement")]
    Improvement,
    /// Coordinate or manage care together.
    #[sea_orm(string_value = "delivery")]
    Delivery,
    /// Change policy or public view.
    #[sea_orm(string_value = "advocacy")]
    Advocacy,
    /// Mutual support, often led by people with lived experience.
    #[sea_orm(string_value = "support")]
    Support,
    /// Redesign a place or system.
    #[sea_orm(string_value = "development")]
    Development,
    /// Peers across networks.
    #[sea_orm(string_value = "community_of_practice")]
    CommunityOfPractice,
    /// Something else.
    #[sea_orm(string_value = "other")]
    Other,
}

/// Where a network is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Getting started.
    #[sea_orm(string_value = "forming")]
    Forming,
    /// Building up.
    #[sea_orm(string_value = "building")]
    Building,
    /// In full flow.
    #[sea_orm(string_value = "performing")]
    Performing,
    /// Changing shape or ending.
    #[sea_orm(string_value = "renewing")]
    Renewing,
}

/// Who can see a network (permissions.md section 1).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Anyone signed in reads; visitors too where the site lets them.
    #[sea_orm(string_value = "public")]
    Public,
    /// Everyone finds the landing page; members read.
    #[sea_orm(string_value = "private")]
    Private,
    /// Members only; for everyone else it does not exist.
    #[sea_orm(string_value = "secret")]
    Secret,
}

/// How people come in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum JoinPolicy {
    /// With one button.
    #[sea_orm(string_value = "open")]
    Open,
    /// By asking; a leader or moderator decides.
    #[sea_orm(string_value = "request")]
    Request,
    /// By invitation only.
    #[sea_orm(string_value = "invitation")]
    Invitation,
}

/// Who may open the member list.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum MemberList {
    /// Everyone signed in who can see the network.
    #[sea_orm(string_value = "everyone")]
    Everyone,
    /// Members.
    #[sea_orm(string_value = "members")]
    Members,
    /// Leaders and moderators.
    #[sea_orm(string_value = "moderators")]
    Moderators,
}

/// How a network is held together (health-check.md 3.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Governance {
    /// Shared by members.
    #[sea_orm(string_value = "shared")]
    Shared,
    /// One lead organisation.
    #[sea_orm(string_value = "lead_organisation")]
    LeadOrganisation,
    /// A separate coordinating body.
    #[sea_orm(string_value = "coordinating_body")]
    CoordinatingBody,
    /// Not settled.
    #[sea_orm(string_value = "not_settled")]
    NotSettled,
}

/// Whether a network is in use.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In use.
    #[sea_orm(string_value = "active")]
    Active,
    /// Read only.
    #[sea_orm(string_value = "archived")]
    Archived,
    /// In the trash for thirty days.
    #[sea_orm(string_value = "trashed")]
    Trashed,
}
