//! The people of a network, for those who may see them, and what those who look after it do there.

use serde::Serialize;

use super::{NetworkPart, PersonPart, Tab, role_tag, sample};
use crate::{
    entity::{
        account,
        id::{AccountId, JoinRequestId, NetworkInvitationId},
        membership::Role,
        network::Visibility,
        timestamp::Timestamp,
    },
    features::networks::{
        forms::{DecisionForm, InviteForm},
        policy::{
            AppointLeader, DecideRequest, Invite, MarkCore, RemoveMember, SeenMember, SeenNetwork,
            SetModerator, StepDown, UnseatLeader,
        },
        queries::{Cursor, MemberRow, OpenInvitationRow, PageOf, RequestRow},
        routes,
    },
    platform::{
        access::Seen,
        text::dates,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// The People tab.
#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    network: NetworkPart,
    stewards: Vec<MemberPart>,
    members: Vec<MemberPart>,
    previous: Option<String>,
    next: Option<String>,
    /// Whether this person decides requests.
    decides: bool,
    requests: Vec<RequestPart>,
    /// Whether this person invites.
    invites: bool,
    invite: FormState<InviteForm>,
    invitations: Vec<OpenInvitationPart>,
    /// What is wrong with a form on this page.
    problems: FormState<()>,
}

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct MemberPart {
    person: PersonPart,
    handle: String,
    role: Option<&'static str>,
    /// Whether the core-team mark is shown.
    is_core: bool,
    /// "Network manager, Leeds Teaching Hospitals"; may be empty.
    work: String,
    /// "November 2026".
    since: String,
    /// Where their role is changed, for those who may.
    role_href: Option<String>,
    /// Where the core-team mark is set and taken back, for those who may.
    core_href: Option<String>,
    /// Where their membership is ended, for those who may.
    removal_href: Option<String>,
}

/// A request to join.
#[derive(Clone, Debug, Serialize)]
struct RequestPart {
    id: JoinRequestId,
    person: PersonPart,
    work: String,
    message: String,
    at: Timestamp,
    form: FormState<DecisionForm>,
}

/// An open invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct OpenInvitationPart {
    id: NetworkInvitationId,
    person: PersonPart,
    to_lead: bool,
    until: Timestamp,
    revocable: bool,
}

/// What the queries found for the page.
#[derive(Clone, Debug)]
pub struct People {
    /// Leaders and moderators.
    pub stewards: Vec<MemberRow>,
    /// A page of the others.
    pub members: PageOf<MemberRow>,
    /// Requests that wait.
    pub requests: Vec<RequestRow>,
    /// Invitations that are open.
    pub invitations: Vec<OpenInvitationRow>,
}

impl PeoplePage {
    /// The page of what was found.
    pub fn new(seen: &SeenNetwork, found: &People) -> Self {
        let people = format!("{}/people", routes::network(&seen.network().slug));
        let address = |cursor: &Option<Cursor>| {
            let cursor = cursor.as_ref()?;
            Some(format!("{people}?{}", cursor.query()))
        };
        Self {
            network: NetworkPart::new(seen, Tab::People),
            stewards: parts(seen, &found.stewards),
            members: parts(seen, &found.members.rows),
            previous: address(&found.members.previous),
            next: address(&found.members.next),
            decides: seen.may::<DecideRequest>(),
            requests: found.requests.iter().map(request).collect(),
            invites: seen.may::<Invite>(),
            invite: FormState::default(),
            invitations: found
                .invitations
                .iter()
                .map(|row| invitation(seen, row))
                .collect(),
            problems: FormState::default(),
        }
    }

    /// The same page with an invitation that has to be typed again.
    #[must_use]
    pub fn with_invite(self, form: FormState<InviteForm>) -> Self {
        Self {
            problems: summary(&form),
            invite: form,
            ..self
        }
    }

    /// The same page with a decision that has to be made again.
    #[must_use]
    pub fn with_decision(mut self, id: JoinRequestId, form: &FormState<DecisionForm>) -> Self {
        // The fields of each request have ids of their own, so the summary names none.
        let mut problems = FormState::of(());
        for problem in &form.problems {
            problems = problems.with_problem("", problem.message.clone());
        }
        self.problems = problems;
        for request in &mut self.requests {
            if request.id == id {
                request.form = form.clone();
            }
        }
        self
    }
}

fn summary<F: Clone>(form: &FormState<F>) -> FormState<()> {
    let start = FormState::of(());
    let problems = form.problems.iter();
    problems.fold(start, |all, problem| {
        all.with_problem(problem.field, problem.message.clone())
    })
}

fn parts(seen: &SeenNetwork, rows: &[MemberRow]) -> Vec<MemberPart> {
    rows.iter().map(|row| member(seen, row)).collect()
}

