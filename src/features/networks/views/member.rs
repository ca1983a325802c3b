//! One person in a network: their role, the end of their membership, and leaving.

use sea_orm::ActiveEnum;
use serde::Serialize;

use super::{NetworkPart, PersonPart, sample};
use crate::{
    entity::{account, id::AccountId, membership::Role, network::Visibility},
    features::networks::{
        forms::{Choice, RemovalForm, RoleForm},
        policy::{AppointLeader, SeenMember, SeenNetwork, SetModerator, StepDown, UnseatLeader},
        queries::MemberRow,
        routes, words,
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// Choosing a role.
#[derive(Clone, Debug, Serialize)]
pub struct RolePage {
    network: NetworkPart,
    person: PersonPart,
    /// Where the form goes.
    action: String,
    is_self: bool,
    role: &'static str,
    form: FormState<RoleForm>,
    roles: Vec<Choice>,
}

impl RolePage {
    /// The page with the roles that the actor may give.
    pub fn new(on: &SeenMember, form: Option<FormState<RoleForm>>) -> Self {
        let now = RoleForm {
            role: on.row().role.to_value(),
        };
        let slug = &on.network().network().slug;
        Self {
            network: NetworkPart::outside(on.network()),
            person: PersonPart::of(on.row(), true),
            action: format!("{}/role", routes::person_in(slug, &on.row().handle)),
            is_self: on.actor().id() == Some(on.row().account_id),
            role: words::role(on.row().role),
            form: form.unwrap_or_else(|| FormState::of(now)),
            roles: roles(on),
        }
    }
}

/// The present role, and those that can be chosen instead.
fn roles(on: &SeenMember) -> Vec<Choice> {
    let changes = on.may::<SetModerator>();
    let ends = on.may::<UnseatLeader>() || on.may::<StepDown>();
    let offered = [
        (
            Role::Member,
            changes || ends,
            "Reads, writes and takes part.",
        ),
        (
            Role::Moderator,
            changes || ends,
            "Also lets people in, invites, and hides what breaks the rules.",
        ),
        (
            Role::Leader,
            on.may::<AppointLeader>(),
            "Also takes health checks, chooses moderators and edits the network. They are asked \
             first, and lead as soon as they accept, within 14 days.",
        ),
    ];
    let now = on.row().role;
    let shown = offered
        .into_iter()
        .filter(|(role, may, _)| *may || *role == now);
    shown
        .map(|(role, _, hint)| Choice {
            value: role.to_value(),
            label: words::role(role),
            hint: Some(hint),
        })
        .collect()
}

impl View for RolePage {
    const TEMPLATE: &'static str = "networks/role.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let mut pages = vec![
            Self::new(&sample_member(12, Role::Member), None),
            Self::new(&sample_member(3, Role::Leader), None),
        ];
        if let Err(form) = RoleForm::default().parse() {
            pages.push(Self::new(&sample_member(12, Role::Member), Some(form)));
        }
        pages
    }
}

/// Marking somebody as core team, or taking the mark back.
#[derive(Clone, Debug, Serialize)]
pub struct CorePage {
    network: NetworkPart,
    person: PersonPart,
    action: String,
    /// Whether they are marked now.
    is_marked: bool,
}

impl CorePage {
    /// The page for this member.
    pub fn new(on: &SeenMember) -> Self {
        let slug = &on.network().network().slug;
        Self {
            network: NetworkPart::outside(on.network()),
            person: PersonPart::of(on.row(), true),
            action: format!("{}/core-team", routes::person_in(slug, &on.row().handle)),
            is_marked: on.row().core_team,
        }
    }
}

impl View for CorePage {
    const TEMPLATE: &'static str = "networks/core_team.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        vec![
            Self::new(&sample_member(12, Role::Member)),
            Self::new(&sample_member(4, Role::Moderator)),
        ]
    }
}

