//! What happens when in the demonstration's story.

use super::community::{CheckResult, Community, HiddenReply, Post, Thread};
use super::plan::{Plan, Step};
use crate::entity::timestamp::Timestamp;

/// One thing that happens, and when.
pub(super) enum Act<'a> {
    Check(&'a CheckResult),
    Begin(&'a Thread),
    Say(&'a Thread, &'a Post),
    Hide(&'a Thread, &'a HiddenReply),
    End(&'a Thread),
    Plan(Step<'a>),
}

/// Everything that happens after the networks are there, in the order of its time.
pub(super) fn schedule<'a>(
    community: &'a Community,
    plan: &'a Plan,
    today: Timestamp,
) -> Vec<(Timestamp, Act<'a>)> {
    const DAY: i64 = 24 * 60 * 60_000;
    const HOUR: i64 = 60 * 60_000;
    let mut acts = Vec::new();
    for check in &community.result {
        acts.push((today.0 - check.days_ago * DAY, Act::Check(check)));
    }
    for thread in &community.thread {
        let begun = today.0 - thread.days_ago * DAY + HOUR;
        acts.push((begun, Act::Begin(thread)));
        let mut last = begun;
        for (at, post) in (1..).zip(&thread.post) {
            // Within the day, one after the other, and never after today.
            let said = (begun + post.after * DAY + at * 37 * 60_000).max(last + 11 * 60_000);
            last = said.min(today.0 - 3 * HOUR).max(last + 60_000);
            acts.push((last, Act::Say(thread, post)));
        }
        if let Some(reply) = &thread.hidden_reply {
            last += 20 * 60_000;
            acts.push((last, Act::Hide(thread, reply)));
        }
        acts.push((last + HOUR / 2, Act::End(thread)));
    }
    for (days_ago, step) in plan.steps() {
        acts.push((today.0 - days_ago * DAY - HOUR, Act::Plan(step)));
    }
    acts.sort_by_key(|(at, _)| *at);
    acts.into_iter()
        .map(|(at, act)| (Timestamp(at), act))
        .collect()
}
