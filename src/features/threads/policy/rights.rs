//! The facts that authorise, again, inside a write (forum.md K4): a right that ended between the
//! page and its form wins.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr,
};

use super::WithPost;
use crate::{
    entity::{
        account,
        id::{AccountId, NetworkId, PostId, ThreadId},
        membership,
        network::{self, Visibility},
        post, review_item, site_role,
    },
    features::networks,
    platform::access::matrix::{Cell, Column, cell},
};

/// Where a right is used.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Ground {
    /// The network.
    pub(in super::super) network: NetworkId,
    /// What site staff may have to decide about (symbol f).
    pub(in super::super) item: Item,
    /// Whether the network must be in use: moderating and withdrawing goes on when it is archived.
    pub(in super::super) in_use: bool,
}

/// What an open review item may be about.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Item {
    /// Nothing: the thing is only being made.
    Nothing,
    /// A post.
    Post(PostId),
    /// Any post of a thread.
    Thread(ThreadId),
}

/// Whether the person still has the right of `row` there: the cells of the matrix as SQL, with
/// today's memberships and roles. Whose the thing is, which never changes, the permit has asked.
pub(in super::super) fn still(row: &str, ground: Ground, person: AccountId) -> Condition {
    still_there(row, ground, person, true)
}

/// The same for a thing of somebody else: what a role may do to its own thing only is no right.
pub(in super::super) fn still_on_anothers(
    row: &str,
    ground: Ground,
    person: AccountId,
) -> Condition {
    still_there(row, ground, person, false)
}

fn still_there(row: &str, ground: Ground, person: AccountId, is_own: bool) -> Condition {
    let mut any_role = Condition::any();
    for column in COLUMNS {
        if let Some(where_granted) = granted(row, column, ground.item, is_own) {
            let holds = holds(column, ground.network, person);
            any_role = any_role.add(Condition::all().add(where_granted).add_option(holds));
        }
    }
    let mut network = network::Entity::find()
        .select_only()
        .column(network::Column::Id)
        .filter(network::Column::Id.eq(ground.network))
        .filter(any_role);
    if ground.in_use {
        network = network.filter(network::Column::State.eq(network::State::Active));
    }
    let active = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.eq(person))
        .filter(account::Column::State.eq(account::State::Active));
    Condition::all()
        .add(Expr::exists(network.into_query()))
        .add(Expr::exists(active.into_query()))
}

const COLUMNS: [Column; 7] = [
    Column::Stranger,
    Column::Member,
    Column::Moderator,
    Column::Leader,
    Column::Broker,
    Column::SiteModerator,
    Column::SiteAdmin,
];

const VISIBILITIES: [Visibility; 3] = [Visibility::Public, Visibility::Private, Visibility::Secret];

/// In which networks the column is granted the row; none if nowhere.
fn granted(row: &str, column: Column, item: Item, is_own: bool) -> Option<Condition> {
    let mut any = Condition::any();
    let mut plainly = Vec::new();
    for visibility in VISIBILITIES {
        let here = || network::Column::Visibility.eq(visibility);
        match cell(row, column, visibility) {
            Cell::Own | Cell::OwnAndBrokerAccess if !is_own => {}
            Cell::Allow
            | Cell::Own
            | Cell::Setting
            | Cell::OwnOrSetting
            | Cell::SecondPerson
            | Cell::Rule => plainly.push(visibility),
            Cell::BrokerAccess | Cell::OwnAndBrokerAccess => {
                let lets_in = network::Column::BrokerAccess.eq(true);
                any = any.add(Condition::all().add(here()).add(lets_in));
            }
            Cell::OpenReview | Cell::OpenReviewOrBreakGlass => {
                any = any.add(Condition::all().add(here()).add(under_review(item)));
            }
            Cell::Refuse | Cell::Hidden | Cell::BreakGlass | Cell::Escalated => {}
        }
    }
    if !plainly.is_empty() {
        any = any.add(network::Column::Visibility.is_in(plainly));
    }
    (!any.is_empty()).then_some(any)
}

/// What makes somebody belong to a column; a stranger is anybody.
fn holds(column: Column, network: NetworkId, person: AccountId) -> Option<Expr> {
    let member = |role| Some(networks::policy::still_in(network, person, [role]));
    let site = |role| Some(has_site_role(person, role));
    match column {
        Column::Visitor | Column::Stranger => None,
        Column::Member => member(membership::Role::Member),
        Column::Moderator => member(membership::Role::Moderator),
        Column::Leader => member(membership::Role::Leader),
        Column::Broker => site(site_role::Role::KnowledgeBroker),
        Column::SiteModerator => site(site_role::Role::Moderator),
        Column::SiteAdmin => site(site_role::Role::Admin),
    }
}

fn has_site_role(person: AccountId, role: site_role::Role) -> Expr {
    let held = site_role::Entity::find()
        .select_only()
        .column(site_role::Column::AccountId)
        .filter(site_role::Column::AccountId.eq(person))
        .filter(site_role::Column::Role.eq(role))
        .into_query();
    Expr::exists(held)
}

fn under_review(item: Item) -> Expr {
    let which = match item {
        Item::Nothing => Expr::val(false),
        Item::Post(id) => post::Column::Id.eq(id),
        Item::Thread(id) => post::Column::ThreadId.eq(id),
    };
    let open = review_item::Entity::find()
        .select_only()
        .column(review_item::Column::Id)
        .inner_join_post()
        .filter(which)
        .filter(review_item::Column::State.eq(review_item::State::Open))
        .into_query();
    Expr::exists(open)
}
