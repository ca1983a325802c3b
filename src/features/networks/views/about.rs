//! What a network says about itself, and the page on which its leaders edit that.

use serde::Serialize;

use super::{NetworkPart, PersonPart, Tab, sample};
use crate::{
    entity::{
        membership::Role,
        network::{self, Visibility},
        timestamp::Timestamp,
    },
    features::networks::{
        forms::{Choice, EditForm, governances, join_policies, kinds, member_lists, stages},
        policy::{EditNetwork, SeenNetwork},
        words,
    },
    platform::{
        access::Seen,
        text::{dates::CivilDay, markdown::SafeHtml},
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The About tab.
#[derive(Clone, Debug, Serialize)]
pub struct AboutPage {
    network: NetworkPart,
    about: Option<SafeHtml>,
    leaders: Vec<PersonPart>,
    facts: Vec<Fact>,
    created_at: Timestamp,
    may_edit: bool,
}

/// Something that is so, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Fact {
    name: &'static str,
    value: String,
}

impl AboutPage {
    /// The page of what the network says.
    pub fn new(seen: &SeenNetwork, about: Option<SafeHtml>, leaders: Vec<PersonPart>) -> Self {
        Self {
            network: NetworkPart::new(seen, Tab::About),
            about,
            leaders,
            facts: facts(seen.network()),
            created_at: seen.network().created_at,
            may_edit: seen.may::<EditNetwork>(),
        }
    }
}

/// What is not said is left out.
fn facts(network: &network::Model) -> Vec<Fact> {
    let brokers = match network.visibility {
        Visibility::Private if network.broker_access => Some("Can read and take part".to_owned()),
        Visibility::Private => Some("Are not let in".to_owned()),
        Visibility::Public | Visibility::Secret => None,
    };
    let all = [
        ("Type", Some(words::kind(network.kind).to_owned())),
        ("Stage", Some(words::stage(network.stage).to_owned())),
        (
            "Held together by",
            network
                .governance
                .map(|form| words::governance(form).to_owned()),
        ),
        (
            "Organisations",
            network.organisations.map(|count| count.to_string()),
        ),
        ("Started", started(network)),
        ("Area", network.geography.clone()),
        (
            "How people join",
            Some(words::join_policy(network.join_policy).to_owned()),
        ),
        (
            "Who sees the members",
            Some(words::member_list(network.member_list).to_owned()),
        ),
        ("Knowledge brokers", brokers),
    ];
    all.into_iter()
        .filter_map(|(name, value)| {
            Some(Fact {
                name,
                value: value?,
            })
        })
        .collect()
}

/// "March 2024".
fn started(network: &network::Model) -> Option<String> {
    let month = network.started.as_deref()?;
    CivilDay::from_iso(&format!("{month}-01")).map(CivilDay::month_words)
}

impl View for AboutPage {
    const TEMPLATE: &'static str = "networks/about.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let mut full = sample::seen(Visibility::Private, Some(Role::Leader));
        full.network.governance = Some(network::Governance::Shared);
        full.network.organisations = Some(12);
        full.network.started = Some("2024-03".to_owned());
        full.network.geography = Some("regional".to_owned());
        let about = SafeHtml::from_stored("<p>We meet on Tuesdays.</p>".to_owned());
        vec![
            Self::new(&full, Some(about), vec![sample::leader()]),
            Self::new(
                &sample::seen(Visibility::Public, None),
                None,
                vec![sample::leader()],
            ),
        ]
    }
}

/// Editing a network.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    network: NetworkPart,
    form: FormState<EditForm>,
    kinds: Vec<Choice>,
    stages: Vec<Choice>,
    /// None where there is no choice.
    join_policies: Vec<Choice>,
    member_lists: Vec<Choice>,
    /// Whether it is for this network to let knowledge brokers in.
    has_brokers: bool,
    governances: Vec<Choice>,
    months: Vec<Month>,
    /// Whether somebody else has stored something else meanwhile.
    is_second: bool,
    /// What they have stored where it differs: what fits on a line, and texts.
    facts: Vec<Fact>,
    texts: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Month {
    value: String,
    label: String,
}

