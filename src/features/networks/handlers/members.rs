//! One person in a network: their role, the end of their membership, and leaving.

use axum::{extract::State, response::Response};

use super::joining::Nothing;
use crate::{
    entity::membership::Role,
    features::networks::{
        commands::{self, Left},
        forms::{CoreForm, RemovalForm, RoleForm},
        policy::{
            AppointLeader, Leave, MarkCore, RemoveMember, SeenMember, SeenNetwork, SetModerator,
            StepDown, UnseatLeader,
        },
        queries, refused, routes,
        views::{CorePage, LastLeaderPage, LeavePage, RemovalPage, RolePage},
    },
    platform::{
        access::{Action, Permit, Refusal, Seen},
        app::App,
        web::{
            error::Result,
            form::{FormState, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// Where somebody's role is chosen.
pub(in super::super) async fn role(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    let changes = on.may::<SetModerator>()
        || on.may::<AppointLeader>()
        || on.may::<UnseatLeader>()
        || on.may::<StepDown>();
    if !changes {
        allowed::<SetModerator>(&app, &page, &on).await?;
    }
    page.show(&RolePage::new(&on, None))
}

/// Changes somebody's role, or asks them to lead.
pub(in super::super) async fn set_role(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
    Submitted(form): Submitted<RoleForm>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    let wanted = match form.parse() {
        Ok(wanted) => wanted,
        Err(form) => return page.invalid(&RolePage::new(&on, Some(form))),
    };
    let people = routes::people(&slug);
    if wanted == on.row().role {
        return Ok(go(&people));
    }
    let is_self = page.actor().id() == Some(on.row().account_id);
    let left = match (on.row().role, wanted) {
        (_, Role::Leader) => {
            let permit = allowed::<AppointLeader>(&app, &page, &on).await?;
            app.write(async |write| commands::appoint(write, &permit).await)
                .await?;
            return Ok(go(&saying(&people, "asked-to-lead")));
        }
        (Role::Leader, role) if is_self => {
            let permit = allowed::<StepDown>(&app, &page, &on).await?;
            app.write(async |write| commands::step_down(write, &permit, role).await)
                .await?
        }
        (Role::Leader, role) => {
            let permit = allowed::<UnseatLeader>(&app, &page, &on).await?;
            app.write(async |write| commands::unseat(write, &permit, role).await)
                .await?
        }
        (Role::Member | Role::Moderator, role) => {
            let permit = allowed::<SetModerator>(&app, &page, &on).await?;
            let moderates = role == Role::Moderator;
            app.write(async |write| commands::set_moderator(write, &permit, moderates).await)
                .await?;
            Left::Done
        }
    };
    match left {
        Left::Done => Ok(go(&saying(&people, "role-changed"))),
        Left::LastLeader => last_leader(&app, &page, on.network(), is_self).await,
    }
}

/// What the core team is, and the button that marks somebody or takes the mark back.
pub(in super::super) async fn core_team(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    allowed::<MarkCore>(&app, &page, &on).await?;
    page.show(&CorePage::new(&on))
}

/// Marks somebody as core team, or takes the mark back; doing it twice is doing it once.
pub(in super::super) async fn mark_core(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
    Submitted(form): Submitted<CoreForm>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    let permit = allowed::<MarkCore>(&app, &page, &on).await?;
    let marked = form.is_marked();
    app.write(async |write| commands::mark_core(write, &permit, marked).await)
        .await?;
    let said = if marked {
        "core-marked"
    } else {
        "core-unmarked"
    };
    Ok(go(&saying(&routes::people(&slug), said)))
}

/// What follows when somebody is removed.
pub(in super::super) async fn removal(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    allowed::<RemoveMember>(&app, &page, &on).await?;
    page.show(&RemovalPage::new(&on, FormState::default()))
}

/// Removes somebody.
pub(in super::super) async fn remove(
    State(app): State<App>,
    page: Page,
    Path((slug, handle)): Path<(String, String)>,
    Submitted(form): Submitted<RemovalForm>,
) -> Result<Response> {
    let on = find(&app, &page, &slug, &handle).await?;
    let permit = allowed::<RemoveMember>(&app, &page, &on).await?;
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(form) => return page.invalid(&RemovalPage::new(&on, form)),
    };
    let left = app
        .write(async |write| commands::remove(write, &permit, &reason).await)
        .await?;
    match left {
        Left::Done => Ok(go(&saying(&routes::people(&slug), "removed"))),
        Left::LastLeader => last_leader(&app, &page, on.network(), false).await,
    }
}

/// What stops and what stays when one leaves.
pub(in super::super) async fn leaving(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if seen.role().is_none() {
        return Ok(go(&routes::network(&slug)));
    }
    page.show(&LeavePage::new(&seen))
}

/// Leaves.
pub(in super::super) async fn leave(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    if seen.role().is_none() {
        // Leaving twice is leaving once.
        return Ok(go(&saying(routes::DIRECTORY, "left")));
    }
    let on = queries::own_membership(&app.db, &seen).await?;
    let permit = on.permit::<Leave>()?;
    let left = app
        .write(async |write| commands::leave(write, &permit).await)
        .await?;
    match left {
        Left::Done => Ok(go(&saying(routes::DIRECTORY, "left"))),
        Left::LastLeader => last_leader(&app, &page, &seen, true).await,
    }
}

/// A member, for those who may see the list (row 4).
async fn find(app: &App, page: &Page, slug: &str, handle: &str) -> Result<SeenMember> {
    let seen = queries::find(&app.db, page.actor(), slug).await?;
    if !seen.lists_members() && seen.role().is_none() {
        let refusal = Refusal::because("Leaders of this network choose who does what in it.");
        return Err(refused(app, page, &seen, refusal).await);
    }
    queries::member(&app.db, &seen, handle).await
}

async fn allowed<A: Action<On = SeenMember>>(
    app: &App,
    page: &Page,
    on: &SeenMember,
) -> Result<Permit<A>> {
    match on.clone().permit::<A>() {
        Ok(permit) => Ok(permit),
        Err(refusal) => Err(refused(app, page, on.network(), refusal).await),
    }
}

async fn last_leader(
    app: &App,
    page: &Page,
    seen: &SeenNetwork,
    is_self: bool,
) -> Result<Response> {
    let successors = queries::successors(&app.db, seen).await?;
    page.conflict(&LastLeaderPage::new(seen, is_self, &successors))
}
