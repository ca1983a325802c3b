//! The list of networks.

use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::role_tag;
use crate::{
    entity::{
        id::NetworkId,
        membership::Role,
        network::{Kind, Visibility},
    },
    features::networks::{
        forms::{Choice, kinds},
        queries::{Cursor, NetworkRow, PageOf, Search},
        routes, words,
    },
    platform::{
        text::clean,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The directory.
#[derive(Clone, Debug, Serialize)]
pub struct DirectoryPage {
    form: FormState<SearchForm>,
    kinds: Vec<Choice>,
    /// One's own networks, on the first page.
    own: Vec<NetworkCard>,
    others: Vec<NetworkCard>,
    previous: Option<String>,
    next: Option<String>,
    is_searched: bool,
    is_first: bool,
    may_create: bool,
}

/// What the address of the directory says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// Words.
    pub q: String,
    /// A type; anything else is every type.
    #[serde(rename = "type")]
    pub kind: String,
    /// See [`Cursor`].
    #[serde(skip_serializing)]
    pub after: String,
    /// See [`Cursor`].
    #[serde(skip_serializing)]
    pub before: String,
}

impl SearchForm {
    /// What is searched for; words that are too long are cut.
    pub fn search(&self) -> Search {
        let words = self
            .q
            .chars()
            .take(clean::SEARCH_QUERY.max)
            .collect::<String>();
        Search {
            words: clean::search_query(&words).unwrap_or_default(),
            kind: Kind::try_from_value(&self.kind).ok(),
        }
    }

    /// Which page.
    pub fn cursor(&self) -> Option<Cursor> {
        Cursor::read(&self.after, &self.before)
    }

    fn address(&self, cursor: &Cursor) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if !self.kind.is_empty() {
            query.append_pair("type", &self.kind);
        }
        let kept = query.finish();
        let joiner = if kept.is_empty() { "" } else { "&" };
        format!("{}?{kept}{joiner}{}", routes::DIRECTORY, cursor.query())
    }
}

/// A network in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NetworkCard {
    name: String,
    href: String,
    purpose: String,
    kind: &'static str,
    visibility: &'static str,
    members: String,
    role: Option<&'static str>,
}

impl NetworkCard {
    /// The card of a row; outsiders read the count of a private network rounded.
    pub fn of(row: &NetworkRow) -> Self {
        let counts = row.viewer_role.is_some() || row.visibility == Visibility::Public;
        Self {
            name: row.name.clone(),
            href: routes::network(&row.slug),
            purpose: row.purpose.clone(),
            kind: words::kind_of_network(row.kind),
            visibility: words::visibility(row.visibility),
            members: if counts {
                words::members(row.members)
            } else {
                words::rounded_members(row.members)
            },
            role: row.viewer_role.and_then(role_tag),
        }
    }
}

impl DirectoryPage {
    /// The page of what was found.
    pub fn new(
        form: SearchForm,
        own: &[NetworkRow],
        others: &PageOf<NetworkRow>,
        may_create: bool,
    ) -> Self {
        let address = |cursor: &Option<Cursor>| cursor.as_ref().map(|cursor| form.address(cursor));
        let search = form.search();
        let mut choices = vec![Choice {
            value: String::new(),
            label: "Every type",
            hint: None,
        }];
        choices.extend(kinds());
        Self {
            own: own.iter().map(NetworkCard::of).collect(),
            others: others.rows.iter().map(NetworkCard::of).collect(),
            previous: address(&others.previous),
            next: address(&others.next),
            is_searched: search != Search::default(),
            is_first: form.cursor().is_none(),
            kinds: choices,
            form: FormState::of(form),
            may_create,
        }
    }
}

impl View for DirectoryPage {
    const TEMPLATE: &'static str = "networks/directory.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let row = |name: &str, visibility: Visibility, viewer_role: Option<Role>| NetworkRow {
            id: NetworkId(7),
            slug: "rural-leaders".to_owned(),
            name: name.to_owned(),
            name_key: name.to_lowercase(),
            purpose: "People who lead networks far away.".to_owned(),
            kind: Kind::Learning,
            visibility,
            members: 34,
            viewer_role,
        };
        let mine = [
            row("Rural Leaders", Visibility::Secret, Some(Role::Leader)),
            row("The Commons", Visibility::Public, Some(Role::Member)),
        ];
        let cursor = |back: bool| Cursor {
            back,
            key: "falls".to_owned(),
            id: 3,
        };
        let none = PageOf {
            rows: Vec::new(),
            previous: None,
            next: None,
        };
        let some = PageOf {
            rows: vec![
                row("Falls", Visibility::Private, None),
                row("Leeds Frailty", Visibility::Public, None),
            ],
            previous: Some(cursor(true)),
            next: Some(cursor(false)),
        };
        let searched = SearchForm {
            q: "falls & frailty".to_owned(),
            kind: "learning".to_owned(),
            ..SearchForm::default()
        };
        vec![
            Self::new(SearchForm::default(), &mine, &some, true),
            Self::new(SearchForm::default(), &[], &none, false),
            Self::new(searched.clone(), &[], &some, true),
            Self::new(searched, &[], &none, true),
        ]
    }
}
