//! Setting up a round, step by step.

use serde::Serialize;

use super::{super::sample, Choice, RoundPart, choice, part, statements};
use crate::{
    entity::{
        check_invitation::{self, Group},
        health_check::{Mode, State},
        round::Audience,
    },
    features::health_checks::{
        forms::{DatesForm, FormStep, MessageForm, PeopleForm, PrivacyForm, VersionForm},
        policy::SeenRound,
        promise,
        queries::Counts,
        routes,
    },
    platform::web::{form::FormState, layout::Section, page::View},
};

/// The task list of a round that is being set up.
#[derive(Clone, Debug, Serialize)]
pub struct SetupPage {
    round: RoundPart,
    tasks: Vec<Task>,
    /// Whether all of them were done.
    is_ready: bool,
    deletion: String,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
struct Task {
    name: &'static str,
    href: String,
    is_done: bool,
    /// What was chosen.
    said: String,
}

impl SetupPage {
    /// The page.
    pub fn new(seen: &SeenRound, counts: &Counts) -> Self {
        let round = seen.round();
        let done = |key: &str| round.steps.split(',').any(|step| step == key);
        let people = match counts.invited {
            0 => "Nobody yet".to_owned(),
            1 => "1 person".to_owned(),
            more => format!("{more} people"),
        };
        let how = if seen.is_invited() {
            "by personal invitation"
        } else {
            "by one open link"
        };
        let mut tasks = vec![(
            "Statements and how people are asked",
            "form",
            format!("{}, {how}", statements(seen.check().form)),
        )];
        if seen.is_invited() {
            tasks.push(("People to ask", "people", people));
        }
        tasks.extend([
            (
                "Privacy and who sees the result",
                "privacy",
                format!(
                    "Results from {} answers on, seen by {}",
                    round.k,
                    promise::audience(round.audience)
                ),
            ),
            ("Last day", "dates", promise::day_words(&round.ends_on)),
            (
                "Your message",
                "message",
                if round.message.is_empty() {
                    "None".to_owned()
                } else {
                    "Written".to_owned()
                },
            ),
        ]);
        let tasks: Vec<Task> = tasks
            .into_iter()
            .map(|(name, key, said)| Task {
                name,
                href: routes::round_step(seen.id(), key),
                is_done: done(key),
                said,
            })
            .collect();
        Self {
            round: part(seen),
            is_ready: !tasks.iter().any(|task| !task.is_done),
            tasks,
            deletion: routes::round_step(seen.id(), "cancellation"),
        }
    }
}

impl View for SetupPage {
    const TEMPLATE: &'static str = "rounds/setup.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let mut all = Vec::new();
        for (steps, mode) in [
            ("", Mode::RoundConfidential),
            ("form,people,privacy,dates,message", Mode::RoundConfidential),
            ("form", Mode::RoundOpenLink),
        ] {
            let seen = sample::round(State::Draft, mode, steps);
            all.push(Self::new(&seen, &Counts::default()));
        }
        all
    }
}

/// Which statements, and how people are asked.
#[derive(Clone, Debug, Serialize)]
pub struct FormStepPage {
    round: RoundPart,
    forms: Vec<Choice>,
    modes: Vec<Choice>,
    form: FormState<FormStep>,
}

impl FormStepPage {
    /// The page.
    pub fn new(seen: &SeenRound, form: FormState<FormStep>) -> Self {
        Self {
            round: part(seen),
            forms: vec![
                choice(
                    "full",
                    "All 40 statements",
                    "8 to 10 minutes. The whole picture.",
                ),
                choice(
                    "pulse",
                    "The 16 statements of the pulse",
                    "About 3 minutes. For a look in between.",
                ),
            ],
            modes: vec![
                choice(
                    "invited",
                    "Invite people by email",
                    "Each gets a personal link that works once. Nobody can see who answered what.",
                ),
                choice(
                    "open_link",
                    "One link for everybody",
                    "Whoever has the link can answer. The result is labelled indicative, and there \
                     are no groups.",
                ),
            ],
            form,
        }
    }
}

