//! The way into a network: whoever may not read it meets the landing page (permissions.md R56).

use axum::http::StatusCode;

use super::{
    policy::{AskToJoin, EditNetwork, SeenNetwork},
    queries,
    views::{JoinState, LandingPage, NetworkPart, PersonPart},
};
use crate::{
    entity::{join_request, network},
    platform::{
        access::{Action, Permit, Refusal, Seen},
        app::App,
        text::markdown,
        web::{
            error::{Error, Result},
            form::FormState,
            page::Page,
        },
    },
};

/// The network of an inner address, for those who may read it (row 2). Everybody else gets the same
/// answer whether or not the inner thing exists: the landing page with 403, a visitor the way to
/// sign in, and for a secret network 404.
pub async fn inside(app: &App, page: &Page, slug: &str) -> Result<SeenNetwork> {
    let seen = queries::find(&app.db, page.actor(), slug).await?;
    if seen.is_open() {
        Ok(seen)
    } else {
        Err(refused(app, page, &seen, closed()).await)
    }
}

/// The permit to do `A` in a network, or the answer to give instead.
pub async fn allowed<A: Action<On = SeenNetwork>>(
    app: &App,
    page: &Page,
    seen: SeenNetwork,
) -> Result<Permit<A>> {
    match seen.clone().permit::<A>() {
        Ok(permit) => Ok(permit),
        Err(refusal) => Err(refused(app, page, &seen, refusal).await),
    }
}

/// What to answer where something inside a network is refused: to those who may not read, the
/// landing page; to members the reason.
pub async fn refused(app: &App, page: &Page, seen: &SeenNetwork, refusal: Refusal) -> Error {
    if page.actor().account().is_none() {
        return Refusal::SignInFirst.into();
    }
    if page.actor().is_unconfirmed() {
        return Refusal::ConfirmFirst.into();
    }
    if seen.is_open() {
        return refusal.into();
    }
    match landing(app, seen).await {
        Ok(view) => page.instead(StatusCode::FORBIDDEN, &view),
        Err(error) => error,
    }
}

fn closed() -> Refusal {
    Refusal::because("Members of this network read it.")
}

/// The landing page: only what everybody may know (forum.md NW2).
pub async fn landing(app: &App, seen: &SeenNetwork) -> Result<LandingPage> {
    let leaders = queries::leaders(&app.db, seen).await?;
    let is_signed_in = seen.actor().person().is_some();
    Ok(LandingPage {
        network: NetworkPart::outside(seen),
        about: about(seen.network()),
        leaders: leaders
            .iter()
            .map(|row| PersonPart::of(row, is_signed_in))
            .collect(),
        state: state(app, seen).await?,
        form: FormState::default(),
        sees_members: seen.lists_members(),
        may_edit: seen.may::<EditNetwork>(),
    })
}

/// What the network says about itself, made safe; none where it says nothing.
pub(super) fn about(network: &network::Model) -> Option<markdown::SafeHtml> {
    if network.about.is_empty() {
        return None;
    }
    // The form has refused what cannot be rendered.
    markdown::to_html(&network.about).ok()
}

/// Where the actor stands with joining.
pub(super) async fn state(app: &App, seen: &SeenNetwork) -> Result<JoinState> {
    let actor = seen.actor();
    if actor.account().is_none() {
        return Ok(JoinState::SignIn);
    }
    if actor.is_unconfirmed() {
        return Ok(JoinState::Confirm);
    }
    let now = app.clock.now();
    if queries::is_invited(&app.db, now, seen).await? {
        return Ok(JoinState::Invited);
    }
    if !seen.may::<AskToJoin>() {
        return Ok(match seen.network().state {
            network::State::Active => JoinState::ByInvitation,
            network::State::Archived | network::State::Trashed => JoinState::Closed,
        });
    }
    let asked = queries::own_request(&app.db, seen).await?;
    Ok(match asked {
        Some(request) if request.state == join_request::State::Pending => JoinState::Waiting {
            id: request.id.0,
            since: request.created_at,
        },
        Some(request) => queries::again_at(&request)
            .filter(|again_at| *again_at > now)
            .map_or(JoinState::Ask, |again_at| JoinState::Declined {
                note: request.note,
                again_at,
            }),
        None => JoinState::Ask,
    })
}
