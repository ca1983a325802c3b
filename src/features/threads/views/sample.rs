//! Threads to look at: what the template tests render.

use std::{collections::HashMap, sync::Arc};

use minijinja::Value;

use super::thread::{Around, ThreadPage};
use crate::{
    entity::{
        account,
        challenge::Status,
        id::{AccountId, PostId, ThreadId},
        membership::Role,
        network::Visibility,
        post, thread, thread_event,
        timestamp::Timestamp,
    },
    features::{
        health_checks::{instrument::DimensionCode, views::ResultCardPart},
        networks::{
            policy::SeenNetwork,
            views::sample::{self as networks, WHEN, network, person},
        },
        threads::{
            forms::ReplyForm,
            fragment::{Fragment, Happened, Helped, Piece},
            people::{People, Someone},
            policy::{SeenChallenge, SeenPost, SeenThread},
            queries::{PageRead, ThreadRow},
        },
    },
    platform::{access::Actor, web::form::Problems},
};

const AMINA: AccountId = AccountId(901);
const GITA: AccountId = AccountId(902);

/// A thread in a private network.
pub(super) fn seen(kind: thread::Kind, actor: Actor, role: Option<Role>) -> SeenThread {
    let is_challenge = kind == thread::Kind::Challenge;
    SeenThread {
        thread: thread::Model {
            id: ThreadId(7),
            network_id: network(Visibility::Private).id,
            kind,
            title: "How do I hand over when everything rests on me?".to_owned(),
            slug: "how-do-i-hand-over".to_owned(),
            author_id: AMINA,
            state: thread::State::Open,
            visibility_state: thread::Visibility::Visible,
            lock_reason: String::new(),
            pinned_until: None,
            last_number: 4,
            visible_posts: 3,
            last_visible_number: 3,
            last_activity_at: WHEN,
            last_post_by: Some(GITA),
            version: 3,
            created_at: WHEN,
        },
        network: network(Visibility::Private),
        challenge: is_challenge.then(|| SeenChallenge {
            dimensions: "LEA,MEM".to_owned(),
            help_kinds: "ideas".to_owned(),
            status: Status::BeingTried,
            what_helped_html: String::new(),
            outcome: String::new(),
            outcome_html: String::new(),
            outcome_at: None,
            outcome_by: None,
        }),
        role,
        read_up_to: 2,
        under_review: false,
        actor,
    }
}

pub(super) fn member() -> Actor {
    Actor::of(person(), true)
}

/// A reply of one's own.
pub(super) fn own_post() -> SeenPost {
    let mut post = piece(3, person().id, "<p>A question before advice.</p>").without_text();
    post.body_src = String::from("A question before advice.\nand light");
    post.body_html = String::from("<p>A question before advice.</p>");
    post.version = 2;
    SeenPost {
        thread: Arc::new(seen(
            thread::Kind::Observation,
            member(),
            Some(Role::Member),
        )),
        post,
        under_review: false,
        at: WHEN.plus_days(1),
    }
}

fn people() -> People {
    let amina = Someone::new(AMINA.0, ("amina", "Amina Khan"), "active", "member", false);
    let gita = Someone::new(GITA.0, ("gita", "Gita Rao"), "active", "leader", false);
    let me = person();
    let me = Someone::new(me.id.0, (&me.handle, &me.name), "active", "member", false);
    People::new([amina, gita, me].into_iter())
}

fn piece(number: i64, author: AccountId, html: &str) -> Piece {
    Piece {
        id: PostId(100 + number),
        number,
        author,
        state: post::State::Visible,
        reason: String::new(),
        since: None,
        is_notice: false,
        helped: false,
        at: Timestamp(WHEN.0 + number * 3_600_000),
        edited_at: None,
        html: Value::from_safe_string(html.to_owned()),
        then: Vec::new(),
    }
}

fn fragment() -> Fragment {
    let challenge = "<h2>What is happening</h2><div class=\"prose\"><p>Agendas, notes, reminders: \
                     I do them all.</p></div><h2>What help do you want?</h2><div class=\"prose\">\
                     <p>Has anyone handed over and kept the energy?</p></div>";
    let mut helped = piece(2, GITA, "<p>We found <strong>three pieces</strong>.</p>");
    helped.helped = true;
    helped.edited_at = Some(WHEN);
    helped.then = vec![Happened {
        kind: thread_event::Kind::Status,
        by: AMINA,
        at: WHEN,
        note: "being_tried\nFrom Monday".to_owned(),
    }];
    let own = piece(3, person().id, "<p>A question before advice.</p>");
    let mut hidden = piece(4, GITA, "<p>Hidden words</p>");
    hidden.state = post::State::Hidden;
    hidden.reason = String::from("Names a patient");
    hidden.since = Some(WHEN);
    Fragment {
        posts: vec![piece(1, AMINA, challenge), helped, own, hidden],
        helped: vec![Helped {
            number: 2,
            author: GITA,
            by: Some(person().id),
            note: "Name a deputy, publicly, with an end date".to_owned(),
        }],
    }
}

