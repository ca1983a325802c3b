//! The steps of an action: agreeing, beginning, finishing, stopping.

use axum::{extract::State, response::Response};

use super::{actions::find, whose};
use crate::{
    entity::{action::State as Step, id::ActionId},
    features::plans::{
        commands::{self, Stepped},
        due,
        forms::{Agreement, AgreementForm, Nothing, StopForm},
        policy::{ProgressAction, WorkAction},
        queries::ActionRow,
        routes, status,
        views::{AgreementPage, StopPage},
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// Who sees to it, and by when.
pub(in super::super) async fn ask_agreement(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ActionId>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    let row = ActionRow::of(&app.db, permit.on()).await?;
    if !status::leads(row.action.state, Step::Agreed) {
        return Err(meanwhile(row.action.state));
    }
    let today = due::today(app.clock.now(), permit.on().network().network());
    page.show(&AgreementPage::asking(permit.on(), &row, today))
}

/// Agrees it.
pub(in super::super) async fn agree(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ActionId>,
    Submitted(form): Submitted<AgreementForm>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let today = due::today(app.clock.now(), permit.on().network().network());
    let (owner, due) = match form.parse(today) {
        Ok(parsed) => parsed,
        Err(form) => return page.invalid(&AgreementPage::new(permit.on(), form)),
    };
    let owner = match whose(&app, permit.on().network(), owner).await? {
        Ok(owner) => owner,
        Err(words) => {
            let form = FormState::of(typed).with_problem("owner", words);
            return page.invalid(&AgreementPage::new(permit.on(), form));
        }
    };
    let agreement = Agreement { owner, due };
    let stepped = app
        .write(async |write| commands::agree(write, &permit, &agreement).await)
        .await?;
    done(id, stepped, "action-agreed")
}

/// Begins it.
pub(in super::super) async fn begin(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ActionId>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<ProgressAction>()?;
    let stepped = app
        .write(async |write| commands::begin(write, &permit).await)
        .await?;
    done(id, stepped, "action-begun")
}

/// Says that it is done.
pub(in super::super) async fn finish(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ActionId>,
    Submitted(Nothing {}): Submitted<Nothing>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<ProgressAction>()?;
    let stepped = app
        .write(async |write| commands::finish(write, &permit).await)
        .await?;
    done(id, stepped, "action-done")
}

/// Why it stops.
pub(in super::super) async fn ask_stop(
    State(app): State<App>,
    page: Page,
    Path(id): Path<ActionId>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    let state = permit.on().action().state;
    if !status::leads(state, Step::Stopped) {
        return Err(meanwhile(state));
    }
    page.show(&StopPage::new(permit.on(), FormState::default()))
}

/// Stops it; a proposal is declined.
pub(in super::super) async fn stop(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ActionId>,
    Submitted(form): Submitted<StopForm>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(form) => return page.invalid(&StopPage::new(permit.on(), form)),
    };
    let stepped = app
        .write(async |write| commands::stop(write, &permit, &reason).await)
        .await?;
    match stepped {
        Stepped::Done => Ok(go(&saying(&routes::action(id), "action-stopped"))),
        // The reason is kept: it can be added as an update.
        Stepped::Meanwhile(state) => {
            let form = FormState::of(typed).with_problem("", words(state));
            page.conflict(&StopPage::new(permit.on(), form))
        }
    }
}

fn done(id: ActionId, stepped: Stepped, said: &str) -> Result<Response> {
    match stepped {
        Stepped::Done => Ok(go(&saying(&routes::action(id), said))),
        Stepped::Meanwhile(state) => Err(meanwhile(state)),
    }
}

/// Somebody else was first.
fn meanwhile(state: Step) -> Error {
    Error::Conflict(words(state))
}

fn words(state: Step) -> String {
    format!(
        "Somebody has changed this action meanwhile. It is now: {}. Look at it again before you go \
         on.",
        status::label(state).to_lowercase()
    )
}
