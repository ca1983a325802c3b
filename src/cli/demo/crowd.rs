//! Many people and posts, for measuring: the sizes of performance.md section 2. Every post is made
//! by the ordinary command; only many of them go into one transaction.

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::stage::{self, Stage, form, meant};
use crate::{
    entity::id::ThreadId,
    features::{
        accounts::{
            self,
            password::{self, Password},
        },
        networks::{
            self,
            policy::{Join, StartThread},
        },
        threads::{
            self,
            forms::{ReplyForm, ThreadForm},
            policy::Reply,
        },
    },
    platform::access::{Actor, Seen, SiteRoles},
};

const PEOPLE: usize = 200;
const NETWORKS: usize = 10;
const THREADS: usize = 1_000;
/// Posts of an ordinary thread, the first among them.
const POSTS: usize = 45;
/// Posts of the one hot thread.
const HOT: usize = 5_000;

/// 200 people, 10 networks, 1,000 threads, 50,000 posts, one thread of 5,000 posts.
pub(super) async fn small(stage: &Stage<'_>) -> Result<()> {
    let mut dice = Dice(0x1ad_aba);
    let people = people(stage).await?;
    let networks = networks(stage, &people).await?;
    let bar = ProgressBar::new((THREADS * POSTS + HOT) as u64).with_style(
        ProgressStyle::with_template("{bar:40} {pos} of {len} posts, {eta} left")?,
    );
    for at in 0..THREADS {
        let network = pick(&networks, at)?;
        // The busy one comes last, so that it stands on top of its network's list.
        let posts = if at + 1 == THREADS { HOT } else { POSTS };
        thread(stage, &people, network, (at, posts), &mut dice, &bar).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

async fn people(stage: &Stage<'_>) -> Result<Vec<Actor>> {
    let hash = password::hash(&Password::from(stage::PASSWORD.to_owned())).await;
    let hash = hash.map_err(stage::words)?;
    let mut made = Vec::with_capacity(PEOPLE);
    for number in 1..=PEOPLE {
        let email = format!("person{number}@example.org");
        let new = accounts::commands::NewPerson {
            name: format!(
                "{} {}",
                pick(FIRST, number)?,
                pick(LAST, number / FIRST.len() + number)?
            ),
            email: accounts::forms::Email::parse(&email)
                .map_err(|problem| anyhow::anyhow!(problem))?,
            password: hash.clone(),
        };
        let account = stage
            .write(async |write| accounts::commands::add_active(write, &new).await)
            .await?
            .context("the address is taken")?;
        made.push(Actor::of(
            stage::person_of(account, SiteRoles::default()),
            true,
        ));
    }
    Ok(made)
}

/// Public networks that everybody in the crowd has joined.
async fn networks(stage: &Stage<'_>, people: &[Actor]) -> Result<Vec<String>> {
    let mut made = Vec::with_capacity(NETWORKS);
    for number in 1..=NETWORKS {
        let founder = pick(people, number)?;
        let founding = networks::policy::Founding::new(founder, true)
            .permit::<networks::policy::CreateNetwork>()?;
        let new = networks::forms::NewNetwork {
            name: format!("Big network {number}"),
            purpose: "Somewhere with many people and many words.".to_owned(),
            kind: crate::entity::network::Kind::Learning,
            stage: crate::entity::network::Stage::Performing,
            visibility: crate::entity::network::Visibility::Public,
        };
        let network = stage
            .write(async |write| networks::commands::create(write, &founding, new).await)
            .await?;
        for actor in people {
            let seen = networks::queries::find(&stage.app.db, actor, &network.slug).await;
            let seen = seen.map_err(stage::words)?;
            if seen.role().is_some() {
                continue;
            }
            let permit = seen.permit::<Join>()?;
            stage
                .write(async |write| networks::commands::join(write, &permit).await)
                .await?;
        }
        made.push(network.slug);
    }
    Ok(made)
}

/// One thread with its replies, in one transaction.
async fn thread(
    stage: &Stage<'_>,
    people: &[Actor],
    network: &str,
    (at, posts): (usize, usize),
    dice: &mut Dice,
    bar: &ProgressBar,
) -> Result<()> {
    let author = pick(people, at)?;
    let seen = networks::queries::find(&stage.app.db, author, network).await;
    let permit = seen.map_err(stage::words)?.permit::<StartThread>()?;
    let title = if posts == HOT {
        "The thread that everybody is in".to_owned()
    } else {
        format!("{} ({at})", pick(TITLES, dice.next())?)
    };
    let new = meant(form::<ThreadForm>(json!({ "title": title, "body": body(dice)? }))?.parse())?;
    let started = stage
        .write(async |write| threads::commands::start(write, &permit, &new).await)
        .await?;
    let mut left = posts.saturating_sub(1);
    while left > 0 {
        let some = left.min(100);
        replies(stage, people, started.id, some, dice).await?;
        bar.inc(some as u64);
        left -= some;
    }
    Ok(())
}

async fn replies(
    stage: &Stage<'_>,
    people: &[Actor],
    thread: ThreadId,
    some: usize,
    dice: &mut Dice,
) -> Result<()> {
    let mut said = Vec::with_capacity(some);
    for _ in 0..some {
        let actor = pick(people, dice.next())?;
        let seen = threads::queries::find(&stage.app.db, actor, thread).await;
        let permit = seen.map_err(stage::words)?.permit::<Reply>()?;
        let new = meant(form::<ReplyForm>(json!({ "body": body(dice)? }))?.parse())?;
        said.push((permit, new));
    }
    stage
        .write(async |write| {
            for (permit, new) in &said {
                threads::commands::reply(write, permit, new).await?;
            }
            Ok(())
        })
        .await
}

/// About 600 characters of real Markdown.
fn body(dice: &mut Dice) -> Result<String> {
    let mut out = String::new();
    for paragraph in 0..3 {
        if paragraph == 1 {
            out.push_str("- ");
            out.push_str(pick(SENTENCES, dice.next())?);
            out.push_str("\n- *");
            out.push_str(pick(SENTENCES, dice.next())?);
            out.push_str("*\n\n");
        }
        for _ in 0..2 {
            out.push_str(pick(SENTENCES, dice.next())?);
            out.push(' ');
        }
        out.push_str("\n\n");
    }
    Ok(out)
}

fn pick<T>(from: &[T], at: usize) -> Result<&T> {
    from.get(at % from.len().max(1))
        .context("nothing to pick from")
}

/// Numbers from a fixed seed, so that every machine makes the same crowd (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default()
    }
}

