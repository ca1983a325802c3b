//! Reporting a post.

use axum::{extract::State, response::Response};

use crate::{
    entity::id::PostId,
    features::{
        moderation::{
            commands::{self, Reported},
            forms::ReportForm,
            policy::ReportPost,
            queries, routes,
            views::{OwnPostPage, ReportPage},
        },
        threads::{self, policy::SeenPost},
    },
    platform::{
        access::{Actor, Seen},
        app::App,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Once},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The form; what became of an earlier report; or, for one's own post, the way to withdraw it.
pub(in super::super) async fn show(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    rescued: Rescued,
) -> Result<Response> {
    let seen = threads::queries::find_post(&app.db, app.clock.now(), &actor, id).await?;
    if seen.is_own() {
        return page.show(&OwnPostPage::new(&seen));
    }
    let target = routes::report_path(id);
    let typed = rescued.form(&app.db, app.clock.now(), &actor, &target);
    let form = typed.await?.map(FormState::of);
    page.show(&report_page(&app, &seen, form).await?)
}

/// The report. A second one of the same post changes the first.
pub(in super::super) async fn report(
    State(app): State<App>,
    actor: Actor,
    page: Page,
    Path(id): Path<PostId>,
    Once(form, key): Once<ReportForm>,
) -> Result<Response> {
    let seen = threads::queries::find_post(&app.db, app.clock.now(), &actor, id).await?;
    let permit = seen.permit::<ReportPost>()?;
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) => {
            return page.invalid(&report_page(&app, permit.on(), Some(form)).await?);
        }
    };
    let path = app
        .write_once(&key, async |write| {
            let done = commands::report(write, &permit, &new, app.config.limits_scale).await?;
            let said = match done {
                Reported::New => "reported",
                Reported::Changed => "report_changed",
            };
            Ok(saying(&routes::report_path(id), said))
        })
        .await?;
    Ok(go(&path))
}

/// For those who may report the post, or did: what became of it is theirs to read (R7).
async fn report_page(
    app: &App,
    seen: &SeenPost,
    form: Option<FormState<ReportForm>>,
) -> Result<ReportPage> {
    let own = queries::own(&app.db, seen).await?;
    if !seen.may::<ReportPost>() && own.is_none() {
        return Err(seen
            .refusal::<ReportPost>()
            .map_or(Error::NotFound, Error::from));
    }
    let readers = queries::readers(&app.db, seen).await?;
    let people = queries::people(&app.db, [seen.post().author_id]).await?;
    Ok(ReportPage::new(seen, own.as_ref(), readers, &people, form))
}
