//! Three rounds of one network: how its members saw it over a year, with views that differ.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::stage::{Cast, Stage, words};
use crate::{
    entity::{health_check, round},
    features::{
        health_checks::{
            answering::{Answering, Written},
            commands::rounds::{self as commands, Sent},
            forms::Step,
            instrument::Instrument,
            invited,
            jobs::CloseDueRounds,
            links::Token,
            policy::{ManageRound, RunCheck},
            queries,
            scoring::Answer,
        },
        networks,
    },
    platform::{
        access::{Actor, Permit, Seen},
        jobs::Job,
        text::dates,
    },
};

/// The network that asks its people, and the leader who does so.
const NETWORK: &str = "falls-in-the-valley";
const LEADER: &str = "ruth";

/// When each round opened, in days before today, and how its members saw the eight dimensions; the
/// core team saw all of them a little better.
const ROUNDS: [(i64, [u8; 8]); 3] = [
    (360, [3, 3, 2, 2, 3, 3, 3, 2]),
    (190, [4, 3, 2, 3, 3, 3, 3, 3]),
    (30, [4, 4, 3, 3, 3, 4, 3, 3]),
];

/// How long each was open, in days.
const OPEN: i64 = 10;

/// Whom it asks, and how many answer: the first few of them are the core team.
const ASKED: usize = 16;
const ANSWERED: usize = 13;
const CORE: usize = 5;

/// The dimension in which people see things very differently: its place among the eight.
const SPLIT: usize = 2;

const WELL: [&str; 4] = [
    "People pick up the phone when somebody is stuck.",
    "The visits to one another's places. I learn more in a car park than in a meeting.",
    "Nobody laughs at a question.",
    "We remember what we said we would do, mostly.",
];

const CHANGE: [&str; 3] = [
    "Fewer papers before meetings, and earlier.",
    "Ask the villages before we plan, not after.",
    "It hangs on two people. What if they are ill?",
];

impl Stage<'_> {
    /// Plays the three rounds.
    pub(super) async fn rounds(&self, cast: &Cast) -> Result<()> {
        let actor = cast.actor(LEADER)?;
        for (at, (days, levels)) in ROUNDS.into_iter().enumerate() {
            self.go_back(days);
            self.round(&actor, at, levels)
                .await
                .with_context(|| format!("round {}", at + 1))?;
        }
        Ok(())
    }

    async fn round(&self, actor: &Actor, number: usize, levels: [u8; 8]) -> Result<()> {
        let app = self.app;
        let (instrument_id, instrument) = queries::current(app).await.map_err(words)?;
        let network = networks::queries::find(&app.db, actor, NETWORK).await;
        let permit = network.map_err(words)?.permit::<RunCheck>()?;
        let id = self
            .write(async |write| commands::start(write, &permit, instrument_id, 5).await)
            .await?;
        let permit = async || -> Result<Permit<ManageRound>> {
            let seen = queries::find_round(&app.db, actor, id).await;
            Ok(seen.map_err(words)?.permit::<ManageRound>()?)
        };
        let last_day = app.clock.now().plus_days(OPEN);
        let day = dates::civil_day(last_day.0, dates::DEFAULT_ZONE).context("a day")?;
        let steps = [
            Step::Form {
                form: health_check::Form::Full,
                mode: health_check::Mode::RoundConfidential,
            },
            Step::Privacy {
                k: 5,
                audience: round::Audience::Members,
                beside_later: true,
                summary_shared: true,
            },
            Step::Dates(format!(
                "{:04}-{:02}-{:02}",
                day.year(),
                day.month(),
                day.day()
            )),
            Step::Message(
                "A year of work lies behind us, and another one ahead. Tell us how you see it; we \
                 read the result together at the next meeting."
                    .to_owned(),
            ),
            Step::People,
        ];
        let lines = (1..=ASKED).map(|n| {
            let group = if n <= CORE { "core" } else { "member" };
            format!("Neighbour {n}, neighbour{n}@example.org, {group}")
        });
        let list = lines.collect::<Vec<_>>().join("\n");
        let people = invited::parse(&list)
            .map_err(|mistakes| anyhow::anyhow!("the list: {}", mistakes.join("; ")))?;
        let own = permit().await?;
        self.write(async |write| commands::add_invited(write, &own, &app.secret, people).await)
            .await?;
        let mut version = own.on().round().version;
        for step in &steps {
            self.write(async |write| commands::save_step(write, &own, version, step).await)
                .await?;
            version += 1;
        }
        let own = permit().await?;
        let opened = self
            .write(async |write| commands::open(write, &own, version).await)
            .await?;
        if let Err(words) = opened {
            bail!("it did not open: {words}");
        }
        let asked = queries::invited(&app.db, own.on()).await.map_err(words)?;
        let mut people: Vec<_> = asked.iter().collect();
        people.sort_by_key(|person| (person.email.len(), person.email.clone()));
        for (place, person) in people.into_iter().take(ANSWERED).enumerate() {
            let token = Token::of(&app.secret, &person.id);
            let link = queries::by_token(&app.db, &token, app.clock.now()).await;
            let link = link.map_err(words)?;
            let answering = answers(&instrument, levels, place, number);
            let sent = self
                .write(async |write| commands::respond(write, &link, &token, &answering).await)
                .await?;
            if !matches!(sent, Sent::Stored(_)) {
                bail!("an answer was not taken");
            }
        }
        self.go_to(last_day.plus_days(2));
        CloseDueRounds {}.run(app).await
    }
}

/// What one person answers: near the level of each dimension, the core team a little above it; in
/// one dimension people are far apart.
fn answers(instrument: &Instrument, levels: [u8; 8], place: usize, number: usize) -> Answering {
    let mut answering = Answering::default();
    let is_core = place < CORE;
    for (at, (dimension, level)) in instrument.dimensions.iter().zip(levels).enumerate() {
        for (which, statement) in dimension.asked(health_check::Form::Full).enumerate() {
            let wobble = (place * 7 + which * 3 + at) % 4;
            let value = if at == SPLIT {
                if place.is_multiple_of(2) { 5 } else { 1 }
            } else {
                level + u8::from(is_core) + u8::from(wobble == 0)
            };
            let answer = if wobble == 3 && which == 4 {
                Answer::parse("DK")
            } else {
                Answer::value(value.min(5))
            };
            let form = health_check::Form::Full;
            let is_asked = answering
                .answers
                .set(instrument, form, statement.id, answer);
            debug_assert!(is_asked, "the form asks it");
        }
    }
    let life = if place.is_multiple_of(3) {
        "full_flow"
    } else {
        "building_up"
    };
    let year = if number > 0 && !place.is_multiple_of(4) {
        "stronger"
    } else {
        "same"
    };
    answering.context = BTreeMap::from([
        ("CTX-1".to_owned(), life.to_owned()),
        ("CTX-2".to_owned(), year.to_owned()),
    ]);
    let lists = [("well", WELL.get(place)), ("change", CHANGE.get(place))];
    for (question, body) in lists {
        if let Some(body) = body {
            let written = Written {
                body: (*body).to_owned(),
                may_be_shown: true,
            };
            answering.comments.insert(question.to_owned(), written);
        }
    }
    answering
}
