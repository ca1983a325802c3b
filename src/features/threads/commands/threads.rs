//! Beginning a conversation.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};

use super::{
    super::{
        forms::{NewThread, Words},
        numbering::threads_path,
        policy::{Ground, Item, still},
    },
    posts, reading,
};
use crate::{
    entity::{
        id::{AccountId, PostId, ThreadId},
        network, post, thread,
    },
    features::networks::policy::{Announce, SeenNetwork, StartThread},
    platform::{
        access::{Action, Permit},
        activity::{self, Activity},
        db::Write,
        drafts,
        text::slug,
        web::error::{Error, Result},
    },
};

/// Within this many minutes the same words by the same person begin one thread (forum.md TH1).
const TWIN_MINUTES: i64 = 10;

/// A conversation that is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The thread.
    pub id: ThreadId,
    /// Its readable ending.
    pub slug: String,
    /// Its first post.
    pub post: PostId,
    /// False: the same words were posted a moment ago, and this is that thread.
    pub is_new: bool,
}

/// Begins an observation: the thread and its first post.
pub async fn start(
    write: &Write<'_>,
    permit: &Permit<StartThread>,
    new: &NewThread,
) -> Result<Started> {
    let begin = Beginning {
        kind: thread::Kind::Observation,
        title: &new.title,
        words: &new.body,
    };
    begin_thread(write, permit, begin).await
}

/// Begins an announcement (row 47).
pub async fn announce(
    write: &Write<'_>,
    permit: &Permit<Announce>,
    new: &NewThread,
) -> Result<Started> {
    let begin = Beginning {
        kind: thread::Kind::Announcement,
        title: &new.title,
        words: &new.body,
    };
    begin_thread(write, permit, begin).await
}

/// What a conversation begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning<'a> {
    pub(super) kind: thread::Kind,
    pub(super) title: &'a str,
    pub(super) words: &'a Words,
}

/// The thread and its first post, for whoever still has the right of `A`.
pub(super) async fn begin_thread<A: Action<On = SeenNetwork>>(
    write: &Write<'_>,
    permit: &Permit<A>,
    begin: Beginning<'_>,
) -> Result<Started> {
    let (network, author) = (permit.on().network(), permit.person().id);
    let ground = Ground {
        network: network.id,
        item: Item::Nothing,
        in_use: true,
    };
    let right = still(A::ROW.unwrap_or_default(), ground, author);
    let allowed = network::Entity::find_by_id(network.id)
        .select_only()
        .column(network::Column::Id)
        .filter(right)
        .into_tuple::<i64>()
        .one(write.txn)
        .await?;
    if allowed.is_none() {
        return Err(why_not(write, permit).await);
    }
    if let Some(twin) = twin(write, network.id.0, author, begin).await? {
        return Ok(twin);
    }
    insert(write, network, author, begin).await
}

async fn insert(
    write: &Write<'_>,
    network: &network::Model,
    author: AccountId,
    begin: Beginning<'_>,
) -> Result<Started> {
    let slug = slug::thread(begin.title);
    let row = thread::ActiveModel {
        network_id: Set(network.id),
        kind: Set(begin.kind),
        title: Set(begin.title.to_owned()),
        slug: Set(slug.clone()),
        author_id: Set(author),
        state: Set(thread::State::Open),
        visibility_state: Set(thread::Visibility::Visible),
        lock_reason: Set(String::new()),
        pinned_until: Set(None),
        last_number: Set(1),
        visible_posts: Set(1),
        last_visible_number: Set(1),
        last_activity_at: Set(write.now),
        last_post_by: Set(Some(author)),
        version: Set(1),
        created_at: Set(write.now),
        ..Default::default()
    };
    let id = thread::Entity::insert(row)
        .exec(write.txn)
        .await?
        .last_insert_id;
    let first = posts::row(write, id, 1, author, begin.words);
    let post = post::Entity::insert(first)
        .exec(write.txn)
        .await?
        .last_insert_id;
    reading::raise(write, author, id, 1).await?;
    let event = Activity {
        kind: "started",
        actor: Some(author),
        network: Some(network.id),
        thread: Some(id),
        post: Some(post),
        subject: None,
    };
    activity::record(write, event).await?;
    drafts::forget(write, author, &threads_path(&network.slug)).await?;
    Ok(Started {
        id,
        slug,
        post,
        is_new: true,
    })
}

/// The same title and words by the same person in the same network a moment ago.
async fn twin(
    write: &Write<'_>,
    network: i64,
    author: AccountId,
    begin: Beginning<'_>,
) -> Result<Option<Started>> {
    let first: RelationDef = thread::Entity::belongs_to(post::Entity)
        .from(thread::Column::Id)
        .to(post::Column::ThreadId)
        .into();
    let found: Option<(ThreadId, String, PostId)> = thread::Entity::find()
        .select_only()
        .column(thread::Column::Id)
        .column(thread::Column::Slug)
        .column(post::Column::Id)
        .join(JoinType::InnerJoin, first)
        .filter(thread::Column::AuthorId.eq(author))
        .filter(thread::Column::NetworkId.eq(network))
        .filter(thread::Column::Kind.eq(begin.kind))
        .filter(thread::Column::Title.eq(begin.title))
        .filter(thread::Column::CreatedAt.gt(write.now.plus_minutes(-TWIN_MINUTES)))
        .filter(post::Column::Number.eq(1))
        .filter(post::Column::State.eq(post::State::Visible))
        .filter(post::Column::BodySrc.eq(begin.words.src()))
        .order_by_desc(thread::Column::Id)
        .into_tuple()
        .one(write.txn)
        .await?;
    Ok(found.map(|(id, slug, post)| Started {
        id,
        slug,
        post,
        is_new: false,
    }))
}

async fn why_not<A: Action<On = SeenNetwork>>(write: &Write<'_>, permit: &Permit<A>) -> Error {
    use crate::{features::networks::queries, platform::access::Seen};
    let (actor, id) = (permit.on().actor(), permit.on().network().id);
    match queries::find_by_id(write.txn, actor, id).await {
        Ok(now) => now.refusal::<A>().map_or(Error::Busy, Error::from),
        Err(error) => error,
    }
}
