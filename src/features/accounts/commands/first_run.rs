//! The site gets its first admin, by the set-up link or from the command line.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::registering::{NewPerson, insert};
use crate::{
    entity::{
        account::{self, State},
        id::AccountId,
        one_time_link::Purpose,
        site_role,
    },
    features::{accounts::queries, networks},
    platform::{
        audit,
        db::Write,
        one_time,
        settings::{self, Key},
        web::error::{Error, Result},
    },
};

/// The link for the first set-up lives a day (security.md C6).
const SET_UP_MINUTES: i64 = 24 * 60;

/// Makes a new link for the first set-up, in place of the former one; none when somebody runs the
/// site already.
pub(in super::super) async fn new_set_up_link(write: &Write<'_>) -> Result<Option<String>> {
    if queries::has_admin(write.txn).await? {
        return Ok(None);
    }
    let token = one_time::make(write, Purpose::SetUp, None, SET_UP_MINUTES).await?;
    Ok(Some(token))
}

/// Uses the set-up link up: the site gets its name, its first admin and the Commons, which they
/// lead (permissions.md R50). None: the link cannot be used (any more).
pub(in super::super) async fn set_up(
    write: &Write<'_>,
    token: &str,
    site: &str,
    new: &NewPerson,
) -> Result<Option<account::Model>> {
    let used = one_time::use_up(write, Purpose::SetUp, token).await?;
    if used.is_none() || queries::has_admin(write.txn).await? {
        return Ok(None);
    }
    settings::put(write, Key::SiteName, site).await?;
    match first_admin(write, new, "set-up").await? {
        Some(person) => Ok(Some(person)),
        // Rolls back, so that the link still works.
        None => Err(Error::Conflict(
            "This email address has an account already. Go back and enter another.".to_owned(),
        )),
    }
}

/// Makes a site admin from the command line, who also leads the Commons. A site that was not set
/// up is set up by this. None: the address has an account already, and nothing has changed.
pub async fn add_admin(write: &Write<'_>, new: &NewPerson) -> Result<Option<account::Model>> {
    let made = first_admin(write, new, "console").await?;
    if made.is_some() {
        one_time::withdraw(write, Purpose::SetUp, None).await?;
    }
    Ok(made)
}

async fn first_admin(
    write: &Write<'_>,
    new: &NewPerson,
    acting: &str,
) -> Result<Option<account::Model>> {
    let Some(person) = insert(write, new, State::Active).await? else {
        return Ok(None);
    };
    grant(write, person.id, site_role::Role::Admin, acting).await?;
    networks::commands::make_commons(write, person.id).await?;
    settings::put(write, Key::SetUp, "true").await?;
    Ok(Some(person))
}

/// Gives somebody a role on the whole site from the command line; `acting` is who does it, for the
/// audit log. Somebody who holds it already keeps it.
pub async fn grant(
    write: &Write<'_>,
    person: AccountId,
    role: site_role::Role,
    acting: &str,
) -> Result<()> {
    let row = site_role::ActiveModel {
        account_id: Set(person),
        role: Set(role),
        granted_by: Set(None),
        granted_at: Set(write.now),
    };
    site_role::Entity::insert(row)
        .on_conflict_do_nothing()
        .exec_without_returning(write.txn)
        .await?;
    let entry = audit::Entry {
        actor: None,
        role: acting,
        action: "grant_site_role",
        target_kind: "account",
        target_id: person.0,
        network: None,
        reason: "",
        before: json!(null),
        after: json!({ "role": role }),
    };
    audit::record(write, entry).await?;
    Ok(())
}
