//! What people are told about joining and roles. Everything is looked up as the mail is sent, and a
//! secret network's name stays out of it (forum.md NT6).

use anyhow::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::{queries, routes, words};
use crate::{
    entity::{
        account, audit_entry,
        id::{AccountId, JoinRequestId, NetworkId, NetworkInvitationId},
        join_request, membership,
        network::{self, Visibility},
        network_invitation,
        timestamp::Timestamp,
    },
    platform::{
        app::App,
        mail::{Composed, Email, Emails, Recipient},
    },
};

/// The mails of this feature.
pub fn emails() -> Emails {
    Emails::default()
        .with::<RequestMade>()
        .with::<RequestDecided>()
        .with::<Invited>()
        .with::<Removed>()
        .with::<RoleChanged>()
}

/// Somebody asks to join: to all who decide.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RequestMade {
    /// The request.
    pub request: JoinRequestId,
}

/// See [`RequestMade`].
#[derive(Debug, Serialize)]
pub(super) struct RequestMadeMail {
    network: String,
    name: String,
    message: String,
    link: String,
}

impl Email for RequestMade {
    const NAME: &'static str = "networks/emails/request_made";
    type View = RequestMadeMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<Self::View>> {
        let request = join_request::Entity::find_by_id(self.request)
            .filter(join_request::Column::State.eq(join_request::State::Pending))
            .one(&app.db)
            .await?;
        let Some(request) = request else {
            return Ok(Composed::Drop("It has been decided."));
        };
        let deciders = queries::deciders(&app.db, request.network_id).await?;
        if !to.account.is_some_and(|id| deciders.contains(&id)) {
            return Ok(Composed::Drop("They no longer decide."));
        }
        let network = find_network(&app.db, request.network_id).await?;
        let asker = account::Entity::find_by_id(request.account_id)
            .one(&app.db)
            .await?;
        let (Some(network), Some(asker)) = (network, asker) else {
            return Ok(Composed::Drop("It is gone."));
        };
        Ok(Composed::Send(RequestMadeMail {
            network: shown(&network),
            name: asker.display_name,
            message: request.message,
            link: link(app, &network, "/people"),
        }))
    }

    fn samples() -> Vec<Self::View> {
        vec![RequestMadeMail {
            network: "Rural Leaders".to_owned(),
            name: "Dev Patel".to_owned(),
            message: "I lead a falls network.".to_owned(),
            link: "https://indaba.example/networks/rural-leaders/people".to_owned(),
        }]
    }
}

/// A request was decided: to whoever asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RequestDecided {
    /// The request.
    pub request: JoinRequestId,
}

/// See [`RequestDecided`].
#[derive(Debug, Serialize)]
pub(super) struct RequestDecidedMail {
    network: String,
    is_approved: bool,
    note: String,
    link: String,
}

impl Email for RequestDecided {
    const NAME: &'static str = "networks/emails/request_decided";
    type View = RequestDecidedMail;

    async fn compose(self, app: &App, _: &Recipient) -> Result<Composed<Self::View>> {
        let request = join_request::Entity::find_by_id(self.request)
            .one(&app.db)
            .await?;
        let Some(request) = request else {
            return Ok(Composed::Drop("It is gone."));
        };
        let is_approved = match request.state {
            join_request::State::Approved => true,
            join_request::State::Declined => false,
            join_request::State::Pending | join_request::State::Withdrawn => {
                return Ok(Composed::Drop("There is no decision."));
            }
        };
        let Some(network) = find_network(&app.db, request.network_id).await? else {
            return Ok(Composed::Drop("It is gone."));
        };
        Ok(Composed::Send(RequestDecidedMail {
            network: shown(&network),
            is_approved,
            note: request.note,
            link: if is_approved {
                link(app, &network, "")
            } else {
                app.config.base_url.join(routes::INVITATIONS)
            },
        }))
    }

    fn samples() -> Vec<Self::View> {
        let mail = |is_approved: bool, note: &str| RequestDecidedMail {
            network: "Rural Leaders".to_owned(),
            is_approved,
            note: note.to_owned(),
            link: "https://indaba.example/networks/rural-leaders".to_owned(),
        };
        vec![mail(true, ""), mail(false, "We are for hospital teams.")]
    }
}

/// Somebody is asked to join, or to lead.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Invited {
    /// The invitation.
    pub invitation: NetworkInvitationId,
}

/// See [`Invited`].
#[derive(Debug, Serialize)]
pub(super) struct InvitedMail {
    network: String,
    inviter: String,
    to_lead: bool,
    until: Timestamp,
    link: String,
}

impl Email for Invited {
    const NAME: &'static str = "networks/emails/invited";
    type View = InvitedMail;

