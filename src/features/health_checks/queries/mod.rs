//! Reads: one's own checks, results and shares; and the cards that one has been shown.

mod checks;
mod instruments;
mod respondents;
mod results;
mod rounds;
mod shares;

use sea_orm::{
    DbErr, EntityTrait, FromQueryResult, Iterable, JoinType, QueryResult, QuerySelect, RelationDef,
    Select,
};

use super::policy::Home;
use crate::{
    entity::{membership, network},
    features::networks::queries::{CORE, ROLE, core_of, role_of},
    platform::access::Actor,
};

pub use checks::{Waiting, answers, draft_in, drafts, find_draft};
pub use instruments::{all_instruments, current, dimensions, instrument};
pub use respondents::{Asked, by_token, draft, open_round, result_by_link};
pub use results::{OwnResult, find_result, own_results, result_of, results_in, shareable};
pub use rounds::{
    Beside, Counts, RoundLine, Told, beside, counts, due_rounds, find_result_of_round, find_round,
    invited, members_to_invite, newest_release, open_rounds, own_address_key, released_in,
    result_of_round, rounds_in, to_erase, told_about,
};
pub use shares::{
    CardState, cards, clash, find_share, has_share, shared, shares_of, threads_showing,
};

pub(super) use checks::{left_alone, waiting_of};
pub(super) use shares::{ALIVE, choice_of, sharer_leads};

/// Adds the network of each row, by `relation`, and the actor's role there.
fn with_home<E: EntityTrait>(select: Select<E>, relation: RelationDef, actor: &Actor) -> Select<E> {
    let mut select = select
        .join(JoinType::InnerJoin, relation)
        .expr_as(role_of(actor.id()), ROLE)
        .expr_as(core_of(actor.id()), CORE);
    for column in network::Column::iter() {
        select = select.column_as(column, alias(column));
    }
    select
}

fn alias(column: network::Column) -> String {
    let name = sea_orm::IdenStatic::as_str(&column);
    format!("{HOME}{name}")
}

/// Goes before the names of a network's columns.
const HOME: &str = "home_";

/// The network that [`with_home`] added.
struct HomeRow {
    network: network::Model,
    role: Option<membership::Role>,
    core: bool,
}

impl FromQueryResult for HomeRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self {
            network: network::Model::from_query_result(row, HOME)?,
            role: row.try_get("", ROLE)?,
            core: row.try_get::<Option<bool>>("", CORE)?.unwrap_or_default(),
        })
    }
}

impl HomeRow {
    fn of(self, actor: &Actor) -> Home {
        Home {
            network: self.network,
            role: self.role,
            core: self.core,
            actor: actor.clone(),
        }
    }
}

/// A row with its network.
struct AtHome<M> {
    row: M,
    home: HomeRow,
}

impl<M: FromQueryResult> FromQueryResult for AtHome<M> {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: M::from_query_result(row, pre)?,
            home: HomeRow::from_query_result(row, pre)?,
        })
    }
}
