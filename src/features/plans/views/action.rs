//! The page of an action.

use serde::Serialize;

use super::part::{ActionPart, HomePart, sample_bare, sample_row, sample_seen};
use crate::{
    entity::{
        account,
        action::State,
        id::{PostId, ThreadId},
        membership::Role,
        network::Visibility,
        timestamp::Timestamp,
    },
    features::{
        health_checks::{instrument::Instrument, views::sample},
        networks::views::{PersonPart, sample as networks},
        plans::{
            forms::{LinkForm, UpdateForm},
            policy::{ProgressAction, SeenAction, WorkAction},
            queries::{ActionRow, LinkRow, Place, UpdateRow},
            routes, status, words,
        },
        threads::routes::{post_path, thread_path},
    },
    platform::{
        access::Seen,
        text::dates::CivilDay,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// What the page shows besides the action itself.
#[derive(Clone, Debug)]
pub struct Around {
    /// The action with whoever sees to it.
    pub row: ActionRow,
    /// What was said of it.
    pub updates: Vec<UpdateRow>,
    /// Conversations that the reader may read.
    pub links: Vec<LinkRow>,
    /// The reply it was made from, if the reader may read it.
    pub reply: Option<Place>,
    /// The day it is in its network.
    pub today: Option<CivilDay>,
}

/// An action.
#[derive(Clone, Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is what one reader may do with one action"
)]
pub struct ActionPage {
    network: HomePart,
    action: ActionPart,
    why: String,
    /// "“…” goes up."
    sign: Option<String>,
    /// "From a leader's own view".
    source: &'static str,
    /// The reply it came from.
    reply: Option<LinkPart>,
    /// Who can see it.
    audience: String,
    /// "Decline" for what is only proposed.
    is_proposal: bool,
    may_edit: bool,
    may_agree: bool,
    may_begin: bool,
    may_finish: bool,
    may_stop: bool,
    may_update: bool,
    may_link: bool,
    updates: Vec<UpdatePart>,
    update: FormState<UpdateForm>,
    links: Vec<LinkPart>,
    link: FormState<LinkForm>,
    /// What is wrong with a form on this page.
    problems: FormState<()>,
}

/// A conversation, and how its link is taken away.
#[derive(Clone, Debug, Serialize)]
struct LinkPart {
    title: String,
    href: String,
    removal: Option<String>,
}

/// Something said, or a step.
#[derive(Clone, Debug, Serialize)]
struct UpdatePart {
    by: PersonPart,
    /// "agreed this"; none for a mere update.
    step: Option<&'static str>,
    words: String,
    at: Timestamp,
}

impl ActionPage {
    /// The page for whoever may see the action.
    pub fn new(seen: &SeenAction, around: &Around, instrument: &Instrument) -> Self {
        let dimensions: Vec<_> = instrument
            .dimensions
            .iter()
            .map(|dimension| (dimension.code, dimension.name.clone()))
            .collect();
        let action = seen.action();
        let href = routes::action(action.id);
        let works = seen.may::<WorkAction>();
        let moves = seen.may::<ProgressAction>();
        let leads = |to| status::leads(action.state, to);
        let link = |row: &LinkRow| LinkPart {
            title: row.title.clone(),
            href: thread_path(row.id, &row.slug),
            removal: works.then(|| format!("{href}/threads/{}/removal", row.id)),
        };
        Self {
            network: HomePart::of(seen.network()),
            action: ActionPart::new(&around.row, &dimensions, around.today),
            why: action.why.clone(),
            sign: words::sign(action.sign_statement.as_deref(), &action.sign, instrument),
            source: words::source(action.source),
            reply: around.reply.as_ref().map(reply),
            audience: audience(seen),
            is_proposal: action.state == State::Proposed,
            may_edit: works,
            may_agree: works && leads(State::Agreed),
            may_begin: moves && leads(State::InProgress),
            may_finish: moves && leads(State::Done),
            may_stop: works && leads(State::Stopped),
            may_update: moves,
            may_link: works,
            updates: around.updates.iter().map(update).collect(),
            update: FormState::default(),
            links: around.links.iter().map(link).collect(),
            link: FormState::default().prefixed("link-"),
            problems: FormState::default(),
        }
    }

