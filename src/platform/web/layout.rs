//! What surrounds every page: who is reading, where they are, what was just done.

use serde::Serialize;

use crate::{
    entity::account::Theme,
    platform::{
        access::{Actor, Person},
        app::App,
        text::names::initials,
    },
};

/// The frame of a page, as `templates/layout.html` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    /// What the site calls itself.
    pub site_name: String,
    /// Whether every page says that this is a demonstration.
    pub demo: bool,
    /// Who is signed in.
    pub person: Option<PersonPart>,
    /// Whether they have yet to confirm their address.
    pub unconfirmed: bool,
    /// Which part of the navigation is the present one.
    pub section: Section,
    /// What was just done.
    pub said: Option<Said>,
    /// How pages look to this person.
    pub theme: Theme,
    /// The address of the style sheet.
    pub css: String,
    /// The addresses of the scripts, which no page needs.
    pub js: Vec<String>,
    /// This page's own path, for coming back after signing in; empty where that would tell
    /// something (an unknown page).
    pub path: String,
}

/// Who is signed in, as the header shows them.
#[derive(Clone, Debug, Serialize)]
pub struct PersonPart {
    /// The name shown.
    pub name: String,
    /// The unique name in addresses.
    pub handle: String,
    /// One or two letters.
    pub initials: String,
    /// Whether the header offers the admin pages.
    pub is_admin: bool,
    /// Whether the header offers the review queue.
    pub is_reviewer: bool,
}

/// A part of the main navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The front page.
    Home,
    /// Networks and what is in them.
    Networks,
    /// The review queue.
    Review,
    /// Running the site.
    Admin,
    /// One's own account.
    Account,
    /// None of these.
    #[default]
    #[serde(rename = "")]
    None,
}

/// A sentence about what was just done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

impl Layout {
    /// The frame for one reader of one page.
    pub fn new(app: &App, actor: &Actor, path: String, said: Option<Said>) -> Self {
        let account = actor.account();
        Self {
            site_name: app.settings.now().site_name.clone(),
            demo: app.config.demo,
            person: account.map(PersonPart::new),
            unconfirmed: actor.is_unconfirmed(),
            section: Section::None,
            said,
            theme: account.map_or(Theme::Auto, |person| person.theme),
            css: app.templates.stylesheet().to_owned(),
            js: app.templates.scripts().to_vec(),
            path,
        }
    }
}

impl PersonPart {
    fn new(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            handle: person.handle.clone(),
            initials: initials(&person.name),
            is_admin: person.site.admin,
            is_reviewer: person.moderates || person.site.staff(),
        }
    }
}
