//! Conversations: reading, replying, and what happens when many do so at once.

use indaba::{
    entity::{
        id::{NetworkId, ThreadId},
        network, post, thread,
    },
    features::{
        networks,
        threads::{
            commands,
            forms::{ReplyForm, ThreadForm},
            policy, queries,
        },
    },
    platform::access::{Actor, Person, Seen, SiteRoles},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

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
