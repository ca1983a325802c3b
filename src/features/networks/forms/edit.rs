//! What leaders change about their network.

use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::choice::{Choice, choices, chosen};
use crate::{
    entity::network::{self, Governance, JoinPolicy, Kind, MemberList, Stage, Visibility},
    features::networks::words,
    platform::{
        text::{
            clean::{self, Limits},
            dates::CivilDay,
            markdown,
        },
        web::form::{FormState, Problems},
    },
};

/// What a network says about itself at length.
const ABOUT: Limits = Limits::up_to(4_000);

/// More organisations than this are a mistake in typing.
const MOST_ORGANISATIONS: i32 = 10_000;

/// Networks that began earlier are a mistake in typing.
const FIRST_YEAR: i16 = 1900;

/// The edit form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditForm {
    /// The version that was edited.
    pub version: String,
    /// "Network name".
    pub name: String,
    /// "Purpose".
    pub purpose: String,
    /// "About".
    pub about: String,
    /// "Type".
    pub kind: String,
    /// "Stage".
    pub stage: String,
    /// "How people join".
    pub join_policy: String,
    /// "Who can see the list of members".
    pub member_list: String,
    /// Whether knowledge brokers are let in.
    pub broker_access: bool,
    /// "How it is held together".
    pub governance: String,
    /// "Number of organisations".
    pub organisations: String,
    /// "Started": the month, 1 to 12.
    pub started_month: String,
    /// "Started": the year.
    pub started_year: String,
    /// "Area".
    pub geography: String,
}

/// A change of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkChange {
    /// The version that was edited.
    pub version: i64,
    /// 3 to 80 characters.
    pub name: String,
    /// Up to 500 characters.
    pub purpose: String,
    /// Markdown, up to 4,000 characters; may be empty.
    pub about: String,
    /// What it is mainly for.
    pub kind: Kind,
    /// As its leaders state it.
    pub stage: Stage,
    /// How people come in, as far as the visibility allows it.
    pub join_policy: JoinPolicy,
    /// Who may open the member list.
    pub member_list: MemberList,
    /// Whether knowledge brokers are let in; only a private network has the choice.
    pub broker_access: bool,
    /// How it is held together.
    pub governance: Option<Governance>,
    /// How many organisations take part.
    pub organisations: Option<i32>,
    /// The month it began, as YYYY-MM.
    pub started: Option<String>,
    /// Where it works.
    pub geography: Option<String>,
}

impl EditForm {
    /// The form of a network as it is.
    pub fn of(network: &network::Model) -> Self {
        let (year, month) = network
            .started
            .as_deref()
            .and_then(|started| started.split_once('-'))
            .unwrap_or_default();
        Self {
            version: network.version.to_string(),
            name: network.name.clone(),
            purpose: network.purpose.clone(),
            about: network.about.clone(),
            kind: network.kind.to_value(),
            stage: network.stage.to_value(),
            join_policy: network.join_policy.to_value(),
            member_list: network.member_list.to_value(),
            broker_access: network.broker_access,
            governance: network
                .governance
                .map(|governance| governance.to_value())
                .unwrap_or_default(),
            organisations: network
                .organisations
                .map(|count| count.to_string())
                .unwrap_or_default(),
            started_month: month.trim_start_matches('0').to_owned(),
            started_year: year.to_owned(),
            geography: network.geography.clone().unwrap_or_default(),
        }
    }

    /// The change, or the form with what is wrong. What `network` does not offer stays as it is.
    pub fn parse(
        self,
        network: &network::Model,
        today: Option<CivilDay>,
    ) -> Result<NetworkChange, FormState<Self>> {
        let mut problems = Problems::default();
        let change = self.read(network, today, &mut problems);
        match change {
            Some(change) if problems.none() => Ok(change),
            _ => Err(problems.reject(self)),
        }
    }

