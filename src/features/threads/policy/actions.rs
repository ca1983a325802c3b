//! What people do with threads and posts, and what no matrix can hold about it.

use super::{SeenPost, SeenThread};
use crate::{
    entity::{network, post, thread},
    platform::access::{Action, Cell, Person, Refusal, Seen},
};

/// How long an author may edit a post, in days; the text of a challenge without limit (R21).
const EDIT_DAYS: i64 = 30;

/// How long after being hidden a post may not be edited, in minutes (R21).
const HIDDEN_MINUTES: i64 = 10;

/// Add a post to a thread (row 7).
#[derive(Debug)]
pub struct Reply;

impl Action for Reply {
    type On = SeenThread;
    const ROW: Option<&'static str> = Some("reply");
    const REFUSED: &'static str = "Join this network to reply.";

    fn check(_: &Person, seen: &SeenThread, _: Cell) -> Result<(), Refusal> {
        takes_words(seen)?;
        match seen.thread.state {
            thread::State::Open => Ok(()),
            // Its own row; the post is shown as a notice.
            thread::State::Locked if seen.may::<ReplyLocked>() => Ok(()),
            thread::State::Locked => Err(locked(seen)),
            thread::State::Archived => Err(archived()),
        }
    }
}

/// Add a notice to a locked thread (row 8).
#[derive(Debug)]
pub struct ReplyLocked;

impl Action for ReplyLocked {
    type On = SeenThread;
    const ROW: Option<&'static str> = Some("reply_locked");
    const REFUSED: &'static str = "This thread is locked.";

    fn check(_: &Person, seen: &SeenThread, _: Cell) -> Result<(), Refusal> {
        takes_words(seen)
    }
}

/// Change one's own words (row 11, R21, R24).
#[derive(Debug)]
pub struct EditPost;

impl Action for EditPost {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("edit_own_post");
    const REFUSED: &'static str = "Join this network again to edit your post.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        own_words(seen)?;
        takes_words(&seen.thread)?;
        match seen.thread.thread.state {
            thread::State::Open => {}
            thread::State::Locked if seen.thread.may::<ReplyLocked>() => {}
            thread::State::Locked => return Err(locked(&seen.thread)),
            thread::State::Archived => return Err(archived()),
        }
        in_edit_window(seen)?;
        match seen.post.state {
            post::State::Visible => Ok(()),
            post::State::Hidden if is_cooled_down(seen) => Ok(()),
            post::State::Hidden => Err(Refusal::because(
                "This post was hidden a moment ago. You can edit it ten minutes after that.",
            )),
            post::State::Removed => Err(Refusal::because("This post was removed.")),
            post::State::Withdrawn => Err(Refusal::because("You have withdrawn this post.")),
            post::State::Purged => Err(Refusal::because("This post is gone for good.")),
        }
    }
}

/// Take back one's own words (row 12, R10, R25). A lock does not stop it (R24).
#[derive(Debug)]
pub struct WithdrawPost;

impl Action for WithdrawPost {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("withdraw_own_post");
    const REFUSED: &'static str = "Only its author can withdraw a post.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        own_words(seen)?;
        match seen.post.state {
            post::State::Visible | post::State::Hidden => Ok(()),
            post::State::Withdrawn => Err(Refusal::because("You have withdrawn this post.")),
            post::State::Removed => Err(Refusal::because("This post was removed.")),
            post::State::Purged => Err(Refusal::because("This post is gone for good.")),
        }
    }
}

/// Open the earlier versions of a post (row 16): of one whose text can be read (R6).
#[derive(Debug)]
pub struct SeeRevisions;

impl Action for SeeRevisions {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("see_revisions");
    const REFUSED: &'static str = "Join this network to see earlier versions.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        if seen.reads() {
            Ok(())
        } else {
            Err(Refusal::because("The text of this post is not shown."))
        }
    }
}

/// Change the title of a thread (row 26).
#[derive(Debug)]
pub struct EditTitle;

impl Action for EditTitle {
    type On = SeenThread;
    const ROW: Option<&'static str> = Some("edit_title");
    const REFUSED: &'static str = "Its author, moderators and leaders change a title.";

    fn check(person: &Person, seen: &SeenThread, cell: Cell) -> Result<(), Refusal> {
        not_archived(seen)?;
        own_thread(person, seen, cell, Self::REFUSED)
    }
}

/// Change the status or the outcome of a challenge (row 28).
#[derive(Debug)]
pub struct SetStatus;

impl Action for SetStatus {
    type On = SeenThread;
    const ROW: Option<&'static str> = Some("set_challenge_status");
    const REFUSED: &'static str = "Its author, moderators and leaders change the status.";

    fn check(person: &Person, seen: &SeenThread, cell: Cell) -> Result<(), Refusal> {
        if seen.challenge.is_none() {
            return Err(Refusal::because("Only challenges have a status."));
        }
        not_archived(seen)?;
        own_thread(person, seen, cell, Self::REFUSED)
    }
}

/// Mark a post as "what helped", or take the mark back (row 30): as the author of the thread, or
/// as a moderator or leader for them.
#[derive(Debug)]
pub struct MarkHelped;