fn page(seen: SeenThread, around: Around) -> ThreadPage {
    let read = PageRead {
        seen,
        page: 1,
        people: people(),
        shared: Vec::new(),
    };
    ThreadPage::new(read, &fragment(), WHEN, around)
}

fn not_here() -> HashMap<PostId, ResultCardPart> {
    HashMap::from([
        (PostId(101), ResultCardPart::NotHere),
        (PostId(102), ResultCardPart::NotHere),
    ])
}

/// Rows of a list: read and unread, open and resolved.
pub(super) fn thread_rows() -> Vec<ThreadRow> {
    let row = |id: i64, kind, status| ThreadRow {
        id: ThreadId(id),
        kind,
        title: format!("How do I hand over, part {id}?"),
        slug: "how-do-i-hand-over".to_owned(),
        state: thread::State::Open,
        visible_posts: id,
        last_visible_number: id,
        last_activity_at: WHEN,
        created_at: WHEN,
        status,
        author_name: "Amina Khan".to_owned(),
        author_state: account::State::Active,
        last_name: Some("Gita Rao".to_owned()),
        last_state: Some(account::State::Closed),
        read_up_to: Some(1),
        new_posts: (id > 1).then_some(id - 1),
    };
    let challenge = thread::Kind::Challenge;
    vec![
        row(1, thread::Kind::Observation, None),
        row(12, challenge, Some(Status::Open)),
        row(101, challenge, Some(Status::Resolved)),
    ]
}

pub(super) fn thread_pages() -> Vec<ThreadPage> {
    let challenge = |actor, role| seen(thread::Kind::Challenge, actor, role);
    let observation = |actor, role| seen(thread::Kind::Observation, actor, role);
    let rejected = {
        let mut problems = Problems::default();
        problems.add("body", "Enter your reply");
        problems.reject(ReplyForm::default())
    };
    let mut locked = observation(member(), Some(Role::Member));
    locked.thread.state = thread::State::Locked;
    locked.thread.lock_reason = String::from("Resolved; start a new thread");
    let mut moderated = observation(member(), Some(Role::Moderator));
    moderated.thread.state = thread::State::Locked;
    moderated.thread.pinned_until = Some(WHEN.plus_days(3));
    let mut long = challenge(member(), Some(Role::Leader));
    long.thread.last_number = 123;
    long.thread.last_visible_number = 123;
    vec![
        page(challenge(member(), Some(Role::Member)), Around::default()),
        page(
            challenge(Actor::visitor(true), None),
            Around {
                cards: not_here(),
                dimensions: "Leadership that is shared".to_owned(),
                ..Around::default()
            },
        ),
        page(observation(member(), None), Around::default()),
        page(
            observation(member(), Some(Role::Member)),
            Around {
                reply: rejected,
                arrived: 2,
                ..Around::default()
            },
        ),
        page(locked, Around::default()),
        page(moderated, Around::default()),
        page(long, Around::default()),
    ]
}

/// A network whose member looks at it.
pub(super) fn network_seen() -> SeenNetwork {
    networks::seen(Visibility::Private, Some(Role::Member))
}

/// Post 1 of a challenge, as its author sees it.
pub(super) fn challenge_post() -> SeenPost {
    let mut thread = seen(thread::Kind::Challenge, member(), Some(Role::Member));
    thread.thread.author_id = person().id;
    let words = "## What is happening\n\nTwo of us do *everything*.";
    SeenPost {
        thread: Arc::new(thread),
        post: post::Model {
            body_src: words.to_owned(),
            body_html: "<p>Two of us do <em>everything</em>.</p>".to_owned(),
            version: 3,
            ..piece(1, person().id, "").without_text()
        },
        under_review: false,
        at: WHEN,
    }
}

/// Two dimensions.
pub(super) fn dimensions() -> Vec<(DimensionCode, String)> {
    let all = [
        ("LEA", "Leadership that is shared"),
        ("MEM", "Membership and voice"),
    ];
    let known = all.into_iter();
    known
        .filter_map(|(code, name)| Some((DimensionCode::parse(code)?, name.to_owned())))
        .collect()
}
