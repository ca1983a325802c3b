//! Who asks, what they have seen, and what they may do with it: forgetting to ask does not compile.
//!
//! A query gives a [`Seen`] thing (or nothing: 404). A seen thing gives a [`Permit`] (or a
//! [`Refusal`]: 403). A command demands the permit. The rights themselves are in `policy.toml`
//! ([`matrix`]); what no matrix can hold is in each [`Action::check`].

pub mod matrix;

pub use matrix::Cell;
use matrix::Column;

use crate::entity::{
    account,
    id::AccountId,
    membership,
    network::{MemberList, Visibility},
    site_role,
};

/// Whoever asks: nobody (a visitor) or a person, together with the settings that decide rights.
///
/// Rights are a function of this value alone, so a query that has it needs nothing else.
#[derive(Clone, Debug)]
pub struct Actor {
    who: Who,
    /// Whether visitors may read public networks (a site setting).
    pub visitors_can_read: bool,
}

#[derive(Clone, Debug)]
enum Who {
    Visitor,
    /// Signed in, but with the rights of a visitor (permissions.md R42).
    Unconfirmed(Person),
    Person(Person),
}

/// Somebody with an account, as far as rights and the frame of a page need to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// The unique name in addresses.
    pub handle: String,
    /// The name shown.
    pub name: String,
    /// Roles on the whole site.
    pub site: SiteRoles,
    /// Whether they moderate or lead any network, so that the frame can offer the review queue.
    pub moderates: bool,
    /// Whether they belong to the lead team of any network (product.md 5.3), so that a reply that
    /// helped can become an action.
    pub leads: bool,
    /// An IANA time zone.
    pub time_zone: String,
    /// How pages look to them.
    pub theme: account::Theme,
}

/// The roles that somebody holds on the whole site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteRoles {
    /// Knowledge broker.
    pub broker: bool,
    /// Site moderator.
    pub moderator: bool,
    /// Site admin.
    pub admin: bool,
}

impl SiteRoles {
    /// The set made of these roles.
    pub fn of(roles: impl IntoIterator<Item = site_role::Role>) -> Self {
        let mut set = Self::default();
        for role in roles {
            match role {
                site_role::Role::KnowledgeBroker => set.broker = true,
                site_role::Role::Moderator => set.moderator = true,
                site_role::Role::Admin => set.admin = true,
            }
        }
        set
    }

    /// Whether this person looks after the site (moderates or runs it).
    pub fn staff(self) -> bool {
        self.moderator || self.admin
    }
}

impl Actor {
    /// Nobody in particular.
    pub fn visitor(visitors_can_read: bool) -> Self {
        Self {
            who: Who::Visitor,
            visitors_can_read,
        }
    }

    /// A person whose account may take part.
    pub fn of(person: Person, visitors_can_read: bool) -> Self {
        Self {
            who: Who::Person(person),
            visitors_can_read,
        }
    }

    /// A person who is signed in but has only the rights of a visitor (R42).
    pub fn unconfirmed(person: Person, visitors_can_read: bool) -> Self {
        Self {
            who: Who::Unconfirmed(person),
            visitors_can_read,
        }
    }

    /// The person, if they may take part.
    pub fn person(&self) -> Option<&Person> {
        match &self.who {
            Who::Person(person) => Some(person),
            Who::Visitor | Who::Unconfirmed(_) => None,
        }
    }

    /// Whoever is signed in, also with the rights of a visitor only: for their own settings.
    pub fn account(&self) -> Option<&Person> {
        match &self.who {
            Who::Person(person) | Who::Unconfirmed(person) => Some(person),
            Who::Visitor => None,
        }
    }

    /// Whether this is somebody signed in who has yet to confirm their address.
    pub fn is_unconfirmed(&self) -> bool {
        matches!(self.who, Who::Unconfirmed(_))
    }

    /// The id of the person who may take part.
    pub fn id(&self) -> Option<AccountId> {
        self.person().map(|person| person.id)
    }

    /// The site roles that count: none for visitors and the unconfirmed.
    pub fn site(&self) -> SiteRoles {
        self.person().map(|person| person.site).unwrap_or_default()
    }
}