    fn read(
        &self,
        network: &network::Model,
        today: Option<CivilDay>,
        problems: &mut Problems,
    ) -> Option<NetworkChange> {
        let name = problems.note("name", clean::network_name(&self.name));
        let purpose = problems.note("purpose", clean::purpose(&self.purpose));
        let about = problems.note("about", about(&self.about));
        let kind = problems.note("kind", chosen(&self.kind, "Select a type"));
        let stage = problems.note("stage", chosen(&self.stage, "Select a stage"));
        let join_policy = problems.note("join_policy", self.join_policy(network));
        let member_list = problems.note("member_list", self.member_list(network));
        let governance = problems.note("governance", optional(&self.governance));
        let organisations = problems.note("organisations", organisations(&self.organisations));
        let started = problems.note("started_month", self.started(today));
        let geography = clean::optional_line(&self.geography, 100, "the area");
        let geography = problems.note("geography", geography);
        Some(NetworkChange {
            version: self.version.parse().unwrap_or_default(),
            name: name?,
            purpose: purpose?,
            about: about?,
            kind: kind?,
            stage: stage?,
            join_policy: join_policy?,
            member_list: member_list?,
            broker_access: match network.visibility {
                Visibility::Private => self.broker_access,
                Visibility::Public | Visibility::Secret => network.broker_access,
            },
            governance: governance?,
            organisations: organisations?,
            started: started?,
            geography: geography?,
        })
    }

    fn join_policy(&self, network: &network::Model) -> Result<JoinPolicy, String> {
        let offered = join_policies(network);
        if offered.is_empty() {
            return Ok(network.join_policy);
        }
        let policy: JoinPolicy = chosen(&self.join_policy, "Select how people join")?;
        let is_offered = offered
            .iter()
            .any(|choice| choice.value == self.join_policy);
        is_offered
            .then_some(policy)
            .ok_or_else(|| "Select how people join".to_owned())
    }

    fn member_list(&self, network: &network::Model) -> Result<MemberList, String> {
        let message = "Select who can see the list of members";
        let audience: MemberList = chosen(&self.member_list, message)?;
        let is_offered = member_lists(network)
            .iter()
            .any(|choice| choice.value == self.member_list);
        is_offered
            .then_some(audience)
            .ok_or_else(|| message.to_owned())
    }

    fn started(&self, today: Option<CivilDay>) -> Result<Option<String>, String> {
        let (month, year) = (self.started_month.trim(), self.started_year.trim());
        if month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let month: Option<u8> = month.parse().ok();
        let year: Option<i16> = year.parse().ok().filter(|_| year.len() == 4);
        let first = month
            .zip(year)
            .and_then(|(month, year)| CivilDay::new(year, month, 1))
            .filter(|first| first.year() >= FIRST_YEAR)
            .ok_or("Started must be a month from 1 to 12 and a year, such as 3 and 2024")?;
        if today.is_some_and(|today| first > today) {
            return Err("Started must be in the past".to_owned());
        }
        Ok(Some(format!("{:04}-{:02}", first.year(), first.month())))
    }
}

fn about(raw: &str) -> Result<String, String> {
    let text = clean::many_lines(raw, ABOUT, "what the network is about")?;
    markdown::to_html(&text).map_err(|problem| problem.to_string())?;
    Ok(text)
}

fn optional(raw: &str) -> Result<Option<Governance>, String> {
    if raw.is_empty() {
        return Ok(None);
    }
    chosen(raw, "Select how the network is held together").map(Some)
}

fn organisations(raw: &str) -> Result<Option<i32>, String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let count: Option<i32> = raw.parse().ok();
    count
        .filter(|count| (1..=MOST_ORGANISATIONS).contains(count))
        .map(Some)
        .ok_or_else(|| "Number of organisations must be a whole number, 1 or more".to_owned())
}