const FIRST: &[&str] = &[
    "Ana", "Ben", "Cara", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jane", "Karl", "Lea", "Max",
    "Nia", "Oli", "Pia", "Quinn", "Rob", "Sue", "Tim",
];

const LAST: &[&str] = &[
    "Archer", "Baker", "Carter", "Dyer", "Ellis", "Fisher", "Glover", "Hooper", "Ives", "Joiner",
    "Knight",
];

const TITLES: &[&str] = &[
    "What we learnt from asking people at the door",
    "How do you keep notes that anybody reads?",
    "Who should be in the room and is not?",
    "Three meetings without an agenda",
    "When the money ends in March",
    "Small things that made newcomers stay",
];

const SENTENCES: &[&str] = &[
    "We asked everybody to bring one thing that had gone wrong, and the room became quieter and kinder.",
    "The ward clerk knew the answer all along; nobody had asked her.",
    "It took **six weeks** longer than planned and was worth it.",
    "After the second meeting we stopped sending minutes and sent three lines instead.",
    "I would not do it again without somebody who has used the service in the room.",
    "People come back for the people, not for the slides.",
    "Our numbers were small, so we told stories and said that they were stories.",
    "A phone call did in four minutes what eleven emails had not.",
    "The hardest part was to leave a silence alone.",
    "If you try this, begin with the smallest team that wants to.",
];
