//! Setting up a round, step by step.

use axum::{extract::State, response::Response};

use super::{in_state, permit};
use crate::{
    entity::{
        health_check::State as CheckState,
        id::{CheckInvitationId, HealthCheckId, ResultId},
    },
    features::{
        health_checks::{
            commands::rounds as commands,
            forms::{
                DatesForm, FormStep, MessageForm, PeopleForm, PrivacyForm, StartForm, Step,
                VersionForm,
            },
            links,
            policy::{RunCheck, SeenRound},
            queries, routes,
            views::{
                DatesPage, FormStepPage, MessagePage, PeoplePage, PrivacyPage, RunningPage,
                SetupPage,
            },
        },
        networks,
    },
    platform::{
        app::App,
        web::{
            error::{Error, Result},
            form::{FormState, Once, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go},
            path::Path,
        },
    },
};

/// Begins to set up a round, or goes on with the one that was begun.
pub(in super::super::super) async fn start(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
    range: ClientRange,
    Once(StartForm {}, key): Once<StartForm>,
) -> Result<Response> {
    let seen = networks::inside(&app, &page, &slug).await?;
    let permit = networks::allowed::<RunCheck>(&app, &page, seen).await?;
    app.limits.check(Action::Write, range)?;
    let (instrument, _) = queries::current(&app).await?;
    let floor = app.settings.now().smallest_round;
    let path = app
        .write_once(&key, async |write| {
            let id = commands::start(write, &permit, instrument, floor).await?;
            Ok(routes::round(id))
        })
        .await?;
    Ok(go(&path))
}

/// The task list while it is set up; afterwards how it goes.
pub(in super::super::super) async fn show(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    let seen = queries::find_round(&app.db, page.actor(), id).await?;
    let counts = queries::counts(&app.db, &seen).await?;
    if seen.check().state == CheckState::Draft {
        return page.show(&SetupPage::new(&seen, &counts));
    }
    let is_open_link = !seen.is_invited() && seen.check().state == CheckState::Open;
    let link = is_open_link.then(|| {
        let code = links::open_code(&app.secret, id);
        app.config.base_url.join(&routes::open_link(id, &code))
    });
    let result = queries::result_of_round(&app.db, &seen).await?;
    let result = result.map(|(id, gone): (ResultId, bool)| (routes::result(id), gone));
    page.show(&RunningPage::new(&seen, &counts, link, result))
}

