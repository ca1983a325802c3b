//! Who sees a thread and its posts, and who may do what there.

mod actions;
mod rights;

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

pub use actions::{
    EditPost, EditTitle, HidePost, MarkHelped, PinLock, Reply, ReplyLocked, RestorePost,
    SeeRevisions, SetStatus, WithdrawPost,
};
pub(super) use rights::{Ground, Item, still, still_on_anothers};

use crate::{
    entity::{
        challenge,
        id::AccountId,
        membership, network, post, review_item,
        thread::{self, Visibility},
        timestamp::Timestamp,
    },
    features::networks,
    platform::access::{Actor, Seen, Standing},
};

/// How long what its author withdrew can be read by them and by moderators, in days (forum.md TH6).
pub(super) const WITHDRAWN_DAYS: i64 = 30;

/// How long what was removed can be read by its author and by moderators, in days (forum.md TH6).
pub(super) const REMOVED_DAYS: i64 = 365;

/// A reported post is seen by site staff with this many posts on either side (permissions.md,
/// symbol f).
pub(super) const CONTEXT: i64 = 2;

/// A thread as one actor sees it. Made only by this feature's queries.
#[derive(Clone, Debug)]
pub struct SeenThread {
    pub(super) thread: thread::Model,
    pub(super) network: network::Model,
    pub(super) challenge: Option<SeenChallenge>,
    pub(super) role: Option<membership::Role>,
    /// The highest number the actor has read; 0 for visitors and for a thread never opened.
    pub(super) read_up_to: i64,
    /// Whether a post of it is under an open review item, which site staff may decide. Only asked
    /// for them.
    pub(super) under_review: bool,
    pub(super) actor: Actor,
}

impl SeenThread {
    /// The thread.
    pub fn thread(&self) -> &thread::Model {
        &self.thread
    }

    /// The network it is in.
    pub fn network(&self) -> &network::Model {
        &self.network
    }

    /// What makes it a challenge, if it is one.
    pub fn challenge(&self) -> Option<&SeenChallenge> {
        self.challenge.as_ref()
    }

    /// The actor's role in its network.
    pub fn role(&self) -> Option<membership::Role> {
        self.role
    }

    /// Whether the actor may read all of it (row 2). Otherwise they see reported posts and what
    /// stands around them, no more.
    pub fn is_open(&self) -> bool {
        let without_review = Standing {
            open_review: false,
            ..self.standing()
        };
        match self.actor.person() {
            Some(_) => without_review.grants("read_content"),
            // A visitor is shown a thread only where visitors read.
            None => true,
        }
    }

    /// Whether a row that names no one thing is granted to this actor here.
    pub fn granted(&self, row: &str) -> bool {
        self.actor.person().is_some() && self.standing().grants(row)
    }

    /// Whether the actor reads more than visitors do: then they may mark what they have read.
    pub(super) fn keeps_marks(&self) -> bool {
        self.granted("follow_save_mark")
    }
}

/// What makes a thread a challenge, without its long parts.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SeenChallenge {
    /// One to three codes of dimensions, separated by commas.
    pub dimensions: String,
    /// The kinds of help asked for: codes, separated by commas.
    pub help_kinds: String,
    /// Where it stands.
    pub status: challenge::Status,
    /// What helped besides the replies that are marked, as HTML of ours; empty if nothing is told.
    pub what_helped_html: String,
    /// What came of it, in Markdown; empty until told.
    pub outcome: String,
    /// The same as HTML of ours.
    pub outcome_html: String,
    /// When that was told.
    pub outcome_at: Option<Timestamp>,
    /// By whom: the author, or a moderator or leader for them.
    pub outcome_by: Option<AccountId>,
}

/// What decides who reads the text of a post.
#[derive(Clone, Copy, Debug)]
struct Held {
    state: post::State,
    /// When it got that state, if it was not so from the beginning.
    since: Option<Timestamp>,
}

impl From<&post::Model> for Held {
    fn from(post: &post::Model) -> Self {
        Self {
            state: post.state,
            since: post.state_at,
        }
    }
}

/// Whether somebody of this standing, to whom the thread is open, reads the text of a post (rows 2
/// and 13 to 15, R5).
fn reads(standing: &Standing, is_own: bool, post: Held, now: Timestamp) -> bool {
    let since = |days: i64| post.since.is_some_and(|at| now < at.plus_days(days));
    let held = |others: &str| {
        let row = if is_own { "see_own_held_text" } else { others };
        standing.grants(row)
    };
    match post.state {
        post::State::Visible => true,
        post::State::Purged => false,
        post::State::Hidden => held("see_others_held_text"),
        post::State::Withdrawn => since(WITHDRAWN_DAYS) && held("see_others_removed_text"),
        post::State::Removed => since(REMOVED_DAYS) && held("see_others_removed_text"),
    }
}

