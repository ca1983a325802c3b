//! Setting up a round, and running it.

mod running;
mod setup;

use serde::Serialize;

pub use running::{CancelPage, ClosePage, RunningPage, ViewPage};
pub use setup::{
    DatesPage, FormStepPage, MessagePage, OpeningPage, PeoplePage, PrivacyPage, SetupPage,
};

pub(super) use setup::group_words;

use crate::{
    entity::health_check::Form,
    features::health_checks::{emails, policy::SeenRound, promise, routes},
};

/// An option of a group of radios.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    hint: String,
}

fn choice(value: &'static str, label: &str, hint: &str) -> Choice {
    Choice {
        value,
        label: label.to_owned(),
        hint: hint.to_owned(),
    }
}

/// What every page of a round says of it.
#[derive(Clone, Debug, Serialize)]
struct RoundPart {
    href: String,
    network: String,
    /// The Health checks tab.
    tab: String,
    is_invited: bool,
    k: i32,
    last_day: String,
    audience: &'static str,
    minutes: &'static str,
    statements: &'static str,
}

fn part(seen: &SeenRound) -> RoundPart {
    RoundPart {
        href: routes::round(seen.id()),
        network: seen.network_name().to_owned(),
        tab: routes::tab(seen.slug()),
        is_invited: seen.is_invited(),
        k: seen.round().k,
        last_day: promise::day_words(&seen.round().ends_on),
        audience: promise::audience(seen.round().audience),
        minutes: emails::minutes(seen.check().form),
        statements: statements(seen.check().form),
    }
}

fn statements(form: Form) -> &'static str {
    match form {
        Form::Full => "All 40 statements",
        Form::Pulse => "The 16 statements of the pulse",
    }
}
