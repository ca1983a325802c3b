//! Plays the community's story: each act by the person who does it, with the permit they are given,
//! at the time when it happened.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, anyhow, bail};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::community::{self, CheckResult, Community, HiddenReply, Kind, Status, Thread};
use super::plan::Plan;
use super::schedule::{Act, schedule};
use crate::{
    entity::{
        account,
        id::{ActionId, HealthCheckId, PostId, ResultId, ThreadId},
        post, site_role,
        timestamp::Timestamp,
    },
    features::{
        accounts::{
            self,
            password::{self, Hashed, Password},
        },
        health_checks::{
            self,
            forms::NewPage,
            policy::{AnswerCheck, ShareResult},
            scoring::Answer,
        },
        moderation::{self, forms::ReportForm, policy::ReportPost},
        networks::{
            self,
            forms::NewRequest,
            policy::{Announce, AskToJoin, RunCheck, StartThread},
        },
        threads::{
            self,
            forms::{ChallengeForm, ReplyForm, StatusForm, ThreadForm},
            policy::{HidePost, MarkHelped, PinLock, Reply, SetStatus},
        },
    },
    platform::{
        access::{Actor, Person, Seen, SiteRoles},
        app::App,
        db::Write,
        web::{error::Error, form::FormState},
    },
};

/// The password of everybody in the demonstration.
pub(super) const PASSWORD: &str = "teapot orange bicycle";

/// How long before today the story begins.
const DAYS: i64 = 400;

/// The site while the story is played.
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    today: Timestamp,
}

/// Who is who by now.
#[derive(Default)]
pub(super) struct Cast {
    people: HashMap<String, Person>,
    /// The slug in the file to the slug on the site.
    pub(super) networks: BTreeMap<String, String>,
    pub(super) threads: HashMap<String, ThreadId>,
    pub(super) results: Vec<(String, String, ResultId)>,
    /// Actions of the plan, by their place in its file.
    pub(super) actions: HashMap<usize, ActionId>,
}

impl Cast {
    pub(super) fn actor(&self, handle: &str) -> Result<Actor> {
        let person = self
            .people
            .get(handle)
            .with_context(|| format!("{handle} is nobody"))?;
        Ok(Actor::of(person.clone(), true))
    }

    fn slug<'a>(&'a self, network: &'a str) -> &'a str {
        self.networks.get(network).map_or(network, String::as_str)
    }
}

impl<'a> Stage<'a> {
    /// A stage on an empty site whose clock can be set.
    pub(super) fn new(app: &'a App) -> Self {
        Self {
            app,
            today: app.clock.now(),
        }
    }

    /// Plays the whole story.
    pub(super) async fn play(&self, community: &Community) -> Result<Cast> {
        self.go_back(DAYS);
        health_checks::commands::import_bundled(self.app).await?;
        let mut cast = self.people(community).await?;
        for network in &community.network {
            self.network(&mut cast, network)
                .await
                .with_context(|| network.name.clone())?;
        }
        let plan = Plan::read()?;
        for (at, act) in schedule(community, &plan, self.today) {
            self.go_to(at);
            match act {
                Act::Check(check) => self.check(&mut cast, check).await.context("a check")?,
                Act::Begin(thread) => self
                    .begin(&mut cast, thread)
                    .await
                    .with_context(|| thread.title.clone())?,
                Act::Say(thread, post) => {
                    self.say(&cast, thread, post)
                        .await
                        .with_context(|| thread.title.clone())?;
                }
                Act::Hide(thread, reply) => self.hide(&cast, thread, reply).await?,
                Act::Plan(step) => self
                    .plan_step(&mut cast, &plan, step)
                    .await
                    .context("the plan")?,
                Act::End(thread) => {
                    self.end(&cast, thread)
                        .await
                        .with_context(|| thread.title.clone())?;
                }
            }
        }
        self.rounds(&cast).await.context("the rounds")?;
        self.go_back(1);
        self.waiting(&cast, community).await?;
        self.go_to(self.today);
        Ok(cast)
    }

