//! The action plan of one network: what its file tells, and how it is played.

use anyhow::{Context, Result, anyhow};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use serde_json::json;

use super::stage::{Cast, Stage, account_handle, form, meant, words};
use crate::{
    entity::{action, id::ActionId, post},
    features::{
        health_checks, networks,
        networks::policy::{MarkCore, SeenNetwork},
        plans::{
            commands::{self, Stepped},
            due,
            forms::{
                ActionForm, Agreement, AgreementForm, NewAction, Owner, StopForm, UpdateForm,
                WhoseTyped,
            },
            policy::{
                AddSuggested, Annotate, MakeAction, ProgressAction, SeenAction, WorkAction,
                WorkPlan,
            },
            proposal, queries,
        },
        threads,
    },
    platform::{
        access::{Actor, Seen},
        text::dates::CivilDay,
    },
};

const FILE: &str = include_str!("../../../assets/demo/plan.toml");

/// The plan as its file tells it; days count back from today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    network: String,
    leader: String,
    core_team: Vec<String>,
    suggested: i64,
    note: Vec<Note>,
    action: Vec<Told>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    days_ago: i64,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// The so-manieth that the leader's result suggested.
    suggested: Option<usize>,
    #[serde(default)]
    title: String,
    /// Made of the first reply that helped in the thread with this title.
    reply_in: Option<String>,
    by: Option<String>,
    added: Option<i64>,
    #[serde(default)]
    dimension: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    sign_statement: String,
    #[serde(default)]
    sign: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    shown: bool,
    agreed: Option<i64>,
    due_in: Option<i64>,
    begun: Option<i64>,
    done: Option<i64>,
    stopped: Option<i64>,
    #[serde(default)]
    reason: String,
    /// The title of a thread that belongs to it.
    link: Option<String>,
    #[serde(default)]
    update: Vec<Update>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Update {
    by: String,
    days_ago: i64,
    words: String,
}