impl Action for MarkHelped {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("mark_what_worked");
    const REFUSED: &'static str = "Its author, moderators and leaders say what helped.";

    fn check(person: &Person, seen: &SeenPost, cell: Cell) -> Result<(), Refusal> {
        not_archived(&seen.thread)?;
        if seen.post.number == 1 {
            return Err(Refusal::because("Only a reply can be what helped."));
        }
        match seen.post.state {
            post::State::Visible => own_thread(person, &seen.thread, cell, Self::REFUSED),
            post::State::Hidden
            | post::State::Removed
            | post::State::Withdrawn
            | post::State::Purged => Err(Refusal::because("This post is not shown.")),
        }
    }
}

/// Pin or lock a thread, or undo it (row 32).
#[derive(Debug)]
pub struct PinLock;

impl Action for PinLock {
    type On = SeenThread;
    const ROW: Option<&'static str> = Some("pin_lock_archive");
    const REFUSED: &'static str = "Moderators and leaders pin and lock threads.";

    fn check(_: &Person, _: &SeenThread, _: Cell) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Take somebody else's post out of sight (row 22).
#[derive(Debug)]
pub struct HidePost;

impl Action for HidePost {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("hide_remove_restore");
    const REFUSED: &'static str = "Moderators and leaders hide posts.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        if seen.is_own() {
            return Err(Refusal::because("Withdraw your own post instead."));
        }
        match seen.post.state {
            post::State::Visible => Ok(()),
            post::State::Hidden
            | post::State::Removed
            | post::State::Withdrawn
            | post::State::Purged => Err(Refusal::because("This post is not shown any more.")),
        }
    }
}

/// Bring a hidden post back (row 22). Nobody decides about their own (R22).
#[derive(Debug)]
pub struct RestorePost;

impl Action for RestorePost {
    type On = SeenPost;
    const ROW: Option<&'static str> = Some("hide_remove_restore");
    const REFUSED: &'static str = "Moderators and leaders restore posts.";

    fn check(_: &Person, seen: &SeenPost, _: Cell) -> Result<(), Refusal> {
        if seen.is_own() {
            return Err(Refusal::because("Somebody else decides about your post."));
        }
        match seen.post.state {
            post::State::Hidden => Ok(()),
            post::State::Visible => Err(Refusal::because("This post is shown.")),
            post::State::Removed | post::State::Withdrawn | post::State::Purged => {
                Err(Refusal::because("This post cannot be restored."))
            }
        }
    }
}

/// Whether a network and a thread take new words at all (permissions.md section 4).
fn takes_words(seen: &SeenThread) -> Result<(), Refusal> {
    let closed = match seen.network.state {
        network::State::Active => None,
        network::State::Archived => Some("This network is archived: it can be read, not added to."),
        network::State::Trashed => Some("This network is in the trash."),
    };
    let closed = closed.or(match seen.thread.visibility_state {
        thread::Visibility::Visible => None,
        thread::Visibility::Hidden
        | thread::Visibility::Removed
        | thread::Visibility::Withdrawn => Some("This thread is not shown any more."),
    });
    closed.map_or(Ok(()), |words| Err(Refusal::because(words)))
}

fn not_archived(seen: &SeenThread) -> Result<(), Refusal> {
    takes_words(seen)?;
    match seen.thread.state {
        thread::State::Open | thread::State::Locked => Ok(()),
        thread::State::Archived => Err(archived()),
    }
}

/// A lock, with the reason that was given for it.
fn locked(seen: &SeenThread) -> Refusal {
    match seen.thread.lock_reason.as_str() {
        "" => Refusal::because("This thread is locked."),
        reason => Refusal::because(format!("This thread is locked: {reason}")),
    }
}

fn archived() -> Refusal {
    Refusal::because("This thread is archived: it can be read, not added to.")
}

fn own_words(seen: &SeenPost) -> Result<(), Refusal> {
    if seen.is_own() {
        Ok(())
    } else {
        Err(Refusal::because("Only its author changes a post."))
    }
}

/// The cell says whether a role may do it to any thread or to its own only.
fn own_thread(
    person: &Person,
    seen: &SeenThread,
    cell: Cell,
    refused: &'static str,
) -> Result<(), Refusal> {
    let is_own = seen.thread.author_id == person.id;
    match cell {
        Cell::Own if !is_own => Err(Refusal::because(refused)),
        _ => Ok(()),
    }
}

fn in_edit_window(seen: &SeenPost) -> Result<(), Refusal> {
    let is_challenge = seen.post.number == 1 && seen.thread.challenge.is_some();
    if is_challenge || seen.at < seen.post.visible_at.plus_days(EDIT_DAYS) {
        Ok(())
    } else {
        Err(Refusal::because(
            "A post can be edited for 30 days. Add a reply to say what has changed.",
        ))
    }
}

fn is_cooled_down(seen: &SeenPost) -> bool {
    let since = seen.post.state_at;
    since.is_none_or(|at| seen.at >= at.plus_minutes(HIDDEN_MINUTES))
}
