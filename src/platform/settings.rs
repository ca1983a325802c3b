//! Settings that can change while the site runs: read at start, and again every few seconds.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, sea_query::OnConflict};

use super::db::Write;
use crate::entity::site_setting;

/// The settings of the site, as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    /// What the site calls itself.
    pub site_name: String,
    /// Whether the site has been set up: until then every page says so.
    pub set_up: bool,
    /// Whether visitors may read public networks.
    pub visitors_can_read: bool,
    /// Whether any active account may create a network (forum.md NW1).
    pub anyone_creates_networks: bool,
    /// The least number of respondents that a round of a health check may ask for: 3 to 10
    /// (health-check.md 5.1).
    pub smallest_round: u32,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            site_name: "Indaba".to_owned(),
            set_up: false,
            visitors_can_read: true,
            anyone_creates_networks: true,
            smallest_round: 5,
        }
    }
}

/// The one shared copy of [`Values`].
#[derive(Clone, Debug, Default)]
pub struct Settings(Arc<RwLock<Arc<Values>>>);

impl Settings {
    /// The settings as last read.
    pub fn now(&self) -> Arc<Values> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads them again from the database.
    pub async fn reload<C: ConnectionTrait>(&self, db: &C) -> Result<(), DbErr> {
        let rows = site_setting::Entity::find().all(db).await?;
        let values = parse(&rows.into_iter().map(|row| (row.key, row.value)).collect());
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(values);
        Ok(())
    }
}

/// A setting's name in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// [`Values::site_name`].
    SiteName,
    /// [`Values::set_up`].
    SetUp,
    /// [`Values::visitors_can_read`].
    VisitorsCanRead,
    /// [`Values::anyone_creates_networks`].
    AnyoneCreatesNetworks,
    /// [`Values::smallest_round`].
    SmallestRound,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::SiteName => "site_name",
            Self::SetUp => "set_up",
            Self::VisitorsCanRead => "visitors_can_read",
            Self::AnyoneCreatesNetworks => "anyone_creates_networks",
            Self::SmallestRound => "smallest_round",
        }
    }
}

/// Stores a setting; processes see it when they next read the settings.
pub async fn put(write: &Write<'_>, key: Key, value: &str) -> Result<(), DbErr> {
    let row = site_setting::ActiveModel {
        key: Set(key.name().to_owned()),
        value: Set(value.to_owned()),
        updated_at: Set(write.now),
    };
    let replace = OnConflict::column(site_setting::Column::Key)
        .update_columns([site_setting::Column::Value, site_setting::Column::UpdatedAt])
        .to_owned();
    site_setting::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Unknown keys are ignored: an older program may read a newer table.
fn parse(rows: &HashMap<String, String>) -> Values {
    let plain = Values::default();
    let flag = |key: Key, otherwise| {
        rows.get(key.name())
            .map_or(otherwise, |value| value == "true")
    };
    Values {
        site_name: rows
            .get(Key::SiteName.name())
            .cloned()
            .unwrap_or(plain.site_name),
        set_up: flag(Key::SetUp, plain.set_up),
        visitors_can_read: flag(Key::VisitorsCanRead, plain.visitors_can_read),
        anyone_creates_networks: flag(Key::AnyoneCreatesNetworks, plain.anyone_creates_networks),
        smallest_round: rows
            .get(Key::SmallestRound.name())
            .and_then(|value| value.parse().ok())
            .filter(|floor| (3..=10).contains(floor))
            .unwrap_or(plain.smallest_round),
    }
}
