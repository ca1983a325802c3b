//! What kinds, states and events of a thread are called on pages.

use crate::entity::{challenge::Status, post, thread, thread_event};

/// "Challenge": what a thread is.
pub const fn kind(kind: thread::Kind) -> &'static str {
    match kind {
        thread::Kind::Challenge => "Challenge",
        thread::Kind::Observation => "Observation",
        thread::Kind::Announcement => "Announcement",
    }
}

/// "Being tried": where a challenge stands.
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "Open",
        Status::BeingTried => "Being tried",
        Status::Resolved => "Resolved",
        Status::Closed => "Closed",
    }
}

/// The class of its tag (look.md 4).
pub const fn status_tag(status: Status) -> &'static str {
    match status {
        Status::Open => "ask",
        Status::BeingTried => "wait",
        Status::Resolved => "",
        Status::Closed => "quiet",
    }
}

/// The code of a status, as addresses and notes of events hold it.
pub const fn status_code(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::BeingTried => "being_tried",
        Status::Resolved => "resolved",
        Status::Closed => "closed",
    }
}

/// The status of a code.
pub fn status_of(code: &str) -> Option<Status> {
    let all = [
        Status::Open,
        Status::BeingTried,
        Status::Resolved,
        Status::Closed,
    ];
    all.into_iter().find(|status| status_code(*status) == code)
}

/// What a list of threads is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Challenges that stand there.
    Status(Status),
    /// Challenges that look for help and have no reply.
    Unanswered,
}

/// The code of a narrowed list, as addresses hold it.
pub const fn only_code(only: Only) -> &'static str {
    match only {
        Only::Status(status) => status_code(status),
        Only::Unanswered => "unanswered",
    }
}

/// The narrowed list of a code.
pub fn only_of(code: &str) -> Option<Only> {
    match code {
        "unanswered" => Some(Only::Unanswered),
        code => status_of(code).map(Only::Status),
    }
}

/// What somebody did, after their name, and the reason or outcome they gave. The note of a change
/// of status is its code, and on further lines what was said about it.
pub fn event(kind: thread_event::Kind, note: &str) -> (String, String) {
    let plain = |words: &str| (words.to_owned(), note.to_owned());
    match kind {
        thread_event::Kind::Locked => plain("locked this thread"),
        thread_event::Kind::Unlocked => plain("unlocked this thread"),
        thread_event::Kind::Pinned => plain("pinned this thread"),
        thread_event::Kind::Unpinned => plain("unpinned this thread"),
        thread_event::Kind::Helped => plain("marked a reply as what helped"),
        thread_event::Kind::NotHelped => plain("took back a mark of what helped"),
        thread_event::Kind::Retitled => plain("changed the title"),
        thread_event::Kind::Status => {
            let (code, said) = note.split_once('\n').unwrap_or((note, ""));
            let status = status_of(code).map_or("another one", status);
            let words = format!("changed the status to {}", status.to_lowercase());
            (words, said.to_owned())
        }
    }
}

/// Whether what somebody did is what the author of the thread does: another does it for them.
pub fn is_for_the_author(kind: thread_event::Kind, note: &str) -> bool {
    match kind {
        thread_event::Kind::Status | thread_event::Kind::Helped => true,
        thread_event::Kind::NotHelped => !note.ends_with(NOT_SHOWN),
        thread_event::Kind::Locked
        | thread_event::Kind::Unlocked
        | thread_event::Kind::Pinned
        | thread_event::Kind::Unpinned
        | thread_event::Kind::Retitled => false,
    }
}

/// How the note about a mark ends that went with the post it was on.
pub const NOT_SHOWN: &str = "is not shown any more";

/// What stands in the place of a post that is held back; to whom it is readable, above its text.
pub fn held(state: post::State, reason: &str) -> String {
    let because = |words: &str| match reason {
        "" => words.to_owned(),
        reason => format!("{words}: {reason}"),
    };
    match state {
        post::State::Visible => String::new(),
        post::State::Hidden => because("Hidden by a moderator"),
        post::State::Removed => because("Removed by a moderator"),
        post::State::Withdrawn => "Withdrawn by the author".to_owned(),
        post::State::Purged => "Removed for good".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_status_says_to_what_and_why() {
        let kind = thread_event::Kind::Status;
        let (words, note) = event(kind, "being_tried\nA rota, from Monday");
        assert_eq!(words, "changed the status to being tried");
        assert_eq!(note, "A rota, from Monday");
        assert_eq!(event(kind, "closed").1, "");
    }

    #[test]
    fn every_status_has_a_code() {
        for code in ["open", "being_tried", "resolved", "closed"] {
            assert_eq!(status_of(code).map(status_code), Some(code));
        }
        assert_eq!(status_of("flying"), None);
        for code in ["unanswered", "resolved"] {
            assert_eq!(only_of(code).map(only_code), Some(code));
        }
        assert_eq!(only_of("flying"), None);
    }
}
