//! The timeline of a network.

use serde::Serialize;

use crate::{
    entity::{
        id::{ActionId, AnnotationId},
        membership::Role,
        network::{Stage, Visibility},
    },
    features::{
        networks::{
            policy::SeenNetwork,
            views::{NetworkPart, Tab, sample as networks},
            words,
        },
        plans::{
            forms::NoteForm,
            policy::Annotate,
            queries::{Happened, Moment},
            routes,
        },
    },
    platform::{
        access::Seen,
        text::dates::CivilDay,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// What happened in the life of a network.
#[derive(Clone, Debug, Serialize)]
pub struct TimelinePage {
    network: NetworkPart,
    plan_href: String,
    href: String,
    moments: Vec<MomentPart>,
    /// Whether the reader notes things.
    annotates: bool,
    form: FormState<NoteForm>,
}

#[derive(Clone, Debug, Serialize)]
struct MomentPart {
    /// "1 December 2026".
    day: String,
    /// "2026-12-01".
    iso: String,
    /// "stage", "round", "action", "done", "note" or "made": what kind of thing.
    kind: &'static str,
    /// What that kind is called.
    label: &'static str,
    words: String,
    href: Option<String>,
    /// Where a note is taken away, for those who may.
    removal: Option<String>,
}

impl TimelinePage {
    /// The page of what the reader may see.
    pub fn new(seen: &SeenNetwork, moments: &[Moment], form: FormState<NoteForm>) -> Self {
        let slug = &seen.network().slug;
        let annotates = seen.may::<Annotate>();
        let base = routes::timeline(slug);
        Self {
            network: NetworkPart::new(seen, Tab::Plan),
            plan_href: routes::plan(slug),
            moments: moments
                .iter()
                .map(|moment| part(moment, annotates.then_some(base.as_str())))
                .collect(),
            href: base,
            annotates,
            form,
        }
    }
}

fn part(moment: &Moment, base: Option<&str>) -> MomentPart {
    let simple = |kind, label, words: String| MomentPart {
        day: moment.day.words(),
        iso: moment.day.to_string(),
        kind,
        label,
        words,
        href: None,
        removal: None,
    };
    match &moment.what {
        Happened::Made => simple("made", "Beginning", "The network came here".to_owned()),
        Happened::Stage(stage) => simple(
            "stage",
            "Stage",
            format!("Now: {}", words::stage(*stage).to_lowercase()),
        ),
        Happened::Released => simple(
            "round",
            "Round",
            "The result of a round was released".to_owned(),
        ),
        Happened::Agreed(id, title) => MomentPart {
            href: Some(routes::action(*id)),
            ..simple("action", "Agreed", title.clone())
        },
        Happened::Done(id, title) => MomentPart {
            href: Some(routes::action(*id)),
            ..simple("done", "Done", title.clone())
        },
        Happened::Noted(id, words) => MomentPart {
            removal: base.map(|base| format!("{base}/{id}/removal")),
            ..simple("note", "Note", words.clone())
        },
    }
}

impl View for TimelinePage {
    const TEMPLATE: &'static str = "plans/timeline.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let day = |month, date| CivilDay::new(2026, month, date);
        let moment = |day: Option<CivilDay>, what| day.map(|day| Moment { day, what });
        let title = "Write a one-page welcome".to_owned();
        let moments: Vec<Moment> = [
            moment(day(11, 20), Happened::Done(ActionId(7), title.clone())),
            moment(
                day(10, 1),
                Happened::Noted(AnnotationId(2), "New chair".to_owned()),
            ),
            moment(day(9, 1), Happened::Agreed(ActionId(7), title)),
            moment(day(8, 30), Happened::Released),
            moment(day(5, 4), Happened::Stage(Stage::Performing)),
            moment(day(1, 9), Happened::Made),
        ]
        .into_iter()
        .flatten()
        .collect();
        let led = networks::seen(Visibility::Private, Some(Role::Leader));
        let member = networks::seen(Visibility::Private, Some(Role::Member));
        let mut pages = vec![
            Self::new(&led, &moments, FormState::default()),
            Self::new(&member, &moments, FormState::default()),
        ];
        if let Err(form) = NoteForm::default().parse(None) {
            pages.push(Self::new(&led, &moments, form));
        }
        pages
    }
}