impl Seen for SeenThread {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn standing(&self) -> Standing {
        Standing {
            open_review: self.under_review,
            ..networks::policy::standing(&self.network, self.role, &self.actor)
        }
    }
}

/// A post as one actor sees it, with its thread. Made only by this feature's queries.
#[derive(Clone, Debug)]
pub struct SeenPost {
    pub(super) thread: Arc<SeenThread>,
    pub(super) post: post::Model,
    /// Whether this post, or one within two of it, is under an open review item. Only asked for
    /// site staff.
    pub(super) under_review: bool,
    /// When the actor saw it: rights to edit and to read end with time.
    pub(super) at: Timestamp,
}

impl SeenPost {
    /// Its thread.
    pub fn thread(&self) -> &SeenThread {
        &self.thread
    }

    /// The post, text and all: ask [`reads`](Self::reads) before showing it.
    pub fn post(&self) -> &post::Model {
        &self.post
    }

    /// Whether the actor wrote it.
    pub fn is_own(&self) -> bool {
        self.actor().id() == Some(self.post.author_id)
    }

    /// Whether the actor reads its text (R5).
    pub fn reads(&self) -> bool {
        let is_own = self.is_own();
        reads(&self.standing(), is_own, Held::from(&self.post), self.at)
    }

    /// Whether the actor may read the thread around it: not after leaving its network (R10).
    pub fn thread_is_open(&self) -> bool {
        self.thread.is_open()
    }
}

impl Seen for SeenPost {
    fn actor(&self) -> &Actor {
        &self.thread.actor
    }

    fn standing(&self) -> Standing {
        Standing {
            open_review: self.under_review,
            ..self.thread.standing()
        }
    }
}

/// Threads whose page the actor may open (rows 2 and 13 to 15, R5): those of the networks that are
/// open to them, if anything in them can be read.
///
/// Add it to any statement on `thread`; whether or not it joins `network` makes no difference.
pub fn visible_to(actor: &Actor) -> Condition {
    Condition::all()
        .add(Expr::exists(around(networks::policy::open_to(actor))))
        .add(shown_to(actor))
}

/// The same, and threads of which site staff may see a reported post (symbol f): for pages of one
/// thing, never for lists (row 3).
pub(super) fn reachable_by(actor: &Actor) -> Condition {
    let seen = visible_to(actor);
    if actor.site().staff() {
        Condition::any().add(seen).add(reported_in_thread())
    } else {
        seen
    }
}

/// R5: a thread with a visible post is shown to its readers; one without to those who may read
/// what is held back: those who wrote in it, moderators, site staff.
fn shown_to(actor: &Actor) -> Condition {
    let shown = Condition::any().add(
        Condition::all()
            .add(thread::Column::VisibilityState.eq(Visibility::Visible))
            .add(thread::Column::VisiblePosts.gt(0)),
    );
    let Some(person) = actor.person() else {
        return shown;
    };
    let own = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(of_thread_at_hand(post::Column::ThreadId))
        .filter(post::Column::AuthorId.eq(person.id))
        .into_query();
    let moderated = networks::policy::moderated_by(person.id);
    let mut shown = shown
        .add(Expr::exists(own))
        .add(thread::Column::NetworkId.in_subquery(moderated));
    if person.site.staff() {
        let not_secret = network::Column::Visibility.ne(network::Visibility::Secret);
        shown = shown.add(Expr::exists(around(Condition::all().add(not_secret))));
    }
    shown
}

/// The network of the thread at hand, if it fulfils `condition`.
fn around(condition: Condition) -> SelectStatement {
    network::Entity::find()
        .select_only()
        .column(network::Column::Id)
        .filter(
            Expr::col((network::Entity, network::Column::Id))
                .equals((thread::Entity, thread::Column::NetworkId)),
        )
        .filter(condition)
        .into_query()
}

/// Whether a post of the thread at hand is under an open review item.
pub(super) fn reported_in_thread() -> Expr {
    let reported = review_item::Entity::find()
        .select_only()
        .column(review_item::Column::Id)
        .inner_join_post()
        .filter(of_thread_at_hand(post::Column::ThreadId))
        .filter(review_item::Column::State.eq(review_item::State::Open))
        .into_query();
    Expr::exists(reported)
}

/// `column` names the thread of the row at hand.
pub(super) fn of_thread_at_hand(column: post::Column) -> Expr {
    Expr::col((post::Entity, column)).equals((thread::Entity, thread::Column::Id))
}

/// The join of a review item with its post.
pub(super) trait WithPost {
    /// Joins the post it is about.
    fn inner_join_post(self) -> Self;
}

impl WithPost for sea_orm::Select<review_item::Entity> {
    fn inner_join_post(self) -> Self {
        self.join(
            sea_orm::JoinType::InnerJoin,
            review_item::Entity::belongs_to(post::Entity)
                .from(review_item::Column::PostId)
                .to(post::Column::Id)
                .into(),
        )
    }
}