/// What somebody is here: which columns of the matrix apply, and the facts that some cells name.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// How visible the network is.
    pub visibility: Visibility,
    /// The role in the network, if any.
    pub role: Option<membership::Role>,
    /// Roles on the site.
    pub site: SiteRoles,
    /// Whether the network lets knowledge brokers in.
    pub broker_access: bool,
    /// Who may open the member list.
    pub member_list: MemberList,
    /// Whether this very thing is under an open review item (symbol `f`).
    pub open_review: bool,
    /// Whether this very thing is overdue and was escalated (symbol `e`).
    pub escalated: bool,
}

impl Default for Standing {
    /// A stranger to a secret network: the narrowest there is.
    fn default() -> Self {
        Self {
            visibility: Visibility::Secret,
            role: None,
            site: SiteRoles::default(),
            broker_access: false,
            member_list: MemberList::Moderators,
            open_review: false,
            escalated: false,
        }
    }
}

impl Standing {
    /// What the matrix grants for `row`, one cell a column that applies. Cells that refuse or hide
    /// are left out, and facts that are known here are settled: what remains is *allow*, *own*,
    /// *setting*, *own or setting*, *second person* or *rule*.
    ///
    /// `None` is an action that belongs to no network: its own check decides alone.
    pub fn cells(&self, row: Option<&str>) -> Vec<Cell> {
        let Some(row) = row else {
            return vec![Cell::Rule];
        };
        let columns = matrix::columns(self).into_iter();
        columns
            .filter_map(|column| self.settle(matrix::cell(row, column, self.visibility)))
            .collect()
    }

    /// Whether any cell of `row` is granted; for rows that name no one thing.
    pub fn grants(&self, row: &str) -> bool {
        !self.cells(Some(row)).is_empty()
    }

    /// Whether `row` is hidden from every role that applies, so that the answer is the one for an
    /// unknown id.
    pub fn hides(&self, row: &str) -> bool {
        let mut columns = matrix::columns(self).into_iter();
        columns.all(|column| matrix::cell(row, column, self.visibility) == Cell::Hidden)
    }

    fn settle(&self, cell: Cell) -> Option<Cell> {
        match cell {
            Cell::Refuse | Cell::Hidden | Cell::BreakGlass => None,
            Cell::BrokerAccess => self.broker_access.then_some(Cell::Allow),
            Cell::OwnAndBrokerAccess => self.broker_access.then_some(Cell::Own),
            Cell::OpenReview | Cell::OpenReviewOrBreakGlass => {
                self.open_review.then_some(Cell::Allow)
            }
            Cell::Escalated => self.escalated.then_some(Cell::Allow),
            Cell::Allow
            | Cell::Own
            | Cell::Setting
            | Cell::OwnOrSetting
            | Cell::SecondPerson
            | Cell::Rule => Some(cell),
        }
    }

    /// The role in which somebody acts, for the audit log.
    pub fn acting_role(&self) -> &'static str {
        match (self.role, self.site) {
            (Some(membership::Role::Leader), _) => "leader",
            (Some(membership::Role::Moderator), _) => "moderator",
            (_, SiteRoles { admin: true, .. }) => "site admin",
            (
                _,
                SiteRoles {
                    moderator: true, ..
                },
            ) => "site moderator",
            (_, SiteRoles { broker: true, .. }) => "knowledge broker",
            (Some(membership::Role::Member), _) => "member",
            (None, _) => "person",
        }
    }
}

/// What a visitor is granted by `row`: only *allow* and, where the site lets visitors read,
/// *setting*.
pub fn visitor_granted(row: &str, visibility: Visibility, visitors_can_read: bool) -> bool {
    match matrix::cell(row, Column::Visitor, visibility) {
        Cell::Allow => true,
        Cell::Setting => visitors_can_read,
        _ => false,
    }
}

/// A thing as one actor sees it, with their standing towards it. Made only by queries.
pub trait Seen: Sized {
    /// Who sees it.
    fn actor(&self) -> &Actor;

    /// What the actor is here.
    fn standing(&self) -> Standing;

