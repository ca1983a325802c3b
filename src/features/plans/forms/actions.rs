//! Actions: what is to be done, by whom, by when, and what is said of it.

use serde::{Deserialize, Serialize};

use crate::{
    entity::id::{AccountId, ThreadId},
    features::health_checks::instrument::{DimensionCode, Instrument, StatementId},
    platform::{
        text::{
            clean::{self, Limits},
            dates::{self, CivilDay},
            identifiable::without_nhs_number,
            names,
        },
        web::form::{FormState, Problems},
    },
};

/// What is to be done, in one line.
const TITLE: Limits = Limits::new(5, 200);
/// Why.
const WHY: usize = 1_000;
/// What to look for.
const SIGN: usize = 200;
/// An update is short.
const UPDATE: Limits = Limits::new(1, 500);
/// A note on the timeline.
const NOTE: Limits = Limits::new(3, 150);
/// The name of somebody without an account.
const NAME: usize = 60;

/// An action as typed, new or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionForm {
    /// "What will be done".
    pub title: String,
    /// The code of a dimension; empty for none.
    pub dimension: String,
    /// "Why".
    pub why: String,
    /// The id of a statement; empty for none.
    pub sign_statement: String,
    /// "Or in words".
    pub sign: String,
    /// A handle beginning with @, or a name.
    pub owner: String,
    /// The day of the month on which it is due.
    pub due_day: String,
    /// The month.
    pub due_month: String,
    /// The year.
    pub due_year: String,
    /// "true": members see it.
    pub shown: String,
    /// "agree" or "propose"; of a new action alone.
    pub decision: String,
    /// The version that was changed; of a change alone.
    pub version: String,
}

/// Who sees to something, as typed: whether a handle names a member, only the database can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoseTyped {
    /// Nobody yet.
    Nobody,
    /// A member, by handle.
    Handle(String),
    /// Somebody without an account, by name.
    Name(String),
}

/// Who sees to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nobody yet.
    Nobody,
    /// A member of the network.
    Member(AccountId),
    /// Somebody without an account: the name alone is kept.
    Named(String),
}

impl Owner {
    /// As the two columns hold it.
    pub fn columns(&self) -> (Option<AccountId>, String) {
        match self {
            Self::Nobody => (None, String::new()),
            Self::Member(id) => (Some(*id), String::new()),
            Self::Named(name) => (None, name.clone()),
        }
    }
}

/// What an action says, as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What will be done.
    pub title: String,
    /// What it is about.
    pub dimension: Option<DimensionCode>,
    /// Why; may be empty.
    pub why: String,
    /// The statement that should go up.
    pub sign_statement: Option<StatementId>,
    /// What to look for, in words; may be empty.
    pub sign: String,
    /// When it is due.
    pub due: Option<CivilDay>,
    /// Whether members see it.
    pub shown: bool,
}

/// A new action, as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAction {
    /// What it says.
    pub told: Told,
    /// Who sees to it.
    pub owner: Owner,
    /// Agreed at once, or proposed.
    pub agreed: bool,
}

/// A changed action, as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionChange {
    /// What it says.
    pub told: Told,
    /// Who sees to it.
    pub owner: Owner,
    /// The version it was made on.
    pub version: i64,
}

/// What was agreed about an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Who sees to it: somebody does.
    pub owner: Owner,
    /// When it is due.
    pub due: CivilDay,
}

impl ActionForm {
    /// What is meant, and whose it is to be; or the form with what is wrong. An action that is agreed
    /// has somebody who sees to it and a day.
    pub fn parse(
        self,
        instrument: &Instrument,
        today: Option<CivilDay>,
        was_due: Option<CivilDay>,
    ) -> Result<(Told, WhoseTyped), FormState<Self>> {
        let mut problems = Problems::default();
        let agreed = self.is_agreed();
        let title = problems.note("title", title(&self.title));
        let dimension = problems.note("dimension", dimension(&self.dimension, instrument));
        let why = clean::optional_lines(&self.why, WHY, "why").and_then(plain);
        let why = problems.note("why", why);
        let statement = statement(&self.sign_statement, instrument);
        let sign_statement = problems.note("sign_statement", statement);
        let sign = clean::optional_line(&self.sign, SIGN, "what to look for").and_then(plain);
        let sign = problems.note("sign", sign);
        let owner = problems.note("owner", owner(&self.owner, agreed));
        let due = [&self.due_day, &self.due_month, &self.due_year];
        let due = problems.note("due_day", due_date(due, today, was_due, agreed));
        match (title, dimension, why, sign_statement, sign, owner, due) {
            (
                Some(title),
                Some(dimension),
                Some(why),
                Some(sign_statement),
                Some(sign),
                Some(owner),
                Some(due),
            ) => Ok((
                Told {
                    title,
                    dimension,
                    why,
                    sign_statement,
                    sign,
                    due,
                    shown: self.shown == "true",
                },
                owner,
            )),
            _ => Err(problems.reject(self)),
        }
    }

