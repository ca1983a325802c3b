//! Posts: where they are, and adding one.

use axum::{extract::State, response::Response};

use super::{
    super::{
        commands,
        forms::ReplyForm,
        numbering::post_path,
        policy::{Reply, SeenThread},
        queries,
        views::ReplyPage,
    },
    reading,
};
use crate::{
    entity::{
        id::{PostId, ThreadId},
        post,
    },
    features::accounts::commands::count_words,
    platform::{
        access::Seen,
        app::App,
        db::Write,
        web::{
            error::{Error, Result},
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// A post by its id alone: on to its place in the thread.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let seen = queries::find_post(&app.db, app.clock.now(), page.actor(), id).await?;
    if seen.post.state == post::State::Purged {
        return Err(Error::Gone);
    }
    let thread = &seen.thread.thread;
    Ok(go(&post_path(thread.id, &thread.slug, seen.post.number)))
}

/// A reply, or a look at what it will be.
pub(in super::super) async fn reply(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ThreadId>,
    Once(form, key): Once<ReplyForm>,
) -> Result<Response> {
    let seen = queries::find(&app.db, page.actor(), id).await?;
    let permit = seen.permit::<Reply>()?;
    if form.wants_preview() {
        app.limits.check(Action::Preview, permit.person().id)?;
        return preview(&app, &page, permit.on(), form).await;
    }
    app.limits.check(Action::Write, range)?;
    let had_seen = form.seen_number();
    let new = match form.parse() {
        Ok(new) => new,
        Err(form) => {
            return page.invalid(&reading::with_reply(&app, &page, permit.on(), form).await?);
        }
    };
    let work = async |write: &Write<'_>| {
        count_words(&app, write, permit.person().id).await?;
        let posted = commands::reply(write, &permit, &new).await?;
        let thread = &permit.on().thread;
        let path = post_path(id, &thread.slug, posted.number);
        Ok(told(&path, had_seen, posted.number))
    };
    Ok(go(&app.write_once(&key, work).await?))
}

/// The path with what is said there: that the reply is posted, and how many arrived meanwhile.
fn told(path: &str, had_seen: Option<i64>, number: i64) -> String {
    let path = saying(path, "replied");
    let arrived = had_seen.map_or(0, |seen| number - seen - 1);
    if arrived <= 0 {
        return path;
    }
    path.replacen(
        "said=replied",
        &format!("said=replied&arrived={arrived}"),
        1,
    )
}

async fn preview(app: &App, page: &Page, seen: &SeenThread, form: ReplyForm) -> Result<Response> {
    let again = ReplyForm {
        preview: String::new(),
        ..form
    };
    match again.clone().parse() {
        Ok(new) => page.show(&ReplyPage::new(seen, &new, FormState::of(again))),
        Err(form) => page.invalid(&reading::with_reply(app, page, seen, form).await?),
    }
}
