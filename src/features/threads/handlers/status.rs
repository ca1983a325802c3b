//! Where a challenge stands.

use axum::{extract::State, response::Response};

use super::super::{
    commands::{self, StatusSet},
    forms::StatusForm,
    numbering::{status_path, thread_path},
    policy::{SeenChallenge, SeenThread, SetStatus},
    queries,
    views::StatusPage,
};
use crate::{
    entity::{challenge::Status, id::ThreadId},
    platform::{
        access::{Permit, Seen},
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// Where it may go, and what has to be told.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let (permit, now) = permit(&app, &page, id).await?;
    let target = status_path(id);
    let rescued = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = rescued.await?.unwrap_or_else(|| StatusForm::at(now));
    page.show(&view(&app, permit.on(), FormState::of(form)).await?)
}

/// The new status.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ThreadId>,
    Submitted(form): Submitted<StatusForm>,
) -> Result<Response> {
    let (permit, now) = permit(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    if !form.is_up_to_date(now) {
        return conflict(&app, &page, id, form).await;
    }
    let is_marked = !queries::marked(&app.db, permit.on()).await?.is_empty();
    let typed = form.clone();
    let change = match form.parse(now, is_marked) {
        Ok(change) => change,
        Err(form) => return page.invalid(&view(&app, permit.on(), form).await?),
    };
    let work = async |write: &Write<'_>| commands::set_status(write, &permit, &change).await;
    match app.write(work).await? {
        StatusSet::Done => {
            let path = thread_path(id, &permit.on().thread().slug);
            Ok(go(&saying(&path, "status-changed")))
        }
        StatusSet::Conflict => conflict(&app, &page, id, typed).await,
        // The last mark went meanwhile, so the same form has a problem now.
        StatusSet::NothingHelped => match typed.parse(now, false) {
            Ok(_) => Err(Error::Busy),
            Err(form) => page.invalid(&view(&app, permit.on(), form).await?),
        },
    }
}

/// Somebody was first: where it stands now, and what was typed.
async fn conflict(app: &App, page: &Page, id: ThreadId, typed: StatusForm) -> Result<Response> {
    let (permit, now) = permit(app, page, id).await?;
    let form = FormState::of(StatusForm {
        from: StatusForm::at(now).from,
        ..typed
    });
    let form = form.with_problem("", StatusPage::already(now));
    page.conflict(&view(app, permit.on(), form).await?)
}

async fn permit(app: &App, page: &Page, id: ThreadId) -> Result<(Permit<SetStatus>, Status)> {
    let seen = queries::find(&app.db, page.actor(), id).await?;
    let status = seen.challenge().map(|SeenChallenge { status, .. }| *status);
    let status = status.ok_or(Error::NotFound)?;
    Ok((seen.permit::<SetStatus>()?, status))
}

async fn view(app: &App, seen: &SeenThread, form: FormState<StatusForm>) -> Result<StatusPage> {
    let marked = queries::marked(&app.db, seen).await?;
    Ok(StatusPage::new(seen, form, &marked))
}
