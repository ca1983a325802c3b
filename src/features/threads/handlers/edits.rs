//! What people do with their own posts: new words, the old ones, taking them back.

use axum::{extract::State, response::Response};

use super::super::{
    commands::{self, Edited},
    forms::{EditForm, WithdrawForm},
    numbering::{edit_path, own_posts_path, post_path},
    policy::{EditPost, SeeRevisions, SeenPost, WithdrawPost},
    queries,
    views::{EditPage, HistoryPage, WithdrawPage},
};
use crate::{
    entity::{id::PostId, thread},
    features::accounts::commands::count_words,
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

/// The form with the words as they are, or with those that were rescued.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let permit = may_edit(&app, &page, id).await?;
    let seen = permit.on();
    if is_challenge(seen) {
        return Ok(go(&format!("/threads/{}/challenge", seen.post.thread_id)));
    }
    let target = edit_path(id);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?.unwrap_or_else(|| EditForm {
        body: seen.post.body_src.clone(),
        ..EditForm::default()
    });
    page.show(&EditPage::new(seen, at_present(form, seen)))
}

/// New words in place of the old, or a look at what they will be.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<PostId>,
    Submitted(form): Submitted<EditForm>,
) -> Result<Response> {
    let permit = may_edit(&app, &page, id).await?;
    if form.wants_preview() {
        app.limits.check(Action::Preview, permit.person().id)?;
        return preview(&page, permit.on(), form);
    }
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let change = match form.parse() {
        Ok(change) => change,
        Err(form) => return page.invalid(&EditPage::new(permit.on(), form)),
    };
    let work = async |write: &Write<'_>| {
        count_words(&app, write, permit.person().id).await?;
        commands::edit(write, &permit, &change).await
    };
    match app.write(work).await? {
        Edited::Done => Ok(go(&saying(&place(permit.on()), "post-saved"))),
        Edited::Conflict => {
            // As it is by now: both texts, and a form that overwrites knowingly (forum.md TH5).
            let now = may_edit(&app, &page, id).await?;
            let form = at_present(typed, now.on());
            page.conflict(&EditPage::new(now.on(), form).against(now.on()))
        }
    }
}

fn preview(page: &Page, seen: &SeenPost, form: EditForm) -> Result<Response> {
    let again = EditForm {
        preview: String::new(),
        ..form
    };
    match again.clone().parse() {
        Ok(change) => page.show(&EditPage::new(seen, FormState::of(again)).with_preview(&change)),
        Err(form) => page.invalid(&EditPage::new(seen, form)),
    }
}

/// The earlier versions of a post.
pub(in super::super) async fn history(
    State(app): State<App>,
    page: Page,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let seen = queries::find_post(&app.db, app.clock.now(), page.actor(), id).await?;
    let permit = seen.permit::<SeeRevisions>()?;
    let revisions = queries::revisions(&app.db, permit.on()).await?;
    page.show(&HistoryPage::new(permit.on(), &revisions))
}

/// What taking a post back means, and the button.
pub(in super::super) async fn ask_to_withdraw(
    State(app): State<App>,
    page: Page,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let permit = may_withdraw(&app, &page, id).await?;
    page.show(&WithdrawPage::new(permit.on()))
}

/// Takes a post back.
pub(in super::super) async fn withdraw(
    State(app): State<App>,
    page: Page,
    Path(id): Path<PostId>,
    Submitted(WithdrawForm {}): Submitted<WithdrawForm>,
) -> Result<Response> {
    let permit = may_withdraw(&app, &page, id).await?;
    app.write(async |write| commands::withdraw(write, &permit).await)
        .await?;
    let seen = permit.on();
    // Whoever has left the network has no thread to go back to (R10).
    let path = if seen.thread_is_open() {
        place(seen)
    } else {
        own_posts_path().to_owned()
    };
    Ok(go(&saying(&path, "post-withdrawn")))
}

async fn may_edit(app: &App, page: &Page, id: PostId) -> Result<Permit<EditPost>> {
    let seen = queries::find_post(&app.db, app.clock.now(), page.actor(), id).await?;
    Ok(seen.permit::<EditPost>()?)
}

async fn may_withdraw(app: &App, page: &Page, id: PostId) -> Result<Permit<WithdrawPost>> {
    let seen = queries::find_own_post(&app.db, app.clock.now(), page.actor(), id).await?;
    Ok(seen.permit::<WithdrawPost>()?)
}

fn is_challenge(seen: &SeenPost) -> bool {
    seen.post.number == 1 && seen.thread.thread.kind == thread::Kind::Challenge
}

fn at_present(form: EditForm, seen: &SeenPost) -> FormState<EditForm> {
    FormState::of(EditForm {
        version: seen.post.version.to_string(),
        preview: String::new(),
        ..form
    })
}

fn place(seen: &SeenPost) -> String {
    let thread = &seen.thread.thread;
    post_path(thread.id, &thread.slug, seen.post.number)
}
