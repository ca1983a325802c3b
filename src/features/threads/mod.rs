//! Threads: challenges, observations, announcements, their posts, and what each person has read.
//!
//! Invariants: the posts of a thread have the numbers 1 to `last_number`, none twice, none missing
//! (permissions.md R25); `visible_posts` and `last_visible_number` say what the rows say; every
//! write to a thread or to one of its posts raises `thread.version`; HTML is made from Markdown
//! once, on writing; a challenge is thread, challenge row and post 1 together.

mod challenge;
pub mod commands;
pub mod counters;
mod cursor;
pub mod forms;
mod fragment;
mod handlers;
mod jobs;
pub mod numbering;
mod people;
pub mod policy;
pub mod queries;
pub mod routes;
pub mod views;
pub mod words;

/// What is done later.
pub fn jobs() -> crate::platform::jobs::Registry {
    jobs::registry()
}

/// What may be said after something was done.
pub const SAID: &[(&str, &str)] = &[
    ("observation-posted", "Observation posted."),
    ("announcement-posted", "Announcement posted."),
    ("replied", "Reply posted."),
    ("post-saved", "Your changes are saved."),
    ("post-withdrawn", "Your post is withdrawn."),
    ("thread-locked", "The thread is locked."),
    ("thread-unlocked", "The thread is unlocked."),
    ("thread-pinned", "The thread is pinned."),
    ("thread-unpinned", "The thread is not pinned any more."),
    ("challenge-posted", "Challenge posted."),
    ("challenge-saved", "Your challenge is saved."),
    ("title-changed", "The title is changed."),
    ("result-shared", "Result attached."),
    ("status-changed", "Status changed."),
    ("marked-helped", "Marked as what helped."),
    ("unmarked-helped", "The mark is taken back."),
];

/// How long an author may edit without a word about it, in minutes (forum.md TH5).
const SILENT_MINUTES: i64 = 15;