fn member(seen: &SeenNetwork, row: &MemberRow) -> MemberPart {
    let on = SeenMember {
        seen: seen.clone(),
        row: row.clone(),
    };
    let changes = on.may::<SetModerator>()
        || on.may::<AppointLeader>()
        || on.may::<UnseatLeader>()
        || on.may::<StepDown>();
    let base = routes::person_in(&seen.network().slug, &row.handle);
    MemberPart {
        person: PersonPart::of(row, true),
        handle: row.handle.clone(),
        role: role_tag(row.role),
        is_core: row.core_team && row.role != Role::Leader,
        work: work(&row.job_role, &row.organisation),
        since: month(seen, row.joined_at),
        role_href: changes.then(|| format!("{base}/role")),
        core_href: on.may::<MarkCore>().then(|| format!("{base}/core-team")),
        removal_href: on.may::<RemoveMember>().then(|| format!("{base}/removal")),
    }
}

/// Only the month (forum.md NW8), in the reader's zone.
fn month(seen: &SeenNetwork, at: Timestamp) -> String {
    let zone = seen
        .actor()
        .account()
        .map(|person| person.time_zone.as_str());
    dates::month(at.0, zone.unwrap_or(dates::DEFAULT_ZONE))
}

fn work(job_role: &str, organisation: &str) -> String {
    match (job_role, organisation) {
        ("", organisation) => organisation.to_owned(),
        (job_role, "") => job_role.to_owned(),
        (job_role, organisation) => format!("{job_role}, {organisation}"),
    }
}

fn request(row: &RequestRow) -> RequestPart {
    RequestPart {
        id: row.id,
        person: PersonPart::new(&row.display_name, &row.handle, row.account_state, true),
        work: work(&row.job_role, &row.organisation),
        message: row.message.clone(),
        at: row.created_at,
        form: FormState::default(),
    }
}

fn invitation(seen: &SeenNetwork, row: &OpenInvitationRow) -> OpenInvitationPart {
    let is_admin = seen.actor().site().admin;
    OpenInvitationPart {
        id: row.id,
        person: PersonPart::new(&row.display_name, &row.handle, row.account_state, true),
        to_lead: row.role == Role::Leader,
        until: row.expires_at,
        revocable: row.role != Role::Leader || is_admin || seen.role() == Some(Role::Leader),
    }
}

impl View for PeoplePage {
    const TEMPLATE: &'static str = "networks/people.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        let none = People {
            stewards: Vec::new(),
            members: PageOf {
                rows: Vec::new(),
                previous: None,
                next: None,
            },
            requests: Vec::new(),
            invitations: Vec::new(),
        };
        let some = sample_people();
        let led = sample::seen(Visibility::Private, Some(Role::Leader));
        let full = Self::new(&led, &some);
        let mut pages = vec![
            Self::new(
                &sample::seen(Visibility::Private, Some(Role::Member)),
                &some,
            ),
            Self::new(&led, &none),
            full.clone(),
        ];
        if let Err(form) = InviteForm::default().parse() {
            pages.push(full.clone().with_invite(form));
        }
        if let Err(form) = DecisionForm::default().parse() {
            pages.push(full.with_decision(JoinRequestId(5), &form));
        }
        pages
    }
}

fn sample_people() -> People {
    let row = |id: i64, handle: &str, name: &str, role: Role| MemberRow {
        account_id: AccountId(id),
        role,
        joined_at: sample::WHEN,
        core_team: role == Role::Moderator,
        handle: handle.to_owned(),
        display_name: name.to_owned(),
        state: account::State::Active,
        organisation: "Leeds Teaching Hospitals".to_owned(),
        job_role: "Network manager".to_owned(),
        name_key: name.to_lowercase(),
    };
    let cursor = |back: bool| Cursor {
        back,
        key: "dev patel".to_owned(),
        id: 12,
    };
    People {
        stewards: vec![
            row(3, "gita", "Gita Rao", Role::Leader),
            row(4, "sam", "Sam Osei", Role::Moderator),
        ],
        members: PageOf {
            rows: vec![row(12, "dev", "Dev Patel", Role::Member)],
            previous: Some(cursor(true)),
            next: Some(cursor(false)),
        },
        requests: vec![
            sample_request(5, "amina", "Amina Khan"),
            sample_request(6, "jo", "Jo Lee"),
        ],
        invitations: vec![
            sample_invitation(8, Role::Member),
            sample_invitation(9, Role::Leader),
        ],
    }
}

fn sample_request(id: i64, handle: &str, name: &str) -> RequestRow {
    RequestRow {
        id: JoinRequestId(id),
        message: "I lead a network two valleys on.\nWe share patients.".to_owned(),
        created_at: sample::WHEN,
        handle: handle.to_owned(),
        display_name: name.to_owned(),
        account_state: account::State::Active,
        organisation: String::new(),
        job_role: String::new(),
    }
}

fn sample_invitation(id: i64, role: Role) -> OpenInvitationRow {
    OpenInvitationRow {
        id: NetworkInvitationId(id),
        role,
        expires_at: sample::WHEN,
        handle: "bo".to_owned(),
        display_name: "Bo Lind".to_owned(),
        account_state: account::State::Active,
    }
}
