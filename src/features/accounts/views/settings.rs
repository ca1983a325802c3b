//! One's own settings.

use serde::Serialize;

use super::sample;
use crate::{
    entity::{
        account::{self, Audience, State, Theme},
        timestamp::Timestamp,
    },
    features::accounts::forms::{ChangePasswordForm, HandleForm, ProfileForm},
    platform::web::{form::FormState, layout::Section, page::View, session::SignedIn},
};

/// Profile, time zone, appearance; and the ways to everything else.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct SettingsPage {
    form: FormState<ProfileForm>,
    handle: String,
    may_change_handle: bool,
    email: String,
    /// Whether the address waits to be confirmed.
    unconfirmed: bool,
    audiences: Vec<Choice>,
    zones: Vec<Choice>,
    themes: Vec<Choice>,
}

/// One of several.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    hint: Option<&'static str>,
}

impl Choice {
    fn of(value: &str, label: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: None,
        }
    }
}

/// Time zones that people here live in; their own is added if it is another.
const ZONES: &[(&str, &str)] = &[
    ("Europe/London", "London"),
    ("Europe/Dublin", "Dublin"),
    ("Europe/Lisbon", "Lisbon"),
    ("Europe/Paris", "Paris, Berlin, Madrid, Rome"),
    ("Europe/Athens", "Athens, Helsinki"),
    ("Africa/Lagos", "Lagos"),
    ("Africa/Johannesburg", "Johannesburg, Harare"),
    ("Africa/Nairobi", "Nairobi"),
    ("Asia/Kolkata", "Delhi, Mumbai"),
    ("Asia/Singapore", "Singapore"),
    ("Australia/Sydney", "Sydney"),
    ("Pacific/Auckland", "Auckland"),
    ("America/Toronto", "New York, Toronto"),
    ("America/Chicago", "Chicago"),
    ("America/Vancouver", "Los Angeles, Vancouver"),
    ("UTC", "Universal time (UTC)"),
];

impl SettingsPage {
    /// The settings of `own`, as they are stored.
    pub(in super::super) fn new(own: &account::Model) -> Self {
        Self::with(own, FormState::of(stored(own)))
    }

    /// The same page with the form as it was sent.
    pub(in super::super) fn with(own: &account::Model, form: FormState<ProfileForm>) -> Self {
        Self {
            handle: own.handle.clone(),
            may_change_handle: !own.handle_changed,
            email: own.email_shown.clone(),
            unconfirmed: own.state == State::Unverified,
            audiences: audiences(),
            zones: zones(&own.time_zone),
            themes: vec![
                Choice::of("auto", "As my device is set"),
                Choice::of("light", "Light"),
                Choice::of("dark", "Dark"),
            ],
            form,
        }
    }
}

fn stored(own: &account::Model) -> ProfileForm {
    ProfileForm {
        name: own.display_name.clone(),
        organisation: own.organisation.clone(),
        job_role: own.job_role.clone(),
        about: own.about.clone(),
        can_help: own.can_help.clone(),
        would_like_help: own.would_like_help.clone(),
        audience: match own.details_audience {
            Audience::SignedIn => "signed_in",
            Audience::MyNetworks => "my_networks",
            Audience::OnlyMe => "only_me",
        }
        .to_owned(),
        time_zone: own.time_zone.clone(),
        theme: match own.theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
        .to_owned(),
    }
}

fn audiences() -> Vec<Choice> {
    vec![
        Choice::of("signed_in", "Everyone signed in"),
        Choice {
            hint: Some("Those who belong to one of your networks. The Commons does not count."),
            ..Choice::of("my_networks", "People in my networks")
        },
        Choice::of("only_me", "Only me"),
    ]
}

fn zones(own: &str) -> Vec<Choice> {
    let mut zones: Vec<_> = ZONES
        .iter()
        .map(|(zone, label)| Choice::of(zone, label))
        .collect();
    if !ZONES.iter().any(|(zone, _)| *zone == own) {
        zones.push(Choice::of(own, own));
    }
    zones
}

