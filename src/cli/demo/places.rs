//! Networks come to be, and people come into them.

use anyhow::{Context, Result};
use sea_orm::ActiveEnum;

use super::{
    community::Network,
    stage::{Cast, Stage, account_handle, words},
};
use crate::{
    entity::{
        id::NetworkInvitationId,
        network::{self, Governance, Stage as LifeStage, Visibility},
    },
    features::networks::{
        self,
        forms::{NetworkChange, NewNetwork},
        policy::{
            AnswerInvitation, AppointLeader, CreateNetwork, EditNetwork, Founding, Invite,
            SetModerator,
        },
    },
    platform::access::{Actor, Seen},
};

impl Stage<'_> {
    pub(super) async fn network(&self, cast: &mut Cast, told: &Network) -> Result<()> {
        let founder = told.leaders.first().context("A network needs a leader")?;
        let actor = cast.actor(founder)?;
        let founding = Founding::new(&actor, true).permit::<CreateNetwork>()?;
        let new = NewNetwork {
            name: told.name.clone(),
            purpose: told.purpose.clone(),
            kind: network::Kind::try_from_value(&told.kind)?,
            stage: LifeStage::try_from_value(&told.stage)?,
            visibility: Visibility::try_from_value(&told.visibility)?,
        };
        let made = self
            .write(async |write| networks::commands::create(write, &founding, new).await)
            .await?;
        self.describe(&actor, &made, told).await?;
        cast.networks.insert(told.slug.clone(), made.slug.clone());
        let others = told
            .leaders
            .iter()
            .skip(1)
            .chain(&told.moderators)
            .chain(&told.members);
        for handle in others {
            self.bring_in(cast, founder, &made.slug, handle).await?;
        }
        for handle in &told.moderators {
            let seen = networks::queries::find(&self.app.db, &actor, &made.slug)
                .await
                .map_err(words)?;
            let invited = account_handle(cast, handle)?;
            let member = networks::queries::member(&self.app.db, &seen, &invited)
                .await
                .map_err(words)?;
            let permit = member.permit::<SetModerator>()?;
            self.write(async |write| networks::commands::set_moderator(write, &permit, true).await)
                .await?;
        }
        for handle in told.leaders.iter().skip(1) {
            let seen = networks::queries::find(&self.app.db, &actor, &made.slug)
                .await
                .map_err(words)?;
            let asked = account_handle(cast, handle)?;
            let member = networks::queries::member(&self.app.db, &seen, &asked)
                .await
                .map_err(words)?;
            let permit = member.permit::<AppointLeader>()?;
            self.write(async |write| networks::commands::appoint(write, &permit).await)
                .await?;
            self.accept(cast, handle).await?;
        }
        Ok(())
    }

    async fn describe(&self, actor: &Actor, made: &network::Model, told: &Network) -> Result<()> {
        let seen = networks::queries::find(&self.app.db, actor, &made.slug)
            .await
            .map_err(words)?;
        let permit = seen.permit::<EditNetwork>()?;
        let change = NetworkChange {
            version: made.version,
            name: made.name.clone(),
            purpose: made.purpose.clone(),
            about: String::new(),
            kind: made.kind,
            stage: made.stage,
            join_policy: made.join_policy,
            member_list: made.member_list,
            broker_access: told.broker_access,
            governance: Some(Governance::try_from_value(&told.governance)?),
            organisations: told.organisations,
            started: Some(told.started.clone()),
            geography: told.geography.clone(),
        };
        self.write(async |write| networks::commands::edit(write, &permit, change).await)
            .await?;
        Ok(())
    }

    /// By invitation, whatever the network: the one way in that they all have.
    async fn bring_in(&self, cast: &Cast, by: &str, slug: &str, handle: &str) -> Result<()> {
        self.invite(cast, by, slug, handle).await?;
        self.accept(cast, handle).await
    }

    pub(super) async fn invite(
        &self,
        cast: &Cast,
        by: &str,
        slug: &str,
        handle: &str,
    ) -> Result<()> {
        let actor = cast.actor(by)?;
        let invited = account_handle(cast, handle)?;
        let seen = networks::queries::find(&self.app.db, &actor, slug)
            .await
            .map_err(words)?;
        let permit = seen.permit::<Invite>()?;
        self.write(async |write| networks::commands::invite(write, &permit, &invited, 0.0).await)
            .await
    }

    async fn accept(&self, cast: &Cast, handle: &str) -> Result<()> {
        let actor = cast.actor(handle)?;
        for id in self.invitations_of(&actor).await? {
            let seen = networks::queries::own_invitation(&self.app.db, &actor, id)
                .await
                .map_err(words)?;
            let permit = seen.permit::<AnswerInvitation>()?;
            self.write(async |write| networks::commands::accept(write, &permit).await)
                .await?;
        }
        Ok(())
    }

    async fn invitations_of(&self, actor: &Actor) -> Result<Vec<NetworkInvitationId>> {
        let now = self.app.clock.now();
        let Some(person) = actor.id() else {
            return Ok(Vec::new());
        };
        let rows = networks::queries::my_invitations(&self.app.db, now, person)
            .await
            .map_err(words)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}