impl EditPage {
    /// The form of a network.
    pub fn new(seen: &SeenNetwork, form: FormState<EditForm>) -> Self {
        let network = seen.network();
        Self {
            network: NetworkPart::outside(seen),
            form,
            kinds: kinds(),
            stages: stages(),
            join_policies: join_policies(network),
            member_lists: member_lists(network),
            has_brokers: network.visibility == Visibility::Private,
            governances: governances(),
            months: months(),
            is_second: false,
            facts: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// The form of an edit that came second: what was typed, what is there now, and the version
    /// that the next try replaces knowingly (forum.md TH5).
    pub fn second(seen: &SeenNetwork, typed: EditForm, now: &network::Model) -> Self {
        let (facts, texts) = differences(&typed, now);
        let form = EditForm {
            version: now.version.to_string(),
            ..typed
        };
        let form = FormState::of(form).with_problem(
            "",
            "Somebody else has edited this network meanwhile. Compare the texts below, then save \
             to replace theirs",
        );
        Self {
            is_second: true,
            facts,
            texts,
            ..Self::new(seen, form)
        }
    }
}

/// Where what is stored differs from what was typed: what fits on a line, and texts.
fn differences(typed: &EditForm, now: &network::Model) -> (Vec<Fact>, Vec<Fact>) {
    let stored = EditForm::of(now);
    let fact = |name: &'static str, differs: bool, value: &str| {
        differs.then(|| Fact {
            name,
            value: value.to_owned(),
        })
    };
    let month = |form: &EditForm| format!("{} {}", form.started_month, form.started_year);
    let governance = now.governance.map_or("Not said", words::governance);
    let brokers = if now.broker_access {
        "Let in"
    } else {
        "Not let in"
    };
    let facts = [
        fact("Network name", typed.name != stored.name, &now.name),
        fact("Type", typed.kind != stored.kind, words::kind(now.kind)),
        fact(
            "Stage",
            typed.stage != stored.stage,
            words::stage(now.stage),
        ),
        fact(
            "How people join",
            typed.join_policy != stored.join_policy && !join_policies(now).is_empty(),
            words::join_policy(now.join_policy),
        ),
        fact(
            "Who can see the list of members",
            typed.member_list != stored.member_list,
            words::member_list(now.member_list),
        ),
        fact(
            "Knowledge brokers",
            typed.broker_access != stored.broker_access && now.visibility == Visibility::Private,
            brokers,
        ),
        fact(
            "How it is held together",
            typed.governance != stored.governance,
            governance,
        ),
        fact(
            "Number of organisations",
            typed.organisations != stored.organisations,
            said_or_not(&stored.organisations),
        ),
        fact(
            "Started",
            month(typed) != month(&stored),
            said_or_not(&started(now).unwrap_or_default()),
        ),
        fact(
            "Area",
            typed.geography != stored.geography,
            said_or_not(&stored.geography),
        ),
    ];
    // Browsers send line breaks as two characters.
    let lines = |text: &str| text.replace("\r\n", "\n");
    let texts = [
        fact(
            "Purpose",
            lines(&typed.purpose) != stored.purpose,
            &now.purpose,
        ),
        fact("About", lines(&typed.about) != stored.about, &now.about),
    ];
    (
        facts.into_iter().flatten().collect(),
        texts.into_iter().flatten().collect(),
    )
}

fn said_or_not(text: &str) -> &str {
    if text.is_empty() { "Not said" } else { text }
}

fn months() -> Vec<Month> {
    let mut all = vec![Month {
        value: String::new(),
        label: "Not said".to_owned(),
    }];
    all.extend((1..=12).filter_map(|month: u8| {
        // Any year will do to name a month.
        let words = CivilDay::new(2000, month, 1)?.month_words();
        let (label, _) = words.split_once(' ')?;
        Some(Month {
            value: month.to_string(),
            label: label.to_owned(),
        })
    }));
    all
}

impl View for EditPage {
    const TEMPLATE: &'static str = "networks/edit.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let page = |visibility: Visibility| {
            let seen = sample::seen(visibility, Some(Role::Leader));
            let form = FormState::of(EditForm::of(seen.network()));
            Self::new(&seen, form)
        };
        let seen = sample::seen(Visibility::Private, Some(Role::Leader));
        let other = EditForm {
            name: "Leaders, rural".to_owned(),
            about: "We meet on Mondays.".to_owned(),
            geography: "Wales".to_owned(),
            ..EditForm::of(seen.network())
        };
        let mut pages = vec![
            page(Visibility::Public),
            page(Visibility::Private),
            page(Visibility::Secret),
            Self::second(&seen, EditForm::of(seen.network()), seen.network()),
            Self::second(&seen, other, seen.network()),
        ];
        if let Err(form) = EditForm::default().parse(seen.network(), None) {
            pages.push(Self::new(&seen, form));
        }
        pages
    }
}