/// One thing that happens with the plan; actions by their place in the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Team,
    Suggest,
    Note(&'a Note),
    Add(usize, &'a Told),
    Agree(usize, &'a Told),
    Begin(usize, &'a Told),
    Say(usize, &'a Update),
    Finish(usize, &'a Told),
    Stop(usize, &'a Told),
}

impl Plan {
    /// Reads the file that is part of the program.
    pub(super) fn read() -> Result<Self> {
        toml::from_str(FILE).context("The demonstration's plan cannot be read")
    }

    /// Everything that happens, with how many days ago; in an order in which what happens on one day
    /// makes sense.
    pub(super) fn steps(&self) -> Vec<(i64, Step<'_>)> {
        let mut steps = vec![
            (self.suggested + 30, Step::Team),
            (self.suggested, Step::Suggest),
        ];
        steps.extend(
            self.note
                .iter()
                .map(|note| (note.days_ago, Step::Note(note))),
        );
        for (at, told) in self.action.iter().enumerate() {
            let mut add = |day: Option<i64>, step| steps.extend(day.map(|day| (day, step)));
            add(told.added.or(Some(self.suggested)), Step::Add(at, told));
            add(told.agreed, Step::Agree(at, told));
            add(told.begun, Step::Begin(at, told));
            for update in &told.update {
                add(Some(update.days_ago), Step::Say(at, update));
            }
            add(told.done, Step::Finish(at, told));
            add(told.stopped, Step::Stop(at, told));
        }
        steps
    }
}

impl Stage<'_> {
    pub(super) async fn plan_step(
        &self,
        cast: &mut Cast,
        plan: &Plan,
        step: Step<'_>,
    ) -> Result<()> {
        match step {
            Step::Team => self.team(cast, plan).await,
            Step::Suggest => self.suggest(cast, plan).await,
            Step::Note(note) => self.annotate(cast, plan, note).await,
            Step::Add(at, told) => {
                let id = self.add(cast, plan, told).await.context("adding")?;
                cast.actions.insert(at, id);
                Ok(())
            }
            Step::Agree(at, told) => self.agree(cast, plan, at, told).await.context("agreeing"),
            Step::Begin(at, told) => {
                let who = doer(plan, told);
                let permit = self
                    .action(cast, who, at)
                    .await?
                    .permit::<ProgressAction>()?;
                let taken = self.write(async |write| commands::begin(write, &permit).await);
                done(taken.await?)
            }
            Step::Say(at, update) => {
                let seen = self.action(cast, &update.by, at).await?;
                let permit = seen.permit::<ProgressAction>()?;
                let said = form::<UpdateForm>(json!({ "words": update.words }))?;
                let said = meant(said.parse())?;
                self.write(async |write| commands::say(write, &permit, &said).await)
                    .await
            }
            Step::Finish(at, told) => {
                let who = doer(plan, told);
                let permit = self
                    .action(cast, who, at)
                    .await?
                    .permit::<ProgressAction>()?;
                let taken = self.write(async |write| commands::finish(write, &permit).await);
                done(taken.await?)
            }
            Step::Stop(at, told) => {
                let who = told.by.as_deref().unwrap_or(&plan.leader);
                let permit = self.action(cast, who, at).await?.permit::<WorkAction>()?;
                let why = form::<StopForm>(json!({ "reason": told.reason }))?;
                let why = meant(why.parse())?;
                let taken = self.write(async |write| commands::stop(write, &permit, &why).await);
                done(taken.await?)
            }
        }
    }

    async fn home(&self, cast: &Cast, actor: &Actor, plan: &Plan) -> Result<SeenNetwork> {
        let slug = cast
            .networks
            .get(&plan.network)
            .context("No such network")?;
        let seen = networks::queries::find(&self.app.db, actor, slug).await;
        seen.map_err(words)
    }

    async fn action(&self, cast: &Cast, who: &str, at: usize) -> Result<SeenAction> {
        let id = *cast.actions.get(&at).context("The action is not there")?;
        let found = queries::find(&self.app.db, &cast.actor(who)?, id).await;
        found
            .map_err(words)
            .with_context(|| format!("{who} does not see it"))
    }

    async fn team(&self, cast: &Cast, plan: &Plan) -> Result<()> {
        let actor = cast.actor(&plan.leader)?;
        for who in &plan.core_team {
            let seen = self.home(cast, &actor, plan).await?;
            let handle = account_handle(cast, who)?;
            let member = networks::queries::member(&self.app.db, &seen, &handle).await;
            let permit = member.map_err(words)?.permit::<MarkCore>()?;
            self.write(async |write| networks::commands::mark_core(write, &permit, true).await)
                .await?;
        }
        Ok(())
    }

    async fn suggest(&self, cast: &Cast, plan: &Plan) -> Result<()> {
        let actor = cast.actor(&plan.leader)?;
        let mut own = cast.results.iter().rev();
        let own = own.find(|(owner, network, _)| *owner == plan.leader && *network == plan.network);
        let (_, _, id) = own.context("The leader has no result yet")?;
        let seen = health_checks::queries::find_result(&self.app.db, &actor, *id).await;
        let seen = seen.map_err(words)?;
        let current = health_checks::queries::current(self.app).await;
        let (_, instrument) = current.map_err(words)?;
        let suggested = &seen.snapshot().report.what_next.actions;
        let proposals = proposal::of_own_view(suggested, &instrument);
        let permit = seen.permit::<AddSuggested>()?;
        self.write(async |write| commands::propose_own(write, &permit, &proposals).await)
            .await?;
        Ok(())
    }

    async fn annotate(&self, cast: &Cast, plan: &Plan, note: &Note) -> Result<()> {
        let actor = cast.actor(&plan.leader)?;
        let permit = self.home(cast, &actor, plan).await?.permit::<Annotate>()?;
        let day = due::today(self.app.clock.now(), permit.on().network());
        let day = day.context("There is no day")?;
        self.write(async |write| commands::annotate(write, &permit, &note.words, day).await)
            .await
    }

    async fn add(&self, cast: &Cast, plan: &Plan, told: &Told) -> Result<ActionId> {
        if let Some(place) = told.suggested {
            return self.suggested(place).await;
        }
        let actor = cast.actor(told.by.as_deref().unwrap_or(&plan.leader))?;
        let permit = self.home(cast, &actor, plan).await?.permit::<WorkPlan>()?;
        let current = health_checks::queries::current(self.app).await;
        let (_, instrument) = current.map_err(words)?;
        let typed: ActionForm = form(json!({
            "title": told.title,
            "dimension": told.dimension,
            "why": told.why,
            "sign_statement": told.sign_statement,
            "sign": told.sign,
            "shown": if told.shown { "true" } else { "" },
        }))?;
        let (new, _) = meant(typed.parse(&instrument, None, None))?;
        let new = NewAction {
            told: new,
            owner: Owner::Nobody,
            agreed: false,
        };
        let id = match &told.reply_in {
            None => {
                self.write(async |write| commands::add(write, &permit, &new).await)
                    .await?
            }
            Some(thread) => {
                let reply = self.helped(cast, &actor, thread).await?;
                let work = self
                    .write(async |write| commands::from_reply(write, &permit, &reply, &new).await);
                work.await?
            }
        };
        if let Some(title) = &told.link {
            let thread = *cast.threads.get(title).context("No such thread")?;
            let thread = threads::queries::find(&self.app.db, &actor, thread).await;
            let thread = thread.map_err(words)?;
            let action = queries::find(&self.app.db, &actor, id).await;
            let permit = action.map_err(words)?.permit::<WorkAction>()?;
            self.write(async |write| commands::link(write, &permit, &thread).await)
                .await?;
        }
        Ok(id)
    }

    /// One of those that the result suggested, in their order.
    async fn suggested(&self, place: usize) -> Result<ActionId> {
        let all = action::Entity::find()
            .filter(action::Column::Source.eq(action::Source::OwnView))
            .order_by_asc(action::Column::Id)
            .all(&self.app.db)
            .await?;
        let found = all.get(place.saturating_sub(1));
        found
            .map(|found| found.id)
            .context("The result suggests less")
    }

    async fn helped(
        &self,
        cast: &Cast,
        actor: &Actor,
        title: &str,
    ) -> Result<crate::platform::access::Permit<MakeAction>> {
        let thread = *cast.threads.get(title).context("No such thread")?;
        let reply = post::Entity::find()
            .filter(post::Column::ThreadId.eq(thread))
            .filter(post::Column::HelpedAt.is_not_null())
            .order_by_asc(post::Column::Number)
            .one(&self.app.db)
            .await?
            .context("Nothing helped there")?;
        let now = self.app.clock.now();
        let seen = threads::queries::find_post(&self.app.db, now, actor, reply.id).await;
        Ok(seen.map_err(words)?.permit::<MakeAction>()?)
    }

    async fn agree(&self, cast: &Cast, plan: &Plan, at: usize, told: &Told) -> Result<()> {
        let permit = self
            .action(cast, &plan.leader, at)
            .await?
            .permit::<WorkAction>()?;
        let today = due::today(self.app.clock.now(), permit.on().network().network());
        let day = today.and_then(|today| today.plus_days(told.due_in.unwrap_or(30)));
        let day = day.context("There is no such day")?;
        let typed: AgreementForm = form(json!({
            "owner": told.owner,
            "due_day": day.day().to_string(),
            "due_month": day.month().to_string(),
            "due_year": day.year().to_string(),
        }))?;
        let (owner, due) = meant(typed.parse(today))?;
        let owner = self.whose(cast, permit.on().network(), owner).await?;
        let agreement = Agreement { owner, due };
        let taken = self.write(async |write| commands::agree(write, &permit, &agreement).await);
        done(taken.await?)?;
        if told.suggested.is_some() && told.shown {
            self.show(cast, plan, at, &agreement.owner, due).await?;
        }
        Ok(())
    }

    async fn whose(&self, cast: &Cast, seen: &SeenNetwork, typed: WhoseTyped) -> Result<Owner> {
        Ok(match typed {
            WhoseTyped::Nobody => Owner::Nobody,
            WhoseTyped::Name(name) => Owner::Named(name),
            WhoseTyped::Handle(handle) => {
                let handle = account_handle(cast, &handle)?;
                let found = queries::owner_named(&self.app.db, seen, &handle).await;
                let found = found.map_err(words)?;
                Owner::Member(found.context("They are not in the network")?.id)
            }
        })
    }

    /// Shows what the result suggested to the members.
    async fn show(
        &self,
        cast: &Cast,
        plan: &Plan,
        at: usize,
        owner: &Owner,
        due: CivilDay,
    ) -> Result<()> {
        use crate::features::plans::forms::{ActionChange, Told as Says};
        let seen = self.action(cast, &plan.leader, at).await?;
        let action = seen.action().clone();
        let current = health_checks::queries::current(self.app).await;
        let (_, instrument) = current.map_err(words)?;
        let typed: ActionForm = form(json!({
            "title": action.title,
            "dimension": action.dimension,
            "sign_statement": action.sign_statement.unwrap_or_default(),
            "sign": action.sign,
        }))?;
        let (says, _) = meant(typed.parse(&instrument, None, None))?;
        let change = ActionChange {
            told: Says {
                due: Some(due),
                shown: true,
                ..says
            },
            owner: owner.clone(),
            version: action.version,
        };
        let permit = seen.permit::<WorkAction>()?;
        self.write(async |write| commands::edit(write, &permit, &change).await)
            .await?;
        Ok(())
    }
}

/// Whoever moves an action on: the member who sees to it, or the leader.
fn doer<'a>(plan: &'a Plan, told: &'a Told) -> &'a str {
    told.owner.strip_prefix('@').unwrap_or(&plan.leader)
}

fn done(stepped: Stepped) -> Result<()> {
    match stepped {
        Stepped::Done => Ok(()),
        Stepped::Meanwhile(state) => Err(anyhow!("there is no such step from {state:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::community::Community;

    #[test]
    fn the_plan_has_actions_in_every_state_and_names_people_of_its_network() {
        let (plan, community) = (Plan::read().unwrap(), Community::read().unwrap());
        let mut networks = community.network.iter();
        let home = networks
            .find(|network| network.slug == plan.network)
            .unwrap();
        let everybody: Vec<_> = home
            .leaders
            .iter()
            .chain(&home.moderators)
            .chain(&home.members)
            .collect();
        assert!(home.leaders.contains(&plan.leader));
        let owners = plan
            .action
            .iter()
            .filter_map(|told| told.owner.strip_prefix('@'));
        let authors = plan.action.iter().filter_map(|told| told.by.as_deref());
        let core = plan.core_team.iter().map(String::as_str);
        for who in owners.chain(authors).chain(core) {
            assert!(everybody.iter().any(|member| *member == who), "{who}");
        }
        let has = |which: fn(&Told) -> bool| plan.action.iter().any(which);
        assert!(plan.action.len() >= 10);
        assert!(has(|told| told.agreed.is_none() && told.stopped.is_none()));
        assert!(has(|told| told.agreed.is_some() && told.begun.is_none()));
        assert!(has(|told| told.begun.is_some() && told.done.is_none()));
        assert!(has(|told| told.done.is_some()));
        assert!(has(|told| told.stopped.is_some()));
        let overdue = |told: &Told| {
            let due = told.agreed.zip(told.due_in);
            told.done.is_none() && due.is_some_and(|(agreed, days)| days < agreed)
        };
        assert!(plan.action.iter().any(overdue));
    }
}
