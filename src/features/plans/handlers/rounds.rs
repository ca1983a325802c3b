//! The page of a round's result, for those whom the round promised it to; and rounds side by side.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    entity::{id::ResultId, round::Audience},
    features::{
        health_checks::{
            self,
            links::Token,
            policy::{DeleteRoundResult, SeenRoundResult},
            promise,
            queries::{self, Beside},
            snapshot::RoundSnapshot,
            views::{
                ComparePage, ComparedRound, ComparisonPart, NoLinkPage, RoundPage, RoundPageLinks,
                RoundReportPart,
            },
        },
        networks,
        plans::views::DeleteResultPage,
        threads,
    },
    platform::{
        access::Seen,
        app::App,
        web::{
            error::{Error, Result},
            limits::{Action, ClientRange},
            page::{Page, go, saying},
            path::Path,
        },
    },
};

/// The result of a round, through the site.
pub(super) async fn show(app: &App, page: &Page, id: ResultId) -> Result<Response> {
    let (seen, snapshot) = queries::find_result_of_round(&app.db, page.actor(), id).await?;
    let beside = queries::beside(&app.db, Some(page.actor()), seen.promise()).await?;
    let here = health_checks::routes::result(id);
    let tab = seen
        .home_link()
        .map(|(name, slug)| (name, health_checks::routes::tab(&slug)));
    let may_run = seen.may::<DeleteRoundResult>();
    let links = RoundPageLinks {
        compare: tab.as_ref().map(|(_, tab)| format!("{tab}/comparison")),
        network: tab,
        csv: Some(format!("{here}/csv")),
        json: Some(format!("{here}/json")),
        challenge: None,
        deletion: may_run.then(|| format!("{here}/deletion")),
    };
    page.show(&view(seen.promise().audience, &snapshot, &beside, links)?)
}

fn view(
    audience: Audience,
    snapshot: &RoundSnapshot,
    beside: &Beside,
    links: RoundPageLinks,
) -> Result<RoundPage> {
    let words = format!("Who can see this: {}", promise::audience(audience));
    let report = RoundReportPart::new(snapshot, beside.open, beside.previous.as_ref());
    let report =
        report.ok_or_else(|| Error::Internal(anyhow::anyhow!("a round without a report")))?;
    Ok(RoundPage::new(words, report, links))
}

/// The result of a round by the personal link of somebody who answered. Nobody is signed in here.
pub(in super::super) async fn by_link(
    State(app): State<App>,
    page: Page,
    range: ClientRange,
    Path(token): Path<String>,
) -> Result<Response> {
    let token = Token::read(&token);
    let found = match queries::result_by_link(&app.db, &token, app.clock.now()).await {
        Ok(found) => found,
        Err(Error::NotFound) => {
            app.limits.check(Action::WrongLink, range)?;
            return page.with_status(StatusCode::GONE, &NoLinkPage::new());
        }
        Err(error) => return Err(error),
    };
    let (round, snapshot) = found.get();
    let beside = queries::beside(&app.db, None, round).await?;
    page.show(&view(
        round.audience,
        snapshot,
        &beside,
        RoundPageLinks::default(),
    )?)
}

/// The rounds of a network side by side, as far as each is open to the actor by its own promise.
pub(in super::super) async fn compare(
    State(app): State<App>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let network = networks::inside(&app, &page, &slug).await?;
    let all = queries::released_in(&app.db, page.actor(), network.network().id).await?;
    let Some((newest, _)) = all.first() else {
        return Err(Error::NotFound);
    };
    let beside = queries::beside(&app.db, Some(page.actor()), newest.promise()).await?;
    let rounds: Vec<ComparedRound<'_>> = all.iter().rev().map(side).collect();
    let part = ComparisonPart::new(&rounds, beside.previous.as_ref(), beside.first.as_ref());
    let tab = health_checks::routes::tab(&network.network().slug);
    let words = "Who can see this: whoever may see every one of these rounds".to_owned();
    page.show(&ComparePage::new(
        words,
        (network.network().name.clone(), tab),
        part,
    ))
}

fn side((seen, snapshot): &(SeenRoundResult, RoundSnapshot)) -> ComparedRound<'_> {
    ComparedRound {
        snapshot,
        href: health_checks::routes::result(seen.id()),
    }
}

/// What deleting the result of a round means.
pub(super) async fn ask_deletion(app: &App, page: &Page, id: ResultId) -> Result<Response> {
    let (seen, snapshot) = queries::find_result_of_round(&app.db, page.actor(), id).await?;
    let permit = seen.permit::<DeleteRoundResult>()?;
    let shared = queries::threads_showing(&app.db, permit.on()).await?;
    page.show(&DeleteResultPage::of_round(id, &snapshot, shared.len()))
}

/// Deletes it; for seven days a leader can bring it back.
pub(super) async fn delete(app: &App, page: &Page, id: ResultId) -> Result<Response> {
    let (seen, _) = queries::find_result_of_round(&app.db, page.actor(), id).await?;
    let round = health_checks::routes::round(seen.round());
    let permit = seen.permit::<DeleteRoundResult>()?;
    app.write(async |write| {
        for thread in queries::threads_showing(write.txn, permit.on()).await? {
            threads::commands::touch(write, thread).await?;
        }
        health_checks::commands::rounds::delete(write, &permit).await?;
        Ok::<_, Error>(())
    })
    .await?;
    Ok(go(&saying(&round, "round-result-deleted")))
}
