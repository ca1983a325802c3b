//! The template engine: strict, embedded in the program, with the few functions and filters that
//! pages use.

use std::{borrow::Cow, cell::RefCell, collections::HashMap, fmt, sync::Arc};

use minijinja::{
    AutoEscape, Environment, ErrorKind, UndefinedBehavior, context,
    value::{Serde, Value, ValueKind},
};
use rust_embed::RustEmbed;

use super::{form::FormKey, layout::Layout};
use crate::{
    entity::id::AccountId,
    platform::{access::Actor, app::App, secret::SiteSecret, text::dates},
};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Files;

/// The pages; cheap to clone.
#[derive(Clone)]
pub struct Templates(Arc<Parts>);

struct Parts {
    engine: Environment<'static>,
    said: HashMap<&'static str, &'static str>,
    stylesheet: String,
    scripts: Vec<String>,
}

/// Who a template is being rendered for: decides time zone and form keys.
#[derive(Clone, Debug)]
pub struct Reader {
    secret: Option<SiteSecret>,
    account: Option<AccountId>,
    zone: String,
}

impl Reader {
    /// Whoever reads a page.
    pub fn of(app: &App, actor: &Actor) -> Self {
        let account = actor.account();
        Self {
            secret: Some(app.secret.clone()),
            account: account.map(|person| person.id),
            zone: account.map_or_else(
                || dates::DEFAULT_ZONE.to_owned(),
                |who| who.time_zone.clone(),
            ),
        }
    }

    /// Somebody who reads a mail, in their own time zone. Mails have no forms.
    pub fn of_mail(zone: &str) -> Self {
        Self {
            secret: None,
            account: None,
            zone: zone.to_owned(),
        }
    }
}

thread_local! {
    /// Rendering is synchronous, so what is being rendered on this thread has one reader.
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

impl Templates {
    /// The engine, with the sentences that `?said=` may show and the addresses of the assets.
    pub fn new(
        said: &[(&'static str, &'static str)],
        stylesheet: String,
        scripts: Vec<String>,
    ) -> Self {
        Self(Arc::new(Parts {
            engine: engine(),
            said: said.iter().copied().collect(),
            stylesheet,
            scripts,
        }))
    }

    /// Renders a page in its frame.
    pub fn render(
        &self,
        template: &str,
        page: Value,
        layout: Layout,
        reader: Reader,
    ) -> Result<String, minijinja::Error> {
        let layout = Value::from(Serde(layout));
        self.render_with(template, context! { page, layout }, reader)
    }

    /// Renders a template with any context: mails, and parts on their own.
    pub fn render_with(
        &self,
        template: &str,
        context: Value,
        reader: Reader,
    ) -> Result<String, minijinja::Error> {
        READER.set(Some(reader));
        let rendered = self
            .0
            .engine
            .get_template(template)
            .and_then(|found| found.render(context));
        READER.set(None);
        rendered
    }

    /// The sentence for a code in an address.
    pub fn said(&self, code: &str) -> Option<&'static str> {
        self.0.said.get(code).copied()
    }

    /// The address of the style sheet.
    pub fn stylesheet(&self) -> &str {
        &self.0.stylesheet
    }

    /// The addresses of the scripts.
    pub fn scripts(&self) -> &[String] {
        &self.0.scripts
    }

    /// The names of all templates.
    pub fn names() -> Vec<String> {
        Files::iter().map(Cow::into_owned).collect()
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Templates")
    }
}

fn engine() -> Environment<'static> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|name| {
        if name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ending == "html")
        {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    engine.set_loader(|name| match Files::get(name) {
        Some(file) => String::from_utf8(file.data.into_owned())
            .map(Some)
            .map_err(|_| {
                minijinja::Error::new(ErrorKind::InvalidOperation, "the template is not UTF-8")
            }),
        None => Ok(None),
    });
    engine.add_function("form_key", form_key);
    engine.add_filter("when", when);
    engine.add_filter("when_text", when_text);
    engine.add_filter("day", day);
    engine.add_filter("day_text", day_text);
    engine.add_filter("count", count);
    engine
}

/// A fresh one-use key for the form that is being rendered.
fn form_key() -> String {
    READER.with_borrow(|reader| {
        reader
            .as_ref()
            .map_or_else(String::new, |reader| match &reader.secret {
                Some(secret) => FormKey::fresh(secret, reader.account),
                None => String::new(),
            })
    })
}

/// An instant in the reader's zone: "12 March 2026 at 2:05pm" in a `<time>`.
fn when(at: i64) -> Value {
    in_time_element(at, &when_text(at))
}

/// The same as plain text.
fn when_text(at: i64) -> String {
    in_zone(|zone| dates::when(at, zone))
}

/// The day of an instant in the reader's zone: "12 March 2026" in a `<time>`.
fn day(at: i64) -> Value {
    in_time_element(at, &day_text(at))
}

/// The same as plain text.
fn day_text(at: i64) -> String {
    in_zone(|zone| dates::day(at, zone))
}

fn in_time_element(at: i64, text: &str) -> Value {
    Value::from_safe_string(format!(
        "<time datetime=\"{}\">{text}</time>",
        dates::iso(at)
    ))
}

fn in_zone(text: impl FnOnce(&str) -> String) -> String {
    READER.with_borrow(|reader| {
        text(
            reader
                .as_ref()
                .map_or(dates::DEFAULT_ZONE, |reader| reader.zone.as_str()),
        )
    })
}

/// A number with its noun: `3|count("member", "members")` is "3 members".
fn count(number: &Value, one: &str, many: &str) -> Result<String, minijinja::Error> {
    if number.kind() != ValueKind::Number {
        return Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            "count takes a number",
        ));
    }
    let noun = if number.to_string() == "1" { one } else { many };
    Ok(format!("{number} {noun}"))
}
