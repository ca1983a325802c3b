//! Whose office an item is: rows 18 and 20 of the matrix and R22, as SQL with the roles of now.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

use crate::{
    entity::{
        account,
        id::AccountId,
        membership, network, report,
        review_item::{self, Column, State},
        site_role::{self, Role},
    },
    features::networks::policy::moderated_by,
};

/// Open items that this person may decide: those of the networks they look after, and all for site
/// moderators and site admins; never one about themself or reported by themself. Add it to any
/// statement on `review_item`.
pub(in super::super) fn decidable_by(person: AccountId) -> Condition {
    Condition::all()
        .add(Column::State.eq(State::Open))
        .add(in_office(person))
}

/// Items that this person may read: the same, and those that were decided. In a secret network site
/// staff see an item only while it is open. For statements that join `network`.
pub(in super::super) fn readable_by(person: AccountId) -> Condition {
    let stays_open = Condition::any()
        .add(Column::State.eq(State::Open))
        .add(looks_after(person))
        .add(network::Column::Visibility.ne(network::Visibility::Secret));
    Condition::all().add(in_office(person)).add(stays_open)
}

fn in_office(person: AccountId) -> Condition {
    let for_network = Condition::all()
        .add(looks_after(person))
        .add(is_kept().not());
    let for_site = Condition::all()
        .add(has_site_role(person, [Role::Moderator, Role::Admin]))
        .add(looks_after(person).not());
    // What is kept from a network reaches somebody who looks after it only where the site has
    // nobody else: better decided so than never.
    let as_last_resort = Condition::all()
        .add(has_site_role(person, [Role::Admin]))
        .add(looks_after(person))
        .add(is_kept())
        .add(nobody_else());
    let any_role = Condition::any()
        .add(for_network)
        .add(for_site)
        .add(as_last_resort);
    Condition::all()
        .add(Column::AboutId.ne(person))
        .add(is_reported_by(person).not())
        .add(any_role)
}

/// Whether the person is among those who reported the item at hand.
pub(in super::super) fn is_reported_by(person: AccountId) -> Expr {
    Expr::exists(
        reports_at_hand()
            .filter(report::Column::ReporterId.eq(person))
            .into_query(),
    )
}

/// Whether the item at hand is kept from those who look after its network: a report asks for it, or
/// it is about one of them, then or now.
pub(in super::super) fn is_kept() -> Condition {
    let about_one_of_them = looking_after()
        .filter(
            Expr::col((membership::Entity, membership::Column::AccountId))
                .equals(at_hand(Column::AboutId)),
        )
        .into_query();
    Condition::any()
        .add(Column::ToSite.eq(true))
        .add(Expr::exists(about_one_of_them))
}

/// Whether no site moderator and no site admin could decide the item at hand but those who look
/// after its network.
pub(in super::super) fn nobody_else() -> Expr {
    let reported = reports_at_hand()
        .filter(Expr::col((report::Entity, report::Column::ReporterId)).equals(staff()))
        .into_query();
    let others = site_staff()
        .filter(Expr::col(staff()).not_equals(at_hand(Column::AboutId)))
        .filter(Expr::exists(looking_after_as_staff()).not())
        .filter(Expr::exists(reported).not())
        .into_query();
    Expr::exists(others).not()
}

fn looks_after(person: AccountId) -> Expr {
    Column::NetworkId.in_subquery(moderated_by(person))
}

fn has_site_role<const N: usize>(person: AccountId, roles: [Role; N]) -> Expr {
    let held = site_role::Entity::find()
        .select_only()
        .column(site_role::Column::AccountId)
        .filter(site_role::Column::AccountId.eq(person))
        .filter(site_role::Column::Role.is_in(roles))
        .into_query();
    Expr::exists(held)
}

/// Those who look after the network of the item at hand.
fn looking_after() -> sea_orm::Select<membership::Entity> {
    let roles = [membership::Role::Moderator, membership::Role::Leader];
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(
            Expr::col((membership::Entity, membership::Column::NetworkId))
                .equals(at_hand(Column::NetworkId)),
        )
        .filter(membership::Column::Role.is_in(roles))
}

fn looking_after_as_staff() -> SelectStatement {
    looking_after()
        .filter(Expr::col((membership::Entity, membership::Column::AccountId)).equals(staff()))
        .into_query()
}

/// Site moderators and site admins whose account is in use.
fn site_staff() -> sea_orm::Select<site_role::Entity> {
    let to_account = site_role::Entity::belongs_to(account::Entity)
        .from(site_role::Column::AccountId)
        .to(account::Column::Id)
        .into();
    site_role::Entity::find()
        .select_only()
        .column(site_role::Column::AccountId)
        .join(sea_orm::JoinType::InnerJoin, to_account)
        .filter(site_role::Column::Role.is_in([Role::Moderator, Role::Admin]))
        .filter(account::Column::State.eq(account::State::Active))
}

fn reports_at_hand() -> sea_orm::Select<report::Entity> {
    report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .filter(
            Expr::col((report::Entity, report::Column::ReviewItemId)).equals(at_hand(Column::Id)),
        )
}

fn at_hand(column: Column) -> (review_item::Entity, Column) {
    (review_item::Entity, column)
}

fn staff() -> (site_role::Entity, site_role::Column) {
    (site_role::Entity, site_role::Column::AccountId)
}
