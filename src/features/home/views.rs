//! What the templates of this feature show.

use serde::Serialize;

use super::queries::{Story, Waiting};
use crate::{
    entity::{membership, timestamp::Timestamp},
    features::plans::{self, queries::DueRow},
    platform::{
        access::Person,
        text::{dates::CivilDay, excerpt, names::initials},
        web::{
            layout::Section,
            page::{Samples, View},
        },
    },
};

/// The views of this feature.
pub fn all() -> Vec<Samples> {
    vec![
        Samples::of::<FrontPage>(),
        Samples::of::<HomePage>(),
        Samples::of::<HelpPage>(),
        Samples::of::<RulesPage>(),
        Samples::of::<PrivacyPage>(),
        Samples::of::<AccessibilityPage>(),
        Samples::of::<SourcePage>(),
    ]
}

/// A dot of the ring of eight.
#[derive(Clone, Debug, Serialize)]
struct Dot {
    name: &'static str,
    short: [&'static str; 2],
    shape: char,
}

/// The eight dimensions, as the ring names them.
const NAMES: [(&str, [&str; 2]); 8] = [
    ("Purpose we share", ["Purpose we", "share"]),
    ("Ties and trust", ["Ties and", "trust"]),
    ("Membership and voice", ["Membership and", "voice"]),
    (
        "Leadership that is shared",
        ["Leadership that", "is shared"],
    ),
    ("Ways of working", ["Ways of", "working"]),
    ("Knowledge and learning", ["Knowledge and", "learning"]),
    (
        "Value and difference made",
        ["Value and", "difference made"],
    ),
    ("Energy and renewal", ["Energy and", "renewal"]),
];

/// A made-up result, one letter a dimension, to show what a ring is.
fn ring(shapes: &str) -> Vec<Dot> {
    NAMES
        .iter()
        .zip(shapes.chars())
        .map(|((name, short), shape)| Dot {
            name,
            short: *short,
            shape,
        })
        .collect()
}

/// The front door: what this is, for whoever is not signed in.
#[derive(Debug, Serialize)]
pub struct FrontPage {
    signed_in: bool,
    dots: Vec<Dot>,
    check: Vec<Dot>,
    talk: Vec<Dot>,
    act: Vec<Dot>,
    story: Option<StoryPart>,
}

#[derive(Debug, Serialize)]
struct StoryPart {
    title: String,
    href: String,
    network: String,
    network_href: String,
    helped: i64,
    outcome: String,
}

impl FrontPage {
    /// With a story that the visitor may read, if there is one.
    pub(super) fn new(story: Option<Story>, signed_in: bool) -> Self {
        Self {
            signed_in,
            dots: ring("saddaasd"),
            check: ring("nnnnnnnn"),
            talk: ring("sadnnnnn"),
            act: ring("ssdsdssd"),
            story: story.map(StoryPart::new),
        }
    }
}

impl StoryPart {
    fn new(story: Story) -> Self {
        Self {
            title: story.title,
            href: format!("/threads/{}/{}", story.id, story.slug),
            network: story.network,
            network_href: format!("/networks/{}", story.network_slug),
            helped: story.helped,
            outcome: excerpt::plain(&story.outcome, 300),
        }
    }
}

impl View for FrontPage {
    const TEMPLATE: &'static str = "home/front.html";
    const SECTION: Section = Section::Home;