    /// Asks to do `A`. The only way to get a [`Permit`].
    fn permit<A: Action<On = Self>>(self) -> Result<Permit<A>, Refusal> {
        let person = match (self.actor().person(), self.actor().is_unconfirmed()) {
            (Some(person), _) => person.clone(),
            (None, true) => return Err(Refusal::ConfirmFirst),
            (None, false) => return Err(Refusal::SignInFirst),
        };
        ask::<A>(&person, &self)?;
        Ok(Permit { person, on: self })
    }

    /// For views: shall we offer `A`?
    fn may<A: Action<On = Self>>(&self) -> bool {
        self.actor()
            .person()
            .is_some_and(|person| ask::<A>(person, self).is_ok())
    }

    /// For views that explain: why `A` is refused, if it is.
    fn refusal<A: Action<On = Self>>(&self) -> Option<Refusal> {
        match self.actor().person() {
            Some(person) => ask::<A>(person, self).err(),
            None if self.actor().is_unconfirmed() => Some(Refusal::ConfirmFirst),
            None => Some(Refusal::SignInFirst),
        }
    }
}

/// Something a person may or may not do. Implemented only in `policy.rs` files.
pub trait Action {
    /// What it is done to.
    type On: Seen;
    /// The row of the permission matrix that says who may do this where. None for what belongs to
    /// no network: then `check` decides alone.
    const ROW: Option<&'static str>;
    /// What to say to those whom the row refuses.
    const REFUSED: &'static str;

    /// What no matrix can hold: whose it is, how it is set, what state it is in.
    /// Pure: `on` carries every fact this needs.
    fn check(person: &Person, on: &Self::On, cell: Cell) -> Result<(), Refusal>;
}

/// Proof that a person may do `A`. Commands ask for one.
#[derive(Debug)]
pub struct Permit<A: Action> {
    person: Person,
    on: A::On,
}

impl<A: Action> Permit<A> {
    /// Who may.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// What they may do it to.
    pub fn on(&self) -> &A::On {
        &self.on
    }

    /// Gives the seen thing back, for showing the page again.
    pub fn into_on(self) -> A::On {
        self.on
    }
}

/// Any one of a person's roles is enough.
fn ask<A: Action>(person: &Person, on: &A::On) -> Result<(), Refusal> {
    let standing = on.standing();
    let mut refused = if A::ROW.is_some_and(|row| standing.hides(row)) {
        Refusal::Hidden
    } else {
        Refusal::Forbidden(A::REFUSED.to_owned())
    };
    for cell in standing.cells(A::ROW) {
        match A::check(person, on, cell) {
            Ok(()) => return Ok(()),
            Err(reason) => refused = reason,
        }
    }
    Err(refused)
}

/// Why somebody may not do something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They are a visitor.
    #[error("Sign in first.")]
    SignInFirst,
    /// They have not confirmed their address yet (permissions.md R42).
    #[error("Confirm your email address first.")]
    ConfirmFirst,
    /// They may not; the text says why in words.
    #[error("{0}")]
    Forbidden(String),
    /// They must not learn that it exists: answered like an unknown id (R1).
    #[error("Page not found")]
    Hidden,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn because(reason: impl Into<String>) -> Self {
        Self::Forbidden(reason.into())
    }
}

/// What a secret link opened, whoever holds it: only a query that was given the link makes one.
#[derive(Clone, Debug)]
pub struct ByLink<T>(T);

impl<T> ByLink<T> {
    /// For the query that found it by the link.
    pub fn new(found: T) -> Self {
        Self(found)
    }

    /// What was found.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// Ids that one actor has been shown: proof for a lower feature, which cannot name the thing
/// itself.
#[derive(Clone, Debug)]
pub struct Shown<Id> {
    actor: Actor,
    ids: Vec<Id>,
}

impl<Id> Shown<Id> {
    /// What whoever sees `seen` has been shown of it.
    pub fn by(seen: &impl Seen, ids: impl IntoIterator<Item = Id>) -> Self {
        Self {
            actor: seen.actor().clone(),
            ids: ids.into_iter().collect(),
        }
    }

    /// Who was shown them.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What they were shown.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }
}
