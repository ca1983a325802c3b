//! Answering a round by a secret link. Nobody is signed in here, and nothing is recorded but the
//! answers (health-check.md section 9).

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    entity::id::HealthCheckId,
    features::health_checks::{
        answering::{self, Answering},
        commands::rounds::{self as commands, Sent},
        forms::{AnswersForm, CommentsForm, ContextForm, StartForm, WithdrawalForm},
        instrument::Instrument,
        links::{Receipt, Token},
        queries::{self, Asked},
        routes,
        views::{
            CommentsPage, ContextPage, NoLinkPage, SendPage, StartPage, StatementsPage, ThanksPage,
            WithdrawalPage, next_page,
        },
        walk::Walk,
    },
    platform::{
        access::ByLink,
        app::App,
        web::{
            error::{Error, Result},
            form::{FormState, Submitted},
            limits::{Action, ClientRange},
            page::{Page, go},
            path::Path,
        },
    },
};

/// What a working link opens.
struct Opened {
    link: ByLink<Asked>,
    token: Token,
    instrument: Instrument,
    draft: Answering,
}

impl Opened {
    fn ground(&self) -> (&Asked, &Token, &Instrument, &Answering) {
        (self.link.get(), &self.token, &self.instrument, &self.draft)
    }

    fn next(&self) -> String {
        next_page(&self.token, &self.instrument, &self.draft)
    }
}

/// The round behind a token, or the one page for all tokens that open nothing. Guessing is limited.
async fn opened(
    app: &App,
    page: &Page,
    range: ClientRange,
    token: &str,
) -> Result<Result<Opened, Response>> {
    let token = Token::read(token);
    let link = match queries::by_token(&app.db, &token, app.clock.now()).await {
        Ok(link) => link,
        Err(Error::NotFound) => {
            app.limits.check(Action::WrongLink, range)?;
            return no_link(page).map(Err);
        }
        Err(error) => return Err(error),
    };
    let instrument = queries::instrument(app, link.get().check.instrument_id).await?;
    let draft = queries::draft(&app.db, &link, &token, &instrument).await?;
    Ok(Ok(Opened {
        link,
        token,
        instrument,
        draft,
    }))
}

fn no_link(page: &Page) -> Result<Response> {
    page.with_status(StatusCode::GONE, &NoLinkPage::new())
}

/// What it is, how long it takes, who sees what and when.
pub(in super::super) async fn start(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
) -> Result<Response> {
    match opened(&app, &page, range, &token).await? {
        Ok(it) => page.show(&StartPage::new(
            it.link.get(),
            &it.token,
            &it.instrument,
            &it.draft,
        )),
        Err(answer) => Ok(answer),
    }
}

/// The open link of a round.
pub(in super::super) async fn open_link(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path((id, code)): Path<(HealthCheckId, String)>,
) -> Result<Response> {
    let Some(link) = open_round(&app, range, id, &code).await? else {
        return no_link(&page);
    };
    page.show(&StartPage::open(link.get(), routes::open_link(id, &code)))
}

/// Makes a link of one's own and leads to it.
pub(in super::super) async fn start_open(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path((id, code)): Path<(HealthCheckId, String)>,
    Submitted(StartForm {}): Submitted<StartForm>,
) -> Result<Response> {
    let Some(link) = open_round(&app, range, id, &code).await? else {
        return no_link(&page);
    };
    app.limits.check(Action::Register, range)?;
    let token = Token::random();
    let round = link.get().check.id;
    let begun: Result<bool> = app
        .write(async |write| commands::start_open(write, round, &token).await)
        .await;
    if begun? {
        Ok(go(&routes::respondent(&token)))
    } else {
        no_link(&page)
    }
}

