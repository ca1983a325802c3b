//! Where one's own results are shared, and one such share.

use std::collections::HashMap;

use serde::Serialize;

use crate::{
    entity::{
        id::{PostId, ThreadId},
        network::Visibility,
        share::{Level, State},
    },
    features::{
        health_checks::{
            card::Choice,
            policy::{ConfirmShare, SeenShare},
            routes as checks,
            views::{ResultCardPart, level_words, sample},
        },
        plans::{
            forms::{NarrowForm, code},
            queries::Place,
            routes,
        },
        threads,
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// Every share that is alive.
#[derive(Clone, Debug, Serialize)]
pub struct SharedPage {
    shares: Vec<SharePart>,
}

/// One share in words.
#[derive(Clone, Debug, Serialize)]
struct SharePart {
    href: String,
    /// The result.
    result: String,
    /// The network it is about, as it was called then.
    network: String,
    /// The day of the check.
    day: i64,
    /// Where, if the owner can still read it.
    place: Option<PlacePart>,
    /// "Purpose we share and Ties and trust".
    dimensions: String,
    /// "Bands only".
    level: &'static str,
    name_shown: bool,
    since: i64,
    /// Whether readers see nothing of it for now.
    paused: bool,
}

/// A conversation.
#[derive(Clone, Debug, Serialize)]
struct PlacePart {
    title: String,
    href: String,
    network: String,
    /// Who reads it, in words.
    readers: String,
}

impl PlacePart {
    fn new(place: &Place) -> Self {
        let name = &place.network;
        let staff = "the people who look after this site";
        let readers = match place.visibility {
            Visibility::Public => "everyone who is signed in".to_owned(),
            Visibility::Private if place.broker_access => {
                format!("members of {name}, knowledge brokers and {staff}")
            }
            Visibility::Private => format!("members of {name} and {staff}"),
            Visibility::Secret => format!("members of {name}"),
        };
        Self {
            title: place.title.clone(),
            href: threads::numbering::post_path(place.thread, &place.slug, place.number),
            network: place.network.clone(),
            readers,
        }
    }
}

impl SharePart {
    fn new(seen: &SeenShare, place: Option<&Place>) -> Self {
        let choice = seen.choice();
        let snapshot = seen.snapshot();
        let names = snapshot.dimensions.iter();
        let names = names.filter(|own| choice.dimensions.contains(&own.code));
        let names: Vec<&str> = names.map(|own| own.name.as_str()).collect();
        Self {
            href: routes::share(seen.id()),
            result: checks::result(seen.share().result_id),
            network: snapshot.network.name.clone(),
            day: snapshot.date.ms,
            place: place.map(PlacePart::new),
            dimensions: names.join(", "),
            level: level_words(choice.level),
            name_shown: choice.name_shown,
            since: seen.share().created_at.0,
            paused: seen.is_paused(),
        }
    }
}

impl SharedPage {
    /// The list, with the conversations that its reader can still read.
    pub fn new(shares: &[SeenShare], places: &HashMap<PostId, Place>) -> Self {
        let shares = shares.iter();
        let parts = shares.map(|seen| SharePart::new(seen, places.get(&seen.share().post_id)));
        Self {
            shares: parts.collect(),
        }
    }
}

impl View for SharedPage {
    const TEMPLATE: &'static str = "plans/shared.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let shares = [Level::Bands, Level::Scores].map(|level| sample::share(sample::MIXED, level));
        let shares: Vec<SeenShare> = shares.into_iter().flatten().collect();
        let unreadable = shares.iter().take(1).cloned().collect::<Vec<_>>();
        let places = HashMap::from([(PostId(40), sample_place())]);
        vec![
            Self::new(&[], &places),
            Self::new(&shares, &places),
            Self::new(&unreadable, &HashMap::new()),
        ]
    }
}

/// One share as its readers see it, and what can be changed.
#[derive(Clone, Debug, Serialize)]
pub struct SharePage {
    share: SharePart,
    card: ResultCardPart,
    /// Whether the card is what was chosen just now, and not yet what readers see.
    is_preview: bool,
    /// Whether the owner may let it go on.
    may_confirm: bool,
    levels: Vec<OptionPart>,
    dimensions: Vec<OptionPart>,
    form: FormState<NarrowForm>,
}

/// One thing to choose.
#[derive(Clone, Debug, Serialize)]
struct OptionPart {
    value: String,
    label: String,
}

impl SharePage {
    /// The page, with the card as `choice` makes it.
    pub fn new(
        seen: &SeenShare,
        place: Option<&Place>,
        choice: &Choice,
        form: FormState<NarrowForm>,
    ) -> Self {
        let now = seen.choice();
        let levels: &[Level] = match now.level {
            Level::Bands => &[Level::Bands],
            Level::Scores => &[Level::Bands, Level::Scores],
        };
        let shown = seen.snapshot().dimensions.iter();
        let shown = shown.filter(|own| now.dimensions.contains(&own.code));
        Self {
            share: SharePart::new(seen, place),
            card: ResultCardPart::of_share(seen, choice),
            is_preview: false,
            may_confirm: seen.is_paused() && seen.may::<ConfirmShare>(),
            levels: levels.iter().copied().map(OptionPart::level).collect(),
            dimensions: shown
                .map(|own| OptionPart {
                    value: own.code.to_string(),
                    label: own.name.clone(),
                })
                .collect(),
            form,
        }
    }

    /// The page as a preview of what was chosen.
    #[must_use]
    pub fn as_preview(mut self) -> Self {
        self.is_preview = true;
        self
    }
}

impl OptionPart {
    fn level(level: Level) -> Self {
        Self {
            value: code(level).to_owned(),
            label: level_words(level).to_owned(),
        }
    }
}

impl View for SharePage {
    const TEMPLATE: &'static str = "plans/share.html";
    const SECTION: Section = Section::Account;

    fn samples() -> Vec<Self> {
        let page = |seen: &SeenShare, place: Option<&Place>| {
            let now = seen.choice();
            let form = FormState::of(NarrowForm::of(&now, 1));
            Self::new(seen, place, &now, form)
        };
        let place = sample_place();
        let mut pages = Vec::new();
        if let Some(bands) = sample::share(sample::MIXED, Level::Bands) {
            pages.push(page(&bands, Some(&place)));
            pages.push(page(&bands, None).as_preview());
        }
        if let Some(scores) = sample::share(sample::FEW, Level::Scores) {
            pages.push(page(&scores, Some(&place)));
            if let Err(form) = NarrowForm::default().parse(&scores.choice()) {
                pages.push(Self::new(&scores, Some(&place), &scores.choice(), form));
            }
            let paused = scores.in_state(State::Paused);
            pages.push(page(&paused, Some(&place)));
        }
        pages
    }
}

fn sample_place() -> Place {
    Place {
        post: PostId(40),
        number: 1,
        thread: ThreadId(12),
        slug: "how-do-we-share-the-lead".to_owned(),
        title: "How do we share the lead?".to_owned(),
        network: "Rural Leaders".to_owned(),
        visibility: Visibility::Private,
        broker_access: true,
    }
}
