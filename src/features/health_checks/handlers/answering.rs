//! Answering a check, one dimension at a time.

use axum::{extract::State, response::Response};

use super::{Ground, Opened, open};
use crate::{
    entity::id::HealthCheckId,
    features::health_checks::{
        commands,
        forms::AnswersForm,
        policy::AnswerCheck,
        routes,
        views::{DimensionPage, typed},
    },
    platform::{
        access::{Actor, Seen},
        app::App,
        db::Write,
        drafts::{self, Rescued},
        web::{
            error::{Error, Result},
            form::Submitted,
            page::{Page, go},
            path::Path,
        },
    },
};

/// On to the first page that was not saved yet, from any device.
pub(in super::super) async fn resume(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match open(&app, &actor, id).await? {
        Opened::Saved(path) => Ok(go(&path)),
        Opened::Draft(ground) => Ok(go(&next(&ground))),
    }
}

/// One dimension with its statements. Whoever may not go on with the check reads all answers
/// instead.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path((id, key)): Path<(HealthCheckId, String)>,
) -> Result<Response> {
    let ground = match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => return Ok(go(&path)),
        Opened::Draft(ground) => ground,
    };
    let dimension = ground.walk().page(&key).ok_or(Error::NotFound)?;
    if !ground.seen.may::<AnswerCheck>() || !ground.walk().is_reached(dimension.code) {
        return Ok(go(&next(&ground)));
    }
    let target = routes::page(id, dimension.code);
    let kept: Option<AnswersForm> = rescued
        .form(&app.db, app.clock.now(), page.actor(), &target)
        .await?;
    let Ground {
        seen,
        instrument,
        answers,
    } = ground.as_ref();
    let view = DimensionPage::new(seen, instrument, answers, dimension);
    page.show(&match kept {
        Some(form) => view.with_typed(&typed(form)),
        None => view,
    })
}

/// Stores the answers of one page.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    Path((id, key)): Path<(HealthCheckId, String)>,
    Submitted(form): Submitted<AnswersForm>,
) -> Result<Response> {
    let ground = match open(&app, page.actor(), id).await? {
        Opened::Saved(path) => return Ok(go(&path)),
        Opened::Draft(ground) => ground,
    };
    let dimension = ground.walk().page(&key).ok_or(Error::NotFound)?;
    let permit = ground.seen.clone().permit::<AnswerCheck>()?;
    if !ground.walk().is_reached(dimension.code) {
        return Ok(go(&next(&ground)));
    }
    let new = match form.parse(dimension, permit.on().check.form) {
        Ok(new) => new,
        Err(form) => {
            let Ground {
                seen,
                instrument,
                answers,
            } = ground.as_ref();
            let view = DimensionPage::new(seen, instrument, answers, dimension);
            return page.invalid(&view.with_form(form));
        }
    };
    let target = routes::page(id, dimension.code);
    app.write(async |write: &Write<'_>| {
        commands::save_page(write, &permit, &ground.instrument, dimension.code, new).await?;
        drafts::forget(write, permit.person().id, &target).await?;
        Ok::<_, Error>(())
    })
    .await?;
    Ok(go(&match ground.walk().after_saving(dimension.code) {
        Some(next) => routes::page(id, next.code),
        None => routes::answers(id),
    }))
}

/// Where somebody goes on who comes back: to the first open page, or to all answers.
fn next(ground: &Ground) -> String {
    let id = ground.seen.id();
    let open = ground.walk().first_open();
    match open.filter(|_| ground.seen.may::<AnswerCheck>()) {
        Some(page) => routes::page(id, page.code),
        None => routes::answers(id),
    }
}
