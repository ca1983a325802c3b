//! What an action is on every page, and the parts that are lent: "What we tried" and "You said, we
//! did".

use serde::Serialize;

use crate::{
    entity::{
        account,
        action::{self, Source, State},
        id::{AccountId, ActionId, NetworkId},
        membership::Role,
        network::Visibility,
    },
    features::{
        health_checks::{comparison::Trend, instrument::DimensionCode},
        networks::{
            policy::SeenNetwork,
            views::{PersonPart, sample as networks},
        },
        plans::{
            due,
            policy::SeenAction,
            queries::{ActionRow, Said, SaidRow},
            routes, status,
            tried::{self, Agreed, Change, Tried},
            words,
        },
    },
    platform::{
        text::{dates::CivilDay, names::initials},
        web::{layout::Section, page::View},
    },
};

/// An option of a select or of radios.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

impl Choice {
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// The network of a plan, as the way back to it shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct HomePart {
    name: String,
    href: String,
    plan_href: String,
}

impl HomePart {
    pub(super) fn of(seen: &SeenNetwork) -> Self {
        let network = seen.network();
        Self {
            name: network.name.clone(),
            href: crate::features::networks::routes::network(&network.slug),
            plan_href: routes::plan(&network.slug),
        }
    }
}

/// An action in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ActionPart {
    pub(super) title: String,
    pub(super) href: String,
    /// The dimension's name.
    pub(super) dimension: Option<String>,
    pub(super) state: &'static str,
    pub(super) tag: &'static str,
    pub(super) owner: Option<PersonPart>,
    /// "1 December 2026".
    pub(super) due: Option<String>,
    pub(super) is_overdue: bool,
    /// Whether members see it.
    pub(super) is_shown: bool,
}

impl ActionPart {
    pub(super) fn new(
        row: &ActionRow,
        dimensions: &[(DimensionCode, String)],
        today: Option<CivilDay>,
    ) -> Self {
        let action = &row.action;
        let named = |code: &String| {
            let mut known = dimensions.iter();
            let name = known.find(|(own, _)| own.as_str() == code);
            name.map_or_else(|| code.clone(), |(_, name)| name.clone())
        };
        Self {
            title: action.title.clone(),
            href: routes::action(action.id),
            dimension: action.dimension.as_ref().map(named),
            state: status::label(action.state),
            tag: status::tag(action.state),
            owner: owner(row),
            due: action.due.as_deref().map(due::words),
            is_overdue: words::is_overdue(row, today),
            is_shown: action.shown_to_members,
        }
    }
}

/// Whoever sees to it; a name without account leads nowhere.
fn owner(row: &ActionRow) -> Option<PersonPart> {
    if let (Some(name), Some(handle), Some(state)) =
        (&row.owner_display, &row.owner_handle, row.owner_state)
    {
        return Some(PersonPart::new(name, handle, state, true));
    }
    let name = &row.action.owner_name;
    (!name.is_empty()).then(|| PersonPart {
        name: name.clone(),
        initials: initials(name),
        href: None,
    })
}

/// "What we tried", beside the changes of a comparison: `{{ tried(part) }}` of
/// `plans/_tried.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TriedPart {
    rows: Vec<Tried>,
    caption: &'static str,
    prompt: &'static str,
}

impl TriedPart {
    /// The list, or none where nothing was agreed in between. Only for readers to whom both rounds
    /// are open (health-check.md 6.8).
    pub fn new(changes: &[Change], agreed: &[Agreed]) -> Option<Self> {
        let rows = tried::tried(changes, agreed);
        (!rows.is_empty()).then_some(Self {
            rows,
            caption: tried::CAPTION,
            prompt: tried::PROMPT,
        })
    }
}

/// "You said, we did", for respondents of a round: `{{ said(part) }}` of `plans/_said.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SaidPart {
    agreed: usize,
    in_progress: usize,
    done: usize,
    actions: Vec<SaidAction>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SaidAction {
    title: String,
    state: &'static str,
    tag: &'static str,
}

