//! What a page of a thread says, as the thread's own rows say it: held by the version of the
//! thread, shared by all its readers. Names, roles, buttons and shared results go around it.

use minijinja::Value;

use crate::entity::{
    id::{AccountId, PostId},
    post, thread_event,
    timestamp::Timestamp,
};

/// The words of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Fragment {
    /// In the order of their numbers.
    pub(super) posts: Vec<Piece>,
    /// What helped, wherever in the thread it stands.
    pub(super) helped: Vec<Helped>,
}

/// One post.
///
/// A post that is held back is here with its text: the view gives it out only to those who may read
/// it (permissions.md R5).
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) id: PostId,
    pub(super) number: i64,
    pub(super) author: AccountId,
    pub(super) state: post::State,
    /// Why it is held back.
    pub(super) reason: String,
    /// Since when.
    pub(super) since: Option<Timestamp>,
    pub(super) is_notice: bool,
    pub(super) helped: bool,
    pub(super) at: Timestamp,
    pub(super) edited_at: Option<Timestamp>,
    /// Safe HTML, as a template takes it.
    pub(super) html: Value,
    /// What happened before the next post.
    pub(super) then: Vec<Happened>,
}

/// A post that is marked as what helped.
#[derive(Clone, Debug)]
pub(super) struct Helped {
    pub(super) number: i64,
    pub(super) author: AccountId,
    /// Who marked it.
    pub(super) by: Option<AccountId>,
    pub(super) note: String,
}

/// Something that happened to the thread.
#[derive(Clone, Debug)]
pub(super) struct Happened {
    pub(super) kind: thread_event::Kind,
    pub(super) by: AccountId,
    pub(super) at: Timestamp,
    pub(super) note: String,
}

impl Fragment {
    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        let posts = self.posts.iter().map(|piece| {
            let html = piece.html.as_str().map_or(0, str::len);
            let events: usize = piece.then.iter().map(|event| 100 + event.note.len()).sum();
            300 + html + piece.reason.len() + events
        });
        let helped = self.helped.iter().map(|helped| 100 + helped.note.len());
        100 + posts.sum::<usize>() + helped.sum::<usize>()
    }
}

impl Piece {
    /// The post as rules see it: everything but its text.
    pub(super) fn without_text(&self) -> post::Model {
        post::Model {
            id: self.id,
            thread_id: crate::entity::id::ThreadId(0),
            number: self.number,
            author_id: self.author,
            body_src: String::new(),
            body_html: String::new(),
            html_version: 0,
            state: self.state,
            state_reason: String::new(),
            state_by: None,
            state_at: self.since,
            notice: self.is_notice,
            helped_at: None,
            helped_by: None,
            helped_note: String::new(),
            created_at: self.at,
            visible_at: self.at,
            edited_at: self.edited_at,
            version: 0,
        }
    }
}