    async fn compose(self, app: &App, _: &Recipient) -> Result<Composed<Self::View>> {
        let invitation = network_invitation::Entity::find_by_id(self.invitation)
            .filter(queries::is_open(app.clock.now()))
            .one(&app.db)
            .await?;
        let Some(invitation) = invitation else {
            return Ok(Composed::Drop("It is no longer open."));
        };
        let network = find_network(&app.db, invitation.network_id).await?;
        let inviter = account::Entity::find_by_id(invitation.invited_by)
            .one(&app.db)
            .await?;
        let (Some(network), Some(inviter)) = (network, inviter) else {
            return Ok(Composed::Drop("It is gone."));
        };
        Ok(Composed::Send(InvitedMail {
            network: shown(&network),
            inviter: inviter.display_name,
            to_lead: invitation.role == membership::Role::Leader,
            until: invitation.expires_at,
            link: app.config.base_url.join(routes::INVITATIONS),
        }))
    }

    fn samples() -> Vec<Self::View> {
        let mail = |to_lead: bool| InvitedMail {
            network: "Rural Leaders".to_owned(),
            inviter: "Gita Rao".to_owned(),
            to_lead,
            until: Timestamp(1_797_000_000_000),
            link: "https://indaba.example/invitations".to_owned(),
        };
        vec![mail(false), mail(true)]
    }
}

/// A membership was ended by others.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Removed {
    /// The network.
    pub network: NetworkId,
    /// When: finds the reason in the audit log, which alone keeps it.
    pub at: Timestamp,
}

/// See [`Removed`].
#[derive(Debug, Serialize)]
pub(super) struct RemovedMail {
    network: String,
    reason: String,
    link: String,
}

impl Email for Removed {
    const NAME: &'static str = "networks/emails/removed";
    type View = RemovedMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<Self::View>> {
        let Some(person) = to.account else {
            return Ok(Composed::Drop("No account."));
        };
        let network = find_network(&app.db, self.network).await?;
        let entry = removal(&app.db, &self, person).await?;
        let (Some(network), Some(entry)) = (network, entry) else {
            return Ok(Composed::Drop("It is gone."));
        };
        Ok(Composed::Send(RemovedMail {
            network: shown(&network),
            reason: entry.reason,
            link: app.config.base_url.join(routes::INVITATIONS),
        }))
    }

    fn samples() -> Vec<Self::View> {
        vec![RemovedMail {
            network: "Rural Leaders".to_owned(),
            reason: "You have moved to another region.".to_owned(),
            link: "https://indaba.example/invitations".to_owned(),
        }]
    }
}

async fn removal<C: ConnectionTrait>(
    db: &C,
    mail: &Removed,
    person: AccountId,
) -> Result<Option<audit_entry::Model>> {
    let entry = audit_entry::Entity::find()
        .filter(audit_entry::Column::Action.eq(queries::REMOVED))
        .filter(audit_entry::Column::NetworkId.eq(mail.network))
        .filter(audit_entry::Column::TargetKind.eq("account"))
        .filter(audit_entry::Column::TargetId.eq(person.0))
        .filter(audit_entry::Column::At.eq(mail.at))
        .order_by_desc(audit_entry::Column::Id)
        .one(db)
        .await?;
    Ok(entry)
}

/// A role was changed by others.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RoleChanged {
    /// The network.
    pub network: NetworkId,
}

/// See [`RoleChanged`].
#[derive(Debug, Serialize)]
pub(super) struct RoleChangedMail {
    network: String,
    role: &'static str,
    link: String,
}

impl Email for RoleChanged {
    const NAME: &'static str = "networks/emails/role_changed";
    type View = RoleChangedMail;

    async fn compose(self, app: &App, to: &Recipient) -> Result<Composed<Self::View>> {
        let Some(person) = to.account else {
            return Ok(Composed::Drop("No account."));
        };
        let place = membership::Entity::find_by_id((self.network, person))
            .one(&app.db)
            .await?;
        let network = find_network(&app.db, self.network).await?;
        let (Some(network), Some(place)) = (network, place) else {
            return Ok(Composed::Drop("They are not in the network any more."));
        };
        Ok(Composed::Send(RoleChangedMail {
            network: shown(&network),
            role: words::role(place.role),
            link: link(app, &network, ""),
        }))
    }

    fn samples() -> Vec<Self::View> {
        vec![RoleChangedMail {
            network: "Rural Leaders".to_owned(),
            role: "Moderator",
            link: "https://indaba.example/networks/rural-leaders".to_owned(),
        }]
    }
}

async fn find_network<C: ConnectionTrait>(db: &C, id: NetworkId) -> Result<Option<network::Model>> {
    Ok(network::Entity::find_by_id(id).one(db).await?)
}

/// What a mail calls a network.
fn shown(network: &network::Model) -> String {
    match network.visibility {
        Visibility::Public | Visibility::Private => network.name.clone(),
        Visibility::Secret => "a private network".to_owned(),
    }
}

/// An address inside a network. That of a secret one holds its name, so the mail leads to the list
/// of one's own networks.
fn link(app: &App, network: &network::Model, under: &str) -> String {
    let path = match network.visibility {
        Visibility::Public | Visibility::Private => {
            format!("{}{under}", routes::network(&network.slug))
        }
        Visibility::Secret => routes::DIRECTORY.to_owned(),
    };
    app.config.base_url.join(&path)
}
