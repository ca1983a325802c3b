//! A new challenge: its form, a look at it as others will see it, and posting it.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::super::{
    commands,
    forms::{ChallengeForm, NewChallenge},
    numbering::{challenges_path, thread_path},
    views::{ChallengePreview, NewChallengePage},
};
use crate::{
    features::{
        accounts::commands::count_words,
        health_checks::{
            forms::Attach,
            instrument::DimensionCode,
            policy::ShareResult,
            queries::{self as results},
        },
        networks::{
            self,
            policy::{SeenNetwork, StartThread},
        },
    },
    platform::{
        access::{Actor, Permit, Refusal, Seen},
        app::App,
        db::Write,
        drafts::Rescued,
        web::{
            error::{Error, Result},
            form::{FormState, Once},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::{Path, Query},
        },
    },
};

/// What may stand behind the address of the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    /// A result to go with it.
    result: Option<String>,
}

/// The empty form, or the text that was rescued.
pub(in super::super) async fn new(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let permit = permit(&app, &page, &slug).await?;
    let (actor, now) = (page.actor(), app.clock.now());
    let target = challenges_path(&slug);
    let form = match rescued.form(&app.db, now, actor, &target).await? {
        Some(form) => form,
        None => ChallengeForm {
            result: shareable(&app, actor, wanted.result).await?,
            ..ChallengeForm::blank()
        },
    };
    page.show(&composer(&app, permit.on(), FormState::of(form)).await?)
}

/// The new challenge, or a look at what it will be.
pub(in super::super) async fn create(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(slug): Path<String>,
    Once(form, key): Once<ChallengeForm>,
) -> Result<Response> {
    let permit = permit(&app, &page, &slug).await?;
    if form.wants_change() {
        let form = FormState::of(form.settled());
        return page.show(&composer(&app, permit.on(), form).await?);
    }
    let is_preview = form.wants_preview();
    if is_preview {
        app.limits.check(Action::Preview, permit.person().id)?;
    } else {
        app.limits.check(Action::Write, range)?;
    }
    let form = form.settled();
    let (new, share) = match read(&app, page.actor(), form.clone()).await? {
        Ok(read) => read,
        Err(form) => return page.invalid(&composer(&app, permit.on(), form).await?),
    };
    if is_preview {
        return page.show(&ChallengePreview::new(
            permit.on(),
            form,
            &new,
            share.as_ref(),
        ));
    }
    let work = async |write: &Write<'_>| {
        count_words(&app, write, permit.person().id).await?;
        let started = commands::start_challenge(write, &permit, &new).await?;
        if let Some((share, attach)) = share.as_ref().zip(new.attach.as_ref()) {
            commands::share_with(write, &permit, &started, (share, &attach.choice)).await?;
        }
        Ok(saying(
            &thread_path(started.id, &started.slug),
            "challenge-posted",
        ))
    };
    Ok(go(&app.write_once(&key, work).await?))
}

async fn permit(app: &App, page: &Page, slug: &str) -> Result<Permit<StartThread>> {
    let seen = networks::inside(app, page, slug).await?;
    networks::allowed::<StartThread>(app, page, seen).await
}

/// A challenge and the right to share what goes with it.
type Read = (NewChallenge, Option<Permit<ShareResult>>);

/// The challenge as meant, with the permit to share its result. A result that is not (any more)
/// one's own to share is taken off the form, with words beside it and nothing else lost.
async fn read(
    app: &App,
    actor: &Actor,
    form: ChallengeForm,
) -> Result<Result<Read, FormState<ChallengeForm>>> {
    if is_gone(app, actor, &form.result).await? {
        let result = String::new();
        let form = FormState::of(ChallengeForm { result, ..form });
        return Ok(Err(form.with_problem(gone_field(app, actor).await?, GONE)));
    }
    let typed = form.clone();
    let new = match form.parse(&known(app).await?) {
        Ok(new) => new,
        Err(form) => return Ok(Err(form)),
    };
    let Some(attach) = &new.attach else {
        return Ok(Ok((new, None)));
    };
    match sharing(app, actor, attach).await? {
        Ok(share) => Ok(Ok((new, Some(share)))),
        Err((field, why)) => Ok(Err(FormState::of(typed).with_problem(field, why))),
    }
}

/// The permit to share a result as chosen, or the field that has to change and why. 404 unless it is
/// one's own to share.
pub(super) async fn sharing(
    app: &App,
    actor: &Actor,
    attach: &Attach,
) -> Result<Result<Permit<ShareResult>, (&'static str, &'static str)>> {
    let seen = results::find_result(&app.db, actor, attach.result).await?;
    let permit = seen.permit::<ShareResult>()?;
    let clash = results::clash(&app.db, attach.result, &attach.choice).await?;
    Ok(clash.map_or(Ok(permit), |why| Err(("result_name", why))))
}

/// The id of a result that the actor may share, as it was given; empty for none, and 404 for any
/// other.
pub(super) async fn shareable(app: &App, actor: &Actor, id: Option<String>) -> Result<String> {
    let given = id.unwrap_or_default();
    if given.is_empty() {
        return Ok(given);
    }
    let id = given.parse().map_err(|_| Error::NotFound)?;
    let seen = results::find_result(&app.db, actor, id).await?;
    seen.permit::<ShareResult>()?;
    Ok(given)
}

/// What is said of a result that is not there to be shared: no word on whether it ever was.
pub(super) const GONE: &str = "That result is not there any more. Choose another, or go on without";

/// Whether a result was chosen that is not one's own to share: deleted meanwhile, or never there.
pub(super) async fn is_gone(app: &App, actor: &Actor, chosen: &str) -> Result<bool> {
    match shareable(app, actor, Some(chosen.to_owned())).await {
        Ok(_) => Ok(false),
        Err(Error::NotFound | Error::Refused(Refusal::Hidden)) => Ok(true),
        Err(error) => Err(error),
    }
}

/// The field that [`GONE`] is said beside; none if nothing is left to choose from.
pub(super) async fn gone_field(app: &App, actor: &Actor) -> Result<&'static str> {
    let left = results::shareable(&app.db, actor).await?;
    Ok(if left.is_empty() { "" } else { "result" })
}

/// The codes of the dimensions there are.
pub(super) async fn known(app: &App) -> Result<Vec<DimensionCode>> {
    let dimensions = results::dimensions(app).await?;
    Ok(dimensions.into_iter().map(|(code, _)| code).collect())
}

async fn composer(
    app: &App,
    seen: &SeenNetwork,
    form: FormState<ChallengeForm>,
) -> Result<NewChallengePage> {
    let dimensions = results::dimensions(app).await?;
    let results = results::shareable(&app.db, seen.actor()).await?;
    Ok(NewChallengePage::new(seen, form, &dimensions, &results))
}
