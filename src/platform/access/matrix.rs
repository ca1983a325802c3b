//! The permission matrix: `policy.toml`, looked up. It is typed in nowhere else.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::{SiteRoles, Standing};
use crate::entity::{membership, network::Visibility};

const SOURCE: &str = include_str!("../../../assets/policy.toml");

/// What one cell of the matrix says (permissions.md section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Allowed.
    Allow,
    /// Refused, with an explanation.
    Refuse,
    /// Behaves as an unknown id.
    Hidden,
    /// One's own item only.
    Own,
    /// Only if the network or site setting allows.
    Setting,
    /// One's own item, or any item if the setting allows.
    OwnOrSetting,
    /// Only if the network lets knowledge brokers in.
    BrokerAccess,
    /// One's own item, and only if the network lets knowledge brokers in.
    OwnAndBrokerAccess,
    /// Only the item under an open review item, and its context.
    OpenReview,
    /// Only under a live break-glass grant.
    BreakGlass,
    /// Under an open review item, or under a live break-glass grant.
    OpenReviewOrBreakGlass,
    /// Only when the item is overdue and was escalated.
    Escalated,
    /// Needs a second authorised person.
    SecondPerson,
    /// Allowed within the rule named in the row.
    Rule,
}

/// The columns of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Not signed in.
    Visitor,
    /// Signed in, not in this network.
    Stranger,
    /// Network member.
    Member,
    /// Network moderator.
    Moderator,
    /// Network leader.
    Leader,
    /// Knowledge broker.
    Broker,
    /// Site moderator.
    SiteModerator,
    /// Site admin.
    SiteAdmin,
}

/// What the matrix says for one action, one kind of actor and one visibility. An action that is
/// not in the matrix is hidden from everybody.
pub fn cell(action: &str, column: Column, visibility: Visibility) -> Cell {
    let Some(row) = MATRIX.get(action) else {
        return Cell::Hidden;
    };
    let cells = match column {
        Column::Visitor => &row.visitor,
        Column::Stranger => &row.stranger,
        Column::Member => &row.member,
        Column::Moderator => &row.moderator,
        Column::Leader => &row.leader,
        Column::Broker => &row.broker,
        Column::SiteModerator => &row.site_moderator,
        Column::SiteAdmin => &row.site_admin,
    };
    match visibility {
        Visibility::Public => cells.public,
        Visibility::Private => cells.private,
        Visibility::Secret => cells.secret,
    }
}

/// The ids of all actions, in the order of their numbers.
pub fn actions() -> Vec<&'static str> {
    let mut all: Vec<_> = MATRIX.values().collect();
    all.sort_by_key(|row| row.number);
    all.into_iter().map(|row| row.id.as_str()).collect()
}

/// The columns that apply to somebody: their place in the network, and each of their site roles.
/// Any one of them is enough (permissions.md section 1: rights are the union).
pub(super) fn columns(standing: &Standing) -> Vec<Column> {
    let place = match standing.role {
        None => Column::Stranger,
        Some(membership::Role::Member) => Column::Member,
        Some(membership::Role::Moderator) => Column::Moderator,
        Some(membership::Role::Leader) => Column::Leader,
    };
    let SiteRoles {
        broker,
        moderator,
        admin,
    } = standing.site;
    let site = [
        (broker, Column::Broker),
        (moderator, Column::SiteModerator),
        (admin, Column::SiteAdmin),
    ];
    let held = site
        .into_iter()
        .filter_map(|(held, column)| held.then_some(column));
    std::iter::once(place).chain(held).collect()
}

static MATRIX: LazyLock<HashMap<String, Row>> = LazyLock::new(|| {
    let file: File = toml::from_str(SOURCE).unwrap_or_else(|error| {
        // A matrix that cannot be read refuses everything; a unit test keeps it readable.
        tracing::error!(%error, "The permission matrix cannot be read.");
        File { action: Vec::new() }
    });
    file.action
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect()
});

#[derive(Deserialize)]
struct File {
    action: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    number: u32,
    #[serde(rename = "V")]
    visitor: Cells,
    #[serde(rename = "M")]
    stranger: Cells,
    #[serde(rename = "NM")]
    member: Cells,
    #[serde(rename = "NMod")]
    moderator: Cells,
    #[serde(rename = "NL")]
    leader: Cells,
    #[serde(rename = "KB")]
    broker: Cells,
    #[serde(rename = "SM")]
    site_moderator: Cells,
    #[serde(rename = "SA")]
    site_admin: Cells,
}

#[derive(Deserialize)]
struct Cells {
    public: Cell,
    private: Cell,
    secret: Cell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_has_51_actions() {
        assert_eq!(actions().len(), 51);
    }

    #[test]
    fn an_action_outside_the_matrix_is_hidden() {
        assert_eq!(
            cell("fly", Column::SiteAdmin, Visibility::Public),
            Cell::Hidden
        );
    }

    #[test]
    fn a_site_moderator_who_is_a_member_of_a_secret_network_acts_there_as_a_member() {
        let standing = Standing {
            visibility: Visibility::Secret,
            role: Some(membership::Role::Member),
            site: SiteRoles {
                moderator: true,
                ..SiteRoles::default()
            },
            ..Standing::default()
        };
        let cells = standing.cells(Some("reply"));
        assert_eq!(cells, vec![Cell::Allow]);
    }
}
