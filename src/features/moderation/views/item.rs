//! One case: the words in their place, why they were reported, and the decision.

use sea_orm::ActiveEnum;
use serde::Serialize;

use super::part::{PostPart, person, sample};
use crate::{
    entity::{id::AccountId, post, report::Reason, review_item::Decision, timestamp::Timestamp},
    features::{
        moderation::{
            forms::DecisionForm,
            policy::SeenItem,
            queries::{ReportRow, Someone},
            routes, words,
        },
        networks::{forms::Choice, views::PersonPart},
        threads::policy::SeenPost,
    },
    platform::{
        text::markdown::{self, SafeHtml},
        web::{form::FormState, layout::Section, page::View},
    },
};

/// A case that waits for a decision.
#[derive(Clone, Debug, Serialize)]
pub struct ItemPage {
    /// The post it is about.
    post: PostPart,
    /// What stands before it and after it.
    before: Vec<PostPart>,
    after: Vec<PostPart>,
    /// The words as they were reported, where they have changed since.
    copies: Vec<CopyPart>,
    reports: Vec<ReportPart>,
    first_at: Timestamp,
    is_urgent: bool,
    /// Whether those who look after the network do not see this.
    is_kept: bool,
    /// What the reader is told about names.
    names: &'static str,
    action: String,
    version: i64,
    choices: Vec<Choice>,
    form: FormState<DecisionForm>,
}

#[derive(Clone, Debug, Serialize)]
struct CopyPart {
    at: Timestamp,
    html: Option<SafeHtml>,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct ReportPart {
    reason: &'static str,
    detail: String,
    at: Timestamp,
    by: Option<PersonPart>,
}

impl ItemPage {
    /// `around` holds the post itself, too.
    pub fn new(
        seen: &SeenItem,
        around: &[SeenPost],
        reports: &[ReportRow],
        people: &[Someone],
        form: FormState<DecisionForm>,
    ) -> Option<Self> {
        let item = seen.item();
        let at_hand = around.iter().find(|seen| seen.post().id == item.post_id)?;
        let part = |seen: &SeenPost| PostPart::new(seen, people);
        let number = at_hand.post().number;
        let some = |is_wanted: &dyn Fn(i64) -> bool| {
            let wanted = around.iter().filter(|seen| is_wanted(seen.post().number));
            wanted.map(part).collect()
        };
        Some(Self {
            post: part(at_hand),
            before: some(&|other| other < number),
            after: some(&|other| other > number),
            copies: copies(reports, at_hand),
            reports: reports
                .iter()
                .map(|row| ReportPart::of(row, people))
                .collect(),
            first_at: item.created_at,
            is_urgent: reports
                .iter()
                .any(|report| report.reason == Reason::PersonalInformation),
            is_kept: seen.is_kept(),
            names: names(reports.iter().any(|report| report.reporter.is_some())),
            action: routes::decision_path(item.id),
            version: item.version,
            choices: choices(at_hand.post().state),
            form,
        })
    }
}

impl ReportPart {
    fn of(row: &ReportRow, people: &[Someone]) -> Self {
        Self {
            reason: words::reason(row.reason),
            detail: row.detail.clone(),
            at: row.created_at,
            by: row.reporter.map(|reporter| person(people, reporter)),
        }
    }
}

/// Each text once, unless it is what stands there now.
fn copies(reports: &[ReportRow], now: &SeenPost) -> Vec<CopyPart> {
    let mut shown: Vec<&str> = Vec::new();
    if now.reads() {
        shown.push(&now.post().body_src);
    }
    let mut copies = Vec::new();
    for report in reports {
        if shown.contains(&report.text_copy.as_str()) {
            continue;
        }
        shown.push(&report.text_copy);
        copies.push(CopyPart {
            at: report.created_at,
            html: markdown::to_html(&report.text_copy).ok(),
            text: report.text_copy.clone(),
        });
    }
    copies
}

const fn names(are_shown: bool) -> &'static str {
    if are_shown {
        "Who reported is shown to the people who look after this site, and to nobody else."
    } else {
        "Who reported is not shown to you, and never to the author."
    }
}

fn choices(state: post::State) -> Vec<Choice> {
    let choice = |decision: Decision, label, hint| Choice {
        value: decision.to_value(),
        label,
        hint: Some(hint),
    };
    match state {
        post::State::Visible => vec![
            choice(Decision::Keep, "Keep it", "The post stays as it is."),
            choice(
                Decision::Hide,
                "Hide it",
                "Readers see a line in its place; its author still reads it. It can be shown again.",
            ),
        ],
        post::State::Hidden => vec![
            choice(
                Decision::Keep,
                "Show it again",
                "Everybody who reads the conversation sees it where it was.",
            ),
            choice(
                Decision::Hide,
                "Leave it hidden",
                "Readers see a line in its place; its author still reads it.",
            ),
        ],
        post::State::Removed | post::State::Withdrawn | post::State::Purged => vec![
            choice(
                Decision::Keep,
                "It could have stayed",
                "The post is not shown any more, whatever you decide.",
            ),
            choice(
                Decision::Hide,
                "It should not have been there",
                "The post is not shown any more, whatever you decide.",
            ),
        ],
    }
}