async fn open_round(
    app: &App,
    range: ClientRange,
    id: HealthCheckId,
    code: &str,
) -> Result<Option<ByLink<Asked>>> {
    let now = app.clock.now();
    match queries::open_round(&app.db, &app.secret, id, code).await {
        Ok(link) if link.get().is_open(now) => Ok(Some(link)),
        Ok(_) => Ok(None),
        Err(Error::NotFound) => {
            app.limits.check(Action::WrongLink, range)?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// One page of questions.
pub(in super::super) async fn show(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path((token, key)): Path<(String, String)>,
) -> Result<Response> {
    let it = match opened(&app, &page, range, &token).await? {
        Ok(it) => it,
        Err(answer) => return Ok(answer),
    };
    match key.as_str() {
        answering::CONTEXT => {
            let form = FormState::of(ContextForm::of(&it.draft.context));
            page.show(&ContextPage::new(it.ground(), form))
        }
        answering::COMMENTS => {
            let form = FormState::of(CommentsForm::of(&it.draft.comments));
            page.show(&CommentsPage::new(it.ground(), form))
        }
        key => {
            let walk = Walk::new(&it.instrument, &it.draft.pages);
            let dimension = walk.page(key).ok_or(Error::NotFound)?;
            if !walk.is_reached(dimension.code) {
                return Ok(go(&it.next()));
            }
            page.show(&StatementsPage::new(it.ground(), dimension))
        }
    }
}

/// Keeps one page, encrypted with the link.
pub(in super::super) async fn save(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path((token, key)): Path<(String, String)>,
    Submitted(AnswersForm(fields)): Submitted<AnswersForm>,
) -> Result<Response> {
    let mut it = match opened(&app, &page, range, &token).await? {
        Ok(it) => it,
        Err(answer) => return Ok(answer),
    };
    if let Err(answer) = take(&page, &mut it, &key, fields)? {
        return Ok(answer);
    }
    let is_kept = app
        .write(async |write| commands::save_draft(write, &it.link, &it.token, &it.draft).await)
        .await?;
    if is_kept {
        Ok(go(&it.next()))
    } else {
        no_link(&page)
    }
}

/// Takes over what one page says into the draft, or gives the page back.
fn take(
    page: &Page,
    it: &mut Opened,
    key: &str,
    fields: Vec<(String, String)>,
) -> Result<Result<(), Response>> {
    match key {
        answering::CONTEXT => match read::<ContextForm>(&fields).parse(&it.instrument) {
            Ok(context) => it.draft.context = context,
            Err(form) => {
                return page.invalid(&ContextPage::new(it.ground(), form)).map(Err);
            }
        },
        answering::COMMENTS => match read::<CommentsForm>(&fields).parse() {
            Ok(comments) => it.draft.comments = comments,
            Err(form) => {
                return page.invalid(&CommentsPage::new(it.ground(), form)).map(Err);
            }
        },
        key => return take_statements(page, it, key, fields),
    }
    it.draft.saved(key);
    Ok(Ok(()))
}

fn take_statements(
    page: &Page,
    it: &mut Opened,
    key: &str,
    fields: Vec<(String, String)>,
) -> Result<Result<(), Response>> {
    let form = it.link.get().check.form;
    let walk = Walk::new(&it.instrument, &it.draft.pages);
    let dimension = walk.page(key).ok_or(Error::NotFound)?;
    if !walk.is_reached(dimension.code) {
        return Ok(Err(go(&it.next())));
    }
    let new = match AnswersForm(fields).parse(dimension, form) {
        Ok(new) => new,
        Err(refused) => {
            let view = StatementsPage::new(it.ground(), dimension);
            return page.invalid(&view.with_form(refused)).map(Err);
        }
    };
    let code = dimension.code.to_string();
    for (statement, answer) in new.answers {
        // The form asks what the dimension asks, so each is known.
        let _ = it
            .draft
            .answers
            .set(&it.instrument, form, statement, answer);
    }
    it.draft.saved(&code);
    Ok(Ok(()))
}

/// A form from its fields; those that it does not know are ignored.
fn read<F: serde::de::DeserializeOwned + Default>(fields: &[(String, String)]) -> F {
    let text = serde_html_form::to_string(fields).unwrap_or_default();
    serde_html_form::from_str(&text).unwrap_or_default()
}

/// All answers before they are sent.
pub(in super::super) async fn answers(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
) -> Result<Response> {
    match opened(&app, &page, range, &token).await? {
        Ok(it)
            if Walk::new(&it.instrument, &it.draft.pages)
                .first_open()
                .is_some() =>
        {
            Ok(go(&it.next()))
        }
        Ok(it) => page.show(&SendPage::new(it.ground())),
        Err(answer) => Ok(answer),
    }
}

/// Sends them. The same form again finds the link used, and is thanked.
pub(in super::super) async fn send(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
    Submitted(StartForm {}): Submitted<StartForm>,
) -> Result<Response> {
    let it = match opened(&app, &page, range, &token).await? {
        Ok(it) => it,
        Err(answer) => return Ok(answer),
    };
    if it.draft.is_empty() {
        // A twin of this form may have sent the draft since the link was looked up.
        if let Err(answer) = opened(&app, &page, range, &token).await? {
            return Ok(answer);
        }
        let words = "Answer at least one statement, or write a comment, then send it";
        return page.invalid(&SendPage::new(it.ground()).with_problem(words));
    }
    let sent = app
        .write(async |write| commands::respond(write, &it.link, &it.token, &it.draft).await)
        .await?;
    match sent {
        Sent::Stored(receipt) => page.show(&ThanksPage::new(it.link.get(), &receipt)),
        Sent::Used | Sent::Closed => no_link(&page),
    }
}

/// Notes that the group is wrong.
pub(in super::super) async fn dispute_group(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
    Submitted(StartForm {}): Submitted<StartForm>,
) -> Result<Response> {
    let it = match opened(&app, &page, range, &token).await? {
        Ok(it) => it,
        Err(answer) => return Ok(answer),
    };
    app.write(async |write| commands::dispute_group(write, &it.link).await)
        .await?;
    Ok(go(&routes::respondent(&it.token)))
}

/// Notes that no reminders are wanted.
pub(in super::super) async fn no_reminders(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
    Submitted(StartForm {}): Submitted<StartForm>,
) -> Result<Response> {
    let it = match opened(&app, &page, range, &token).await? {
        Ok(it) => it,
        Err(answer) => return Ok(answer),
    };
    app.write(async |write| commands::no_reminders(write, &it.link).await)
        .await?;
    Ok(go(&routes::respondent(&it.token)))
}

/// Where a response is withdrawn.
pub(in super::super) async fn ask_withdrawal(page: Page) -> Result<Response> {
    page.show(&WithdrawalPage::new(None))
}

/// Withdraws a response by its receipt code; wrong codes are limited as links are.
pub(in super::super) async fn withdraw(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Submitted(form): Submitted<WithdrawalForm>,
) -> Result<Response> {
    let receipt = Receipt::read(&form.code);
    let is_gone: Result<bool> = app
        .write(async |write| commands::withdraw(write, &receipt).await)
        .await;
    let is_gone = is_gone?;
    if !is_gone {
        app.limits.check(Action::WrongLink, range)?;
    }
    page.show(&WithdrawalPage::new(Some(is_gone)))
}