    /// Whether a new action is agreed at once.
    pub fn is_agreed(&self) -> bool {
        self.decision == "agree"
    }

    /// The version that a change was made on; a form without one is older than any.
    pub fn made_on(&self) -> i64 {
        self.version.parse().unwrap_or(0)
    }
}

/// What is agreed, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementForm {
    /// A handle beginning with @, or a name.
    pub owner: String,
    /// The day of the month on which it is due.
    pub due_day: String,
    /// The month.
    pub due_month: String,
    /// The year.
    pub due_year: String,
}

impl AgreementForm {
    /// Who sees to it and by when, or the form with what is wrong.
    pub fn parse(self, today: Option<CivilDay>) -> Result<(WhoseTyped, CivilDay), FormState<Self>> {
        let mut problems = Problems::default();
        let owner = problems.note("owner", owner(&self.owner, true));
        let due = [&self.due_day, &self.due_month, &self.due_year];
        let due = problems.note("due_day", due_date(due, today, None, true));
        match (owner, due.flatten()) {
            (Some(owner), Some(due)) => Ok((owner, due)),
            _ => Err(problems.reject(self)),
        }
    }
}

/// Why something stops, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StopForm {
    /// "Why".
    pub reason: String,
}

impl StopForm {
    /// The reason, or the form with what is wrong.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        let limits = Limits::new(3, UPDATE.max);
        let reason = clean::many_lines(&self.reason, limits, "why this stops");
        match problems.note("reason", reason.and_then(without_nhs_number)) {
            Some(reason) => Ok(reason),
            None => Err(problems.reject(self)),
        }
    }
}

/// An update as typed; also what is said with a step, where it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateForm {
    /// "How it is going".
    pub words: String,
}

impl UpdateForm {
    /// The words, or the form with what is wrong.
    pub fn parse(self) -> Result<String, FormState<Self>> {
        let mut problems = Problems::default();
        let words = clean::many_lines(&self.words, UPDATE, "how it is going");
        match problems.note("words", words.and_then(without_nhs_number)) {
            Some(words) => Ok(words),
            None => Err(problems.reject(self)),
        }
    }
}

/// A conversation to link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// The address of a conversation on this site, or its number.
    pub thread: String,
}

impl LinkForm {
    /// The thread that is meant, or the form with what is wrong.
    pub fn parse(self) -> Result<ThreadId, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("thread", thread_in(&self.thread)) {
            Some(id) => Ok(id),
            None => Err(problems.reject(self)),
        }
    }
}

/// A note on the timeline, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    /// "What happened".
    pub words: String,
    /// The day of the month.
    pub on_day: String,
    /// The month.
    pub on_month: String,
    /// The year.
    pub on_year: String,
}

impl NoteForm {
    /// The words and the day, not a later one than today; or the form with what is wrong.
    pub fn parse(self, today: Option<CivilDay>) -> Result<(String, CivilDay), FormState<Self>> {
        let mut problems = Problems::default();
        let words = clean::one_line(&self.words, NOTE, "what happened");
        let words = problems.note("words", words.and_then(without_nhs_number));
        let day = dates::from_fields("Date", &self.on_day, &self.on_month, &self.on_year);
        let day = day.map_err(String::from).and_then(|day| {
            let day = day.ok_or("Enter the date on which it happened")?;
            if today.is_some_and(|today| day > today) {
                return Err("Date must be today or earlier".to_owned());
            }
            Ok(day)
        });
        let day = problems.note("on_day", day);
        match (words, day) {
            (Some(words), Some(day)) => Ok((words, day)),
            _ => Err(problems.reject(self)),
        }
    }
}