impl View for FormStepPage {
    const TEMPLATE: &'static str = "rounds/form.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Draft, Mode::RoundConfidential, "");
        let of = FormState::of(FormStep::of(seen.check(), seen.round()));
        let wrong = FormStep::default().parse().err().unwrap_or_default();
        vec![Self::new(&seen, of), Self::new(&seen, wrong)]
    }
}

/// The list of people.
#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    round: RoundPart,
    people: Vec<PersonRow>,
    removal: String,
    /// Whether there are so few that the least number may not be reached.
    are_few: bool,
    form: FormState<PeopleForm>,
}

/// Somebody on the list.
#[derive(Clone, Debug, Serialize)]
struct PersonRow {
    name: String,
    email: String,
    group: &'static str,
    removal: String,
}

impl PeoplePage {
    /// The page.
    pub fn new(
        seen: &SeenRound,
        people: &[check_invitation::Model],
        form: FormState<PeopleForm>,
    ) -> Self {
        let rows = people.iter().map(|person| PersonRow {
            name: person.name.clone(),
            email: person.email.clone(),
            group: person.respondent_group.map_or("", group_words),
            removal: routes::uninvite(seen.id(), &person.id),
        });
        Self {
            round: part(seen),
            people: rows.collect(),
            removal: routes::round_step(seen.id(), "people/removal"),
            are_few: people.len() < promise::FEW_INVITED,
            form,
        }
    }
}

/// A group in words.
pub(in super::super) fn group_words(group: Group) -> &'static str {
    match group {
        Group::Core => "core team",
        Group::Member => "member",
    }
}

impl View for PeoplePage {
    const TEMPLATE: &'static str = "rounds/people.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Draft, Mode::RoundConfidential, "");
        let wrong = PeopleForm {
            list: "Ada\nben@".to_owned(),
            ..PeopleForm::default()
        };
        let wrong = wrong.parse().err().unwrap_or_default();
        let people = sample::invited(&seen);
        vec![
            Self::new(&seen, &[], FormState::default()),
            Self::new(&seen, &people, wrong),
        ]
    }
}

/// What is promised.
#[derive(Clone, Debug, Serialize)]
pub struct PrivacyPage {
    round: RoundPart,
    lowest: u32,
    highest: u32,
    audiences: Vec<Choice>,
    form: FormState<PrivacyForm>,
}

impl PrivacyPage {
    /// The page.
    pub fn new(seen: &SeenRound, floor: u32, form: FormState<PrivacyForm>) -> Self {
        let hint = |audience: Audience| match audience {
            Audience::Respondents => "By a link of their own, which needs no account.",
            Audience::LeadTeam => {
                "Those who answer are thanked, and told that the leaders read it."
            }
            Audience::Members => "On this site, signed in.",
        };
        let audiences = promise::AUDIENCES.into_iter().map(|audience| {
            let words = promise::audience(audience);
            let mut letters = words.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            choice(
                promise::audience_code(audience),
                &format!("{}{}", first.unwrap_or_default(), letters.as_str()),
                hint(audience),
            )
        });
        let range = promise::range_of_k(floor);
        Self {
            round: part(seen),
            lowest: *range.start(),
            highest: *range.end(),
            audiences: audiences.collect(),
            form,
        }
    }
}

impl View for PrivacyPage {
    const TEMPLATE: &'static str = "rounds/privacy.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Draft, Mode::RoundConfidential, "");
        let wrong = PrivacyForm::default().parse(5).err().unwrap_or_default();
        vec![
            Self::new(&seen, 5, FormState::of(PrivacyForm::of(seen.round()))),
            Self::new(&seen, 3, wrong),
        ]
    }
}

