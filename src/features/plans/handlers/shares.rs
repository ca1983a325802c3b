//! Where one's own results are shared: showing less, taking back, confirming.

use axum::{extract::State, response::Response};

use crate::{
    entity::id::{ShareId, ThreadId},
    features::{
        health_checks::{
            card::Choice,
            commands,
            policy::{ConfirmShare, NarrowShare, SeenShare},
            queries as checks,
        },
        plans::{
            forms::NarrowForm,
            queries,
            routes::{SHARED, share},
            views::{SharePage, SharedPage},
        },
        threads,
    },
    platform::{
        access::{Refusal, Seen},
        app::App,
        db::Write,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// Every share of the actor that is alive.
pub(in super::super) async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    let shares = checks::shared(&app.db, page.actor()).await?;
    let posts: Vec<_> = shares.iter().map(|seen| seen.share().post_id).collect();
    let places = queries::places(&app.db, page.actor(), &posts).await?;
    page.show(&SharedPage::new(&shares, &places))
}

/// One share as its readers see it, and what can be changed.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ShareId>,
) -> Result<Response> {
    let seen = checks::find_share(&app.db, page.actor(), id).await?;
    let now = seen.choice();
    let form = FormState::of(NarrowForm::of(&now, seen.share().version));
    page.show(&view(&app, &page, &seen, &now, form).await?)
}

/// The card as readers would see it with less on it; nothing is changed yet.
pub(in super::super) async fn preview(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ShareId>,
    Submitted(form): Submitted<NarrowForm>,
) -> Result<Response> {
    let seen = checks::find_share(&app.db, page.actor(), id).await?;
    let typed = form.clone();
    match form.parse(&seen.choice()) {
        Ok(choice) => {
            let view = view(&app, &page, &seen, &choice, FormState::of(typed)).await?;
            page.show(&view.as_preview())
        }
        Err(form) => page.invalid(&view(&app, &page, &seen, &seen.choice(), form).await?),
    }
}

/// Shows less from now on.
pub(in super::super) async fn narrow(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ShareId>,
    Submitted(form): Submitted<NarrowForm>,
) -> Result<Response> {
    let seen = checks::find_share(&app.db, page.actor(), id).await?;
    let version = form.version;
    let choice = match form.parse(&seen.choice()) {
        Ok(choice) => choice,
        Err(form) => {
            return page.invalid(&view(&app, &page, &seen, &seen.choice(), form).await?);
        }
    };
    let permit = seen.permit::<NarrowShare>()?;
    app.write(async |write| {
        commands::narrow(write, &permit, &choice, version).await?;
        touch(write, [permit.on().share().thread_id]).await
    })
    .await?;
    Ok(go(&saying(SHARED, "share-changed")))
}

/// Takes one share back.
pub(in super::super) async fn withdraw(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ShareId>,
) -> Result<Response> {
    let seen = checks::find_share(&app.db, page.actor(), id).await?;
    let permit = seen.permit::<NarrowShare>()?;
    app.write(async |write| {
        let threads = commands::withdraw(write, &permit).await?;
        touch(write, threads).await
    })
    .await?;
    Ok(go(&saying(SHARED, "share-withdrawn")))
}

/// Takes all of them back.
pub(in super::super) async fn withdraw_all(State(app): State<App>, page: Page) -> Result<Response> {
    let person = page.actor().person().ok_or(Refusal::SignInFirst)?;
    app.write(async |write| {
        let threads = commands::withdraw_all(write, person).await?;
        touch(write, threads).await
    })
    .await?;
    Ok(go(&saying(SHARED, "shares-withdrawn")))
}

/// Lets a paused share go on.
pub(in super::super) async fn confirm(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ShareId>,
) -> Result<Response> {
    let seen = checks::find_share(&app.db, page.actor(), id).await?;
    let permit = seen.permit::<ConfirmShare>()?;
    app.write(async |write| {
        commands::confirm(write, &permit).await?;
        touch(write, [permit.on().share().thread_id]).await
    })
    .await?;
    Ok(go(&saying(&share(id), "share-confirmed")))
}

/// A thread whose card changed is a new version of the thread.
async fn touch(write: &Write<'_>, threads: impl IntoIterator<Item = ThreadId>) -> Result<()> {
    for thread in threads {
        threads::commands::touch(write, thread).await?;
    }
    Ok::<_, Error>(())
}

async fn view(
    app: &App,
    page: &Page,
    seen: &SeenShare,
    choice: &Choice,
    form: FormState<NarrowForm>,
) -> Result<SharePage> {
    let post = seen.share().post_id;
    let places = queries::places(&app.db, page.actor(), &[post]).await?;
    Ok(SharePage::new(seen, places.get(&post), choice, form))
}