impl SaidPart {
    /// Counts and titles, no more.
    pub fn new(said: &Said) -> Self {
        let action = |row: &SaidRow| SaidAction {
            title: row.title.clone(),
            state: status::label(row.state),
            tag: status::tag(row.state),
        };
        Self {
            agreed: said.agreed,
            in_progress: said.in_progress,
            done: said.done,
            actions: said.actions.iter().map(action).collect(),
        }
    }
}

/// Both parts on a page of their own: for samples alone, since other pages show them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PartsPage {
    tried: Option<TriedPart>,
    said: SaidPart,
}

impl View for PartsPage {
    const TEMPLATE: &'static str = "plans/parts.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let code = DimensionCode::parse("REL");
        let change = code.map(|code| Change {
            code,
            name: "Ties and trust".to_owned(),
            trend: Some(Trend::Up),
        });
        let agreed = |title: &str, dimension: Option<&str>| Agreed {
            title: title.to_owned(),
            href: "/actions/7".to_owned(),
            dimension: dimension.map(str::to_owned),
            state: State::Done,
        };
        let list = [
            agreed("Open each meeting with asks and offers", Some("REL")),
            agreed("A page on our website", None),
        ];
        let row = |title: &str, state| SaidRow {
            title: title.to_owned(),
            state,
        };
        let said = Said {
            agreed: 1,
            in_progress: 0,
            done: 1,
            actions: vec![
                row("Open each meeting with asks and offers", State::Done),
                row("Write a one-page welcome", State::Agreed),
            ],
        };
        vec![
            Self {
                tried: TriedPart::new(change.as_slice(), &list),
                said: SaidPart::new(&said),
            },
            Self {
                tried: None,
                said: SaidPart::new(&Said::default()),
            },
        ]
    }
}

/// Rows for samples.
pub(super) fn sample_row(id: i64, state: State) -> ActionRow {
    let when = networks::WHEN;
    let is_open = status::is_open(state);
    ActionRow {
        action: action::Model {
            id: ActionId(id),
            network_id: NetworkId(1),
            title: "Open each meeting with a round of “asks and offers”; record and follow up."
                .to_owned(),
            dimension: Some("REL".to_owned()),
            why: "People told us that they do not know whom to ask.".to_owned(),
            source: Source::Round,
            result_id: None,
            recommendation: Some("REC-REL-N2".to_owned()),
            reply_id: None,
            owner_id: Some(AccountId(3)),
            owner_name: String::new(),
            due: Some("2026-11-20".to_owned()),
            due_days: Some(30),
            sign_statement: Some("REL-5".to_owned()),
            sign: String::new(),
            state,
            shown_to_members: id % 2 == 1,
            reminded: 2,
            agreed_at: (state != State::Proposed).then_some(when),
            ended_at: (!is_open).then_some(when),
            version: 4,
            created_at: when,
            created_by: None,
        },
        owner_display: Some("Gita Rao".to_owned()),
        owner_handle: Some("gita".to_owned()),
        owner_state: Some(account::State::Active),
    }
}

/// A row of which nothing is known but its title.
pub(super) fn sample_bare(id: i64) -> ActionRow {
    let row = sample_row(id, State::Proposed);
    ActionRow {
        action: action::Model {
            dimension: None,
            why: String::new(),
            source: Source::Idea,
            owner_id: None,
            due: None,
            sign_statement: None,
            shown_to_members: false,
            ..row.action
        },
        owner_display: None,
        owner_handle: None,
        owner_state: None,
    }
}

/// The action of a row, as somebody with this role sees it.
pub(super) fn sample_seen(row: &ActionRow, role: Role) -> SeenAction {
    SeenAction {
        action: row.action.clone(),
        network: networks::seen(Visibility::Private, Some(role)),
    }
}