    fn samples() -> Vec<Self> {
        let story = StoryPart {
            title: "How do we stop meetings turning into reports?".to_owned(),
            href: "/threads/7/how-do-we-stop".to_owned(),
            network: "Community of Network Leaders".to_owned(),
            network_href: "/networks/leaders".to_owned(),
            helped: 3,
            outcome: "Asks and offers first. Attendance went from nine to twenty.".to_owned(),
        };
        vec![
            Self::new(None, false),
            Self {
                story: Some(story),
                ..Self::new(None, true)
            },
        ]
    }
}

/// What waits for one person, and where they belong.
#[derive(Debug, Serialize)]
pub struct HomePage {
    name: String,
    requests: Vec<RequestView>,
    invitations: Vec<InvitationView>,
    reports: i64,
    actions: Vec<DueView>,
    drafts: Vec<LinkView>,
    results: Vec<LinkView>,
    networks: Vec<NetworkView>,
    nothing_waits: bool,
}

#[derive(Debug, Serialize)]
struct RequestView {
    person: PersonView,
    network: String,
    href: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct PersonView {
    name: String,
    initials: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct InvitationView {
    network: String,
    leads: bool,
}

/// An action that is due or overdue.
#[derive(Debug, Serialize)]
struct DueView {
    href: String,
    title: String,
    network: String,
    /// "1 December 2026".
    day: String,
    is_overdue: bool,
}

#[derive(Debug, Serialize)]
struct LinkView {
    href: String,
    network: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct NetworkView {
    href: String,
    name: String,
    purpose: String,
    role: Option<&'static str>,
    at: Timestamp,
}

impl HomePage {
    /// The home page of one person.
    pub(super) fn new(person: &Person, waiting: Waiting) -> Self {
        let Waiting {
            requests,
            invitations,
            reports,
            actions,
            today,
            drafts,
            results,
            networks,
        } = waiting;
        let nothing_waits = requests.is_empty()
            && invitations.is_empty()
            && actions.is_empty()
            && drafts.is_empty()
            && reports == 0;
        Self {
            name: person.name.clone(),
            requests: requests
                .into_iter()
                .map(|row| RequestView {
                    person: PersonView {
                        initials: initials(&row.name),
                        name: row.name,
                        href: Some(format!("/people/{}", row.handle)),
                    },
                    href: format!("/networks/{}/people", row.slug),
                    network: row.network,
                    at: row.at,
                })
                .collect(),
            invitations: invitations
                .into_iter()
                .map(|row| InvitationView {
                    network: row.network,
                    leads: row.role == membership::Role::Leader,
                })
                .collect(),
            reports,
            actions: actions.into_iter().map(|row| due(row, today)).collect(),
            drafts: drafts
                .into_iter()
                .map(|row| LinkView {
                    href: format!("/checks/{}/answers", row.id),
                    network: row.network,
                    at: row.begun,
                })
                .collect(),
            results: results
                .into_iter()
                .map(|row| LinkView {
                    href: format!("/results/{}", row.id),
                    network: row.network,
                    at: row.at,
                })
                .collect(),
            networks: networks
                .into_iter()
                .map(|row| NetworkView {
                    href: format!("/networks/{}", row.slug),
                    name: row.name,
                    purpose: row.purpose,
                    role: match row.role {
                        membership::Role::Member => None,
                        membership::Role::Moderator => Some("Moderator"),
                        membership::Role::Leader => Some("Leader"),
                    },
                    at: row.last_activity_at,
                })
                .collect(),
            nothing_waits,
        }
    }
}

fn due(row: DueRow, today: Option<CivilDay>) -> DueView {
    let day = CivilDay::from_iso(&row.due);
    DueView {
        href: plans::routes::action(row.id),
        title: row.title,
        network: row.network,
        day: plans::due::words(&row.due),
        is_overdue: match (day, today) {
            (Some(day), Some(today)) => plans::due::is_overdue(day, today),
            (None, _) | (_, None) => false,
        },
    }
}

impl View for HomePage {
    const TEMPLATE: &'static str = "home/home.html";
    const SECTION: Section = Section::Home;

    fn samples() -> Vec<Self> {
        let at = Timestamp(1_795_514_400_000);
        let network = |name: &str, role| NetworkView {
            href: "/networks/falls".to_owned(),
            name: name.to_owned(),
            purpose: "Fewer falls, together".to_owned(),
            role,
            at,
        };
        let action = |is_overdue| DueView {
            href: "/actions/7".to_owned(),
            title: "Write a one-page welcome".to_owned(),
            network: "Rural Leaders".to_owned(),
            day: "20 November 2026".to_owned(),
            is_overdue,
        };
        let link = |href: &str| LinkView {
            href: href.to_owned(),
            network: "Leeds Frailty Network".to_owned(),
            at,
        };
        let empty = Self {
            name: "Ada".to_owned(),
            requests: Vec::new(),
            invitations: Vec::new(),
            reports: 0,
            actions: Vec::new(),
            drafts: Vec::new(),
            results: Vec::new(),
            networks: vec![network("The Commons", None)],
            nothing_waits: true,
        };
        let busy = Self {
            name: "Ada".to_owned(),
            requests: vec![RequestView {
                person: PersonView {
                    name: "Sam Osei".to_owned(),
                    initials: "SO".to_owned(),
                    href: Some("/people/sam".to_owned()),
                },
                network: "Rural Leaders".to_owned(),
                href: "/networks/rural/people".to_owned(),
                at,
            }],
            invitations: vec![
                InvitationView {
                    network: "Quiet Voices".to_owned(),
                    leads: false,
                },
                InvitationView {
                    network: "Rural Leaders".to_owned(),
                    leads: true,
                },
            ],
            reports: 2,
            actions: vec![action(true), action(false)],
            drafts: vec![link("/checks/3/answers")],
            results: vec![link("/results/4")],
            networks: vec![
                network("The Commons", None),
                network("Falls", Some("Leader")),
            ],
            nothing_waits: false,
        };
        vec![empty, busy]
    }
}

macro_rules! plain_pages {
    ($($(#[$doc:meta])* $name:ident $template:literal)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize)]
        pub struct $name {}

        impl View for $name {
            const TEMPLATE: &'static str = $template;

            fn samples() -> Vec<Self> {
                vec![Self {}]
            }
        }
    )*};
}

plain_pages! {
    /// How things work here.
    HelpPage "home/help.html"
    /// What is expected of everybody.
    RulesPage "home/rules.html"
    /// What is kept about people (security.md C13).
    PrivacyPage "home/privacy.html"
    /// What was checked, how, and what was not.
    AccessibilityPage "home/accessibility.html"
}

/// Which version runs here, and under which licence.
#[derive(Debug, Serialize)]
pub struct SourcePage {
    version: &'static str,
}

impl SourcePage {
    /// The page of this program.
    pub fn new() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl Default for SourcePage {
    fn default() -> Self {
        Self::new()
    }
}

impl View for SourcePage {
    const TEMPLATE: &'static str = "home/source.html";

    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}