    /// The same page with an update that has to be typed again.
    #[must_use]
    pub fn with_update(self, form: FormState<UpdateForm>) -> Self {
        Self {
            problems: summary(&form, "words"),
            update: form,
            ..self
        }
    }

    /// The same page with a link that has to be typed again.
    #[must_use]
    pub fn with_link(self, form: FormState<LinkForm>) -> Self {
        Self {
            problems: summary(&form, "link-thread"),
            link: form.prefixed("link-"),
            ..self
        }
    }
}

/// All the problems of a form of one field, which has this id.
fn summary<F>(form: &FormState<F>, id: &'static str) -> FormState<()> {
    let start = FormState::of(());
    let problems = form.problems.iter();
    problems.fold(start, |all, problem| {
        all.with_problem(id, problem.message.clone())
    })
}

fn reply(place: &Place) -> LinkPart {
    LinkPart {
        title: format!("Reply {} in “{}”", place.number, place.title),
        href: post_path(place.thread, &place.slug, place.number),
        removal: None,
    }
}

fn update(row: &UpdateRow) -> UpdatePart {
    UpdatePart {
        by: PersonPart::new(&row.display_name, &row.handle, row.account_state, true),
        step: row.state.map(status::step),
        words: row.words.clone(),
        at: row.created_at,
    }
}

/// Whoever reads words should know who else does.
fn audience(seen: &SeenAction) -> String {
    let name = &seen.network().network().name;
    if seen.action().shown_to_members {
        format!("Visible to the members of {name}")
    } else if seen.action().owner_id.is_some() {
        format!("Visible to the lead team of {name} and to whoever sees to it")
    } else {
        format!("Visible to the lead team of {name}")
    }
}

impl View for ActionPage {
    const TEMPLATE: &'static str = "plans/action.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let Some(instrument) = sample::instrument() else {
            return Vec::new();
        };
        let page = |row: ActionRow, role, around: Around| {
            Self::new(
                &sample_seen(&row, role),
                &Around { row, ..around },
                &instrument,
            )
        };
        let states = [
            State::Proposed,
            State::Agreed,
            State::InProgress,
            State::Done,
            State::Stopped,
        ];
        let mut pages: Vec<_> = states
            .into_iter()
            .map(|state| page(sample_row(1, state), Role::Leader, sample_around()))
            .collect();
        let empty = Around {
            updates: Vec::new(),
            links: Vec::new(),
            reply: None,
            ..sample_around()
        };
        pages.push(page(sample_bare(2), Role::Leader, empty.clone()));
        pages.push(page(sample_row(3, State::Agreed), Role::Member, empty));
        if let (Some(first), Err(form)) = (pages.first().cloned(), UpdateForm::default().parse()) {
            pages.push(first.with_update(form));
        }
        if let (Some(first), Err(form)) = (pages.first().cloned(), LinkForm::default().parse()) {
            pages.push(first.with_link(form));
        }
        pages
    }
}

fn sample_around() -> Around {
    let update = |state, words: &str| UpdateRow {
        display_name: "Gita Rao".to_owned(),
        handle: "gita".to_owned(),
        account_state: account::State::Active,
        state,
        words: words.to_owned(),
        created_at: networks::WHEN,
    };
    Around {
        row: sample_row(1, State::Agreed),
        updates: vec![
            update(
                None,
                "Two meetings in.\nPeople ask for more than they offer.",
            ),
            update(Some(State::InProgress), ""),
        ],
        links: vec![LinkRow {
            id: ThreadId(7),
            slug: "meetings".to_owned(),
            title: "How do we stop meetings turning into reports?".to_owned(),
        }],
        reply: Some(Place {
            post: PostId(9),
            number: 3,
            thread: ThreadId(7),
            slug: "meetings".to_owned(),
            title: "How do we stop meetings turning into reports?".to_owned(),
            network: "Rural Leaders".to_owned(),
            visibility: Visibility::Private,
            broker_access: false,
        }),
        today: CivilDay::new(2026, 11, 24),
    }
}