/// Which statements, and how people are asked.
pub(in super::super::super) async fn form(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match draft(&app, &page, id).await? {
        Ok(seen) => {
            let form = FormState::of(FormStep::of(seen.check(), seen.round()));
            page.show(&FormStepPage::new(&seen, form))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

pub(in super::super::super) async fn save_form(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<FormStep>,
) -> Result<Response> {
    let seen = match draft(&app, &page, id).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let version = form.version;
    let typed = form.clone();
    let done = match form.parse() {
        Ok(step) => save(&app, &seen, version, &step).await,
        Err(form) => return page.invalid(&FormStepPage::new(&seen, form)),
    };
    let again = |seen: &SeenRound, words: &str| {
        let typed = FormStep {
            version: seen.round().version,
            ..typed
        };
        let form = FormState::of(typed).with_problem("", words);
        page.conflict(&FormStepPage::new(seen, form))
    };
    after(&app, &page, id, done, again).await
}

/// The list of people.
pub(in super::super::super) async fn people(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match draft(&app, &page, id).await? {
        Ok(seen) => {
            let form = PeopleForm {
                version: seen.round().version,
                ..PeopleForm::default()
            };
            page.show(&people_page(&app, &seen, FormState::of(form)).await?)
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

async fn people_page(
    app: &App,
    seen: &SeenRound,
    form: FormState<PeopleForm>,
) -> Result<PeoplePage> {
    let people = queries::invited(&app.db, seen).await?;
    Ok(PeoplePage::new(seen, &people, form))
}

/// Adds the people of a list, adds all members, or notes that the list is complete.
pub(in super::super::super) async fn save_people(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<PeopleForm>,
) -> Result<Response> {
    let seen = match draft(&app, &page, id).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    if form.act == "done" {
        let done = save(&app, &seen, form.version, &Step::People).await;
        let again = |_: &SeenRound, words: &str| Err(Error::Conflict(words.to_owned()));
        return after(&app, &page, id, done, again).await;
    }
    let typed = form.clone();
    let people = if form.act == "members" {
        queries::members_to_invite(&app.db, &seen).await?
    } else {
        match form.parse() {
            Ok(people) => people,
            Err(form) => return page.invalid(&people_page(&app, &seen, form).await?),
        }
    };
    let permit = permit(seen.clone())?;
    let added: Result<u64> = app
        .write(async |write| commands::add_invited(write, &permit, &app.secret, people).await)
        .await;
    match added {
        Ok(_) => Ok(go(&routes::round_step(id, "people"))),
        Err(Error::Conflict(words)) => {
            let form = FormState::of(typed).with_problem("list", words);
            page.invalid(&people_page(&app, &seen, form).await?)
        }
        Err(error) => Err(error),
    }
}

pub(in super::super::super) async fn remove_person(
    State(app): State<App>,
    page: Page,
    Path((id, invitation)): Path<(HealthCheckId, String)>,
    Submitted(VersionForm { .. }): Submitted<VersionForm>,
) -> Result<Response> {
    remove(&app, &page, id, Some(CheckInvitationId(invitation))).await
}

pub(in super::super::super) async fn remove_people(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(VersionForm { .. }): Submitted<VersionForm>,
) -> Result<Response> {
    remove(&app, &page, id, None).await
}

async fn remove(
    app: &App,
    page: &Page,
    id: HealthCheckId,
    one: Option<CheckInvitationId>,
) -> Result<Response> {
    let seen = match draft(app, page, id).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let permit = permit(seen)?;
    app.write(async |write| commands::remove_invited(write, &permit, one).await)
        .await?;
    Ok(go(&routes::round_step(id, "people")))
}

/// What is promised.
pub(in super::super::super) async fn privacy(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    let floor = app.settings.now().smallest_round;
    match draft(&app, &page, id).await? {
        Ok(seen) => {
            let form = FormState::of(PrivacyForm::of(seen.round()));
            page.show(&PrivacyPage::new(&seen, floor, form))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

pub(in super::super::super) async fn save_privacy(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<PrivacyForm>,
) -> Result<Response> {
    let floor = app.settings.now().smallest_round;
    let seen = match draft(&app, &page, id).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let version = form.version;
    let typed = form.clone();
    let done = match form.parse(floor) {
        Ok(step) => save(&app, &seen, version, &step).await,
        Err(form) => return page.invalid(&PrivacyPage::new(&seen, floor, form)),
    };
    let again = |seen: &SeenRound, words: &str| {
        let typed = PrivacyForm {
            version: seen.round().version,
            ..typed
        };
        let form = FormState::of(typed).with_problem("", words);
        page.conflict(&PrivacyPage::new(seen, floor, form))
    };
    after(&app, &page, id, done, again).await
}

/// The last day: while it is set up, and while it is open.
pub(in super::super::super) async fn dates(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match in_state(&app, &page, id, &[CheckState::Draft, CheckState::Open]).await? {
        Ok(seen) => {
            let form = FormState::of(DatesForm::of(seen.round()));
            page.show(&DatesPage::new(&seen, form))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

pub(in super::super::super) async fn save_dates(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<DatesForm>,
) -> Result<Response> {
    let states = [CheckState::Draft, CheckState::Open];
    let seen = match in_state(&app, &page, id, &states).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let version = form.version;
    let typed = form.clone();
    let day = match form.parse(app.clock.now().0) {
        Ok(day) => day,
        Err(form) => return page.invalid(&DatesPage::new(&seen, form)),
    };
    if seen.check().state == CheckState::Open {
        let permit = permit(seen.clone())?;
        let extended = app
            .write(async |write| commands::extend(write, &permit, day).await)
            .await?;
        return match extended {
            Ok(()) => Ok(go(&routes::round(id))),
            Err(words) => {
                let form = FormState::of(typed).with_problem("ends_day", words);
                page.invalid(&DatesPage::new(&seen, form))
            }
        };
    }
    let done = save(&app, &seen, version, &Step::Dates(commands::iso(day))).await;
    let again = |seen: &SeenRound, words: &str| {
        let typed = DatesForm {
            version: seen.round().version,
            ..typed
        };
        let form = FormState::of(typed).with_problem("", words);
        page.conflict(&DatesPage::new(seen, form))
    };
    after(&app, &page, id, done, again).await
}

/// The leaders' message.
pub(in super::super::super) async fn message(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
) -> Result<Response> {
    match draft(&app, &page, id).await? {
        Ok(seen) => {
            let form = FormState::of(MessageForm::of(seen.round()));
            page.show(&MessagePage::new(&seen, form))
        }
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

pub(in super::super::super) async fn save_message(
    State(app): State<App>,
    page: Page,
    Path(id): Path<HealthCheckId>,
    Submitted(form): Submitted<MessageForm>,
) -> Result<Response> {
    let seen = match draft(&app, &page, id).await? {
        Ok(seen) => seen,
        Err(elsewhere) => return Ok(go(&elsewhere)),
    };
    let version = form.version;
    let typed = form.clone();
    let done = match form.parse() {
        Ok(step) => save(&app, &seen, version, &step).await,
        Err(form) => return page.invalid(&MessagePage::new(&seen, form)),
    };
    let again = |seen: &SeenRound, words: &str| {
        let typed = MessageForm {
            version: seen.round().version,
            ..typed
        };
        let form = FormState::of(typed).with_problem("", words);
        page.conflict(&MessagePage::new(seen, form))
    };
    after(&app, &page, id, done, again).await
}

async fn draft(app: &App, page: &Page, id: HealthCheckId) -> Result<Result<SeenRound, String>> {
    in_state(app, page, id, &[CheckState::Draft]).await
}

async fn save(app: &App, seen: &SeenRound, version: i64, step: &Step) -> Result<()> {
    let permit = permit(seen.clone())?;
    app.write(async |write| commands::save_step(write, &permit, version, step).await)
        .await
}

/// On to the task list, or the form again with what was typed if somebody else was faster.
async fn after(
    app: &App,
    page: &Page,
    id: HealthCheckId,
    done: Result<()>,
    again: impl FnOnce(&SeenRound, &str) -> Result<Response>,
) -> Result<Response> {
    match done {
        Ok(()) => Ok(go(&routes::round(id))),
        Err(Error::Conflict(words)) => {
            let seen = queries::find_round(&app.db, page.actor(), id).await?;
            again(&seen, &words)
        }
        Err(error) => Err(error),
    }
}
