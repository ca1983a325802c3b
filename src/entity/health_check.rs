//! One use of an instrument by a network.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, HealthCheckId, InstrumentId, NetworkId};
use super::timestamp::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "health_check")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HealthCheckId,
    pub network_id: NetworkId,
    pub owner_id: Option<AccountId>,
    pub instrument_id: InstrumentId,
    pub mode: Mode,
    pub form: Form,
    pub state: State,
    pub created_at: Timestamp,
    pub saved_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who answers (health-check.md section 4).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One leader, for their own view.
    #[sea_orm(string_value = "individual")]
    Individual,
    /// The people who were invited, each by a link of their own.
    #[sea_orm(string_value = "round_confidential")]
    RoundConfidential,
    /// Whoever has the one link of the round; always labelled indicative.
    #[sea_orm(string_value = "round_open_link")]
    RoundOpenLink,
}

impl Mode {
    /// Whether several people answer.
    pub fn is_round(self) -> bool {
        match self {
            Self::Individual => false,
            Self::RoundConfidential | Self::RoundOpenLink => true,
        }
    }
}

/// How many statements are asked (health-check.md 1.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// All forty.
    #[sea_orm(string_value = "full")]
    Full,
    /// The sixteen of the pulse form.
    #[sea_orm(string_value = "pulse")]
    Pulse,
}

/// How far a check has come: an individual one is a draft, saved, deleted (health-check.md 13.2); a
/// round is a draft, open, closed, sealed, and then released or not enough; or cancelled (13.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Answers are being given; of a round: it is being set up.
    #[sea_orm(string_value = "draft")]
    Draft,
    /// Respondents can answer.
    #[sea_orm(string_value = "open")]
    Open,
    /// Nobody can answer any more, and nothing has been read yet.
    #[sea_orm(string_value = "closed")]
    Closed,
    /// What could join people and answers is removed.
    #[sea_orm(string_value = "sealed")]
    Sealed,
    /// It has a result.
    #[sea_orm(string_value = "released")]
    Released,
    /// Fewer answered than the round needed: there is no result, and the answers are gone.
    #[sea_orm(string_value = "not_enough")]
    NotEnough,
    /// Taken back by a leader while it was open; the answers are gone.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
    /// It has a result.
    #[sea_orm(string_value = "saved")]
    Saved,
    /// Its owner deleted it.
    #[sea_orm(string_value = "deleted")]
    Deleted,
}
