//! Invented people for samples of views and tables of rights.

use crate::{
    entity::{
        account::{self, Audience, State, Theme},
        id::AccountId,
        timestamp::Timestamp,
    },
    platform::{
        access::{Person, SiteRoles},
        text::dates,
    },
};

/// 24 November 2026, 10:00 in London.
pub const WHEN: Timestamp = Timestamp(1_795_514_400_000);

/// Whoever reads.
pub fn person(id: i64) -> Person {
    Person {
        id: AccountId(id),
        handle: "mia-novak".to_owned(),
        name: "Mia Novak".to_owned(),
        site: SiteRoles::default(),
        moderates: false,
        leads: false,
        time_zone: dates::DEFAULT_ZONE.to_owned(),
        theme: Theme::Auto,
    }
}

/// Mia's account, whole.
pub fn account() -> account::Model {
    account::Model {
        id: AccountId(1),
        handle: "mia-novak".to_owned(),
        handle_key: "mia-novak".to_owned(),
        handle_changed: false,
        display_name: "Mia Novak".to_owned(),
        email_shown: "mia@example.org".to_owned(),
        email_key: "mia@example.org".to_owned(),
        password_hash: String::new(),
        state: State::Active,
        session_epoch: 0,
        organisation: "North Valley Health Board".to_owned(),
        job_role: "Falls prevention lead".to_owned(),
        about: "Nurse by training.\nI look after a network of 20 care homes.".to_owned(),
        can_help: "Running a first health check".to_owned(),
        would_like_help: "Keeping busy people <b>engaged</b>".to_owned(),
        details_audience: Audience::MyNetworks,
        time_zone: dates::DEFAULT_ZONE.to_owned(),
        theme: Theme::Auto,
        confirmed_at: None,
        created_at: WHEN,
    }
}
