//! Inviting people, and answering.

use axum::{extract::State, response::Response};

use super::{joining::Nothing, people};
use crate::{
    entity::id::NetworkInvitationId,
    features::networks::{
        allowed,
        commands::{self, Answered},
        forms::InviteForm,
        policy::{AnswerInvitation, Invite},
        queries, routes,
        views::InvitationsPage,
    },
    platform::{
        access::{Refusal, Seen},
        app::App,
        web::{
            error::Result,
            form::{Once, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// One's own invitations and requests.
pub(in super::super) async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    let actor = page.actor();
    let person = actor.id().ok_or(Refusal::SignInFirst)?;
    let now = app.clock.now();
    let invitations = queries::my_invitations(&app.db, now, person).await?;
    let requests = queries::own_requests(&app.db, now, actor).await?;
    let removals = queries::own_removals(&app.db, now, person).await?;
    page.show(&InvitationsPage::new(&invitations, requests, removals))
}

/// Invites somebody by handle; the answer does not tell whether there is such a person.
pub(in super::super) async fn invite(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    Once(form, key): Once<InviteForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = allowed::<Invite>(&app, &page, seen).await?;
    let handle = match form.parse() {
        Ok(handle) => handle,
        Err(form) => {
            let view = people::load(&app, permit.on(), None).await?;
            return page.invalid(&view.with_invite(form));
        }
    };
    let path = routes::people(&permit.on().network().slug);
    let path = app
        .write_once(&key, async |write| {
            commands::invite(write, &permit, &handle, app.config.limits_scale).await?;
            Ok(saying(&path, "invited"))
        })
        .await?;
    Ok(go(&path))
}

/// Takes an invitation back.
pub(in super::super) async fn revoke(
    State(app): State<App>,
    page: Page,
    Path((slug, id)): Path<(String, NetworkInvitationId)>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), &slug).await?;
    let permit = allowed::<Invite>(&app, &page, seen).await?;
    let is_revoked = app
        .write(async |write| commands::revoke(write, &permit, id).await)
        .await?;
    let code = if is_revoked {
        "invitation-revoked"
    } else {
        "invitation-over"
    };
    let path = routes::people(&permit.on().network().slug);
    Ok(go(&saying(&path, code)))
}

/// Takes one's own invitation.
pub(in super::super) async fn accept(
    State(app): State<App>,
    page: Page,
    Path(id): Path<NetworkInvitationId>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = queries::own_invitation(&app.db, page.actor(), id).await?;
    let network = routes::network(&seen.network().slug);
    let permit = seen.permit::<AnswerInvitation>()?;
    let answered = app
        .write(async |write| commands::accept(write, &permit).await)
        .await?;
    Ok(match answered {
        Answered::Joined => go(&saying(&network, "joined")),
        Answered::Leads => go(&saying(&network, "leads")),
        other => go(&saying(routes::INVITATIONS, code(other))),
    })
}

/// Turns one's own invitation down.
pub(in super::super) async fn decline(
    State(app): State<App>,
    page: Page,
    Path(id): Path<NetworkInvitationId>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let seen = queries::own_invitation(&app.db, page.actor(), id).await?;
    let permit = seen.permit::<AnswerInvitation>()?;
    let answered = app
        .write(async |write| commands::decline(write, &permit).await)
        .await?;
    Ok(go(&saying(routes::INVITATIONS, code(answered))))
}

fn code(answered: Answered) -> &'static str {
    match answered {
        Answered::Joined => "joined",
        Answered::Leads => "leads",
        Answered::Declined => "invitation-declined",
        Answered::Before => "invitation-answered",
        Answered::TooLate => "invitation-over",
        Answered::InviterGone => "inviter-gone",
    }
}