/// The ways to join that a network can choose from; none where there is no choice (forum.md NW1,
/// permissions.md R50).
pub fn join_policies(network: &network::Model) -> Vec<Choice> {
    let offered: &[JoinPolicy] = match network.visibility {
        _ if network.is_commons => &[],
        Visibility::Public => &[
            JoinPolicy::Open,
            JoinPolicy::Request,
            JoinPolicy::Invitation,
        ],
        Visibility::Private => &[JoinPolicy::Request, JoinPolicy::Invitation],
        Visibility::Secret => &[],
    };
    let offered = offered.iter().map(|policy| Choice {
        value: policy.to_value(),
        label: words::join_policy(*policy),
        hint: None,
    });
    offered.collect()
}

/// The audiences of the member list; of a secret network never wider than its members.
pub fn member_lists(network: &network::Model) -> Vec<Choice> {
    let widest = MemberList::Everyone.to_value();
    let is_secret = network.visibility == Visibility::Secret;
    choices(words::member_list, |_| None)
        .into_iter()
        .filter(|choice| !(is_secret && choice.value == widest))
        .collect()
}

/// The ways a network is held together, and not saying.
pub fn governances() -> Vec<Choice> {
    let mut all = vec![Choice {
        value: String::new(),
        label: "Not said",
        hint: None,
    }];
    all.extend(choices(words::governance, |_| None));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::networks::views::sample;

    fn typed(network: &network::Model) -> EditForm {
        EditForm::of(network)
    }

    fn problem(form: EditForm, network: &network::Model, field: &str) -> String {
        let today = CivilDay::new(2026, 11, 24);
        let rejected = form.parse(network, today).unwrap_err();
        rejected.by_field[field].clone()
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        let network = network::Model {
            governance: Some(Governance::Shared),
            organisations: Some(12),
            started: Some("2024-03".to_owned()),
            geography: Some("regional".to_owned()),
            ..sample::network(Visibility::Private)
        };
        let change = typed(&network).parse(&network, None).unwrap();
        assert_eq!(change.version, network.version);
        assert_eq!(change.join_policy, network.join_policy);
        assert_eq!(change.governance, network.governance);
        assert_eq!(change.organisations, network.organisations);
        assert_eq!(change.started, network.started);
        assert_eq!(change.geography, network.geography);
    }

    #[test]
    fn a_private_network_cannot_be_open_to_join() {
        let network = sample::network(Visibility::Private);
        let form = EditForm {
            join_policy: "open".to_owned(),
            ..typed(&network)
        };
        assert_eq!(
            problem(form, &network, "join_policy"),
            "Select how people join"
        );
    }

    #[test]
    fn the_commons_and_secret_networks_keep_how_people_join() {
        let commons = network::Model {
            is_commons: true,
            ..sample::network(Visibility::Public)
        };
        for network in [commons, sample::network(Visibility::Secret)] {
            let form = EditForm {
                join_policy: "request".to_owned(),
                ..typed(&network)
            };
            let change = form.parse(&network, None).unwrap();
            assert_eq!(change.join_policy, network.join_policy);
        }
    }

    #[test]
    fn a_secret_network_shows_its_members_to_members_at_most() {
        let network = sample::network(Visibility::Secret);
        let form = EditForm {
            member_list: "everyone".to_owned(),
            ..typed(&network)
        };
        assert!(form.parse(&network, None).is_err());
    }

    #[test]
    fn a_month_needs_its_year_and_has_to_be_past() {
        let network = sample::network(Visibility::Public);
        let started = |month: &str, year: &str| EditForm {
            started_month: month.to_owned(),
            started_year: year.to_owned(),
            ..typed(&network)
        };
        for (month, year) in [("3", ""), ("", "2024"), ("13", "2024"), ("3", "24")] {
            let words = problem(started(month, year), &network, "started_month");
            assert!(words.starts_with("Started must be a month"), "{words}");
        }
        let words = problem(started("12", "2026"), &network, "started_month");
        assert_eq!(words, "Started must be in the past");
        let today = CivilDay::new(2026, 11, 24);
        let change = started("3", "2024").parse(&network, today).unwrap();
        assert_eq!(change.started.as_deref(), Some("2024-03"));
    }
}
