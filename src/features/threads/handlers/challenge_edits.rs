//! Telling a challenge anew.

use axum::{extract::State, response::Response};

use super::{
    super::{
        commands::{self, Edited},
        forms::ChallengeEditForm,
        numbering::{challenge_edit_path, post_path},
        policy::{EditPost, SeenPost},
        queries,
        views::EditChallengePage,
    },
    challenges::known,
};
use crate::{
    entity::id::ThreadId,
    features::{accounts::commands::count_words, health_checks::queries as results},
    platform::{
        access::{Permit, Seen},
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::Result,
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The form with what the challenge tells now, or with the text that was rescued.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ThreadId>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    let seen = permit.on();
    let target = challenge_edit_path(id);
    let rescued = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = if let Some(form) = rescued.await? {
        form
    } else {
        let now = queries::challenge(&app.db, seen.thread()).await?;
        ChallengeEditForm::of(&now, seen.post().version)
    };
    page.show(&view(&app, seen, FormState::of(form)).await?)
}

/// New words in place of the old.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ThreadId>,
    Submitted(form): Submitted<ChallengeEditForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, id).await?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let change = match form.parse(&known(&app).await?) {
        Ok(change) => change,
        Err(form) => return page.invalid(&view(&app, permit.on(), form).await?),
    };
    let work = async |write: &Write<'_>| {
        count_words(&app, write, permit.person().id).await?;
        commands::edit_challenge(write, &permit, &change).await
    };
    match app.write(work).await? {
        Edited::Done => {
            let thread = permit.on().thread().thread();
            Ok(go(&saying(
                &post_path(id, &thread.slug, 1),
                "challenge-saved",
            )))
        }
        Edited::Conflict => conflict(&app, &page, id, typed, change.told.words.src()).await,
    }
}

/// Somebody was first (the author, in another tab): both texts, and the new version in the form
/// (forum.md TH5).
async fn conflict(
    app: &App,
    page: &Page,
    id: ThreadId,
    typed: ChallengeEditForm,
    words: &str,
) -> Result<Response> {
    let now = permit(app, page, id).await?;
    let form = FormState::of(ChallengeEditForm {
        version: now.on().post().version.to_string(),
        ..typed
    });
    page.conflict(&view(app, now.on(), form).await?.against(now.on(), words))
}

async fn permit(app: &App, page: &Page, id: ThreadId) -> Result<Permit<EditPost>> {
    let now = app.clock.now();
    let seen = queries::challenge_post(&app.db, now, page.actor(), id).await?;
    Ok(seen.permit::<EditPost>()?)
}

async fn view(
    app: &App,
    seen: &SeenPost,
    form: FormState<ChallengeEditForm>,
) -> Result<EditChallengePage> {
    let dimensions = results::dimensions(app).await?;
    Ok(EditChallengePage::new(seen, form, &dimensions))
}
