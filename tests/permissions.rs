//! What policy.toml says is what HTTP answers: every cell of every action that is built, for every
//! kind of actor, in every kind of network (docs/permissions.md section 6.1). Later work adds a
//! probe here and takes its action out of `NOT_BUILT`, which may only shrink.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use indaba::{
    entity::{
        challenge,
        id::{AccountId, PostId, ThreadId},
        join_request,
        network::{self, Visibility},
        post, report, review_item, site_role, thread,
    },
    platform::{
        access::{
            Cell,
            matrix::{self, Column},
        },
        settings::Key,
        web::form::FormKey,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, sea_query::Expr,
};

use crate::support::{Answer, Browser, TestApp};

/// Actions of the matrix that no page offers yet.
const NOT_BUILT: &[&str] = &[
    "react",
    "follow_save_mark",
    "see_others_removed_text",
    "decide_pending_post",
    "redact",
    "edit_others_words",
    "purge",
    "retag",
    "edit_summary",
    "link_threads",
    "move_thread",
    "split_merge",
    "view_result",
    "set_leader",
    "change_visibility",
    "archive_network",
    "trash_network",
    "mention_network",
    "see_network_log",
    "export_network",
    "open_break_glass",
];

const ALL: [Column; 8] = [
    Column::Visitor,
    Column::Stranger,
    Column::Member,
    Column::Moderator,
    Column::Leader,
    Column::Broker,
    Column::SiteModerator,
    Column::SiteAdmin,
];

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// 403 with words, or the way to sign in.
    Refused,
    /// Like an unknown id.
    Hidden,
}

/// Where a probe asks: it decides how a private network answers outsiders (R56).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Address {
    /// Under `/networks/{slug}/…`.
    Network,
    /// Names only an id.
    Id,
}

/// A network with somebody of every kind.
struct World {
    site: TestApp,
    network: network::Model,
    author: AccountId,
    people: BTreeMap<usize, (Option<AccountId>, Browser)>,
}

impl World {
    async fn of(visibility: Visibility, broker_access: bool) -> Self {
        let site = TestApp::start().await;
        let network = site.network("canary", visibility).await;
        if broker_access {
            site.make(async |write| {
                network::Entity::update_many()
                    .col_expr(network::Column::BrokerAccess, Expr::value(true))
                    .filter(network::Column::Id.eq(network.id))
                    .exec(write.txn)
                    .await?;
                Ok(())
            })
            .await;
        }
        let author = site.member_of(network.id, "author").await.id;
        // Somebody else leads as well, so that the rule of the last leader never answers first.
        site.leader_of(network.id, "founder").await;
        let mut people = BTreeMap::new();
        for (at, column) in ALL.into_iter().enumerate() {
            let someone = match column {
                Column::Visitor => None,
                Column::Stranger => Some(site.person("stranger").await),
                Column::Member => Some(site.member_of(network.id, "member").await),
                Column::Moderator => Some(site.moderator_of(network.id, "moderator").await),
                Column::Leader => Some(site.leader_of(network.id, "leader").await),
                Column::Broker => {
                    Some(site.staff("broker", site_role::Role::KnowledgeBroker).await)
                }
                Column::SiteModerator => {
                    Some(site.staff("sitemod", site_role::Role::Moderator).await)
                }
                Column::SiteAdmin => Some(site.staff("sitead", site_role::Role::Admin).await),
            };
            let entry = match someone {
                Some(someone) => (Some(someone.id), someone.browser),
                None => (None, site.visitor()),
            };
            people.insert(at, entry);
        }
        Self {
            site,
            network,
            author,
            people,
        }
    }

    fn browser(&self, column: Column) -> &Browser {
        &self.people[&index(column)].1
    }

    fn id(&self, column: Column) -> Option<AccountId> {
        self.people[&index(column)].0
    }

    /// Sends a form with a key of one's own, as the page would.
    async fn send(&self, column: Column, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = FormKey::fresh(&self.site.app.secret, self.id(column));
        let mut all = vec![("form_key", key.as_str())];
        all.extend_from_slice(fields);
        self.browser(column).post(path, &all).await
    }

