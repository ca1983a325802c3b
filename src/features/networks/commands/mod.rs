//! Writes: one story each, in one transaction.

mod create;
mod edit;
mod hold;
mod invitations;
mod joining;
mod people;

pub use create::create;
pub use edit::{Edited, edit};
pub use invitations::{Answered, accept, decline, invite, revoke};
pub use joining::{Asked, Decided, Joined, ask, decide, join, withdraw};
pub use people::{Left, appoint, leave, mark_core, remove, set_moderator, step_down, unseat};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, TryInsertResult,
};

use crate::{
    entity::{
        id::{AccountId, NetworkId},
        membership, network,
    },
    platform::{
        db::Write,
        text::fold,
        web::error::{Error, Result},
    },
};

/// The slug of the one built-in network.
pub const COMMONS: &str = "commons";

/// Makes the Commons without anybody in it, unless it is there: only for tests, which need a place
/// for everybody to join before anybody leads it.
#[doc(hidden)]
pub async fn make_empty_commons(write: &Write<'_>) -> Result<()> {
    network::Entity::insert(commons(write))
        .exec_without_returning(write.txn)
        .await?;
    Ok(())
}

/// Makes the Commons, unless it is there, and makes `leader` its leader (permissions.md R50).
pub async fn make_commons(write: &Write<'_>, leader: AccountId) -> Result<NetworkId> {
    let there = network::Entity::find()
        .filter(network::Column::IsCommons.eq(true))
        .one(write.txn)
        .await?;
    let id = match there {
        Some(commons) => commons.id,
        None => {
            network::Entity::insert(commons(write))
                .exec(write.txn)
                .await?
                .last_insert_id
        }
    };
    add_member(write, id, leader, membership::Role::Leader).await?;
    membership::Entity::update_many()
        .col_expr(
            membership::Column::Role,
            sea_orm::sea_query::Expr::value(membership::Role::Leader),
        )
        .filter(membership::Column::NetworkId.eq(id))
        .filter(membership::Column::AccountId.eq(leader))
        .exec(write.txn)
        .await?;
    Ok(id)
}

/// Everybody joins the Commons as soon as their account is active; before the site is set up there is none to join.
pub async fn join_commons(write: &Write<'_>, person: AccountId) -> Result<()> {
    let commons = network::Entity::find()
        .filter(network::Column::IsCommons.eq(true))
        .one(write.txn)
        .await?;
    match commons {
        Some(commons) => {
            add_member(write, commons.id, person, membership::Role::Member).await?;
            Ok(())
        }
        None => Ok(()),
    }
}

/// Ends every membership of somebody whose account goes.
pub async fn forget_member(write: &Write<'_>, person: AccountId) -> Result<()> {
    let places = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(person))
        .all(write.txn)
        .await?;
    for place in places {
        hold::end_membership(write, place.network_id, person).await?;
    }
    Ok(())
}

/// Adds a membership and counts it; somebody who is a member already keeps their role.
/// Says whether anything changed.
pub(super) async fn add_member(
    write: &Write<'_>,
    network: NetworkId,
    person: AccountId,
    role: membership::Role,
) -> Result<bool> {
    let row = membership::ActiveModel {
        network_id: Set(network),
        account_id: Set(person),
        role: Set(role),
        joined_at: Set(write.now),
        core_team: Set(false),
    };
    let added = membership::Entity::insert(row)
        .on_conflict_do_nothing()
        .exec_without_returning(write.txn)
        .await?;
    let is_new = matches!(added, TryInsertResult::Inserted(rows) if rows > 0);
    if is_new {
        count_members(write, network, 1).await?;
    }
    Ok(is_new)
}

/// Moves the stored count of members by `by`, never by reading and writing it back.
pub(super) async fn count_members(write: &Write<'_>, network: NetworkId, by: i64) -> Result<()> {
    let members = network::Column::Members;
    network::Entity::update_many()
        .col_expr(members, members.into_expr().add(by))
        .filter(network::Column::Id.eq(network))
        .exec(write.txn)
        .await
        .map(|_| ())
        .map_err(Error::from)
}

fn commons(write: &Write<'_>) -> network::ActiveModel {
    let name = "The Commons";
    network::ActiveModel {
        slug: Set(COMMONS.to_owned()),
        name: Set(name.to_owned()),
        name_key: Set(fold::key(name)),
        purpose: Set(
            "Where everybody here meets: introductions, questions, what we learn.".to_owned(),
        ),
        about: Set(String::new()),
        kind: Set(network::Kind::CommunityOfPractice),
        stage: Set(network::Stage::Performing),
        visibility: Set(network::Visibility::Public),
        join_policy: Set(network::JoinPolicy::Open),
        broker_access: Set(true),
        member_list: Set(network::MemberList::Members),
        governance: Set(None),
        organisations: Set(None),
        started: Set(None),
        geography: Set(None),
        state: Set(network::State::Active),
        is_commons: Set(true),
        members: Set(0),
        last_activity_at: Set(write.now),
        version: Set(1),
        created_at: Set(write.now),
        created_by: Set(None),
        ..Default::default()
    }
}