/// An action made of a reply, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyActionForm {
    /// The slug of the network whose plan it goes into.
    pub network: String,
    /// "What will be done".
    pub title: String,
    /// The code of a dimension; empty for none.
    pub dimension: String,
    /// "Why".
    pub why: String,
}

impl ReplyActionForm {
    /// The slug and what the action says; or the form with what is wrong. `led` are the slugs on
    /// offer.
    pub fn parse(
        self,
        instrument: &Instrument,
        led: &[String],
    ) -> Result<(String, Told), FormState<Self>> {
        let mut problems = Problems::default();
        let network = match led.iter().find(|slug| **slug == self.network) {
            Some(slug) => Ok(slug.clone()),
            None => Err("Select the network whose plan it goes into".to_owned()),
        };
        let network = problems.note("network", network);
        let title = problems.note("title", title(&self.title));
        let dimension = problems.note("dimension", dimension(&self.dimension, instrument));
        let why = clean::optional_lines(&self.why, WHY, "why").and_then(plain);
        let why = problems.note("why", why);
        match (network, title, dimension, why) {
            (Some(network), Some(title), Some(dimension), Some(why)) => Ok((
                network,
                Told {
                    title,
                    dimension,
                    why,
                    sign_statement: None,
                    sign: String::new(),
                    due: None,
                    shown: false,
                },
            )),
            _ => Err(problems.reject(self)),
        }
    }
}

/// Nothing but the button.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Nothing {}

/// A statement's id as the form sends it; empty for none.
pub fn sign_value(stored: Option<&str>) -> String {
    stored.unwrap_or_default().to_owned()
}

fn title(raw: &str) -> Result<String, String> {
    clean::one_line(raw, TITLE, "what will be done").and_then(without_nhs_number)
}

fn plain(text: Option<String>) -> Result<String, String> {
    without_nhs_number(text.unwrap_or_default())
}

fn dimension(raw: &str, instrument: &Instrument) -> Result<Option<DimensionCode>, String> {
    if raw.is_empty() {
        return Ok(None);
    }
    let known = DimensionCode::parse(raw).filter(|code| instrument.dimension(*code).is_some());
    known
        .map(Some)
        .ok_or_else(|| "Select a dimension from the list, or none".to_owned())
}

fn statement(raw: &str, instrument: &Instrument) -> Result<Option<StatementId>, String> {
    if raw.is_empty() {
        return Ok(None);
    }
    let known = StatementId::parse(raw).filter(|id| instrument.statement(*id).is_some());
    known
        .map(Some)
        .ok_or_else(|| "Select a statement from the list, or none".to_owned())
}

fn owner(raw: &str, needed: bool) -> Result<WhoseTyped, String> {
    let line = clean::optional_line(raw, NAME, "who sees to it")?;
    let Some(line) = line else {
        return if needed {
            Err("Enter who sees to it: a handle or a name".to_owned())
        } else {
            Ok(WhoseTyped::Nobody)
        };
    };
    if let Some(handle) = line.strip_prefix('@') {
        return Ok(WhoseTyped::Handle(names::handle_key(handle.trim())));
    }
    if line.contains('@') {
        return Err("Enter a name, not an email address: no address is kept here".to_owned());
    }
    Ok(WhoseTyped::Name(line))
}

/// The due date from its three fields. A day that has passed is refused, unless it is the one that
/// was there.
fn due_date(
    [day, month, year]: [&String; 3],
    today: Option<CivilDay>,
    was_due: Option<CivilDay>,
    needed: bool,
) -> Result<Option<CivilDay>, String> {
    let due = dates::from_fields("Due date", day, month, year)?;
    let is_past = due.is_some() && due != was_due && today.is_some_and(|today| due < Some(today));
    match due {
        None if needed => Err("Enter the day by which it will be done".to_owned()),
        Some(_) if is_past => Err("Due date must be today or later".to_owned()),
        due => Ok(due),
    }
}