    async fn thread(&self, author: AccountId, kind: thread::Kind) -> ThreadId {
        let network = self.network.id;
        self.site
            .make(async |write| {
                let row = thread::ActiveModel {
                    network_id: Set(network),
                    kind: Set(kind),
                    title: Set("Canary in the title".to_owned()),
                    slug: Set("canary-in-the-title".to_owned()),
                    author_id: Set(author),
                    state: Set(thread::State::Open),
                    visibility_state: Set(thread::Visibility::Visible),
                    lock_reason: Set(String::new()),
                    pinned_until: Set(None),
                    last_number: Set(0),
                    visible_posts: Set(0),
                    last_visible_number: Set(0),
                    last_activity_at: Set(write.now),
                    last_post_by: Set(Some(author)),
                    version: Set(1),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                let id = row.insert(write.txn).await?.id;
                if kind == thread::Kind::Challenge {
                    let row = challenge::ActiveModel {
                        thread_id: Set(id),
                        dimensions: Set("LEA".to_owned()),
                        happening: Set("It is hard".to_owned()),
                        tried: Set(String::new()),
                        help: Set("Ideas".to_owned()),
                        help_kinds: Set(String::new()),
                        status: Set(challenge::Status::Open),
                        what_helped: Set(String::new()),
                        what_helped_html: Set(String::new()),
                        outcome: Set(String::new()),
                        outcome_html: Set(String::new()),
                        outcome_by: Set(None),
                        outcome_at: Set(None),
                    };
                    challenge::Entity::insert(row)
                        .exec_without_returning(write.txn)
                        .await?;
                }
                Ok(id)
            })
            .await
    }

    async fn post(&self, thread: ThreadId, author: AccountId, state: post::State) -> PostId {
        self.site
            .make(async |write| {
                let found = thread::Entity::find_by_id(thread)
                    .one(write.txn)
                    .await?
                    .unwrap();
                let number = found.last_number + 1;
                let visible = i64::from(state == post::State::Visible);
                let row = post::ActiveModel {
                    thread_id: Set(thread),
                    number: Set(number),
                    author_id: Set(author),
                    body_src: Set("Words of the canary".to_owned()),
                    body_html: Set("<p>Words of the canary</p>".to_owned()),
                    html_version: Set(1),
                    state: Set(state),
                    state_reason: Set("A reason in words".to_owned()),
                    state_by: Set(None),
                    state_at: Set(Some(write.now)),
                    notice: Set(false),
                    helped_at: Set(None),
                    helped_by: Set(None),
                    helped_note: Set(String::new()),
                    created_at: Set(write.now),
                    visible_at: Set(write.now),
                    edited_at: Set(None),
                    version: Set(1),
                    ..Default::default()
                };
                let id = row.insert(write.txn).await?.id;
                let visible_posts = found.visible_posts + visible;
                let mut thread = found.into_active_model();
                thread.last_number = Set(number);
                thread.last_visible_number = Set(number);
                thread.visible_posts = Set(visible_posts);
                thread.version = Set(number + 1);
                thread.update(write.txn).await?;
                Ok(id)
            })
            .await
    }

    /// A thread by the author with two visible posts of theirs.
    async fn conversation(&self, kind: thread::Kind) -> (ThreadId, PostId) {
        let thread = self.thread(self.author, kind).await;
        self.post(thread, self.author, post::State::Visible).await;
        let post = self.post(thread, self.author, post::State::Visible).await;
        (thread, post)
    }

    async fn lock(&self, thread: ThreadId) {
        self.site
            .make(async |write| {
                thread::Entity::update_many()
                    .col_expr(thread::Column::State, Expr::value(thread::State::Locked))
                    .col_expr(
                        thread::Column::Version,
                        Expr::col(thread::Column::Version).add(1),
                    )
                    .filter(thread::Column::Id.eq(thread))
                    .exec(write.txn)
                    .await?;
                Ok(())
            })
            .await;
    }

    async fn reported(&self, thread: ThreadId, post: PostId) -> i64 {
        let _ = thread;
        let network = self.network.id;
        let (about, reporter) = (self.author, self.site.person("reporter").await.id);
        self.site
            .make(async |write| {
                let row = review_item::ActiveModel {
                    network_id: Set(network),
                    post_id: Set(post),
                    about_id: Set(about),
                    to_site: Set(false),
                    state: Set(review_item::State::Open),
                    decision: Set(None),
                    decided_by: Set(None),
                    decided_at: Set(None),
                    reason: Set(String::new()),
                    version: Set(1),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                let item = row.insert(write.txn).await?.id;
                let row = report::ActiveModel {
                    review_item_id: Set(item),
                    post_id: Set(post),
                    reporter_id: Set(reporter),
                    reason: Set(report::Reason::Other),
                    detail: Set("Look at this".to_owned()),
                    not_to_leaders: Set(false),
                    text_copy: Set("Words of the canary".to_owned()),
                    text_version: Set(1),
                    state: Set(report::State::Open),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                row.insert(write.txn).await?;
                Ok(item.0)
            })
            .await
    }

    async fn asked_to_join(&self, handle: &str) -> i64 {
        let network = self.network.id;
        let person = self.site.person(handle).await.id;
        self.site
            .make(async |write| {
                let row = join_request::ActiveModel {
                    network_id: Set(network),
                    account_id: Set(person),
                    message: Set("Let me in, it is cold".to_owned()),
                    state: Set(join_request::State::Pending),
                    decided_by: Set(None),
                    decided_at: Set(None),
                    note: Set(String::new()),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                Ok(row.insert(write.txn).await?.id.0)
            })
            .await
    }
}

fn index(column: Column) -> usize {
    ALL.iter().position(|known| *known == column).unwrap()
}

fn meaning(answer: &Answer) -> Outcome {
    match answer.status {
        StatusCode::SEE_OTHER if answer.location().starts_with("/sign-in") => Outcome::Refused,
        StatusCode::OK | StatusCode::SEE_OTHER => Outcome::Done,
        StatusCode::FORBIDDEN => Outcome::Refused,
        StatusCode::NOT_FOUND => Outcome::Hidden,
        other => panic!("{other} is no answer to who may do what:\n{}", answer.body),
    }
}

/// What the matrix says should come of it. `met` is whether a condition that the cell names holds.
fn expected(
    action: &str,
    column: Column,
    visibility: Visibility,
    met: bool,
    address: Address,
) -> Outcome {
    let knows = matrix::cell("know_network", column, visibility) == Cell::Allow;
    let reads = match matrix::cell("read_content", column, visibility) {
        Cell::Allow => true,
        Cell::Setting | Cell::BrokerAccess => met,
        _ => false,
    };
    let unmet = if knows {
        Outcome::Refused
    } else {
        Outcome::Hidden
    };
    let said = match matrix::cell(action, column, visibility) {
        Cell::Allow | Cell::Rule => Outcome::Done,
        Cell::Refuse => Outcome::Refused,
        Cell::Hidden => Outcome::Hidden,
        // Nothing in these worlds is under review, granted, overdue or confirmed by a second.
        Cell::OpenReview
        | Cell::BreakGlass
        | Cell::OpenReviewOrBreakGlass
        | Cell::Escalated
        | Cell::SecondPerson => unmet,
        Cell::Own
        | Cell::Setting
        | Cell::OwnOrSetting
        | Cell::BrokerAccess
        | Cell::OwnAndBrokerAccess => {
            if met {
                Outcome::Done
            } else {
                unmet
            }
        }
    };
    let outsider = column == Column::Visitor || !reads;
    if said == Outcome::Refused && address == Address::Id && outsider && !reads {
        // Ids tell nothing (R56).
        return Outcome::Hidden;
    }
    said
}

/// Asks as everybody, in every kind of network, and compares with the matrix. A visitor who is sent
/// to sign in before anything is looked up is refused, whatever it is about.
async fn try_all(action: &str, address: Address, probe: impl AsyncFn(&World, Column) -> Outcome) {
    let mut wrong = Vec::new();
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        for met in [true, false] {
            let world = World::of(visibility, met).await;
            if !met {
                world.site.setting(Key::VisitorsCanRead, "false").await;
            }
            for column in ALL {
                let found = probe(&world, column).await;
                let wanted = expected(action, column, visibility, met, address);
                let signs_in = column == Column::Visitor
                    && found == Outcome::Refused
                    && wanted == Outcome::Hidden;
                if found != wanted && !signs_in {
                    wrong.push(format!(
                        "{action}, {column:?}, {visibility:?}, condition met: {met}: {found:?}, not {wanted:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_action_is_probed_or_listed_as_not_built() {
    let source: String = include_str!("permissions.rs").split_whitespace().collect();
    let lines: Vec<_> = include_str!("permissions.rs").lines().collect();
    for action in matrix::actions() {
        let is_probed = source.contains(&format!("try_all(\"{action}\""))
            || lines.contains(&format!("// probes {action}").as_str());
        let is_listed = NOT_BUILT.contains(&action);
        assert!(
            is_probed != is_listed,
            "{action}: probed {is_probed}, not built {is_listed}"
        );
    }
}

#[tokio::test]
async fn row_1_know_network() {
    try_all("know_network", Address::Network, async |world, column| {
        meaning(&world.browser(column).get("/networks/canary").await)
    })
    .await;
}

#[tokio::test]
async fn row_2_read_content() {
    try_all("read_content", Address::Id, async |world, column| {
        let (thread, _) = world.conversation(thread::Kind::Observation).await;
        let path = format!("/threads/{thread}/canary-in-the-title");
        let answer = world.browser(column).get(&path).await;
        let outcome = meaning(&answer);
        assert_eq!(
            answer.body.contains("Words of the canary"),
            outcome == Outcome::Done
        );
        outcome
    })
    .await;
}

#[tokio::test]
async fn row_2_read_content_under_the_network() {
    try_all("read_content", Address::Network, async |world, column| {
        let (thread, _) = world.conversation(thread::Kind::Observation).await;
        let path = format!("/networks/canary/threads/{thread}");
        let answer = world.browser(column).get(&path).await;
        assert!(!answer.body.contains("Canary in the title"));
        meaning(&answer)
    })
    .await;
}

#[tokio::test]
async fn row_3_list_content() {
    try_all("list_content", Address::Network, async |world, column| {
        world.conversation(thread::Kind::Observation).await;
        for path in ["/networks/canary", "/", "/networks"] {
            let answer = world.browser(column).get(path).await;
            if answer.body.contains("Canary in the title") {
                return Outcome::Done;
            }
        }
        // Not being listed looks the same whether refused or hidden; the matrix says which.
        let cell = matrix::cell("list_content", column, world.network.visibility);
        let knows = matrix::cell("know_network", column, world.network.visibility);
        match (cell, knows) {
            (Cell::Setting | Cell::BrokerAccess, Cell::Allow) => Outcome::Refused,
            _ => Outcome::Hidden,
        }
    })
    .await;
}

#[tokio::test]
async fn row_4_list_members() {
    try_all("list_members", Address::Network, async |world, column| {
        // The setting is met when the list is open to everybody who can see the network.
        let met = world.network_row().await.broker_access;
        let list = if met {
            network::MemberList::Everyone
        } else {
            network::MemberList::Moderators
        };
        world.set(network::Column::MemberList, list).await;
        meaning(&world.browser(column).get("/networks/canary/people").await)
    })
    .await;
}

#[tokio::test]
async fn row_5_join() {
    try_all("join", Address::Network, async |world, column| {
        let answer = if world.network.visibility == Visibility::Private {
            let fields = [(
                "message",
                "I lead the one next door and would like to learn",
            )];
            world
                .send(column, "/networks/canary/requests", &fields)
                .await
        } else {
            world.send(column, "/networks/canary/membership", &[]).await
        };
        // Members have nothing to join: they are led back, and nothing changes.
        let is_member = matches!(column, Column::Member | Column::Moderator | Column::Leader);
        match meaning(&answer) {
            Outcome::Done if is_member => Outcome::Refused,
            other => other,
        }
    })
    .await;
}

#[tokio::test]
async fn row_6_start_thread() {
    try_all("start_thread", Address::Network, async |world, column| {
        let fields = [("title", "Something I noticed"), ("body", "It rained")];
        meaning(
            &world
                .send(column, "/networks/canary/threads", &fields)
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_7_reply() {
    try_all("reply", Address::Id, async |world, column| {
        let (thread, _) = world.conversation(thread::Kind::Observation).await;
        let path = format!("/threads/{thread}/replies");
        meaning(
            &world
                .send(column, &path, &[("body", "Handrails helped")])
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_8_reply_locked() {
    try_all("reply_locked", Address::Id, async |world, column| {
        let (thread, _) = world.conversation(thread::Kind::Observation).await;
        world.lock(thread).await;
        let path = format!("/threads/{thread}/replies");
        meaning(&world.send(column, &path, &[("body", "A notice")]).await)
    })
    .await;
}

#[tokio::test]
async fn row_11_edit_own_post() {
    try_all("edit_own_post", Address::Id, async |world, column| {
        let (thread, others) = world.conversation(thread::Kind::Observation).await;
        let met = world.network_row().await.broker_access;
        let post = match world.id(column) {
            Some(own) if met => world.post(thread, own, post::State::Visible).await,
            _ => others,
        };
        let fields = [("body", "Other words"), ("version", "1")];
        meaning(
            &world
                .send(column, &format!("/posts/{post}/edit"), &fields)
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_12_withdraw_own_post() {
    try_all("withdraw_own_post", Address::Id, async |world, column| {
        let (thread, others) = world.conversation(thread::Kind::Observation).await;
        let met = world.network_row().await.broker_access;
        let post = match world.id(column) {
            Some(own) if met => world.post(thread, own, post::State::Visible).await,
            _ => others,
        };
        meaning(
            &world
                .send(column, &format!("/posts/{post}/withdrawal"), &[])
                .await,
        )
    })
    .await;
}

/// Whether the words of a hidden post are on the page that its reader gets.
async fn reads_hidden(world: &World, column: Column, own: bool) -> Outcome {
    let (thread, _) = world.conversation(thread::Kind::Observation).await;
    let author = if own {
        world.id(column).unwrap_or(world.author)
    } else {
        world.author
    };
    let post = world.post(thread, author, post::State::Hidden).await;
    world.say(post, "Held words of the canary").await;
    let path = format!("/threads/{thread}/canary-in-the-title");
    let answer = world.browser(column).get(&path).await;
    match (
        meaning(&answer),
        answer.body.contains("Held words of the canary"),
    ) {
        (Outcome::Done, true) => Outcome::Done,
        (Outcome::Done, false) => Outcome::Refused,
        (other, shown) => {
            assert!(!shown);
            other
        }
    }
}

#[tokio::test]
async fn row_14_see_others_held_text() {
    try_all(
        "see_others_held_text",
        Address::Id,
        async |world, column| reads_hidden(world, column, false).await,
    )
    .await;
}

// probes see_own_held_text
#[tokio::test]
async fn row_13_see_own_held_text_where_one_still_reads_the_thread() {
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        let world = World::of(visibility, true).await;
        for column in ALL.into_iter().skip(1) {
            let reads = expected("read_content", column, visibility, true, Address::Id);
            let found = reads_hidden(&world, column, true).await;
            assert_eq!(found, reads, "{column:?} {visibility:?}");
        }
    }
}

#[tokio::test]
async fn row_16_see_revisions() {
    try_all("see_revisions", Address::Id, async |world, column| {
        let (_, post) = world.conversation(thread::Kind::Observation).await;
        meaning(
            &world
                .browser(column)
                .get(&format!("/posts/{post}/history"))
                .await,
        )
    })
    .await;
}

// probes report
#[tokio::test]
async fn row_17_report_what_one_can_see() {
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        let world = World::of(visibility, false).await;
        // A visitor's form to report a concern is not built; only what one can read can be reported.
        for column in ALL.into_iter().skip(1) {
            let (_, post) = world.conversation(thread::Kind::Observation).await;
            let fields = [("reason", "other"), ("detail", "Look at this")];
            let answer = world
                .send(column, &format!("/posts/{post}/report"), &fields)
                .await;
            let reads = expected("read_content", column, visibility, false, Address::Id);
            let wanted = if reads == Outcome::Done {
                Outcome::Done
            } else {
                Outcome::Hidden
            };
            assert_eq!(meaning(&answer), wanted, "{column:?} {visibility:?}");
        }
    }
}

// probes see_reports
// probes see_reporter
#[tokio::test]
async fn rows_18_and_19_see_reports_and_who_reported() {
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        let world = World::of(visibility, false).await;
        let (thread, post) = world.conversation(thread::Kind::Observation).await;
        let item = world.reported(thread, post).await;
        for column in ALL.into_iter().skip(1) {
            let answer = world.browser(column).get(&format!("/review/{item}")).await;
            // The item is an open review item: what the matrix marks "f" is met here.
            let sees = matches!(
                matrix::cell("see_reports", column, visibility),
                Cell::Allow | Cell::Rule | Cell::OpenReview
            );
            let names = matches!(
                matrix::cell("see_reporter", column, visibility),
                Cell::Allow | Cell::OpenReview
            );
            let wanted = if sees { Outcome::Done } else { Outcome::Hidden };
            assert_eq!(meaning(&answer), wanted, "{column:?} {visibility:?}");
            assert_eq!(
                answer.body.contains("Reporter"),
                names,
                "{column:?} {visibility:?}"
            );
        }
    }
}

// probes decide_review_item
#[tokio::test]
async fn row_20_decide_a_review_item() {
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        for column in ALL.into_iter().skip(1) {
            let world = World::of(visibility, false).await;
            let (thread, post) = world.conversation(thread::Kind::Observation).await;
            let item = world.reported(thread, post).await;
            let fields = [
                ("decision", "keep"),
                ("reason", "Nothing is wrong with these words"),
                ("version", "1"),
            ];
            let answer = world
                .send(column, &format!("/review/{item}/decision"), &fields)
                .await;
            let may = matches!(
                matrix::cell("decide_review_item", column, visibility),
                Cell::Allow | Cell::Rule | Cell::OpenReview
            );
            let wanted = if may { Outcome::Done } else { Outcome::Hidden };
            assert_eq!(meaning(&answer), wanted, "{column:?} {visibility:?}");
        }
    }
}

#[tokio::test]
async fn row_26_edit_a_thread_title() {
    try_all("edit_title", Address::Id, async |world, column| {
        // Own threads are one condition, brokers let in the other; both are met or neither.
        let met = world.network_row().await.broker_access;
        let author = match matrix::cell("edit_title", column, world.network.visibility) {
            Cell::Own | Cell::OwnAndBrokerAccess if met => world.id(column).unwrap(),
            _ => world.author,
        };
        let thread = world.thread(author, thread::Kind::Observation).await;
        world.post(thread, author, post::State::Visible).await;
        let fields = [
            ("title", "What it is about by now"),
            ("reason", "Says more about it"),
            ("was", "Canary in the title"),
        ];
        let path = format!("/threads/{thread}/title");
        let page = meaning(&world.browser(column).get(&path).await);
        let outcome = meaning(&world.send(column, &path, &fields).await);
        assert_eq!(page, outcome, "{column:?}: page and form agree");
        let title = world.site.thread(thread).await.title;
        assert_eq!(title != "Canary in the title", outcome == Outcome::Done);
        outcome
    })
    .await;
}

#[tokio::test]
async fn row_22_hide_remove_restore() {
    try_all("hide_remove_restore", Address::Id, async |world, column| {
        let (_, post) = world.conversation(thread::Kind::Observation).await;
        let fields = [("reason", "This is about a patient who could be known")];
        meaning(
            &world
                .send(column, &format!("/posts/{post}/removal"), &fields)
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_28_set_challenge_status() {
    try_all(
        "set_challenge_status",
        Address::Id,
        async |world, column| {
            let met = world.network_row().await.broker_access;
            let thread = match world.id(column) {
                Some(own) if met => {
                    let thread = world.thread(own, thread::Kind::Challenge).await;
                    world.post(thread, own, post::State::Visible).await;
                    thread
                }
                _ => world.conversation(thread::Kind::Challenge).await.0,
            };
            let fields = [("status", "being_tried"), ("from", "open")];
            meaning(
                &world
                    .send(column, &format!("/threads/{thread}/status"), &fields)
                    .await,
            )
        },
    )
    .await;
}

#[tokio::test]
async fn row_30_mark_what_worked() {
    try_all("mark_what_worked", Address::Id, async |world, column| {
        let met = world.network_row().await.broker_access;
        let post = match world.id(column) {
            Some(own) if met => {
                let thread = world.thread(own, thread::Kind::Challenge).await;
                world.post(thread, own, post::State::Visible).await;
                world.post(thread, world.author, post::State::Visible).await
            }
            _ => world.conversation(thread::Kind::Challenge).await.1,
        };
        meaning(
            &world
                .send(column, &format!("/posts/{post}/helped"), &[("note", "")])
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_32_pin_lock_archive() {
    try_all("pin_lock_archive", Address::Id, async |world, column| {
        let (thread, _) = world.conversation(thread::Kind::Observation).await;
        let fields = [("reason", "It has gone round in circles")];
        meaning(
            &world
                .send(column, &format!("/threads/{thread}/lock"), &fields)
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_36_run_check() {
    try_all("run_check", Address::Network, async |world, column| {
        let answer = world.send(column, "/networks/canary/checks", &[]).await;
        match meaning(&answer) {
            // Under the network's own address an outsider gets the landing page, whatever is asked.
            Outcome::Refused if column != Column::Leader => Outcome::Hidden,
            other => other,
        }
    })
    .await;
}

// probes share_result
#[tokio::test]
async fn row_37_share_result_is_tried_in_the_stories_of_results_and_challenges() {
    // Only a leader has a result of their own to share, so the other columns are people who lead no
    // more (health_checks) and people who try the result of another (challenges).
    for visibility in [Visibility::Public, Visibility::Private, Visibility::Secret] {
        for column in ALL {
            let granted = matrix::cell("share_result", column, visibility) == Cell::Allow;
            assert_eq!(granted, column == Column::Leader);
        }
    }
}

#[tokio::test]
async fn row_38_invite() {
    try_all("invite", Address::Network, async |world, column| {
        meaning(
            &world
                .send(
                    column,
                    "/networks/canary/invitations",
                    &[("handle", "nobody")],
                )
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_39_decide_join_request() {
    try_all(
        "decide_join_request",
        Address::Network,
        async |world, column| {
            let request = world.asked_to_join(&format!("asks{}", index(column))).await;
            let path = format!("/networks/canary/requests/{request}");
            meaning(
                &world
                    .send(column, &path, &[("decision", "accept"), ("note", "")])
                    .await,
            )
        },
    )
    .await;
}

#[tokio::test]
async fn row_40_remove_ban_silence() {
    try_all(
        "remove_ban_silence",
        Address::Network,
        async |world, column| {
            let handle = format!("goes{}", index(column));
            world.site.member_of(world.network.id, &handle).await;
            let path = format!("/networks/canary/people/{handle}/removal");
            let fields = [("reason", "They told others what was said here")];
            meaning(&world.send(column, &path, &fields).await)
        },
    )
    .await;
}

#[tokio::test]
async fn row_41_set_moderator() {
    try_all("set_moderator", Address::Network, async |world, column| {
        let handle = format!("rises{}", index(column));
        world.site.member_of(world.network.id, &handle).await;
        let path = format!("/networks/canary/people/{handle}/role");
        meaning(&world.send(column, &path, &[("role", "moderator")]).await)
    })
    .await;
}

#[tokio::test]
async fn row_43_edit_network() {
    try_all("edit_network", Address::Network, async |world, column| {
        meaning(
            &world
                .browser(column)
                .get("/networks/canary/about/edit")
                .await,
        )
    })
    .await;
}

#[tokio::test]
async fn row_47_announce() {
    try_all("announce", Address::Network, async |world, column| {
        let fields = [
            ("kind", "announcement"),
            ("title", "The next meeting"),
            ("body", "On Tuesday"),
        ];
        meaning(
            &world
                .send(column, "/networks/canary/threads", &fields)
                .await,
        )
    })
    .await;
}

impl World {
    async fn network_row(&self) -> network::Model {
        let found = network::Entity::find_by_id(self.network.id)
            .one(&self.site.app.db)
            .await;
        found.unwrap().unwrap()
    }

    async fn set(&self, column: network::Column, value: impl Into<sea_orm::Value>) {
        let (network, value) = (self.network.id, value.into());
        self.site
            .make(async |write| {
                network::Entity::update_many()
                    .col_expr(column, Expr::value(value))
                    .filter(network::Column::Id.eq(network))
                    .exec(write.txn)
                    .await?;
                Ok(())
            })
            .await;
    }

    async fn say(&self, post: PostId, words: &str) {
        self.site
            .make(async |write| {
                post::Entity::update_many()
                    .col_expr(post::Column::BodySrc, Expr::value(words))
                    .col_expr(
                        post::Column::BodyHtml,
                        Expr::value(format!("<p>{words}</p>")),
                    )
                    .filter(post::Column::Id.eq(post))
                    .exec(write.txn)
                    .await?;
                Ok(())
            })
            .await;
    }
}
