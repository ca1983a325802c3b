//! Reads: the conversations in which results are shared, as far as one may read them.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
};

use crate::{
    entity::{
        id::{PostId, ThreadId},
        network, post, thread,
    },
    features::threads,
    platform::{access::Actor, web::error::Result},
};

/// A post in a conversation that the actor can read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Place {
    /// The post.
    pub post: PostId,
    /// Its number.
    pub number: i64,
    /// The thread.
    pub thread: ThreadId,
    /// In its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The network it is in.
    pub network: String,
    /// How visible that network is.
    pub visibility: network::Visibility,
    /// Whether it lets knowledge brokers in.
    pub broker_access: bool,
}

/// Where these posts stand; those that the actor can no longer read are left out. One statement.
pub async fn places<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    posts: &[PostId],
) -> Result<HashMap<PostId, Place>> {
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    let to_thread = post::Entity::belongs_to(thread::Entity)
        .from(post::Column::ThreadId)
        .to(thread::Column::Id)
        .into();
    let to_network = thread::Entity::belongs_to(network::Entity)
        .from(thread::Column::NetworkId)
        .to(network::Column::Id)
        .into();
    let found = post::Entity::find()
        .select_only()
        .column_as(post::Column::Id, "post")
        .column(post::Column::Number)
        .column_as(thread::Column::Id, "thread")
        .column(thread::Column::Slug)
        .column(thread::Column::Title)
        .column_as(network::Column::Name, "network")
        .column(network::Column::Visibility)
        .column(network::Column::BrokerAccess)
        .join(JoinType::InnerJoin, to_thread)
        .join(JoinType::InnerJoin, to_network)
        .filter(post::Column::Id.is_in(posts.iter().copied()))
        .filter(threads::policy::visible_to(actor))
        .into_model::<Place>()
        .all(db)
        .await?;
    let found = found.into_iter();
    Ok(found.map(|place| (place.post, place)).collect())
}