impl View for SettingsPage {
    const TEMPLATE: &'static str = "accounts/settings.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let own = sample::account();
        let new = account::Model {
            state: State::Unverified,
            handle_changed: true,
            time_zone: "Asia/Tokyo".to_owned(),
            ..own.clone()
        };
        let wrong = FormState::of(stored(&own)).with_problem("name", "Enter your name");
        vec![Self::new(&own), Self::new(&new), Self::with(&own, wrong)]
    }
}

/// Changing one's handle, once.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct HandlePage {
    pub(in super::super) form: FormState<HandleForm>,
    /// The present one.
    pub(in super::super) handle: String,
    /// Whether the one change is still to be had.
    pub(in super::super) may_change: bool,
}

impl View for HandlePage {
    const TEMPLATE: &'static str = "accounts/handle.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let form = FormState::of(HandleForm {
            handle: "mia".to_owned(),
        });
        let page = Self {
            handle: "mia-novak".to_owned(),
            may_change: true,
            form: form.clone(),
        };
        let taken = Self {
            form: form.with_problem("handle", "Somebody has this handle, or one like it"),
            ..page.clone()
        };
        let spent = Self {
            may_change: false,
            ..page.clone()
        };
        vec![page, taken, spent]
    }
}

/// Changing one's password.
#[derive(Clone, Debug, Default, Serialize)]
pub(in super::super) struct PasswordPage {
    pub(in super::super) form: FormState<ChangePasswordForm>,
}

impl View for PasswordPage {
    const TEMPLATE: &'static str = "accounts/password.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let wrong = FormState::default().with_problem("current", "Enter your present password");
        vec![Self::default(), Self { form: wrong }]
    }
}

/// Where one is signed in.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct SessionsPage {
    here: Option<SessionView>,
    others: Vec<SessionView>,
}

/// One browser.
#[derive(Clone, Debug, Serialize)]
struct SessionView {
    name: String,
    label: String,
    since: Timestamp,
    /// When it was last used, coarsely; none where the day says it.
    used: Option<&'static str>,
    used_at: Timestamp,
}

impl SessionsPage {
    /// `here` is the name of the session that asks.
    pub(in super::super) fn new(
        sessions: Vec<SignedIn>,
        here: Option<&str>,
        now: Timestamp,
    ) -> Self {
        let views = sessions.into_iter().map(|session| SessionView {
            used: coarsely(now, session.last_seen_at),
            used_at: session.last_seen_at,
            name: session.name,
            label: session.label,
            since: session.created_at,
        });
        let (mut here, others): (Vec<_>, Vec<_>) =
            views.partition(|session| Some(session.name.as_str()) == here);
        Self {
            here: here.pop(),
            others,
        }
    }
}

/// Coarse words, as nobody needs to know to the minute what a lost telephone does.
fn coarsely(now: Timestamp, at: Timestamp) -> Option<&'static str> {
    match now.minutes_since(at) {
        ..60 => Some("in the last hour"),
        60..1_440 => Some("in the last day"),
        _ => None,
    }
}

impl View for SessionsPage {
    const TEMPLATE: &'static str = "accounts/sessions.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let session = |name: &str, label: &str, minutes_ago: i64| SignedIn {
            name: name.to_owned(),
            label: label.to_owned(),
            created_at: sample::WHEN.plus_days(-3),
            last_seen_at: sample::WHEN.plus_minutes(-minutes_ago),
        };
        let here = session("0123456789abcdef", "Firefox on Windows", 0);
        let others = [
            session("1123456789abcdef", "Safari on iPhone", 90),
            session("2123456789abcdef", "Edge on Windows", 3_000),
        ];
        let mut all = vec![here.clone()];
        all.extend(others);
        let name = here.name.clone();
        vec![
            Self::new(all, Some(&name), sample::WHEN),
            Self::new(vec![here], Some(&name), sample::WHEN),
        ]
    }
}
