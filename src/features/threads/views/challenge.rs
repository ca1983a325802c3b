//! What the page of a thread shows of a challenge besides its words: the help it asks for, what came
//! of it, and what its reader can do about it.

use minijinja::Value;
use serde::Serialize;

use super::{
    super::{
        challenge::help_words,
        numbering::{challenge_edit_path, result_path, status_path},
        policy::{SeenChallenge, SeenThread, SetStatus},
    },
    items::Faces,
};
use crate::platform::{access::Seen, text::markdown::SafeHtml};

/// What a thread shows because it is a challenge.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ChallengePart {
    /// "Ideas, A call"; empty if any help is welcome.
    help: String,
    /// Where its author tells it anew.
    edit_href: String,
    /// What came of it.
    ending: Option<Ending>,
    /// What this reader can do; none where there is nothing.
    acts: Option<Acts>,
}

/// How a challenge ended.
#[derive(Clone, Debug, Serialize)]
struct Ending {
    /// What helped besides the replies that are marked.
    what_helped: Option<SafeHtml>,
    what_happened: SafeHtml,
    at: i64,
    /// Who told it, where that was not its author.
    by: Option<Value>,
}

/// Links for those who look after the challenge.
#[derive(Clone, Debug, Serialize)]
struct Acts {
    /// Where its status is changed.
    status_href: Option<String>,
    /// Where a result is put beside it.
    attach_href: Option<String>,
    /// Whether the reader shares a result in it.
    is_sharing: bool,
}

impl ChallengePart {
    /// `may_edit`: whether the reader may change its words; `card`: the result beside it.
    pub(super) fn new(
        seen: &SeenThread,
        challenge: &SeenChallenge,
        faces: &mut Faces<'_>,
        (may_edit, card): (bool, Option<&Value>),
    ) -> Self {
        let id = seen.thread.id;
        let is_shared = card.is_some_and(is_alive);
        // Only those who lead a network can have a result to share.
        let leads = seen.actor.person().is_some_and(|person| person.moderates);
        let acts = Acts {
            status_href: seen.may::<SetStatus>().then(|| status_path(id)),
            attach_href: (may_edit && leads && !is_shared).then(|| result_path(id)),
            is_sharing: may_edit && is_shared,
        };
        let is_any = acts.status_href.is_some() || acts.attach_href.is_some() || acts.is_sharing;
        Self {
            help: help_words(&challenge.help_kinds).join(", "),
            edit_href: challenge_edit_path(id),
            ending: ending(seen, challenge, faces),
            acts: is_any.then_some(acts),
        }
    }
}

/// Whether a result is shared, and not taken back.
fn is_alive(card: &Value) -> bool {
    let state = card.get_attr("state").unwrap_or_default();
    matches!(state.as_str(), Some("card" | "paused"))
}

fn ending(seen: &SeenThread, told: &SeenChallenge, faces: &mut Faces<'_>) -> Option<Ending> {
    let at = told.outcome_at?;
    let html = |stored: &String| SafeHtml::from_stored(stored.clone());
    let by = told.outcome_by.filter(|by| *by != seen.thread.author_id);
    Some(Ending {
        what_helped: Some(&told.what_helped_html)
            .filter(|html| !html.is_empty())
            .map(html),
        what_happened: html(&told.outcome_html),
        at: at.0,
        by: by.map(|by| faces.name(by)),
    })
}
