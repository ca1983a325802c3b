//! Reports: those of an item, one's own, and who would read one.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, sea_query::Expr,
};

use super::super::policy::{SeeReporter, SeenItem};
use crate::{
    entity::{
        account,
        id::AccountId,
        membership, network,
        report::{self, Reason},
        review_item::{self, Decision},
        site_role,
        timestamp::Timestamp,
    },
    features::threads::policy::SeenPost,
    platform::{
        access::Seen,
        web::error::{Error, Result},
    },
};

/// A report as the actor sees it.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Why.
    pub reason: Reason,
    /// In their own words; may be empty.
    pub detail: String,
    /// The words as they were.
    pub text_copy: String,
    /// When.
    pub created_at: Timestamp,
    /// Who; for those who may know (row 19).
    pub reporter: Option<AccountId>,
}

/// Every report of an item, oldest first.
pub async fn of<C: ConnectionTrait>(db: &C, seen: &SeenItem) -> Result<Vec<ReportRow>> {
    let names = seen.may::<SeeReporter>();
    let found = report::Entity::find()
        .filter(report::Column::ReviewItemId.eq(seen.item.id))
        .order_by_asc(report::Column::Id)
        .all(db)
        .await?;
    let rows = found.into_iter().map(|report| ReportRow {
        reason: report.reason,
        detail: report.detail,
        text_copy: report.text_copy,
        created_at: report.created_at,
        reporter: names.then_some(report.reporter_id),
    });
    Ok(rows.collect())
}

/// The actor's own latest report of a post, and what became of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnReport {
    /// Why.
    pub reason: Reason,
    /// In their own words; may be empty.
    pub detail: String,
    /// Whether they asked to keep it from the network's leaders.
    pub not_to_leaders: bool,
    /// When.
    pub created_at: Timestamp,
    /// What was decided; none while it waits.
    pub decision: Option<Decision>,
}

/// The actor's own latest report of a post.
pub async fn own<C: ConnectionTrait>(db: &C, seen: &SeenPost) -> Result<Option<OwnReport>> {
    let Some(person) = seen.actor().id() else {
        return Ok(None);
    };
    let of_item: RelationDef = report::Entity::belongs_to(review_item::Entity)
        .from(report::Column::ReviewItemId)
        .to(review_item::Column::Id)
        .into();
    let found = report::Entity::find()
        .select_only()
        .columns([
            report::Column::Reason,
            report::Column::Detail,
            report::Column::NotToLeaders,
            report::Column::CreatedAt,
        ])
        .column(review_item::Column::Decision)
        .join(JoinType::InnerJoin, of_item)
        .filter(report::Column::PostId.eq(seen.post().id))
        .filter(report::Column::ReporterId.eq(person))
        .order_by_desc(report::Column::Id)
        .into_model()
        .one(db)
        .await?;
    Ok(found)
}

/// Who would read a report of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Readers {
    /// Whether its author looks after the network, so that nobody who does will see it (R22).
    pub author_looks_after: bool,
    /// Whether somebody looks after the site who does not look after the network: else nothing can
    /// be kept from it.
    pub site_has_others: bool,
}

/// Who would read a report of a post by this actor.
pub async fn readers<C: ConnectionTrait>(db: &C, seen: &SeenPost) -> Result<Readers> {
    let network = seen.thread().network().id;
    let reporter = seen.actor().id().unwrap_or(AccountId(0));
    let author = seen.post().author_id;
    let looking_after = || {
        let roles = [membership::Role::Moderator, membership::Role::Leader];
        membership::Entity::find()
            .select_only()
            .column(membership::Column::AccountId)
            .filter(membership::Column::NetworkId.eq(network))
            .filter(membership::Column::Role.is_in(roles))
    };
    let author_does = looking_after()
        .filter(membership::Column::AccountId.eq(author))
        .into_query();
    let to_account: RelationDef = site_role::Entity::belongs_to(account::Entity)
        .from(site_role::Column::AccountId)
        .to(account::Column::Id)
        .into();
    let others = site_role::Entity::find()
        .select_only()
        .column(site_role::Column::AccountId)
        .join(JoinType::InnerJoin, to_account)
        .filter(site_role::Column::Role.is_in([site_role::Role::Moderator, site_role::Role::Admin]))
        .filter(account::Column::State.eq(account::State::Active))
        .filter(site_role::Column::AccountId.is_not_in([author, reporter]))
        .filter(
            site_role::Column::AccountId
                .in_subquery(looking_after().into_query())
                .not(),
        )
        .into_query();
    let found = network::Entity::find_by_id(network)
        .select_only()
        .expr_as(Expr::exists(author_does), "author_looks_after")
        .expr_as(Expr::exists(others), "site_has_others")
        .into_model()
        .one(db)
        .await?;
    found.ok_or(Error::NotFound)
}
