//! New actions, and changes to those that are there.

use axum::{extract::State, response::Response};

use super::{actions::find, instrument, member, whose};
use crate::{
    entity::id::ActionId,
    features::{
        networks,
        plans::{
            commands::{self, Edited},
            due,
            forms::{ActionChange, ActionForm, NewAction},
            policy::{SeenAction, WorkAction, WorkPlan},
            queries::{self, ActionRow},
            routes,
            views::{ActionFormPage, filled},
        },
    },
    platform::{
        access::{Permit, Seen},
        app::App,
        drafts::Rescued,
        text::dates::CivilDay,
        web::{
            error::{Error, Result},
            form::{FormState, Once, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The form for an idea of one's own.
pub(in super::super) async fn new(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(slug): Path<String>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let permit = networks::allowed::<WorkPlan>(&app, &page, seen).await?;
    let target = routes::plan(&slug);
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?.unwrap_or_default();
    page.show(&new_page(&app, &permit, FormState::of(form)).await?)
}

/// Adds it, agreed or as a proposal.
pub(in super::super) async fn create(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(slug): Path<String>,
    Once(form, key): Once<ActionForm>,
) -> Result<Response> {
    let seen = member(&app, &page, &slug).await?;
    let permit = networks::allowed::<WorkPlan>(&app, &page, seen).await?;
    app.limits.check(Action::Write, range)?;
    let new = match meant(&app, &permit, form).await? {
        Ok(new) => new,
        Err(form) => return page.invalid(&new_page(&app, &permit, form).await?),
    };
    let path = app
        .write_once(&key, async |write| {
            let id = commands::add(write, &permit, &new).await?;
            Ok::<_, Error>(saying(&routes::action(id), "action-added"))
        })
        .await?;
    Ok(go(&path))
}

/// What is meant, or the form with what is wrong.
async fn meant(
    app: &App,
    permit: &Permit<WorkPlan>,
    form: ActionForm,
) -> Result<std::result::Result<NewAction, FormState<ActionForm>>> {
    let (typed, agreed) = (form.clone(), form.is_agreed());
    let today = due::today(app.clock.now(), permit.on().network());
    let (told, owner) = match form.parse(&instrument(app).await?, today, None) {
        Ok(parsed) => parsed,
        Err(form) => return Ok(Err(form)),
    };
    Ok(match whose(app, permit.on(), owner).await? {
        Ok(owner) => Ok(NewAction {
            told,
            owner,
            agreed,
        }),
        Err(words) => Err(FormState::of(typed).with_problem("owner", words)),
    })
}

async fn new_page(
    app: &App,
    permit: &Permit<WorkPlan>,
    form: FormState<ActionForm>,
) -> Result<ActionFormPage> {
    let plan = queries::plan(&app.db, permit.on()).await?;
    let instrument = instrument(app).await?;
    Ok(ActionFormPage::new(
        permit.on(),
        plan.open.len(),
        &instrument,
        form,
    ))
}

/// The form with the action as it is, or with what was rescued.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    rescued: Rescued,
    Path(id): Path<ActionId>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    let row = ActionRow::of(&app.db, permit.on()).await?;
    let target = format!("{}/edit", routes::action(id));
    let typed = rescued.form(&app.db, app.clock.now(), page.actor(), &target);
    let form = typed.await?.unwrap_or_else(|| filled(&row));
    page.show(&edit_page(&app, permit.on(), FormState::of(form)).await?)
}

/// Stores a change; of two made on the same version the second is shown both texts.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(id): Path<ActionId>,
    Submitted(form): Submitted<ActionForm>,
) -> Result<Response> {
    let permit = find(&app, &page, id).await?.permit::<WorkAction>()?;
    app.limits.check(Action::Write, range)?;
    let typed = form.clone();
    let change = match change(&app, permit.on(), form).await? {
        Ok(change) => change,
        Err(form) => return page.invalid(&edit_page(&app, permit.on(), form).await?),
    };
    let edited = app
        .write(async |write| commands::edit(write, &permit, &change).await)
        .await?;
    if edited == Edited::Done {
        return Ok(go(&saying(&routes::action(id), "action-saved")));
    }
    // As it is by now: both texts, and a form that overwrites knowingly.
    let now = find(&app, &page, id).await?;
    let row = ActionRow::of(&app.db, &now).await?;
    let form = ActionForm {
        version: row.action.version.to_string(),
        ..typed
    };
    let instrument = instrument(&app).await?;
    let view = ActionFormPage::edit(&now, &instrument, FormState::of(form));
    page.conflict(&view.against(&row, &instrument))
}

/// What is meant, or the form with what is wrong.
async fn change(
    app: &App,
    seen: &SeenAction,
    form: ActionForm,
) -> Result<std::result::Result<ActionChange, FormState<ActionForm>>> {
    let (typed, version) = (form.clone(), form.made_on());
    let today = due::today(app.clock.now(), seen.network().network());
    let was_due = seen.action().due.as_deref().and_then(CivilDay::from_iso);
    let (told, owner) = match form.parse(&instrument(app).await?, today, was_due) {
        Ok(parsed) => parsed,
        Err(form) => return Ok(Err(form)),
    };
    Ok(match whose(app, seen.network(), owner).await? {
        Ok(owner) => Ok(ActionChange {
            told,
            owner,
            version,
        }),
        Err(words) => Err(FormState::of(typed).with_problem("owner", words)),
    })
}

async fn edit_page(
    app: &App,
    seen: &SeenAction,
    form: FormState<ActionForm>,
) -> Result<ActionFormPage> {
    Ok(ActionFormPage::edit(seen, &instrument(app).await?, form))
}