/// The last day.
#[derive(Clone, Debug, Serialize)]
pub struct DatesPage {
    round: RoundPart,
    is_open: bool,
    form: FormState<DatesForm>,
}

impl DatesPage {
    /// The page.
    pub fn new(seen: &SeenRound, form: FormState<DatesForm>) -> Self {
        Self {
            round: part(seen),
            is_open: seen.check().state == State::Open,
            form,
        }
    }
}

impl View for DatesPage {
    const TEMPLATE: &'static str = "rounds/dates.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Draft, Mode::RoundConfidential, "");
        let open = sample::round(State::Open, Mode::RoundConfidential, "");
        let wrong = DatesForm::default().parse(0).err().unwrap_or_default();
        vec![
            Self::new(&seen, FormState::of(DatesForm::of(seen.round()))),
            Self::new(&open, wrong),
        ]
    }
}

/// The leaders' message.
#[derive(Clone, Debug, Serialize)]
pub struct MessagePage {
    round: RoundPart,
    form: FormState<MessageForm>,
}

impl MessagePage {
    /// The page.
    pub fn new(seen: &SeenRound, form: FormState<MessageForm>) -> Self {
        Self {
            round: part(seen),
            form,
        }
    }
}

impl View for MessagePage {
    const TEMPLATE: &'static str = "rounds/message.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::round(State::Draft, Mode::RoundConfidential, "");
        let long = MessageForm {
            message: "a".repeat(2_001),
            version: 1,
        };
        let wrong = long.parse().err().unwrap_or_default();
        vec![
            Self::new(&seen, FormState::of(MessageForm::of(seen.round()))),
            Self::new(&seen, wrong),
        ]
    }
}

/// Checking what was promised before people are asked.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sentence of its own on the page"
)]
#[derive(Clone, Debug, Serialize)]
pub struct OpeningPage {
    round: RoundPart,
    message: String,
    invited: u64,
    beside_later: bool,
    summary_shared: bool,
    asks_summary: bool,
    is_ready: bool,
    are_few: bool,
    mail_is_off: bool,
    notice: &'static str,
    version: i64,
    form: FormState<VersionForm>,
}

impl OpeningPage {
    /// Whether every step of setting it up was done.
    pub fn is_ready(seen: &SeenRound) -> bool {
        let needed: &[&str] = if seen.is_invited() {
            &["form", "people", "privacy", "dates", "message"]
        } else {
            &["form", "privacy", "dates", "message"]
        };
        let steps = &seen.round().steps;
        let is_done = |key: &&str| steps.split(',').any(|step| step == *key);
        !needed.iter().any(|key| !is_done(key))
    }

    /// The page.
    pub fn new(
        seen: &SeenRound,
        counts: &Counts,
        mail_is_off: bool,
        form: FormState<VersionForm>,
    ) -> Self {
        let round = seen.round();
        Self {
            round: part(seen),
            message: round.message.clone(),
            invited: counts.invited,
            beside_later: round.beside_later,
            summary_shared: round.summary_shared,
            asks_summary: round.audience == Audience::LeadTeam,
            is_ready: Self::is_ready(seen),
            are_few: seen.is_invited() && counts.invited < promise::FEW_INVITED as u64,
            mail_is_off,
            notice: promise::NOTICE,
            version: round.version,
            form,
        }
    }
}

impl View for OpeningPage {
    const TEMPLATE: &'static str = "rounds/opening.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let steps = "form,people,privacy,dates,message";
        let seen = sample::round(State::Draft, Mode::RoundConfidential, steps);
        let open = sample::round(State::Draft, Mode::RoundOpenLink, "form");
        let counts = Counts {
            invited: 14,
            ..Counts::default()
        };
        let problem = FormState::default().with_problem("", "A round is open already");
        vec![
            Self::new(&seen, &counts, true, FormState::default()),
            Self::new(&open, &Counts::default(), false, problem),
        ]
    }
}
