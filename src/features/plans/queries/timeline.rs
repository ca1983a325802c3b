//! The life of a network, as far as the actor may see it: its stages, its rounds, what was agreed
//! and done, and what its leaders noted (product.md 8.1.8).

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};
use serde_json::Value;

use crate::{
    entity::{
        action::{self, State},
        action_update, activity, annotation, audit_entry,
        id::{ActionId, AnnotationId},
        network::Stage,
        timestamp::Timestamp,
    },
    features::{
        networks::policy::SeenNetwork,
        plans::{due, policy},
    },
    platform::{
        access::Seen,
        text::dates::{self, CivilDay},
        web::error::{Error, Result},
    },
};

/// Of each kind of thing, so many at most, the latest.
const MOST: u64 = 200;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// The network was made.
    Made,
    /// Its leaders say that it is at another stage.
    Stage(Stage),
    /// The result of a round was released.
    Released,
    /// An action was agreed.
    Agreed(ActionId, String),
    /// An action was done.
    Done(ActionId, String),
    /// A leader noted something.
    Noted(AnnotationId, String),
}

/// Something that happened, and the day it happened in the network's time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub day: CivilDay,
    /// What.
    pub what: Happened,
}

/// Everything, the latest first. Four statements.
pub async fn timeline<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<Moment>> {
    let network = seen.network();
    let zone = due::zone(network);
    let day = |at: Timestamp| dates::civil_day(at.0, zone);
    let mut moments = vec![(network.created_at, Happened::Made)];
    moments.extend(stages(db, seen).await?);
    moments.extend(releases(db, seen).await?);
    moments.extend(steps(db, seen).await?);
    let dated = moments.into_iter().filter_map(|(at, what)| {
        let day = day(at)?;
        Some((day, at.0, Moment { day, what }))
    });
    let mut all: Vec<_> = dated.collect();
    for noted in notes(db, seen).await? {
        let Some(day) = CivilDay::from_iso(&noted.day) else {
            continue;
        };
        let what = Happened::Noted(noted.id, noted.words);
        // A note stands before what happened on its day.
        all.push((day, i64::MAX, Moment { day, what }));
    }
    all.sort_by_key(|(day, at, _)| std::cmp::Reverse((*day, *at)));
    Ok(all.into_iter().map(|(_, _, moment)| moment).collect())
}

/// A note of this network; 404 if there is none of that id.
pub async fn annotation<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
    id: AnnotationId,
) -> Result<annotation::Model> {
    annotation::Entity::find_by_id(id)
        .filter(annotation::Column::NetworkId.eq(seen.network().id))
        .one(db)
        .await?
        .ok_or(Error::NotFound)
}

/// The changes of stage, from what the audit log keeps of each edit.
async fn stages<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
) -> Result<Vec<(Timestamp, Happened)>> {
    let edits: Vec<(Timestamp, String, String)> = audit_entry::Entity::find()
        .select_only()
        .columns([
            audit_entry::Column::At,
            audit_entry::Column::Before,
            audit_entry::Column::After,
        ])
        .filter(audit_entry::Column::NetworkId.eq(seen.network().id))
        .filter(audit_entry::Column::Action.eq("edit_network"))
        .order_by_desc(audit_entry::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let changed = edits.into_iter().filter_map(|(at, before, after)| {
        let after = stage_in(&after)?;
        (stage_in(&before)? != after).then_some((at, Happened::Stage(after)))
    });
    Ok(changed.collect())
}

fn stage_in(json: &str) -> Option<Stage> {
    let value: Value = serde_json::from_str(json).ok()?;
    serde_json::from_value(value.get("stage")?.clone()).ok()
}

/// Rounds whose result was released: when, and nothing about it.
async fn releases<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
) -> Result<Vec<(Timestamp, Happened)>> {
    let rows: Vec<Timestamp> = activity::Entity::find()
        .select_only()
        .column(activity::Column::At)
        .filter(activity::Column::NetworkId.eq(seen.network().id))
        .filter(activity::Column::Kind.eq(super::super::RELEASED))
        .order_by_desc(activity::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|at| (at, Happened::Released))
        .collect())
}

#[derive(FromQueryResult)]
struct Step {
    id: ActionId,
    title: String,
    state: Option<State>,
    created_at: Timestamp,
}

/// Actions that were agreed or done, as far as the actor may see them.
async fn steps<C: ConnectionTrait>(
    db: &C,
    seen: &SeenNetwork,
) -> Result<Vec<(Timestamp, Happened)>> {
    let to_action: RelationDef = action_update::Entity::belongs_to(action::Entity)
        .from(action_update::Column::ActionId)
        .to(action::Column::Id)
        .into();
    let rows = action_update::Entity::find()
        .select_only()
        .column_as(action::Column::Id, "id")
        .column(action::Column::Title)
        .columns([
            action_update::Column::State,
            action_update::Column::CreatedAt,
        ])
        .join(JoinType::InnerJoin, to_action)
        .filter(action::Column::NetworkId.eq(seen.network().id))
        .filter(policy::visible_to(seen.actor()))
        .filter(action_update::Column::State.is_in([State::Agreed, State::Done]))
        .order_by_desc(action_update::Column::Id)
        .limit(MOST)
        .into_model::<Step>()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|step| {
            let what = match step.state {
                Some(State::Done) => Happened::Done(step.id, step.title),
                _ => Happened::Agreed(step.id, step.title),
            };
            (step.created_at, what)
        })
        .collect())
}

async fn notes<C: ConnectionTrait>(db: &C, seen: &SeenNetwork) -> Result<Vec<annotation::Model>> {
    let rows = annotation::Entity::find()
        .filter(annotation::Column::NetworkId.eq(seen.network().id))
        .order_by_desc(annotation::Column::Day)
        .order_by_desc(annotation::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows)
}
