//! A person who signs in.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::AccountId;
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AccountId,
    /// The unique name in addresses, as its owner writes it.
    pub handle: String,
    /// The handle folded, so that look-alikes collide.
    pub handle_key: String,
    /// Whether the one change of handle has been used.
    pub handle_changed: bool,
    pub display_name: String,
    /// The address as typed.
    pub email_shown: String,
    /// The address in its canonical form.
    pub email_key: String,
    /// A PHC string (argon2id).
    pub password_hash: String,
    pub state: State,
    /// Raised to end every session of this person at once.
    pub session_epoch: i64,
    pub organisation: String,
    pub job_role: String,
    pub about: String,
    pub can_help: String,
    pub would_like_help: String,
    /// Who reads about, can help with and would like help with.
    pub details_audience: Audience,
    /// An IANA name, such as Europe/London.
    pub time_zone: String,
    pub theme: Theme,
    /// When the address was confirmed; none where there is no mail to confirm it by.
    pub confirmed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What an account is allowed at all (permissions.md section 5).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Has not confirmed the address yet: the rights of a visitor (R42).
    #[sea_orm(string_value = "unverified")]
    Unverified,
    /// Waits for a site moderator: the rights of a visitor (R42).
    #[sea_orm(string_value = "awaiting_approval")]
    AwaitingApproval,
    /// May take part.
    #[sea_orm(string_value = "active")]
    Active,
    /// May not sign in.
    #[sea_orm(string_value = "suspended")]
    Suspended,
    /// Has left; shown as "Former member".
    #[sea_orm(string_value = "closed")]
    Closed,
}

/// Who may read the longer part of a profile (forum.md AC6).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone signed in.
    #[sea_orm(string_value = "signed_in")]
    SignedIn,
    /// People who share a network with this person.
    #[sea_orm(string_value = "my_networks")]
    MyNetworks,
    /// Nobody else.
    #[sea_orm(string_value = "only_me")]
    OnlyMe,
}

/// How pages look to this person.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device says.
    #[sea_orm(string_value = "auto")]
    Auto,
    /// Light.
    #[sea_orm(string_value = "light")]
    Light,
    /// Dark.
    #[sea_orm(string_value = "dark")]
    Dark,
}
