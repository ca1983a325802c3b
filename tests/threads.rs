//! Conversations: reading, replying, and what happens when many do so at once.

use indaba::{
    entity::{
        audit_entry, challenge,
        id::{NetworkId, ThreadId},
        membership, network, post, post_revision, thread,
    },
    features::{
        networks,
        threads::{
            commands,
            forms::{ReplyForm, ThreadForm, TitleForm},
            policy, queries,
        },
    },
    platform::{
        access::{Actor, Person, Seen, SiteRoles},
        db::Write,
        jobs::{schedule, worker},
        settings::Key,
        web::error::Error,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};

use crate::support::{Someone, TestApp};

/// What a maker needs to act as somebody.
pub(crate) fn actor(person: &Someone) -> Actor {
    let person = Person {
        id: person.id,
        handle: person.handle.clone(),
        name: person.handle.clone(),
        site: SiteRoles::default(),
        moderates: false,
        leads: false,
        time_zone: "Europe/London".to_owned(),
        theme: indaba::entity::account::Theme::Auto,
    };
    Actor::of(person, true)
}

impl TestApp {
    /// An observation by a member.
    pub(crate) async fn thread_by(
        &self,
        author: &Someone,
        network: NetworkId,
        title: &str,
    ) -> thread::Model {
        let actor = actor(author);
        let seen = networks::queries::find_by_id(&self.app.db, &actor, network)
            .await
            .unwrap();
        let permit = seen.permit::<networks::policy::StartThread>().unwrap();
        let form = ThreadForm {
            title: title.to_owned(),
            body: format!("First words about {title}"),
            ..ThreadForm::default()
        };
        let new = form.parse().unwrap();
        let started = self
            .make(async |write| commands::start(write, &permit, &new).await)
            .await;
        self.thread(started.id).await
    }

    /// A reply by a member; its number.
    pub(crate) async fn reply_by(&self, author: &Someone, thread: ThreadId, body: &str) -> i64 {
        let seen = queries::find(&self.app.db, &actor(author), thread)
            .await
            .unwrap();
        let permit = seen.permit::<policy::Reply>().unwrap();
        let form = ReplyForm {
            body: body.to_owned(),
            ..ReplyForm::default()
        };
        let new = form.parse().unwrap();
        self.make(async |write| commands::reply(write, &permit, &new).await)
            .await
            .number
    }

    /// The row of a thread.
    pub(crate) async fn thread(&self, id: ThreadId) -> thread::Model {
        let found = thread::Entity::find_by_id(id).one(&self.app.db).await;
        found.unwrap().unwrap()
    }

    /// The posts of a thread, in their order.
    pub(crate) async fn posts(&self, id: ThreadId) -> Vec<post::Model> {
        post::Entity::find()
            .filter(post::Column::ThreadId.eq(id))
            .order_by_asc(post::Column::Number)
            .all(&self.app.db)
            .await
            .unwrap()
    }
}

fn path(thread: &thread::Model) -> String {
    format!("/threads/{}/{}", thread.id, thread.slug)
}

#[tokio::test]
async fn a_member_replies_and_sees_the_reply() {
    let site = TestApp::start().await;
    let network = site.network("falls", network::Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site.thread_by(&ada, network.id, "Preventing falls").await;
    let ben = site.member_of(network.id, "ben").await;

    let page = ben.visit(&path(&thread)).await;
    let page = page
        .has_status(200)
        .sees("Preventing falls")
        .sees("First words about Preventing falls")
        .sees("Visible to the 2 members of Falls");
    let page = page
        .fill("Your reply", "Handrails **helped**")
        .press("Post reply")
        .await;
    page.has_status(200)
        .sees("Reply posted.")
        .sees("Handrails helped")
        .sees("Ben");
    assert_eq!(site.thread(thread.id).await.last_number, 2);
}

#[tokio::test]
async fn twenty_posts_in_ten_minutes_are_taken_from_one_person() {
    let site = TestApp::start_with(|config| config.limits_scale = 1.0).await;
    site.setting(Key::SetUp, "true").await;
    let network = site.network("falls", network::Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;
    let thread = site.thread_by(&ben, network.id, "Preventing falls").await;
    let send = async |who: &Someone, text: &str| {
        let page = who.visit(&path(&thread)).await;
        let page = page.fill("Your reply", text);
        page.press_raw("Post reply").await
    };
    for number in 0..18 {
        let answer = send(&ada, &format!("Reply {number} of many")).await;
        assert_eq!(answer.status.as_u16(), 303);
    }
    let begun = ada.visit("/networks/falls/threads/new").await;
    let begun = begun
        .fill("Title", "One thing more")
        .fill("What would you like to say?", "Handrails")
        .press("Post observation")
        .await
        .has_status(200);
    let own = begun.click("Edit post 1").await;
    let edit = own.path.clone();
    let own = own.fill("Your text", "Handrails, everywhere");
    own.press("Save changes").await.has_status(200);
    // That were twenty; the next keeps its words and comes to nothing.
    let answer = send(&ada, "One more reply").await;
    assert_eq!(answer.status.as_u16(), 429);
    assert!(answer.body.contains("One more reply"));
    assert_eq!(answer.headers["retry-after"], "600");
    let edit = ada.visit(&edit).await.fill("Your text", "Handrails, still");
    assert_eq!(edit.press_raw("Save changes").await.status.as_u16(), 429);
    assert_eq!(site.thread(thread.id).await.last_number, 19);
    assert_eq!(send(&ben, "Others go on").await.status.as_u16(), 303);
    site.wait_minutes(10);
    assert_eq!(send(&ada, "One more reply").await.status.as_u16(), 303);
}

#[tokio::test]
async fn what_was_withdrawn_is_erased_after_thirty_days() {
    let site = TestApp::start().await;
    let network = site.network("falls", network::Visibility::Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let ben = site.member_of(network.id, "ben").await;
    let page = lea.visit("/networks/falls/challenges/new").await;
    let page = page
        .fill("Title", "How do we share the lead?")
        .fill("What is happening?", "Two of us do everything.")
        .fill("What help do you want?", "What worked for you?")
        .choose_in("What is it about?", "Leadership that is shared");
    let page = page.press("Post challenge").await.has_status(200);
    let thread: ThreadId = page.path.split('/').nth(2).unwrap().parse().unwrap();
    site.reply_by(&ben, thread, "Rotate the chair").await;
    site.reply_by(&ben, thread, "Share the minutes, too").await;
    let [first, second, third] = &site.posts(thread).await[..] else {
        panic!("three posts");
    };
    let edit = ben.visit(&format!("/posts/{}/edit", second.id)).await;
    let edit = edit.fill("Your text", "Rotate the chair each time");
    edit.press("Save changes").await.has_status(200);
    for (who, post) in [(&lea, first), (&ben, second)] {
        let page = who.visit(&format!("/posts/{}/withdrawal", post.id)).await;
        page.press("Withdraw post").await.has_status(200);
    }
    let erase = async || {
        schedule::enqueue_due(&site.app).await.unwrap();
        assert_eq!(worker::run_due(&site.app).await.unwrap().failed, 0);
        let posts = site.posts(thread).await;
        posts.iter().filter(|post| post.body_src.is_empty()).count()
    };
    site.wait_minutes(29 * 24 * 60);
    assert_eq!(erase().await, 0, "moderators can still read them");
    site.wait_minutes(24 * 60);
    assert_eq!(erase().await, 2);
    let posts = site.posts(thread).await;
    assert_eq!(
        posts
            .iter()
            .filter(|post| post.body_html.is_empty())
            .count(),
        2
    );
    assert_eq!(
        posts[2].body_src, third.body_src,
        "what stands is left alone"
    );
    let kept = post_revision::Entity::find().count(&site.app.db).await;
    assert_eq!(kept.unwrap(), 0, "earlier versions go as well");
    let told = challenge::Entity::find_by_id(thread)
        .one(&site.app.db)
        .await;
    let told = told.unwrap().unwrap();
    assert_eq!((told.happening, told.tried, told.help), Default::default());
    let ben = site.sign_in(ben.id).await;
    let page = ben
        .visit(&format!("/threads/{thread}"))
        .await
        .has_status(200);
    page.sees("Withdrawn by the author")
        .sees("How do we share the lead?");
}

#[tokio::test]
async fn a_title_is_changed_by_its_author_and_old_addresses_lead_on() {
    let site = TestApp::start().await;
    let network = site.network("falls", network::Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;
    let mo = site.moderator_of(network.id, "mo").await;
    let thread = site.thread_by(&ada, network.id, "Preventing falls").await;
    let old = path(&thread);
    let page = ada.visit(&old).await.click("Change the title").await;
    let page = page.fill("Title", "Oh").press("Save title").await;
    let page = page.has_status(422);
    assert_eq!(page.value("Title"), "Oh");
    let other = ada.visit(&format!("/threads/{}/title", thread.id)).await;
    let page = page
        .fill("Title", "Falls at night")
        .press("Save title")
        .await
        .has_status(200)
        .sees("The title is changed.")
        .sees("Ada changed the title. It was: Preventing falls");
    assert!(
        page.path
            .starts_with(&format!("/threads/{}/falls-at-night", thread.id))
    );
    let moved = ben.get(&old).await;
    assert_eq!(moved.status.as_u16(), 301);
    assert_eq!(
        moved.location(),
        format!("/threads/{}/falls-at-night", thread.id)
    );
    assert!(!ben.visit(&old).await.has_link("Change the title"));
    // A second window saw the old title; it says so and keeps what was typed.
    let late = other
        .fill("Title", "Falls by day")
        .press("Save title")
        .await;
    let late = late.has_status(409).sees("It is now “Falls at night”");
    assert_eq!(late.value("Title"), "Falls by day");
    late.press("Save title").await.has_status(200);
    // For somebody else it takes a reason, and is on record; the old title may be what had to go.
    let page = mo.visit(&format!("/threads/{}/title", thread.id)).await;
    let page = page
        .fill("Title", "Falls in hospital")
        .press("Save title")
        .await;
    let page = page.has_status(422).fill("Reason", "It named a colleague");
    let page = page.press("Save title").await.has_status(200);
    page.sees("Mo changed the title: It named a colleague")
        .sees_not("Falls by day");
    let entry = audit_entry::Entity::find().one(&site.app.db).await;
    let entry = entry.unwrap().unwrap();
    assert_eq!(entry.action, "edit_title");
    assert!(entry.before.contains("Falls by day"), "{}", entry.before);
}

#[tokio::test]
async fn a_moderator_who_is_one_no_more_changes_no_titles_of_others() {
    let site = TestApp::start().await;
    let network = site.network("falls", network::Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let mo = site.moderator_of(network.id, "mo").await;
    let thread = site.thread_by(&ada, network.id, "Preventing falls").await;
    let seen = queries::find(&site.app.db, &actor(&mo), thread.id).await;
    let permit = seen.unwrap().permit::<policy::EditTitle>().unwrap();
    site.make(async |write| {
        membership::Entity::update_many()
            .col_expr(
                membership::Column::Role,
                Expr::value(membership::Role::Member),
            )
            .filter(membership::Column::AccountId.eq(mo.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
    let form = TitleForm {
        title: "Falls at night".to_owned(),
        reason: "Says more about it".to_owned(),
        was: thread.title.clone(),
    };
    let change = form.parse(false).unwrap();
    let work = async |write: &Write<'_>| commands::edit_title(write, &permit, &change).await;
    assert!(matches!(site.app.write(work).await, Err(Error::Refused(_))));
    assert_eq!(site.thread(thread.id).await.title, "Preventing falls");
}

#[tokio::test]
async fn r10_whoever_has_left_finds_their_own_words_and_can_take_them_back() {
    let site = TestApp::start().await;
    let secret = site.network("quietones", network::Visibility::Secret).await;
    let open = site.network("falls", network::Visibility::Private).await;
    let lea = site.leader_of(secret.id, "lea").await;
    let ada = site.member_of(secret.id, "ada").await;
    site.put_in(open.id, ada.id, membership::Role::Member).await;
    let thread = site
        .thread_by(&lea, secret.id, "Who leaves the board")
        .await;
    site.reply_by(&ada, thread.id, "I am thinking of it").await;
    site.thread_by(&ada, open.id, "Preventing falls").await;
    let page = ada.visit("/settings").await.click("Look at my posts").await;
    let page = page.sees("Preventing falls").sees("Who leaves the board");
    page.sees("I am thinking of it").sees("Quietones");
    let leave = ada.visit("/networks/quietones/leave").await;
    leave.press("Leave this network").await.has_status(200);
    let page = ada.visit("/settings/posts").await;
    let page = page
        .sees("I am thinking of it")
        .sees("A private network")
        .sees("A conversation you cannot open any more")
        .sees_not("Quietones")
        .sees_not("quietones")
        .sees_not("Who leaves the board");
    let page = page.click("Withdraw the post 2 of this list").await;
    let page = page
        .sees_not("Who leaves the board")
        .press("Withdraw post")
        .await;
    let page = page.has_status(200).sees("Your post is withdrawn.");
    assert_eq!(page.path, "/settings/posts?said=post-withdrawn");
    page.sees("Withdrawn by the author. Others do not see this post.");
    lea.visit(&path(&thread))
        .await
        .sees("Withdrawn by the author");
    // Nobody finds the words of another there.
    lea.visit("/settings/posts")
        .await
        .sees_not("I am thinking of it");
    let page = ada.visit("/settings/posts?before=x").await;
    page.has_status(200).sees("Preventing falls");
}

#[tokio::test]
async fn many_own_posts_are_listed_twenty_at_a_time() {
    let site = TestApp::start().await;
    let network = site.network("falls", network::Visibility::Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let thread = site.thread_by(&ada, network.id, "Preventing falls").await;
    for number in 2..=21 {
        let words = format!("Number {number}.");
        site.reply_by(&ada, thread.id, &words).await;
    }
    let page = ada.visit("/settings/posts").await;
    let page = page.sees("Number 21.").sees("Number 2.");
    let page = page.sees_not("First words").click("Older posts").await;
    let page = page.sees("First words").sees_not("Number 2.");
    assert!(!page.has_link("Older posts"));
}