/// The number of a thread: alone, or behind `/threads/` in an address.
fn thread_in(raw: &str) -> Result<ThreadId, String> {
    let text = raw.trim();
    let rest = match text.split_once("/threads/") {
        Some((_, rest)) => rest,
        None => text,
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let ends = rest.get(digits.len()..).unwrap_or_default();
    let is_whole = ends.is_empty() || ends.starts_with(['/', '?', '#']);
    digits
        .parse()
        .ok()
        .filter(|_| is_whole)
        .ok_or_else(|| "Enter the address of a conversation on this site".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::BUNDLED;

    fn instrument() -> Instrument {
        Instrument::parse(BUNDLED[0]).unwrap()
    }

    fn day(text: &str) -> Option<CivilDay> {
        CivilDay::from_iso(text)
    }

    fn form(title: &str) -> ActionForm {
        ActionForm {
            title: title.to_owned(),
            ..ActionForm::default()
        }
    }

    fn problems<F: std::fmt::Debug>(
        outcome: Result<F, FormState<ActionForm>>,
    ) -> Vec<&'static str> {
        let refused = outcome.unwrap_err();
        refused.problems.iter().map(|one| one.field).collect()
    }

    #[test]
    fn a_proposal_needs_a_title_and_no_more() {
        let (told, owner) = form(" Pair  newcomers ")
            .parse(&instrument(), None, None)
            .unwrap();
        assert_eq!(told.title, "Pair newcomers");
        assert_eq!(owner, WhoseTyped::Nobody);
        assert_eq!((told.due, told.dimension, told.shown), (None, None, false));
        assert_eq!(
            problems(form("").parse(&instrument(), None, None)),
            ["title"]
        );
    }

    #[test]
    fn what_is_agreed_has_somebody_and_a_day() {
        let agreed = ActionForm {
            decision: "agree".to_owned(),
            ..form("Pair newcomers")
        };
        let outcome = agreed.parse(&instrument(), day("2026-11-24"), None);
        assert_eq!(problems(outcome), ["owner", "due_day"]);
    }

    #[test]
    fn a_due_date_in_the_past_is_refused_unless_it_was_there() {
        let late = ActionForm {
            due_day: "1".to_owned(),
            due_month: "11".to_owned(),
            due_year: "2026".to_owned(),
            ..form("Pair newcomers")
        };
        let today = day("2026-11-24");
        let refused = late.clone().parse(&instrument(), today, day("2026-10-31"));
        assert_eq!(problems(refused), ["due_day"]);
        let kept = late.parse(&instrument(), today, day("2026-11-01"));
        assert_eq!(kept.unwrap().0.due, day("2026-11-01"));
    }

    #[test]
    fn an_owner_is_a_handle_or_a_name_and_never_an_address() {
        assert_eq!(
            owner("@Gita ", true).unwrap(),
            WhoseTyped::Handle("gita".to_owned())
        );
        assert_eq!(
            owner("Jo from the library", true).unwrap(),
            WhoseTyped::Name("Jo from the library".to_owned())
        );
        assert!(
            owner("jo@example.org", true)
                .unwrap_err()
                .contains("not an")
        );
        assert!(owner("", true).is_err());
    }

    #[test]
    fn what_identifies_a_patient_does_not_get_into_a_plan() {
        let outcome = form("Visit 943 476 5919 at home").parse(&instrument(), None, None);
        assert_eq!(problems(outcome), ["title"]);
        let reason = StopForm {
            reason: "943 476 5919 moved away".to_owned(),
        };
        assert!(reason.parse().is_err());
    }

    #[test]
    fn only_what_is_on_offer_can_be_chosen() {
        let odd = ActionForm {
            dimension: "XYZ".to_owned(),
            sign_statement: "REL-9".to_owned(),
            ..form("Pair newcomers")
        };
        let outcome = odd.parse(&instrument(), None, None);
        assert_eq!(problems(outcome), ["dimension", "sign_statement"]);
    }

    #[test]
    fn an_address_names_its_thread() {
        for (typed, id) in [
            ("7", 7),
            ("/threads/7", 7),
            (
                "https://forum.example.org/threads/12/who-leads?page=2#post-3",
                12,
            ),
            ("/networks/falls/threads/9", 9),
        ] {
            assert_eq!(thread_in(typed), Ok(ThreadId(id)), "{typed}");
        }
        for typed in ["", "x", "/posts/7", "7x", "-7", "99999999999999999999"] {
            assert!(thread_in(typed).is_err(), "{typed}");
        }
    }
}
