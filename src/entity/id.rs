//! One type per table, so that the id of a post cannot be passed for the id of a thread.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// The id of a row of `account`.
    AccountId
    /// The id of a row of `network`.
    NetworkId
    /// The id of a row of `join_request`.
    JoinRequestId
    /// The id of a row of `network_invitation`.
    NetworkInvitationId
    /// The id of a row of `thread`.
    ThreadId
    /// The id of a row of `post`.
    PostId
    /// The id of a row of `post_revision`.
    PostRevisionId
    /// The id of a row of `thread_event`.
    ThreadEventId
    /// The id of a row of `instrument`.
    InstrumentId
    /// The id of a row of `health_check`.
    HealthCheckId
    /// The id of a row of `comparison_record`.
    ComparisonRecordId
    /// The id of a row of `result`.
    ResultId
    /// The id of a row of `share`.
    ShareId
    /// The id of a row of `action`.
    ActionId
    /// The id of a row of `action_update`.
    ActionUpdateId
    /// The id of a row of `annotation`.
    AnnotationId
    /// The id of a row of `review_item`.
    ReviewItemId
    /// The id of a row of `report`.
    ReportId
    /// The id of a row of `audit_entry`.
    AuditEntryId
    /// The id of a row of `activity`.
    ActivityId
    /// The id of a row of `job`.
    JobId
    /// The id of a row of `outbox_mail`.
    OutboxMailId
    /// The id of a row of `draft`.
    DraftId
}

/// The id of a row of `check_invitation`: random, because the respondent's link is made of it
/// (health-check.md 9.8).
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType,
)]
#[serde(transparent)]
pub struct CheckInvitationId(pub String);

impl sea_orm::TryFromU64 for CheckInvitationId {
    /// No database makes these.
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("CheckInvitationId"))
    }
}
