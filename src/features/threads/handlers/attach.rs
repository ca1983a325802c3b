//! A result for a challenge that is there already.

use axum::{extract::State, response::Response};

use super::{
    super::{
        commands,
        forms::ResultForm,
        numbering::{post_path, result_path},
        policy::{EditPost, SeenPost},
        queries,
        views::{AttachPage, AttachPreview},
    },
    challenges::{GONE, gone_field, is_gone, known, sharing},
};
use crate::{
    entity::id::ThreadId,
    features::health_checks::{
        forms::Attach, instrument::DimensionCode, policy::ShareResult, queries as results,
    },
    platform::{
        access::{Permit, Seen},
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// What can be attached, or that something is already.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let (now, target) = (app.clock.now(), result_path(id));
    let rescued = rescued.form(&app.db, now, page.actor(), &target).await?;
    let form = rescued.unwrap_or_else(ResultForm::blank);
    page.show(&view(&app, permit.on(), FormState::of(form)).await?)
}

/// The result beside the challenge, or a look at what its card will show.
pub(in super::super) async fn attach(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ThreadId>,
    Once(form, key): Once<ResultForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    if form.wants_change() {
        let form = FormState::of(form.settled());
        return page.show(&view(&app, permit.on(), form).await?);
    }
    let is_preview = form.wants_preview();
    if is_preview {
        app.limits.check(Action::Preview, permit.person().id)?;
    } else {
        app.limits.check(Action::Write, range)?;
    }
    let form = form.settled();
    let (attach, share) = match read(&app, permit.on(), form.clone()).await? {
        Ok(read) => read,
        Err(form) => return page.invalid(&view(&app, permit.on(), form).await?),
    };
    if is_preview {
        let card = (share.on(), &attach.choice);
        return page.show(&AttachPreview::new(permit.on(), form, card));
    }
    let work = async |write: &Write<'_>| {
        commands::attach(write, &permit, (&share, &attach.choice)).await?;
        let thread = permit.on().thread().thread();
        Ok(saying(&post_path(id, &thread.slug, 1), "result-shared"))
    };
    Ok(go(&app.write_once(&key, work).await?))
}

async fn permit(app: &App, page: &Page, id: ThreadId) -> Result<Permit<EditPost>> {
    let now = app.clock.now();
    let seen = queries::challenge_post(&app.db, now, page.actor(), id).await?;
    Ok(seen.permit::<EditPost>()?)
}

type Read = (Attach, Permit<ShareResult>);

async fn read(
    app: &App,
    seen: &SeenPost,
    form: ResultForm,
) -> Result<Result<Read, FormState<ResultForm>>> {
    if is_gone(app, seen.actor(), &form.result).await? {
        let result = String::new();
        let form = FormState::of(ResultForm { result, ..form });
        let field = gone_field(app, seen.actor()).await?;
        return Ok(Err(form.with_problem(field, GONE)));
    }
    let typed = form.clone();
    let attach = match form.parse(&known(app).await?, &tagged(seen)) {
        Ok(attach) => attach,
        Err(form) => return Ok(Err(form)),
    };
    match sharing(app, seen.actor(), &attach).await? {
        Ok(share) => Ok(Ok((attach, share))),
        Err((field, why)) => Ok(Err(FormState::of(typed).with_problem(field, why))),
    }
}

fn tagged(seen: &SeenPost) -> Vec<DimensionCode> {
    let challenge = seen.thread().challenge();
    let codes = challenge.map_or("", |challenge| &challenge.dimensions);
    codes.split(',').filter_map(DimensionCode::parse).collect()
}

async fn view(app: &App, seen: &SeenPost, form: FormState<ResultForm>) -> Result<AttachPage> {
    let dimensions = results::dimensions(app).await?;
    let results = results::shareable(&app.db, seen.actor()).await?;
    let carries = queries::carries_result(&app.db, seen.post().id).await?;
    Ok(AttachPage::new(
        seen,
        form,
        carries,
        (&results, &dimensions),
    ))
}