/// Ending somebody's membership.
#[derive(Clone, Debug, Serialize)]
pub struct RemovalPage {
    network: NetworkPart,
    person: PersonPart,
    action: String,
    form: FormState<RemovalForm>,
}

impl RemovalPage {
    /// The page for this member.
    pub fn new(on: &SeenMember, form: FormState<RemovalForm>) -> Self {
        let slug = &on.network().network().slug;
        Self {
            network: NetworkPart::outside(on.network()),
            person: PersonPart::of(on.row(), true),
            action: format!("{}/removal", routes::person_in(slug, &on.row().handle)),
            form,
        }
    }
}

impl View for RemovalPage {
    const TEMPLATE: &'static str = "networks/removal.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let on = sample_member(12, Role::Member);
        let mut pages = vec![Self::new(&on, FormState::default())];
        if let Err(form) = RemovalForm::default().parse() {
            pages.push(Self::new(&on, form));
        }
        pages
    }
}

/// Leaving: what stops and what stays.
#[derive(Clone, Debug, Serialize)]
pub struct LeavePage {
    network: NetworkPart,
    /// How one would come back.
    way_back: &'static str,
    is_commons: bool,
}

impl LeavePage {
    /// The page for a member.
    pub fn new(seen: &SeenNetwork) -> Self {
        use crate::entity::network::JoinPolicy;
        Self {
            network: NetworkPart::outside(seen),
            way_back: match seen.network().join_policy {
                JoinPolicy::Open => "You can join again at any time.",
                JoinPolicy::Request => "To come back you ask to join again.",
                JoinPolicy::Invitation => "To come back you have to be invited.",
            },
            is_commons: seen.network().is_commons,
        }
    }
}

impl View for LeavePage {
    const TEMPLATE: &'static str = "networks/leave.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        [Visibility::Public, Visibility::Private, Visibility::Secret]
            .into_iter()
            .map(|visibility| Self::new(&sample::seen(visibility, Some(Role::Member))))
            .collect()
    }
}

/// The only leader cannot go: who could take over (forum.md NW5).
#[derive(Clone, Debug, Serialize)]
pub struct LastLeaderPage {
    network: NetworkPart,
    /// Whether it is the reader who leads alone.
    is_self: bool,
    successors: Vec<Successor>,
}

#[derive(Clone, Debug, Serialize)]
struct Successor {
    person: PersonPart,
    role: &'static str,
    href: String,
}

impl LastLeaderPage {
    /// The page with those who could take over.
    pub fn new(seen: &SeenNetwork, is_self: bool, successors: &[MemberRow]) -> Self {
        let successor = |row: &MemberRow| Successor {
            person: PersonPart::of(row, true),
            role: words::role(row.role),
            href: format!(
                "{}/role",
                routes::person_in(&seen.network().slug, &row.handle)
            ),
        };
        Self {
            network: NetworkPart::outside(seen),
            is_self,
            successors: successors.iter().map(successor).collect(),
        }
    }
}

impl View for LastLeaderPage {
    const TEMPLATE: &'static str = "networks/last_leader.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let seen = sample::seen(Visibility::Private, Some(Role::Leader));
        let on = sample_member(12, Role::Moderator);
        vec![
            Self::new(&seen, true, &[on.row().clone()]),
            Self::new(&seen, true, &[]),
            Self::new(&seen, false, &[]),
        ]
    }
}

fn sample_member(id: i64, role: Role) -> SeenMember {
    SeenMember {
        seen: sample::seen(Visibility::Private, Some(Role::Leader)),
        row: MemberRow {
            account_id: AccountId(id),
            role,
            joined_at: sample::WHEN,
            core_team: role == Role::Moderator,
            handle: "dev".to_owned(),
            display_name: "Dev Patel".to_owned(),
            state: account::State::Active,
            organisation: String::new(),
            job_role: String::new(),
            name_key: "dev patel".to_owned(),
        },
    }
}
