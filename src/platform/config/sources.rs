//! Where settings come from, and what is wrong with them.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

use super::{NAMES, Secret};

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Settings by name.
    pub settings: Vec<(&'static str, String)>,
    /// The file to read, if any.
    pub file: Option<PathBuf>,
}

/// Everything that is wrong with the settings, a sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<String>);

impl fmt::Display for Mistakes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Mistakes {}

/// Where a setting was made, in the words of whoever has to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `--listen`
    Flag(&'static str),
    /// `INDABA_LISTEN`
    Variable(&'static str),
    /// `listen` in this file
    File(&'static str, PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(out, "--{}", name.replace('_', "-")),
            Self::Variable(name) => write!(out, "INDABA_{}", name.to_ascii_uppercase()),
            Self::File(name, file) => write!(out, "{name} in {}", file.display()),
        }
    }
}

struct Given {
    value: String,
    place: Place,
}

/// Gathers what was set, strongest source first, and what was wrong with it.
pub(super) struct Reader {
    given: BTreeMap<&'static str, Given>,
    places: BTreeMap<&'static str, Place>,
    mistakes: Vec<String>,
}

impl Reader {
    pub(super) fn gather(
        flags: Flags,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let (given, places) = (BTreeMap::new(), BTreeMap::new());
        let mut reader = Self {
            given,
            places,
            mistakes: Vec::new(),
        };
        for (name, value) in flags.settings {
            if is_secret(name) && Secret::has_password(&value) {
                reader.mistakes.push(format!(
                    "{} must not carry a password, which anybody on this machine could read: use \
                     {} or the settings file.",
                    Place::Flag(name),
                    Place::Variable(name)
                ));
                continue;
            }
            reader.put(name, value, Place::Flag(name));
        }
        let file = reader.environment(environment);
        if let Some(file) = flags.file.or(file) {
            reader.file(&file);
        }
        reader
    }

    /// Takes one setting and says what is wrong with it. `parse` answers with what it must be.
    pub(super) fn take<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let Given { value, place } = self.given.remove(name)?;
        let mistake = match parse(&value) {
            Ok(parsed) => {
                self.places.insert(name, place);
                return Some(parsed);
            }
            Err(must) if is_secret(name) => format!("{place} {must}."),
            Err(must) => format!("{place} {must}, not {value:?}."),
        };
        self.mistakes.push(mistake);
        None
    }

    /// Records a mistake of settings that are right each for itself, at the first of `names` that
    /// somebody set.
    pub(super) fn blame(&mut self, names: &[&'static str], what: &str) {
        let set = names.iter().find_map(|name| self.places.get(name));
        self.mistakes.push(match set {
            Some(place) => format!("{place} {what}."),
            None => format!(
                "The default {} {what}.",
                names.first().unwrap_or(&"setting")
            ),
        });
    }

    /// Ends the reading. `last` looks for contradictions, which only make sense without mistakes.
    pub(super) fn finish(mut self, last: impl FnOnce(&mut Self)) -> Result<(), Mistakes> {
        if self.mistakes.is_empty() {
            last(&mut self);
        }
        if self.mistakes.is_empty() {
            Ok(())
        } else {
            Err(Mistakes(self.mistakes))
        }
    }

    fn put(&mut self, name: &'static str, value: String, place: Place) {
        if value.is_empty() {
            self.mistakes.push(format!(
                "{place} is empty: give it a value or leave it out."
            ));
            return;
        }
        self.given.entry(name).or_insert(Given { value, place });
    }

    /// Reads the variables; answers with the file that they name.
    fn environment(
        &mut self,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Option<PathBuf> {
        let mut file = None;
        for (variable, value) in environment {
            let Some(variable) = variable.to_str() else {
                continue;
            };
            let Some(rest) = variable.strip_prefix("INDABA_") else {
                continue;
            };
            if rest.starts_with("TEST_") {
                continue;
            }
            let is_it = |name: &&&str| name.eq_ignore_ascii_case(rest) && is_upper(rest);
            match (NAMES.iter().find(is_it), value.into_string()) {
                (None, Ok(path)) if rest == "CONFIG" => file = Some(PathBuf::from(path)),
                (None, _) => {
                    self.mistakes
                        .push(format!("The environment variable {variable} is not known."));
                }
                (Some(name), Ok(value)) => self.put(name, value, Place::Variable(name)),
                (Some(_), Err(_)) => self
                    .mistakes
                    .push(format!("{variable} must be UTF-8 text.")),
            }
        }
        file
    }

    fn file(&mut self, file: &Path) {
        let shown = file.display();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                self.mistakes.push(format!(
                    "The settings file {shown} cannot be read: {error}."
                ));
                return;
            }
        };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(&text, span.start));
                self.mistakes.push(format!(
                    "The settings file {shown} is not TOML: line {line}, {}.",
                    error.message().trim_end_matches('.')
                ));
                return;
            }
        };
        for (key, value) in table {
            match NAMES.iter().find(|name| **name == key) {
                None => self
                    .mistakes
                    .push(format!("The setting {key} in {shown} is not known.")),
                Some(name) => match plain(&value) {
                    Some(value) => self.put(name, value, Place::File(name, file.to_owned())),
                    None => self.mistakes.push(format!(
                        "{name} in {shown} must be text, a number, true, false or a list of texts."
                    )),
                },
            }
        }
    }
}

/// Settings that may hold a password.
fn is_secret(name: &str) -> bool {
    matches!(name, "database_url" | "migrate_database_url" | "smtp_url")
}

fn is_upper(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(toml::Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        toml::Value::Table(_) | toml::Value::Datetime(_) => None,
    }
}
