//! Reporting a post.

use sea_orm::{ActiveEnum, Iterable};
use serde::Serialize;

use super::part::{PostPart, sample};
use crate::{
    entity::{report::Reason, review_item::Decision, timestamp::Timestamp},
    features::{
        moderation::{
            forms::{MOST_DETAIL, ReportForm},
            policy::ReportPost,
            queries::{OwnReport, Readers, Someone},
            routes, words,
        },
        networks::forms::Choice,
        threads::{numbering::post_path, policy::SeenPost},
    },
    platform::{
        access::Seen,
        web::{form::FormState, layout::Section, page::View},
    },
};

/// A report: the words that it is about, why, and who will see it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    post: PostPart,
    /// The reader's own report that waits, or the last one that was decided.
    own: Option<OwnPart>,
    /// None where the post cannot be reported any more.
    form: Option<FormState<ReportForm>>,
    action: String,
    reasons: Vec<Choice>,
    most_detail: usize,
    /// Who will see the report, in a sentence.
    readers: String,
    /// Whether it can be kept from those who look after the network.
    can_be_kept: bool,
}

#[derive(Clone, Debug, Serialize)]
struct OwnPart {
    reason: &'static str,
    at: Timestamp,
    is_open: bool,
    /// What was decided, in a sentence.
    outcome: &'static str,
}

impl ReportPage {
    /// The page of one reader; `form` is what they have typed already.
    pub fn new(
        seen: &SeenPost,
        own: Option<&OwnReport>,
        readers: Readers,
        people: &[Someone],
        form: Option<FormState<ReportForm>>,
    ) -> Self {
        let post = PostPart::new(seen, people);
        let open = own.filter(|own| own.decision.is_none());
        let form = form.unwrap_or_else(|| FormState::of(open.map(as_typed).unwrap_or_default()));
        Self {
            readers: will_see(&post.network, readers),
            post,
            own: own.map(OwnPart::of),
            form: seen.may::<ReportPost>().then_some(form),
            action: routes::report_path(seen.post().id),
            reasons: reasons(),
            most_detail: MOST_DETAIL,
            can_be_kept: !readers.author_looks_after && readers.site_has_others,
        }
    }
}

impl OwnPart {
    fn of(own: &OwnReport) -> Self {
        Self {
            reason: words::reason(own.reason),
            at: own.created_at,
            is_open: own.decision.is_none(),
            outcome: match own.decision {
                None => "",
                Some(Decision::Keep) => "It was decided that the post stays.",
                Some(Decision::Hide) => "It was decided that the post is not shown.",
            },
        }
    }
}

fn as_typed(own: &OwnReport) -> ReportForm {
    ReportForm {
        reason: own.reason.to_value(),
        detail: own.detail.clone(),
        not_to_leaders: own.not_to_leaders,
    }
}

fn reasons() -> Vec<Choice> {
    let choice = |reason: Reason| Choice {
        value: reason.to_value(),
        label: words::reason(reason),
        hint: words::reason_hint(reason),
    };
    Reason::iter().map(choice).collect()
}

/// Rows 18 and 19, and R22.
fn will_see(network: &str, readers: Readers) -> String {
    if readers.author_looks_after && readers.site_has_others {
        return format!(
            "The people who look after this site will see your report and your name. The leaders \
             and moderators of {network} will not: the post is by one of them. Its author never \
             learns who reported it."
        );
    }
    format!(
        "The leaders and moderators of {network} will see your report without your name. The people \
         who look after this site can see both. The author never learns who reported the post."
    )
}

impl View for ReportPage {
    const TEMPLATE: &'static str = "moderation/report.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        use crate::features::networks::views::sample::WHEN;
        let readers = Readers {
            author_looks_after: false,
            site_has_others: true,
        };
        let page = |own: Option<OwnPart>, form, readers: Readers| Self {
            post: sample::post(4),
            own,
            form,
            action: "/posts/104/report".to_owned(),
            reasons: reasons(),
            most_detail: MOST_DETAIL,
            readers: will_see("Rural Leaders", readers),
            can_be_kept: !readers.author_looks_after && readers.site_has_others,
        };
        let own = |decision| {
            OwnPart::of(&OwnReport {
                reason: Reason::Harassment,
                detail: "The second sentence".to_owned(),
                not_to_leaders: true,
                created_at: WHEN,
                decision,
            })
        };
        let rejected = ReportForm {
            detail: "x".repeat(1_001),
            ..ReportForm::default()
        };
        let mut gone = page(Some(own(Some(Decision::Hide))), None, readers);
        gone.post.html = None;
        gone.post.held = Some("Hidden".to_owned());
        let about_leader = Readers {
            author_looks_after: true,
            ..readers
        };
        vec![
            page(None, Some(FormState::default()), readers),
            page(Some(own(None)), Some(FormState::default()), readers),
            page(
                Some(own(Some(Decision::Keep))),
                Some(FormState::default()),
                readers,
            ),
            page(None, rejected.parse().err(), readers),
            page(None, Some(FormState::default()), about_leader),
            gone,
        ]
    }
}

/// Instead of a report of one's own post: the way to withdraw it (forum.md MO1).
#[derive(Clone, Debug, Serialize)]
pub struct OwnPostPage {
    title: String,
    href: String,
    withdraw: String,
}

impl OwnPostPage {
    /// For the author of the post.
    pub fn new(seen: &SeenPost) -> Self {
        let (thread, post) = (seen.thread().thread(), seen.post());
        Self {
            title: thread.title.clone(),
            href: post_path(thread.id, &thread.slug, post.number),
            withdraw: routes::withdrawal_path(post.id),
        }
    }
}

impl View for OwnPostPage {
    const TEMPLATE: &'static str = "moderation/own_post.html";
    const SECTION: Section = Section::Networks;

    fn samples() -> Vec<Self> {
        vec![Self {
            title: "How do I hand over when everything rests on me?".to_owned(),
            href: "/threads/7/how-do-i-hand-over#post-4".to_owned(),
            withdraw: "/posts/104/withdrawal".to_owned(),
        }]
    }
}