    pub(super) fn go_back(&self, days: i64) {
        self.go_to(Timestamp(self.today.0 - days * 24 * 60 * 60_000));
    }

    pub(super) fn go_to(&self, at: Timestamp) {
        let minutes = at.minutes_since(self.app.clock.now());
        self.app.clock.advance_minutes(minutes);
    }

    /// Writes as the application does.
    pub(super) async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&Write<'_>) -> Result<T, Error>,
    ) -> Result<T> {
        self.app.write(work).await.map_err(words)
    }

    async fn people(&self, community: &Community) -> Result<Cast> {
        let hash = password::hash(&Password::from(PASSWORD.to_owned()))
            .await
            .map_err(words)?;
        let mut cast = Cast::default();
        let admin = |handle: &&String| {
            community
                .site_roles
                .get(*handle)
                .is_some_and(|role| role == "admin")
        };
        // The admin first: the Commons has to be there for the others to join.
        let (first, others): (Vec<_>, Vec<_>) = community.people.keys().partition(admin);
        for handle in first.into_iter().chain(others) {
            let Some(details) = community.people.get(handle) else {
                continue;
            };
            let role = community.site_roles.get(handle).map(String::as_str);
            let person = self.person(handle, details, role, &hash).await?;
            cast.people.insert(handle.clone(), person);
        }
        self.app.reload_settings().await?;
        Ok(cast)
    }

    async fn person(
        &self,
        handle: &str,
        details: &[String; 5],
        role: Option<&str>,
        hash: &Hashed,
    ) -> Result<Person> {
        let [name, job_role, organisation, can_help, would_like_help] = details;
        let email = accounts::forms::Email::parse(&community::email(handle))
            .map_err(|problem| anyhow!("{problem}"))?;
        let new = accounts::commands::NewPerson {
            name: name.clone(),
            email,
            password: hash.clone(),
        };
        let made = self
            .write(async |write| {
                let made = if role == Some("admin") {
                    accounts::commands::add_admin(write, &new).await?
                } else {
                    accounts::commands::add_active(write, &new).await?
                };
                let Some(made) = made else { return Ok(None) };
                let role = match role {
                    Some("moderator") => Some(site_role::Role::Moderator),
                    Some("knowledge_broker") => Some(site_role::Role::KnowledgeBroker),
                    _ => None,
                };
                if let Some(role) = role {
                    accounts::commands::grant(write, made.id, role, "console").await?;
                }
                let change = accounts::forms::ProfileChange {
                    name: name.clone(),
                    organisation: organisation.clone(),
                    job_role: job_role.clone(),
                    about: String::new(),
                    can_help: can_help.clone(),
                    would_like_help: would_like_help.clone(),
                    audience: account::Audience::MyNetworks,
                    time_zone: made.time_zone.clone(),
                    theme: made.theme,
                };
                accounts::commands::change_profile(write, made.id, &change).await?;
                Ok(Some(made))
            })
            .await?
            .with_context(|| format!("{handle} is there already"))?;
        let site = match role {
            Some("admin") => SiteRoles {
                admin: true,
                ..SiteRoles::default()
            },
            Some("moderator") => SiteRoles {
                moderator: true,
                ..SiteRoles::default()
            },
            Some(_) => SiteRoles {
                broker: true,
                ..SiteRoles::default()
            },
            None => SiteRoles::default(),
        };
        Ok(person_of(made, site))
    }

    async fn check(&self, cast: &mut Cast, told: &CheckResult) -> Result<()> {
        let actor = cast.actor(&told.owner)?;
        let slug = cast.slug(&told.network).to_owned();
        let seen = networks::queries::find(&self.app.db, &actor, &slug)
            .await
            .map_err(words)?;
        let permit = seen.permit::<RunCheck>()?;
        let (id, instrument) = health_checks::queries::current(self.app)
            .await
            .map_err(words)?;
        let check = self
            .write(async |write| health_checks::commands::start(write, &permit, id).await)
            .await?;
        let form = crate::entity::health_check::Form::Full;
        for (dimension, mean) in instrument.dimensions.iter().zip(told.means) {
            let answers = dimension
                .asked(form)
                .enumerate()
                .map(|(at, statement)| (statement.id, around(mean, at)))
                .collect();
            let permit = self.answering(&actor, check).await?;
            self.write(async |write| {
                let page = NewPage { answers };
                health_checks::commands::save_page(
                    write,
                    &permit,
                    &instrument,
                    dimension.code,
                    page,
                )
                .await
            })
            .await?;
        }
        let permit = self.answering(&actor, check).await?;
        let version = permit.on().version();
        let result = self
            .write(async |write| {
                health_checks::commands::save(write, &permit, &instrument, version).await
            })
            .await?;
        cast.results
            .push((told.owner.clone(), told.network.clone(), result));
        Ok(())
    }

    async fn answering(
        &self,
        actor: &Actor,
        check: HealthCheckId,
    ) -> Result<crate::platform::access::Permit<AnswerCheck>> {
        let draft = health_checks::queries::find_draft(&self.app.db, actor, check).await;
        Ok(draft.map_err(words)?.permit::<AnswerCheck>()?)
    }

    async fn begin(&self, cast: &mut Cast, told: &Thread) -> Result<()> {
        let actor = cast.actor(&told.author)?;
        let slug = cast.slug(&told.network).to_owned();
        let seen = networks::queries::find(&self.app.db, &actor, &slug)
            .await
            .map_err(words)?;
        let started = match told.kind {
            Kind::Challenge => self.challenge(cast, &actor, seen, told).await?,
            Kind::Observation => {
                let new = meant(thread_form(told)?.parse())?;
                let permit = seen.permit::<StartThread>()?;
                let work =
                    async |write: &Write<'_>| threads::commands::start(write, &permit, &new).await;
                self.write(work).await?.id
            }
            Kind::Announcement => {
                let new = meant(thread_form(told)?.parse())?;
                let permit = seen.permit::<Announce>()?;
                let work = async |write: &Write<'_>| {
                    threads::commands::announce(write, &permit, &new).await
                };
                self.write(work).await?.id
            }
        };
        if told.pinned {
            let thread = threads::queries::find(&self.app.db, &actor, started)
                .await
                .map_err(words)?;
            let permit = thread.permit::<PinLock>()?;
            let until = self.today.plus_days(30);
            self.write(async |write| {
                threads::commands::pin(write, &permit, until, "For everybody to see").await
            })
            .await?;
        }
        cast.threads.insert(told.title.clone(), started);
        Ok(())
    }

    async fn challenge(
        &self,
        cast: &Cast,
        actor: &Actor,
        seen: networks::policy::SeenNetwork,
        told: &Thread,
    ) -> Result<ThreadId> {
        let dimensions = health_checks::queries::dimensions(self.app)
            .await
            .map_err(words)?;
        let known: Vec<_> = dimensions.into_iter().map(|(code, _)| code).collect();
        let result = told.share.as_ref().and_then(|share| {
            let newest = cast.results.iter().rev();
            let mut own = newest
                .filter(|(owner, network, _)| *owner == told.author && *network == told.network);
            own.next().map(|(_, _, id)| (share, *id))
        });
        let form: ChallengeForm = form(json!({
            "title": told.title,
            "happening": told.happening,
            "tried": told.tried,
            "help": told.help,
            "help_kinds": told.help_kinds.iter().map(|kind| help_kind(kind)).collect::<Vec<_>>(),
            "dimensions": told.dimensions,
            "result": result.map_or_else(String::new, |(_, id)| id.to_string()),
            "result_dimensions": result.map_or_else(Vec::new, |(share, _)| share.dimensions.clone()),
            "result_level": result.map_or_else(String::new, |(share, _)| share.level.clone()),
        }))?;
        let new = meant(form.parse(&known))?;
        let permit = seen.permit::<StartThread>()?;
        let started = match &new.attach {
            None => {
                self.write(async |write| {
                    threads::commands::start_challenge(write, &permit, &new).await
                })
                .await?
            }
            Some(attach) => {
                let found = health_checks::queries::find_result(&self.app.db, actor, attach.result);
                let result = found.await.map_err(words)?.permit::<ShareResult>()?;
                self.write(async |write| {
                    let started = threads::commands::start_challenge(write, &permit, &new).await?;
                    let wanted = (&result, &attach.choice);
                    threads::commands::share_with(write, &permit, &started, wanted).await?;
                    Ok(started)
                })
                .await?
            }
        };
        Ok(started.id)
    }

    async fn say(&self, cast: &Cast, told: &Thread, post: &community::Post) -> Result<()> {
        let posted = self.reply(cast, told, &post.by, &post.words).await?;
        let Some(note) = &post.helped else {
            return Ok(());
        };
        let author = cast.actor(&told.author)?;
        let now = self.app.clock.now();
        let seen = threads::queries::find_post(&self.app.db, now, &author, posted)
            .await
            .map_err(words)?;
        let permit = seen.permit::<MarkHelped>()?;
        self.write(async |write| threads::commands::mark_helped(write, &permit, note).await)
            .await?;
        Ok(())
    }

    async fn reply(&self, cast: &Cast, told: &Thread, by: &str, said: &str) -> Result<PostId> {
        let actor = cast.actor(by)?;
        let thread = *cast
            .threads
            .get(&told.title)
            .context("The thread has not begun")?;
        let seen = threads::queries::find(&self.app.db, &actor, thread)
            .await
            .map_err(words)?;
        let permit = seen.permit::<Reply>()?;
        let new = meant(form::<ReplyForm>(json!({ "body": said.trim() }))?.parse())?;
        let posted = self
            .write(async |write| threads::commands::reply(write, &permit, &new).await)
            .await?;
        Ok(posted.id)
    }

    async fn hide(&self, cast: &Cast, told: &Thread, reply: &HiddenReply) -> Result<()> {
        let posted = self.reply(cast, told, &reply.by, &reply.words).await?;
        let moderator = cast.actor(&reply.by_moderator)?;
        let now = self.app.clock.now();
        let seen = threads::queries::find_post(&self.app.db, now, &moderator, posted).await;
        let permit = seen.map_err(words)?.permit::<HidePost>()?;
        self.write(async |write| threads::commands::hide(write, &permit, &reply.reason).await)
            .await?;
        Ok(())
    }

    async fn end(&self, cast: &Cast, told: &Thread) -> Result<()> {
        match told.status {
            Status::Open => Ok(()),
            Status::BeingTried => self.move_to(cast, told, "open", "being_tried").await,
            Status::Resolved => {
                self.move_to(cast, told, "open", "being_tried").await?;
                self.move_to(cast, told, "being_tried", "resolved").await
            }
            Status::Closed => self.move_to(cast, told, "open", "closed").await,
        }
    }

    async fn move_to(&self, cast: &Cast, told: &Thread, from: &str, to: &str) -> Result<()> {
        let author = cast.actor(&told.author)?;
        let thread = *cast
            .threads
            .get(&told.title)
            .context("The thread has not begun")?;
        let seen = threads::queries::find(&self.app.db, &author, thread)
            .await
            .map_err(words)?;
        let permit = seen.permit::<SetStatus>()?;
        let ends = matches!(to, "resolved" | "closed");
        let form: StatusForm = form(json!({
            "status": to,
            "from": from,
            "outcome": if ends { told.outcome.as_str() } else { "" },
            "note": if ends { "" } else { told.outcome.as_str() },
        }))?;
        let now = permit
            .on()
            .challenge()
            .context("This is no challenge")?
            .status;
        let change = meant(form.parse(now, true))?;
        self.write(async |write| threads::commands::set_status(write, &permit, &change).await)
            .await?;
        Ok(())
    }

    /// What waits for somebody on the day the demonstration is opened.
    async fn waiting(&self, cast: &Cast, community: &Community) -> Result<()> {
        for request in &community.request {
            let actor = cast.actor(&request.by)?;
            let slug = cast.slug(&request.network);
            let seen = networks::queries::find(&self.app.db, &actor, slug)
                .await
                .map_err(words)?;
            let permit = seen.permit::<AskToJoin>()?;
            let new = NewRequest {
                message: request.message.clone(),
            };
            self.write(async |write| networks::commands::ask(write, &permit, new).await)
                .await?;
        }
        for invitation in &community.invitation {
            let slug = cast.slug(&invitation.network).to_owned();
            self.invite(cast, &invitation.by, &slug, &invitation.to)
                .await?;
        }
        for report in &community.report {
            let actor = cast.actor(&report.by)?;
            let thread = *cast
                .threads
                .get(&report.thread)
                .context("Reported nowhere")?;
            let found = post::Entity::find()
                .filter(post::Column::ThreadId.eq(thread))
                .filter(post::Column::Number.eq(report.number))
                .one(&self.app.db)
                .await?
                .context("A post that is not there was reported")?;
            let now = self.app.clock.now();
            let seen = threads::queries::find_post(&self.app.db, now, &actor, found.id).await;
            let permit = seen.map_err(words)?.permit::<ReportPost>()?;
            let new = meant(
                form::<ReportForm>(json!({
                    "reason": report.reason,
                    "detail": report.detail,
                }))?
                .parse(),
            )?;
            self.write(async |write| moderation::commands::report(write, &permit, &new, 0.0).await)
                .await?;
        }
        Ok(())
    }
}