impl View for ItemPage {
    const TEMPLATE: &'static str = "moderation/item.html";
    const SECTION: Section = Section::Review;

    fn samples() -> Vec<Self> {
        use crate::features::networks::views::sample::WHEN;
        let report = |reason, detail: &str, by: Option<PersonPart>| ReportPart {
            reason: words::reason(reason),
            detail: detail.to_owned(),
            at: WHEN,
            by,
        };
        let plain = Self {
            post: sample::post(3),
            before: vec![sample::post(1), sample::post(2)],
            after: vec![sample::post(4), sample::post(5)],
            copies: Vec::new(),
            reports: vec![report(Reason::WrongPlace, "", None)],
            first_at: WHEN,
            is_urgent: false,
            is_kept: false,
            names: names(false),
            action: "/review/5/decision".to_owned(),
            version: 1,
            choices: choices(post::State::Visible),
            form: FormState::default(),
        };
        let mut kept = plain.clone();
        kept.is_kept = true;
        kept.is_urgent = true;
        kept.names = names(true);
        kept.reports = vec![
            report(
                Reason::PersonalInformation,
                "It names the ward and the age.\nAnybody there knows who is meant.",
                Some(sample::person("Amina Khan", "AK")),
            ),
            report(Reason::Other, "", Some(sample::person("Ben Okoro", "BO"))),
        ];
        kept.copies = vec![CopyPart {
            at: WHEN,
            html: Some(sample::html("The woman of 84 on **Oak ward** told us so.")),
            text: String::new(),
        }];
        kept.before = Vec::new();
        kept.post.is_challenge = true;
        let mut gone = plain.clone();
        gone.post.html = None;
        gone.post.held = Some("Withdrawn by its author".to_owned());
        gone.copies.clone_from(&kept.copies);
        gone.choices = choices(post::State::Withdrawn);
        let mut hidden = plain.clone();
        hidden.post.held = Some("Hidden: It names somebody who uses the service".to_owned());
        hidden.choices = choices(post::State::Hidden);
        let mut rejected = plain.clone();
        let empty = DecisionForm {
            version: "1".to_owned(),
            ..DecisionForm::default()
        };
        if let Err(form) = empty.parse() {
            rejected.form = form;
        }
        vec![plain, kept, gone, hidden, rejected]
    }
}

/// A case that was decided; for those who come second, with what they typed.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedPage {
    post: PostPart,
    /// What was decided, in a sentence.
    outcome: &'static str,
    by: PersonPart,
    at: Option<Timestamp>,
    reason: String,
    /// What the reader is told when they come second; empty otherwise.
    words: String,
    /// What they had typed.
    typed: String,
}

impl DecidedPage {
    /// The case as its decider left it.
    pub fn new(
        seen: &SeenItem,
        post: &SeenPost,
        people: &[Someone],
        words: &str,
        typed: &str,
    ) -> Self {
        let item = seen.item();
        let by = item.decided_by.unwrap_or(AccountId(0));
        Self {
            post: PostPart::new(post, people),
            outcome: outcome(item.decision),
            by: person(people, by),
            at: item.decided_at,
            reason: item.reason.clone(),
            words: words.to_owned(),
            typed: typed.to_owned(),
        }
    }
}

const fn outcome(decision: Option<Decision>) -> &'static str {
    match decision {
        Some(Decision::Hide) => "The post is not shown",
        Some(Decision::Keep) | None => "The post stays",
    }
}

impl View for DecidedPage {
    const TEMPLATE: &'static str = "moderation/decided.html";
    const SECTION: Section = Section::Review;

    fn samples() -> Vec<Self> {
        use crate::features::networks::views::sample::WHEN;
        let plain = Self {
            post: sample::post(4),
            outcome: outcome(Some(Decision::Keep)),
            by: sample::person("Ana Silva", "AS"),
            at: Some(WHEN),
            reason: "A sharp word, but about the plan and not about a person.".to_owned(),
            words: String::new(),
            typed: String::new(),
        };
        let second = Self {
            outcome: outcome(Some(Decision::Hide)),
            words: "Already decided by Ana Silva: hidden, 2 minutes ago.".to_owned(),
            typed: "It names a ward and an age.".to_owned(),
            ..plain.clone()
        };
        vec![plain, second]
    }
}
