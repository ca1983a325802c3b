//! Hiding a post and showing it again, from its thread.

use axum::{extract::State, response::Response};

use crate::{
    entity::id::PostId,
    features::{
        moderation::{
            commands,
            forms::ReasonForm,
            queries, routes,
            views::{Act, ActPage},
        },
        threads::{
            self,
            numbering::post_path,
            policy::{HidePost, RestorePost, SeenPost},
        },
    },
    platform::{
        access::{Actor, Seen},
        app::App,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Once},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The page on which a post is hidden.
pub(in super::super) async fn show_removal(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    rescued: Rescued,
) -> Result<Response> {
    let seen = find(&app, &actor, id)
        .await?
        .permit::<HidePost>()?
        .into_on();
    let form = typed(&app, &actor, rescued, &routes::removal_path(id)).await?;
    page.show(&act_page(&app, &seen, Act::Hide, form).await?)
}

/// Hides it. Hidden already is hidden: no act, no complaint (forum.md MO3).
pub(in super::super) async fn hide(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    Once(form, key): Once<ReasonForm>,
) -> Result<Response> {
    let seen = find(&app, &actor, id).await?;
    let back = back_to(&seen);
    if seen.may::<RestorePost>() {
        return Ok(go(&saying(&back, "post_is_hidden")));
    }
    let permit = seen.permit::<HidePost>()?;
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(form) => {
            let again = act_page(&app, permit.on(), Act::Hide, form).await?;
            return page.invalid(&again);
        }
    };
    let path = app
        .write_once(&key, async |write| {
            let done = commands::hide(write, &permit, &reason).await?;
            let said = if done {
                "post_hidden"
            } else {
                "post_is_hidden"
            };
            Ok(saying(&back, said))
        })
        .await?;
    Ok(go(&path))
}

/// The page on which a hidden post is shown again.
pub(in super::super) async fn show_restoration(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    rescued: Rescued,
) -> Result<Response> {
    let seen = find(&app, &actor, id)
        .await?
        .permit::<RestorePost>()?
        .into_on();
    let form = typed(&app, &actor, rescued, &routes::restoration_path(id)).await?;
    page.show(&act_page(&app, &seen, Act::Restore, form).await?)
}

/// Shows it again.
pub(in super::super) async fn restore(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    Once(form, key): Once<ReasonForm>,
) -> Result<Response> {
    let seen = find(&app, &actor, id).await?;
    let back = back_to(&seen);
    if seen.may::<HidePost>() {
        return Ok(go(&saying(&back, "post_is_shown")));
    }
    let permit = seen.permit::<RestorePost>()?;
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(form) => {
            let again = act_page(&app, permit.on(), Act::Restore, form).await?;
            return page.invalid(&again);
        }
    };
    let path = app
        .write_once(&key, async |write| {
            let done = commands::restore(write, &permit, &reason).await?;
            let said = if done {
                "post_restored"
            } else {
                "post_is_shown"
            };
            Ok(saying(&back, said))
        })
        .await?;
    Ok(go(&path))
}

async fn find(app: &App, actor: &Actor, id: PostId) -> Result<SeenPost> {
    threads::queries::find_post(&app.db, app.clock.now(), actor, id).await
}

fn back_to(seen: &SeenPost) -> String {
    let thread = seen.thread().thread();
    post_path(thread.id, &thread.slug, seen.post().number)
}

async fn typed(
    app: &App,
    actor: &Actor,
    rescued: Rescued,
    target: &str,
) -> Result<FormState<ReasonForm>> {
    let typed = rescued.form(&app.db, app.clock.now(), actor, target);
    Ok(FormState::of(typed.await?.unwrap_or_default()))
}

async fn act_page(
    app: &App,
    seen: &SeenPost,
    act: Act,
    form: FormState<ReasonForm>,
) -> Result<ActPage> {
    let people = queries::people(&app.db, [seen.post().author_id]).await?;
    Ok(ActPage::new(seen, &people, act, form))
}
