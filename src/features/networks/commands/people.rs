//! Roles, and the end of a membership (forum.md NW5, NW6). Each act leaves an audit entry.

use serde_json::{Value, json};

use super::{
    hold::{end_invitations, end_membership, has_other_leader, hold_member, set_core, set_role},
    invitations,
    joining::record,
};
use crate::{
    entity::{
        id::{AccountId, NetworkId},
        membership::Role,
        network_invitation,
    },
    features::networks::{
        emails::{Removed, RoleChanged},
        policy::{
            AppointLeader, Leave, MarkCore, RemoveMember, SeenMember, SetModerator, StepDown,
            UnseatLeader,
        },
        queries::REMOVED,
    },
    platform::{
        access::{Action, Permit, Seen},
        audit,
        db::Write,
        mail::outbox::{self, Times, To},
        web::error::Result,
    },
};

/// What came of an act that a network's only leader cannot do (R11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is done.
    Done,
    /// Nothing was changed: nobody else leads the network.
    LastLeader,
}

/// Makes a member a moderator, or back.
pub async fn set_moderator(
    write: &Write<'_>,
    permit: &Permit<SetModerator>,
    moderates: bool,
) -> Result<()> {
    let held = hold_member(write, permit).await?;
    let role = if moderates {
        Role::Moderator
    } else {
        Role::Member
    };
    if held.on().row().role == role {
        return Ok(());
    }
    change(write, &held, role, "set_role").await
}

/// Marks a member as core team, or takes the mark back (R54).
pub async fn mark_core(write: &Write<'_>, permit: &Permit<MarkCore>, marked: bool) -> Result<()> {
    let held = hold_member(write, permit).await?;
    let before = held.on().row().core_team;
    if before == marked {
        return Ok(());
    }
    let (network, person) = whom(held.on());
    set_core(write, network, person, marked).await?;
    let (old, new) = (
        json!({ "core_team": before }),
        json!({ "core_team": marked }),
    );
    note(write, &held, "mark_core_team", "", old, new).await
}

/// Asks a member to lead; they do as soon as they accept, within 14 days (R12). Asking twice is
/// asking once.
pub async fn appoint(write: &Write<'_>, permit: &Permit<AppointLeader>) -> Result<()> {
    let held = hold_member(write, permit).await?;
    let (network, person) = whom(held.on());
    let by = held.person().id;
    if invitations::put(write, network, person, Role::Leader, by).await? {
        let now = held.on().row().role;
        let asked = json!({ "asked_to_be": Role::Leader });
        note(
            write,
            &held,
            "appoint_leader",
            "",
            json!({ "role": now }),
            asked,
        )
        .await?;
    }
    Ok(())
}

/// Takes the role of leader from somebody.
pub async fn unseat(write: &Write<'_>, permit: &Permit<UnseatLeader>, role: Role) -> Result<Left> {
    let held = hold_member(write, permit).await?;
    lead_no_more(write, &held, role, "unseat_leader").await
}

/// Gives up one's own role of leader.
pub async fn step_down(write: &Write<'_>, permit: &Permit<StepDown>, role: Role) -> Result<Left> {
    let held = hold_member(write, permit).await?;
    lead_no_more(write, &held, role, "step_down").await
}

/// Leaves. What one has written stays.
pub async fn leave(write: &Write<'_>, permit: &Permit<Leave>) -> Result<Left> {
    let held = hold_member(write, permit).await?;
    let (network, person) = whom(held.on());
    if is_needed(write, held.on()).await? {
        return Ok(Left::LastLeader);
    }
    end_membership(write, network, person).await?;
    record(write, "left", network, person, Some(person)).await?;
    Ok(Left::Done)
}

/// Ends somebody's membership, with a reason that they read.
pub async fn remove(
    write: &Write<'_>,
    permit: &Permit<RemoveMember>,
    reason: &str,
) -> Result<Left> {
    let held = hold_member(write, permit).await?;
    let (network, person) = whom(held.on());
    if is_needed(write, held.on()).await? {
        return Ok(Left::LastLeader);
    }
    let role = held.on().row().role;
    end_membership(write, network, person).await?;
    let (before, after) = (json!({ "role": role }), json!({ "role": null }));
    note(write, &held, REMOVED, reason, before, after).await?;
    record(write, "removed", network, person, Some(held.person().id)).await?;
    let told = Removed {
        network,
        at: write.now,
    };
    outbox::put(write, To::Account(person), &told, Times::Each).await?;
    Ok(Left::Done)
}

async fn lead_no_more<A: Action<On = SeenMember>>(
    write: &Write<'_>,
    held: &Permit<A>,
    role: Role,
    action: &'static str,
) -> Result<Left> {
    if is_needed(write, held.on()).await? {
        return Ok(Left::LastLeader);
    }
    // What is below a leader is all that can be chosen here.
    change(write, held, role.min(Role::Moderator), action).await?;
    Ok(Left::Done)
}

/// Whether the network would be left without a leader. The caller holds the network.
async fn is_needed(write: &Write<'_>, on: &SeenMember) -> Result<bool> {
    let (network, person) = whom(on);
    let leads = on.row().role == Role::Leader;
    Ok(leads && !has_other_leader(write, network, person).await?)
}

async fn change<A: Action<On = SeenMember>>(
    write: &Write<'_>,
    held: &Permit<A>,
    role: Role,
    action: &'static str,
) -> Result<()> {
    let (network, person) = whom(held.on());
    let before = held.on().row().role;
    set_role(write, network, person, role).await?;
    let to_lead = sea_orm::ColumnTrait::eq(&network_invitation::Column::Role, Role::Leader);
    if before == Role::Leader {
        end_invitations(write, network, person, to_lead).await?;
    }
    let (old, new) = (json!({ "role": before }), json!({ "role": role }));
    note(write, held, action, "", old, new).await?;
    record(
        write,
        "role_changed",
        network,
        person,
        Some(held.person().id),
    )
    .await?;
    if held.person().id != person {
        let told = RoleChanged { network };
        outbox::put(write, To::Account(person), &told, Times::Each).await?;
    }
    Ok(())
}

async fn note<A: Action<On = SeenMember>>(
    write: &Write<'_>,
    held: &Permit<A>,
    action: &'static str,
    reason: &str,
    before: Value,
    after: Value,
) -> Result<()> {
    let (network, person) = whom(held.on());
    let entry = audit::Entry {
        actor: Some(held.person().id),
        role: held.on().standing().acting_role(),
        action,
        target_kind: "account",
        target_id: person.0,
        network: Some(network),
        reason,
        before,
        after,
    };
    audit::record(write, entry).await?;
    Ok(())
}

fn whom(on: &SeenMember) -> (NetworkId, AccountId) {
    (on.network().network().id, on.row().account_id)
}