/// Answers that vary a little around the usual one.
fn around(mean: u8, at: usize) -> Option<Answer> {
    match at {
        0..=2 => Answer::parse(&mean.to_string()),
        3 => Answer::parse(&mean.saturating_sub(1).max(1).to_string()),
        _ if mean == 3 => Answer::parse("DK"),
        _ => Answer::parse(&(mean + 1).min(5).to_string()),
    }
}

fn thread_form(told: &Thread) -> Result<ThreadForm> {
    form(json!({ "title": told.title, "body": told.words.trim() }))
}

/// A form as if these fields had been typed.
pub(super) fn form<F: DeserializeOwned>(fields: Value) -> Result<F> {
    serde_json::from_value(fields)
        .context("A form has other fields than the demonstration fills in")
}

/// What a form means; everything in the demonstration is valid.
pub(super) fn meant<T, F>(parsed: Result<T, FormState<F>>) -> Result<T> {
    match parsed {
        Ok(meant) => Ok(meant),
        Err(state) => {
            let problems: Vec<_> = state
                .problems
                .into_iter()
                .map(|problem| problem.message)
                .collect();
            bail!("{}", problems.join(" "))
        }
    }
}

fn help_kind(told: &str) -> &str {
    match told {
        "a call" => "call",
        "someone to check my thinking" => "check",
        other => other,
    }
}

pub(super) fn account_handle(cast: &Cast, handle: &str) -> Result<String> {
    let person = cast
        .people
        .get(handle)
        .with_context(|| format!("{handle} is nobody"))?;
    Ok(person.handle.clone())
}

pub(super) fn person_of(made: account::Model, site: SiteRoles) -> Person {
    Person {
        id: made.id,
        handle: made.handle,
        name: made.display_name,
        site,
        moderates: true,
        leads: true,
        time_zone: made.time_zone,
        theme: made.theme,
    }
}

/// An error of a request, in words.
pub(super) fn words(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(cause) => cause,
        other => anyhow!("{other}"),
    }
}
