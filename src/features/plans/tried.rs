//! What was tried between two rounds, beside what changed: side by side, never as cause
//! (health-check.md 10.1).

use serde::Serialize;

use super::status;
use crate::{
    entity::action::State,
    features::health_checks::{comparison::Trend, instrument::DimensionCode},
};

/// What stands under every such list.
pub const CAPTION: &str = "Happened alongside; not proof of cause.";

/// What is asked at its end.
pub const PROMPT: &str = "What did we learn?";

/// A dimension as the comparison shows it; only for those who may see both rounds.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which.
    pub code: DimensionCode,
    /// Its name.
    pub name: String,
    /// Which way it went; none where no arrow is shown.
    pub trend: Option<Trend>,
}

/// An action that was agreed in between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agreed {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// The code of its dimension.
    #[serde(skip)]
    pub dimension: Option<String>,
    /// How far it has come.
    #[serde(skip)]
    pub state: State,
}

/// What was tried about one dimension, or about none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// The dimension's name; none for actions that are about no one dimension.
    pub dimension: Option<String>,
    /// "Up", "Steady", "Down", or why there is no word.
    pub change: &'static str,
    /// What was agreed, in the order given.
    pub actions: Vec<TriedAction>,
}

/// One action of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TriedAction {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// "Done".
    pub state: &'static str,
    /// The class of the tag.
    pub tag: &'static str,
}

/// The actions by dimension, in the order of the comparison, then those about none of its
/// dimensions. Dimensions about which nothing was agreed are left out.
pub fn tried(changes: &[Change], agreed: &[Agreed]) -> Vec<Tried> {
    let mut list: Vec<Tried> = changes
        .iter()
        .map(|change| Tried {
            dimension: Some(change.name.clone()),
            change: change.trend.map_or("No comparison", Trend::label),
            actions: about(agreed, |code| code == Some(change.code.as_str())),
        })
        .collect();
    let known = |code: &str| changes.iter().any(|change| change.code.as_str() == code);
    list.push(Tried {
        dimension: None,
        change: "",
        actions: about(agreed, |code| !code.is_some_and(known)),
    });
    list.retain(|tried| !tried.actions.is_empty());
    list
}

fn about(agreed: &[Agreed], which: impl Fn(Option<&str>) -> bool) -> Vec<TriedAction> {
    agreed
        .iter()
        .filter(|action| which(action.dimension.as_deref()))
        .map(|action| TriedAction {
            title: action.title.clone(),
            href: action.href.clone(),
            state: status::label(action.state),
            tag: status::tag(action.state),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(code: &str, trend: Option<Trend>) -> Change {
        Change {
            code: DimensionCode::parse(code).unwrap(),
            name: format!("Name of {code}"),
            trend,
        }
    }

    fn agreed(title: &str, dimension: Option<&str>, state: State) -> Agreed {
        Agreed {
            title: title.to_owned(),
            href: "/actions/1".to_owned(),
            dimension: dimension.map(str::to_owned),
            state,
        }
    }

    #[test]
    fn actions_stand_beside_the_change_of_their_dimension() {
        let changes = [
            change("PUR", Some(Trend::Up)),
            change("REL", Some(Trend::Steady)),
            change("MEM", None),
        ];
        let actions = [
            agreed("Map who is missing", Some("MEM"), State::InProgress),
            agreed("A purpose session", Some("PUR"), State::Done),
            agreed("A website", None, State::Stopped),
            agreed("A sentence on agendas", Some("PUR"), State::Agreed),
        ];
        let list = tried(&changes, &actions);
        let short: Vec<_> = list
            .iter()
            .map(|tried| {
                let titles: Vec<_> = tried.actions.iter().map(|one| one.title.as_str()).collect();
                (tried.dimension.as_deref(), tried.change, titles)
            })
            .collect();
        assert_eq!(
            short,
            [
                (
                    Some("Name of PUR"),
                    "Up",
                    vec!["A purpose session", "A sentence on agendas"]
                ),
                (
                    Some("Name of MEM"),
                    "No comparison",
                    vec!["Map who is missing"]
                ),
                (None, "", vec!["A website"]),
            ]
        );
        assert_eq!(list[0].actions[0].state, "Done");
    }

    #[test]
    fn an_action_about_a_dimension_that_is_not_compared_is_not_lost() {
        let list = tried(
            &[change("PUR", None)],
            &[agreed("x", Some("SUS"), State::Done)],
        );
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].dimension, None);
        assert!(tried(&[], &[]).is_empty());
    }
}
