//! The invented community as its file tells it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

const FILE: &str = include_str!("../../../assets/demo/community.toml");

/// Everybody and everything in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Community {
    /// Handle to name, job role, organisation, can help with, would like help with.
    pub(super) people: BTreeMap<String, [String; 5]>,
    pub(super) site_roles: BTreeMap<String, String>,
    pub(super) network: Vec<Network>,
    pub(super) result: Vec<CheckResult>,
    pub(super) thread: Vec<Thread>,
    pub(super) report: Vec<Report>,
    pub(super) request: Vec<Request>,
    pub(super) invitation: Vec<Invitation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    /// A name within this file; the site makes its own.
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) kind: String,
    pub(super) stage: String,
    pub(super) visibility: String,
    #[serde(default)]
    pub(super) broker_access: bool,
    pub(super) governance: String,
    pub(super) organisations: Option<i32>,
    pub(super) started: String,
    pub(super) geography: Option<String>,
    pub(super) leaders: Vec<String>,
    pub(super) moderators: Vec<String>,
    pub(super) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckResult {
    pub(super) owner: String,
    pub(super) network: String,
    pub(super) days_ago: i64,
    /// The usual answer in each dimension, in their order.
    pub(super) means: [u8; 8],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thread {
    pub(super) network: String,
    pub(super) kind: Kind,
    pub(super) author: String,
    pub(super) days_ago: i64,
    pub(super) title: String,
    #[serde(default)]
    pub(super) words: String,
    #[serde(default)]
    pub(super) dimensions: Vec<String>,
    #[serde(default)]
    pub(super) happening: String,
    #[serde(default)]
    pub(super) tried: String,
    #[serde(default)]
    pub(super) help: String,
    #[serde(default)]
    pub(super) help_kinds: Vec<String>,
    #[serde(default)]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) outcome: String,
    pub(super) share: Option<Share>,
    #[serde(default)]
    pub(super) pinned: bool,
    #[serde(default)]
    pub(super) post: Vec<Post>,
    pub(super) hidden_reply: Option<HiddenReply>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Challenge,
    Observation,
    Announcement,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    #[default]
    Open,
    BeingTried,
    Resolved,
    Closed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Share {
    pub(super) dimensions: Vec<String>,
    pub(super) level: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Post {
    pub(super) by: String,
    /// Days after the thread began.
    pub(super) after: i64,
    pub(super) words: String,
    pub(super) helped: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HiddenReply {
    pub(super) by: String,
    pub(super) words: String,
    pub(super) by_moderator: String,
    pub(super) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    /// The title of the thread.
    pub(super) thread: String,
    pub(super) number: i64,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) detail: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    pub(super) network: String,
    pub(super) by: String,
    pub(super) message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invitation {
    pub(super) network: String,
    pub(super) by: String,
    pub(super) to: String,
}

/// Somebody who can sign in, and as what.
pub(super) struct Account {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<String>,
}

impl Community {
    /// Reads the file that is part of the program.
    pub(super) fn read() -> Result<Self> {
        toml::from_str(FILE).context("The demonstration's file cannot be read")
    }

    /// Everybody, those with most to see first.
    pub(super) fn accounts(&self) -> Vec<Account> {
        let mut all: Vec<_> = self
            .people
            .iter()
            .map(|(handle, [name, ..])| Account {
                name: name.clone(),
                email: email(handle),
                roles: self.roles(handle),
            })
            .collect();
        let rank = |account: &Account| {
            let first = account.roles.first().map_or("", String::as_str);
            match first {
                "site admin" => 0,
                "site moderator" => 1,
                "knowledge broker" => 2,
                first if first.starts_with("leader") => 3,
                first if first.starts_with("moderator") => 4,
                _ => 5,
            }
        };
        all.sort_by_key(rank);
        all
    }

    fn roles(&self, handle: &str) -> Vec<String> {
        let site = self.site_roles.get(handle).map(|role| match role.as_str() {
            "admin" => "site admin".to_owned(),
            "moderator" => "site moderator".to_owned(),
            _ => "knowledge broker".to_owned(),
        });
        let mut roles: Vec<_> = site.into_iter().collect();
        for (role, in_network) in [
            (
                "leader",
                (|network: &Network| &network.leaders) as fn(&Network) -> &Vec<String>,
            ),
            ("moderator", |network| &network.moderators),
            ("member", |network| &network.members),
        ] {
            for network in &self.network {
                if in_network(network).iter().any(|member| member == handle) {
                    roles.push(format!("{role} of {}", network.name));
                }
            }
        }
        if roles.is_empty() {
            roles.push("member".to_owned());
        }
        roles
    }
}

/// The address of an invented person.
pub(super) fn email(handle: &str) -> String {
    format!("{handle}@example.org")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_the_file_names_is_in_it() {
        let community = Community::read().unwrap();
        let known = |handle: &String| assert!(community.people.contains_key(handle), "{handle}");
        for network in &community.network {
            network.leaders.iter().for_each(known);
            network.moderators.iter().for_each(known);
            network.members.iter().for_each(known);
        }
        for thread in &community.thread {
            known(&thread.author);
            thread.post.iter().for_each(|post| known(&post.by));
        }
    }

    #[test]
    fn whoever_speaks_in_a_network_belongs_to_it() {
        let community = Community::read().unwrap();
        for thread in &community.thread {
            let home = community
                .network
                .iter()
                .find(|network| network.slug == thread.network);
            // Everybody belongs to the Commons, which the file does not describe.
            let Some(home) = home else { continue };
            let everybody: Vec<_> = home
                .leaders
                .iter()
                .chain(&home.moderators)
                .chain(&home.members)
                .collect();
            for who in thread
                .post
                .iter()
                .map(|post| &post.by)
                .chain([&thread.author])
            {
                assert!(everybody.contains(&who), "{who} in {}", home.name);
            }
        }
    }

    #[test]
    fn there_are_forty_people_and_eight_networks_and_challenges_in_every_status() {
        let community = Community::read().unwrap();
        assert!(community.people.len() >= 40 && community.network.len() >= 8);
        for status in [
            Status::Open,
            Status::BeingTried,
            Status::Resolved,
            Status::Closed,
        ] {
            let has = |thread: &&Thread| thread.kind == Kind::Challenge && thread.status == status;
            assert!(
                community.thread.iter().any(|thread| has(&thread)),
                "{status:?}"
            );
        }
    }
}
