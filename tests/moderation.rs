//! Reports, the people who decide about them, and posts that are taken out of sight.

use indaba::{
    entity::{
        activity, audit_entry,
        id::{PostId, ThreadId},
        membership::Role,
        network::{self, Visibility},
        post, report, review_item, site_role, thread,
    },
    features::networks::commands,
    platform::{config::Config, jobs::worker, mail::transport::Sent, settings::Key},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use tokio::task::JoinSet;

use crate::support::{Answer, Browser, Someone, TestApp};

/// A network with a conversation in it, and people around it.
struct Scene {
    site: TestApp,
    network: network::Model,
    thread: thread::Model,
    /// Whose second post is reported.
    author: Someone,
    reporter: Someone,
    moderator: Someone,
    leader: Someone,
}

/// The words of the second post.
const WORDS: &str = "The woman of 84 on Oak ward";

impl Scene {
    async fn begin(visibility: Visibility) -> Self {
        Self::with(visibility, |_| {}).await
    }

    /// On a site that sends mail, into memory.
    async fn with_mail(visibility: Visibility) -> Self {
        Self::with(visibility, |config| {
            config.smtp_url = Some("memory:".to_owned().into());
        })
        .await
    }

    async fn with(visibility: Visibility, change: impl FnOnce(&mut Config)) -> Self {
        let site = TestApp::start_with(change).await;
        site.setting(Key::SetUp, "true").await;
        site.make(async |write| commands::make_empty_commons(write).await)
            .await;
        let network = site.network("falls", visibility).await;
        let author = site.member_of(network.id, "author").await;
        let reporter = site.member_of(network.id, "rosa").await;
        let moderator = site.moderator_of(network.id, "mo").await;
        let leader = site.leader_of(network.id, "lea").await;
        let thread = site
            .thread_by(&reporter, network.id, "Preventing falls")
            .await;
        site.reply_by(&author, thread.id, WORDS).await;
        for number in 3..=6 {
            let words = format!("Words of post {number}");
            site.reply_by(&reporter, thread.id, &words).await;
        }
        Self {
            site,
            network,
            thread,
            author,
            reporter,
            moderator,
            leader,
        }
    }

    /// The second post.
    async fn post(&self) -> post::Model {
        self.numbered(2).await
    }

    async fn numbered(&self, number: i64) -> post::Model {
        let posts = self.site.posts(self.thread.id).await;
        posts
            .into_iter()
            .find(|post| post.number == number)
            .unwrap()
    }

    fn thread_path(&self) -> String {
        format!("/threads/{}/{}", self.thread.id, self.thread.slug)
    }

    async fn report_path(&self) -> String {
        format!("/posts/{}/report", self.post().await.id)
    }

    async fn removal_path(&self) -> String {
        format!("/posts/{}/removal", self.post().await.id)
    }

    /// Reports the second post.
    async fn reported_by(&self, who: &Someone) -> review_item::Model {
        report(who, self.post().await.id, "Harassment").await;
        self.item().await
    }

    /// The newest item.
    async fn item(&self) -> review_item::Model {
        let found = review_item::Entity::find().order_by_desc(review_item::Column::Id);
        found.one(&self.site.app.db).await.unwrap().unwrap()
    }

    async fn staff(&self, handle: &str, role: site_role::Role) -> Someone {
        self.site.staff(handle, role).await
    }

    async fn send_mail(&self) -> Vec<Sent> {
        let ran = worker::run_due(&self.site.app).await.unwrap();
        assert_eq!(ran.failed, 0);
        self.site.app.mail.transport.sent()
    }
}

/// Sends forms at the same time.
async fn at_once(forms: impl IntoIterator<Item = (Browser, String, String)>) -> Vec<Answer> {
    let mut sending = JoinSet::new();
    for (browser, path, body) in forms {
        sending.spawn(async move {
            let headers = [("sec-fetch-site", "same-origin")];
            browser.request("POST", &path, Some(body), &headers).await
        });
    }
    sending.join_all().await
}

async fn report(who: &Someone, post: PostId, reason: &str) {
    let page = who.visit(&format!("/posts/{post}/report")).await;
    page.has_status(200)
        .choose(reason)
        .press("Send report")
        .await
        .has_status(200)
        .sees("Your report has arrived");
}

async fn decide(who: &Someone, item: &review_item::Model, decision: &str) {
    let page = who.visit(&format!("/review/{}", item.id)).await;
    page.has_status(200)
        .choose(decision)
        .fill("Reason", "It names somebody who uses the service.")
        .press("Decide")
        .await
        .has_status(200)
        .sees("Decided: the post is");
}

async fn audit(site: &TestApp, action: &str) -> Vec<audit_entry::Model> {
    audit_entry::Entity::find()
        .filter(audit_entry::Column::Action.eq(action))
        .all(&site.app.db)
        .await
        .unwrap()
}

/// Who is told of something in the activity of the site.
async fn told(site: &TestApp, kind: &str) -> Vec<activity::Model> {
    activity::Entity::find()
        .filter(activity::Column::Kind.eq(kind))
        .all(&site.app.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_member_reports_a_post_and_a_moderator_hides_it_with_a_reason_that_the_author_reads() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = scene.reporter.visit(&scene.thread_path()).await;
    let page = page.click("Report post 2").await;
    let page = page
        .has_status(200)
        .sees(WORDS)
        .sees("This is not the place to report harm")
        .sees("The author never learns who reported the post");
    let page = page
        .choose("Patient or personal information")
        .fill("Details (optional)", "Everybody there knows who is meant.")
        .press("Send report")
        .await;
    page.has_status(200)
        .sees("Your report has arrived")
        .sees("It waits for a decision");

    let home = scene.moderator.visit("/").await.sees("1 report to decide");
    let queue = home.click("Review").await;
    let queue = queue
        .sees("Patient or personal information")
        .sees("1 report");
    let case = queue.click("Patient or personal information").await;
    let case = case
        .has_status(200)
        .sees(WORDS)
        .sees("Everybody there knows who is meant.")
        .sees("First words about Preventing falls")
        .sees("Words of post 3")
        .sees("Words of post 4")
        .sees_not("Words of post 5");
    let after = case
        .choose("Hide it")
        .fill("Reason", "It names somebody who uses the service.")
        .press("Decide")
        .await;
    after
        .has_status(200)
        .sees("Decided: the post is not shown")
        .sees("Nothing waits for you");

    let post = scene.post().await;
    assert_eq!(post.state, post::State::Hidden);
    scene
        .author
        .visit(&scene.thread_path())
        .await
        .sees(WORDS)
        .sees("It names somebody who uses the service.");
    scene
        .reporter
        .visit(&scene.report_path().await)
        .await
        .has_status(200)
        .sees("It was decided that the post is not shown.")
        .sees_not(WORDS)
        .sees_not("It names somebody");
    assert_eq!(told(&scene.site, "report_decided").await.len(), 1);
    assert_eq!(
        told(&scene.site, "hide_post").await[0].subject_id,
        Some(scene.author.id)
    );
}

#[tokio::test]
async fn every_act_is_an_entry_in_the_log_with_its_reason() {
    let scene = Scene::begin(Visibility::Public).await;
    let item = scene.reported_by(&scene.reporter).await;
    decide(&scene.moderator, &item, "Hide it").await;

    let [decided] = audit(&scene.site, "decide_report")
        .await
        .try_into()
        .unwrap();
    assert_eq!(decided.actor_id, Some(scene.moderator.id));
    assert_eq!(decided.actor_role, "moderator");
    assert_eq!(decided.target_id, item.id.0);
    assert_eq!(decided.network_id, Some(scene.network.id));
    assert_eq!(decided.reason, "It names somebody who uses the service.");
    let [hidden] = audit(&scene.site, "hide_post").await.try_into().unwrap();
    assert_eq!(hidden.target_id, item.post_id.0);
    assert!(hidden.before.contains("visible") && hidden.after.contains("hidden"));
    assert!(!hidden.before.contains(WORDS) && !hidden.after.contains(WORDS));

    let page = scene
        .leader
        .visit(&format!("/posts/{}/restoration", item.post_id))
        .await;
    page.fill("Reason", "Nobody can be recognised by it.")
        .press("Show post")
        .await
        .has_status(200)
        .sees("The post is shown again");
    let [restored] = audit(&scene.site, "restore_post").await.try_into().unwrap();
    assert_eq!(restored.actor_role, "leader");
    assert_eq!(restored.reason, "Nobody can be recognised by it.");
}

#[tokio::test]
async fn twenty_people_who_report_at_once_make_one_item_with_twenty_reports() {
    let scene = Scene::begin(Visibility::Public).await;
    let path = scene.report_path().await;
    let mut bodies = Vec::new();
    for number in 0..20 {
        let person = scene.site.person(&format!("person{number}")).await;
        let page = person.visit(&path).await.choose("Advertising");
        bodies.push((person, page.submission("Send report").2));
    }
    let sent = bodies
        .into_iter()
        .map(|(person, body)| (person.browser, path.clone(), body));
    for answer in at_once(sent).await {
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    }
    let db = &scene.site.app.db;
    assert_eq!(review_item::Entity::find().count(db).await.unwrap(), 1);
    let item = scene.item().await;
    let reports = report::Entity::find().filter(report::Column::ReviewItemId.eq(item.id));
    assert_eq!(reports.count(db).await.unwrap(), 20);
    assert_eq!(item.version, 20);
    scene.moderator.visit("/review").await.sees("20 reports");
    assert_eq!(scene.post().await.state, post::State::Visible);
}

#[tokio::test]
async fn one_person_who_reports_fifty_times_has_one_report() {
    let scene = Scene::begin(Visibility::Public).await;
    let path = scene.report_path().await;
    scene.reported_by(&scene.reporter).await;
    let page = scene
        .reporter
        .visit(&path)
        .await
        .sees("You reported this post");
    let mut bodies = Vec::new();
    for number in 0..25 {
        // Half of them the same form again, half of them forms of their own.
        let page = scene.reporter.visit(&path).await;
        let page = page.fill("Details (optional)", &format!("Again {number}"));
        bodies.push(page.submission("Change report").2);
        bodies.push(page.submission("Change report").2);
    }
    drop(page);
    let sent = bodies
        .into_iter()
        .map(|body| (scene.reporter.browser.clone(), path.clone(), body));
    for answer in at_once(sent).await {
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    }
    let reports = report::Entity::find()
        .all(&scene.site.app.db)
        .await
        .unwrap();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].detail.starts_with("Again"));
}

#[tokio::test]
async fn two_moderators_who_decide_at_once_make_one_decision() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    let path = format!("/review/{}", item.id);
    let form = |page: crate::support::Page, decision: &str, reason: &str| {
        page.choose(decision)
            .fill("Reason", reason)
            .submission("Decide")
            .2
    };
    let first = form(
        scene.moderator.visit(&path).await,
        "Hide it",
        "The reason of Mo",
    );
    let second = form(
        scene.leader.visit(&path).await,
        "Keep it",
        "The reason of Lea",
    );
    let sent = [(&scene.moderator, first), (&scene.leader, second)];
    let sent =
        sent.map(|(person, body)| (person.browser.clone(), format!("{path}/decision"), body));
    let answers = at_once(sent).await;
    let mut statuses: Vec<_> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let late = answers.into_iter().find(|answer| answer.status == 409);
    let late = late.unwrap();
    let decided = review_item::Entity::find_by_id(item.id)
        .one(&scene.site.app.db)
        .await
        .unwrap()
        .unwrap();
    let (words, kept) = if decided.decided_by == Some(scene.leader.id) {
        (
            "Already decided by Lea: kept, a moment ago.",
            "The reason of Mo",
        )
    } else {
        (
            "Already decided by Mo: hidden, a moment ago.",
            "The reason of Lea",
        )
    };
    assert!(late.body.contains(words), "{}", late.body);
    assert!(late.body.contains(kept));
    assert_eq!(audit(&scene.site, "decide_report").await.len(), 1);
}

#[tokio::test]
async fn the_second_moderator_is_told_who_decided_what_and_when() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    let open = scene.leader.visit(&format!("/review/{}", item.id)).await;
    decide(&scene.moderator, &item, "Hide it").await;
    scene.site.wait_minutes(2);
    open.choose("Keep it")
        .fill("Reason", "A sharp word about a plan.")
        .press("Decide")
        .await
        .has_status(409)
        .sees("Already decided by Mo: hidden, 2 minutes ago.")
        .sees("A sharp word about a plan.");
    assert_eq!(scene.post().await.state, post::State::Hidden);
    scene
        .leader
        .visit(&format!("/review/{}", item.id))
        .await
        .has_status(200)
        .sees("Decided: the post is not shown")
        .sees("It names somebody who uses the service.");
}

#[tokio::test]
async fn a_report_that_arrives_while_somebody_decides_is_looked_at_first() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    let open = scene.moderator.visit(&format!("/review/{}", item.id)).await;
    let other = scene.site.member_of(scene.network.id, "olu").await;
    report(&other, item.post_id, "Safeguarding").await;
    let again = open
        .choose("Keep it")
        .fill("Reason", "A sharp word about a plan.")
        .press("Decide")
        .await;
    let again = again
        .has_status(409)
        .sees("Somebody has reported this post as well")
        .sees("Safeguarding");
    assert_eq!(again.value("Reason"), "A sharp word about a plan.");
    again
        .press("Decide")
        .await
        .has_status(200)
        .sees("Decided: the post is shown");
    let open = report::Entity::find().filter(report::Column::State.eq(report::State::Open));
    assert_eq!(open.count(&scene.site.app.db).await.unwrap(), 0);
    assert_eq!(told(&scene.site, "report_decided").await.len(), 2);
}

#[tokio::test]
async fn r7_who_reported_is_nowhere_for_moderators_and_the_author() {
    let scene = Scene::begin(Visibility::Private).await;
    // Somebody who says nothing in this conversation, so that the name has no other reason to show.
    let quiet = scene.site.member_of(scene.network.id, "quentin").await;
    let item = scene.reported_by(&quiet).await;
    let case = format!("/review/{}", item.id);
    for person in [&scene.moderator, &scene.leader] {
        for path in ["/review", &case, "/", &scene.thread_path()] {
            let page = person.visit(path).await.has_status(200);
            page.sees_not("Quentin").sees_not("quentin");
        }
    }
    for path in ["/", &scene.thread_path(), &scene.report_path().await] {
        let page = scene.author.visit(path).await;
        page.sees_not("Quentin")
            .sees_not("quentin")
            .sees_not("eported");
    }
    scene.author.visit(&case).await.has_status(404);
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    sam.visit(&case).await.has_status(200).sees("Quentin");
    let ada = scene.staff("ada", site_role::Role::Admin).await;
    ada.visit(&case).await.has_status(200).sees("Quentin");

    decide(&scene.moderator, &item, "Hide it").await;
    for path in [case.as_str(), &scene.thread_path()] {
        scene.moderator.visit(path).await.sees_not("Quentin");
        scene.author.visit(path).await.sees_not("Quentin");
    }
    for event in told(&scene.site, "report_decided").await {
        assert_eq!(event.actor_id, None);
    }
    for event in told(&scene.site, "reported").await {
        assert_eq!((event.actor_id, event.subject_id), (None, None));
    }
}

#[tokio::test]
async fn r7_that_a_post_was_reported_is_seen_only_by_those_who_decide() {
    let scene = Scene::begin(Visibility::Public).await;
    let item = scene.reported_by(&scene.reporter).await;
    let outsider = scene.site.person("otto").await;
    let member = scene.site.member_of(scene.network.id, "mia").await;
    let case = format!("/review/{}", item.id);
    for person in [&outsider, &member, &scene.author, &scene.reporter] {
        let known = person.get(&case).await;
        let unknown = person.get("/review/999999").await;
        assert_eq!(known.status.as_u16(), 404);
        assert_eq!(without_keys(&known.body), without_keys(&unknown.body));
        person
            .visit("/review")
            .await
            .has_status(200)
            .sees("Nothing waits for you")
            .sees_not("Falls")
            .sees_not(WORDS);
        let sent = [
            ("decision", "hide"),
            ("version", "1"),
            ("reason", "Because I say so"),
        ];
        let answer = person.post(&format!("{case}/decision"), &sent).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    assert_eq!(scene.post().await.state, post::State::Visible);
    let visitor = scene.site.visitor();
    for path in [
        case.as_str(),
        "/review",
        &scene.report_path().await,
        "/review/999999",
    ] {
        let answer = visitor.get(path).await;
        assert!(answer.location().starts_with("/sign-in?next="), "{path}");
    }
}

#[tokio::test]
async fn r5_a_hidden_post_is_a_placeholder_for_readers_and_a_text_for_those_who_may() {
    let scene = Scene::begin(Visibility::Public).await;
    let page = scene.moderator.visit(&scene.removal_path().await).await;
    page.has_status(200)
        .sees(WORDS)
        .fill("Reason", "It names somebody who uses the service.")
        .press("Hide post")
        .await
        .has_status(200)
        .sees("The post is hidden. Its author reads your reason.");
    let post = scene.post().await;
    let network = format!("/networks/{}", scene.network.slug);
    let own = [
        scene.thread_path(),
        network,
        "/".to_owned(),
        format!("/posts/{}", post.id),
        format!("/posts/{}/history", post.id),
        format!("/posts/{}/report", post.id),
        format!("/posts/{}/removal", post.id),
        format!("/posts/{}/restoration", post.id),
        "/networks".to_owned(),
        format!("/people/{}", scene.author.handle),
    ];
    let outsider = scene.site.person("otto").await;
    let visitor = scene.site.visitor();
    for path in &own {
        for browser in [&scene.reporter.browser, &outsider.browser, &visitor] {
            let page = browser.visit(path).await;
            page.sees_not(WORDS).sees_not("names somebody");
        }
    }
    scene
        .reporter
        .visit(&scene.thread_path())
        .await
        .sees("Hidden");
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    for person in [&scene.author, &scene.moderator, &scene.leader, &sam] {
        person.visit(&scene.thread_path()).await.sees(WORDS);
    }
}

#[tokio::test]
async fn r6_the_earlier_texts_of_a_hidden_post_are_as_hidden_as_the_post() {
    let scene = Scene::begin(Visibility::Public).await;
    let post = scene.post().await;
    scene
        .site
        .make(async |write| {
            use sea_orm::ActiveValue::Set;
            let row = indaba::entity::post_revision::ActiveModel {
                post_id: Set(post.id),
                n: Set(1),
                editor_id: Set(scene.author.id),
                body_src: Set("What it said at first".to_owned()),
                parts: Set(String::new()),
                at: Set(write.now),
                ..Default::default()
            };
            indaba::entity::post_revision::Entity::insert(row)
                .exec_without_returning(write.txn)
                .await?;
            Ok(())
        })
        .await;
    hide(&scene.moderator, post.id).await;
    let path = format!("/posts/{}/history", post.id);
    for browser in [&scene.reporter.browser, &scene.site.visitor()] {
        browser.visit(&path).await.sees_not("What it said at first");
    }
}

async fn hide(who: &Someone, post: PostId) {
    let page = who.visit(&format!("/posts/{post}/removal")).await;
    page.has_status(200)
        .fill("Reason", "It names somebody who uses the service.")
        .press("Hide post")
        .await
        .has_status(200);
}

#[tokio::test]
async fn restoring_brings_back_the_same_number_and_the_counts() {
    let scene = Scene::begin(Visibility::Private).await;
    let before = (scene.post().await, scene.site.thread(scene.thread.id).await);
    hide(&scene.leader, before.0.id).await;
    assert_eq!(scene.site.thread(scene.thread.id).await.visible_posts, 5);
    let page = scene.moderator.visit(&scene.thread_path()).await;
    let page = page.click("Show again: post 2").await;
    page.fill("Reason", "Nobody can be recognised by it.")
        .press("Show post")
        .await
        .has_status(200)
        .sees("The post is shown again")
        .sees(WORDS);
    let after = (scene.post().await, scene.site.thread(scene.thread.id).await);
    assert_eq!(after.0.number, before.0.number);
    assert_eq!(after.0.visible_at, before.0.visible_at);
    assert_eq!(after.1.visible_posts, before.1.visible_posts);
    assert_eq!(after.1.last_number, before.1.last_number);
    scene.reporter.visit(&scene.thread_path()).await.sees(WORDS);
}

#[tokio::test]
async fn what_is_done_already_is_no_act_and_no_complaint() {
    let scene = Scene::begin(Visibility::Private).await;
    let path = scene.removal_path().await;
    let open = scene.leader.visit(&path).await;
    hide(&scene.moderator, scene.post().await.id).await;
    open.fill("Reason", "The same from me as well.")
        .press("Hide post")
        .await
        .has_status(200)
        .sees("The post was hidden already.");
    assert_eq!(audit(&scene.site, "hide_post").await.len(), 1);
    let post = scene.post().await;
    assert_eq!(post.state_by, Some(scene.moderator.id));
}

#[tokio::test]
async fn r14_nobody_acts_on_their_own_post_except_to_withdraw_it() {
    let scene = Scene::begin(Visibility::Private).await;
    let own = scene
        .site
        .reply_by(&scene.moderator, scene.thread.id, "My words")
        .await;
    let post = scene.numbered(own).await.id;
    let page = scene.moderator.visit(&scene.thread_path()).await;
    assert!(!page.has_link(&format!("Hide post {own}")));
    assert!(!page.has_link(&format!("Report post {own}")));
    let answer = scene
        .moderator
        .visit(&format!("/posts/{post}/removal"))
        .await;
    answer
        .has_status(403)
        .sees("Withdraw your own post instead.");
    let page = scene
        .moderator
        .visit(&format!("/posts/{post}/report"))
        .await;
    let page = page.has_status(200).sees("This is your own post");
    assert!(page.has_link("Withdraw your post"));
    // Hidden by another, it is not the author's to restore.
    hide(&scene.leader, post).await;
    scene
        .moderator
        .visit(&format!("/posts/{post}/restoration"))
        .await
        .has_status(403);
}

#[tokio::test]
async fn r20_whoever_hides_a_post_gives_a_reason_and_the_author_gets_it_by_mail() {
    let scene = Scene::with_mail(Visibility::Private).await;
    let path = scene.removal_path().await;
    for (reason, said) in [
        ("", "Enter a reason of at least 10 characters"),
        ("Too short", "Enter a reason of at least 10 characters"),
        ("NHS number 943 476 5919 is in it", "NHS number"),
    ] {
        let page = scene.moderator.visit(&path).await;
        let page = page.fill("Reason", reason).press("Hide post").await;
        let page = page.has_status(422).sees(said).sees("There is a problem");
        assert_eq!(page.value("Reason"), reason);
    }
    assert_eq!(scene.post().await.state, post::State::Visible);
    hide(&scene.moderator, scene.post().await.id).await;
    let sent = scene.send_mail().await;
    let [mail] = sent.as_slice() else {
        panic!("{sent:?}")
    };
    assert_eq!(mail.to, "author@example.org");
    assert_eq!(mail.subject, "Your post was hidden in Falls");
    assert!(
        mail.text
            .contains("It names somebody who uses the service.")
    );
    assert!(mail.text.contains("Preventing falls"));
    assert!(!mail.text.contains(WORDS));
    assert!(!mail.text.contains("Mo\n"));
}

#[tokio::test]
async fn a_mail_about_a_secret_network_names_nothing_of_it() {
    let scene = Scene::with_mail(Visibility::Secret).await;
    let item = scene.reported_by(&scene.reporter).await;
    let told = scene.send_mail().await;
    let to: Vec<_> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told.len(), 2, "{to:?}");
    decide(&scene.moderator, &item, "Hide it").await;
    let sent = scene.send_mail().await;
    assert_eq!(sent.len(), 4);
    for mail in sent {
        for word in ["Falls", "falls", WORDS, "names somebody", "Rosa", "Mo,"] {
            let is_greeting = mail.text.starts_with(&format!("Hello {word}"));
            assert!(
                is_greeting || !mail.raw.contains(word),
                "{word}: {}",
                mail.raw
            );
        }
    }
}

#[tokio::test]
async fn those_who_decide_are_told_once_and_reporters_hear_the_outcome() {
    let scene = Scene::with_mail(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    let other = scene.site.member_of(scene.network.id, "olu").await;
    report(&other, item.post_id, "Something else").await;
    let mut to: Vec<_> = scene
        .send_mail()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    to.sort();
    assert_eq!(to, ["lea@example.org", "mo@example.org"]);

    decide(&scene.moderator, &item, "Keep it").await;
    let sent = scene.send_mail().await;
    let outcome = |to: &str| {
        let mut mails = sent.iter().filter(|mail| mail.to == to);
        mails.next_back().unwrap()
    };
    for reporter in ["rosa@example.org", "olu@example.org"] {
        let mail = outcome(reporter);
        assert_eq!(mail.subject, "What became of your report");
        assert!(mail.text.contains("The post was kept."), "{}", mail.text);
        assert!(!mail.text.contains("Mo\n") && !mail.text.contains("names somebody"));
    }
    let author = outcome("author@example.org");
    assert_eq!(author.subject, "Your post stays in Falls");
    assert!(
        author
            .text
            .contains("It names somebody who uses the service.")
    );
    assert!(!author.text.contains("Rosa"));
    assert_eq!(sent.len(), 5);
}

#[tokio::test]
async fn the_site_is_told_of_what_its_people_alone_decide() {
    let scene = Scene::with_mail(Visibility::Private).await;
    scene.staff("sam", site_role::Role::Moderator).await;
    let own = scene
        .site
        .reply_by(&scene.leader, scene.thread.id, "My words")
        .await;
    let post = scene.numbered(own).await.id;
    report(&scene.reporter, post, "Harassment").await;
    let to: Vec<_> = scene
        .send_mail()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(to, ["sam@example.org"]);
}

#[tokio::test]
async fn r22_a_report_about_a_moderator_goes_to_the_site() {
    let scene = Scene::begin(Visibility::Private).await;
    let own = scene
        .site
        .reply_by(&scene.moderator, scene.thread.id, "My words")
        .await;
    let post = scene.numbered(own).await.id;
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    let page = scene.reporter.visit(&format!("/posts/{post}/report")).await;
    page.sees("will not: the post is by one of them")
        .sees_not("Do not show this to the leaders")
        .choose("Harassment")
        .press("Send report")
        .await
        .has_status(200);
    let item = scene.item().await;
    assert!(item.to_site);
    let case = format!("/review/{}", item.id);
    for person in [&scene.moderator, &scene.leader] {
        person.visit("/review").await.sees("Nothing waits for you");
        person.visit("/").await.sees_not("to decide");
        person.visit(&case).await.has_status(404);
    }
    sam.visit("/").await.sees("1 report to decide");
    sam.visit(&case)
        .await
        .sees("The leaders and moderators of this network do not see this report.");
    decide(&sam, &item, "Hide it").await;
    let [decided] = audit(&scene.site, "decide_report")
        .await
        .try_into()
        .unwrap();
    assert_eq!(decided.actor_role, "site moderator");
}

#[tokio::test]
async fn r22_whoever_becomes_a_moderator_later_does_not_decide_about_themself() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    scene
        .site
        .set_role(&scene, scene.author.id, Role::Moderator)
        .await;
    let case = format!("/review/{}", item.id);
    for person in [&scene.author, &scene.moderator, &scene.leader] {
        person.visit(&case).await.has_status(404);
    }
}

impl TestApp {
    async fn set_role(&self, scene: &Scene, person: indaba::entity::id::AccountId, role: Role) {
        use indaba::entity::membership::{Column, Entity};
        self.make(async |write| {
            Entity::update_many()
                .col_expr(Column::Role, sea_orm::sea_query::Expr::value(role))
                .filter(Column::NetworkId.eq(scene.network.id))
                .filter(Column::AccountId.eq(person))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn r22_what_a_reporter_keeps_from_the_leaders_they_never_see() {
    let scene = Scene::begin(Visibility::Private).await;
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    // An ordinary report first: the leaders see it until somebody asks to keep it from them.
    let item = scene.reported_by(&scene.reporter).await;
    let case = format!("/review/{}", item.id);
    let open = scene.leader.visit(&case).await.has_status(200);
    let quiet = scene.site.member_of(scene.network.id, "quentin").await;
    let page = quiet.visit(&scene.report_path().await).await;
    page.choose("Harassment")
        .choose("Do not show this to the leaders and moderators of this network")
        .press("Send report")
        .await
        .has_status(200);
    open.choose("Keep it")
        .fill("Reason", "Decided on a page from before.")
        .press("Decide")
        .await
        .has_status(404);
    scene.leader.visit(&case).await.has_status(404);
    scene
        .moderator
        .visit("/review")
        .await
        .sees("Nothing waits for you");
    sam.visit(&case).await.has_status(200);
    decide(&sam, &item, "Keep it").await;
    scene.leader.visit(&case).await.has_status(404);
}

#[tokio::test]
async fn r22_nothing_can_be_kept_from_the_leaders_where_nobody_else_is_there() {
    let scene = Scene::begin(Visibility::Private).await;
    let page = scene.reporter.visit(&scene.report_path().await).await;
    page.sees_not("Do not show this to the leaders");
    // The one who runs the site leads this network: they decide what nobody else could.
    let ada = scene.staff("ada", site_role::Role::Admin).await;
    scene
        .site
        .put_in(scene.network.id, ada.id, Role::Leader)
        .await;
    let own = scene
        .site
        .reply_by(&scene.moderator, scene.thread.id, "My words")
        .await;
    let post = scene.numbered(own).await.id;
    report(&scene.reporter, post, "Harassment").await;
    let item = scene.item().await;
    let case = format!("/review/{}", item.id);
    scene.leader.visit(&case).await.has_status(404);
    ada.visit(&case).await.has_status(200);
    // As soon as somebody else is there, it is theirs.
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    ada.visit(&case).await.has_status(404);
    decide(&sam, &item, "Keep it").await;
}

#[tokio::test]
async fn r22_whoever_reported_does_not_decide() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.moderator).await;
    let case = format!("/review/{}", item.id);
    scene.moderator.visit(&case).await.has_status(404);
    scene
        .moderator
        .visit("/review")
        .await
        .sees("Nothing waits for you");
    // A moderator who reported after having opened the case is out, too.
    let open = scene.leader.visit(&case).await.has_status(200);
    report(&scene.leader, item.post_id, "Something else").await;
    open.choose("Hide it")
        .fill("Reason", "Reported and decided by one person.")
        .press("Decide")
        .await
        .has_status(404);
    // Both who look after the network are out: the site decides.
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    decide(&sam, &item, "Hide it").await;
}

#[tokio::test]
async fn r22_a_site_moderator_does_not_decide_about_themself() {
    let scene = Scene::begin(Visibility::Public).await;
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    scene
        .site
        .put_in(scene.network.id, sam.id, Role::Member)
        .await;
    let own = scene.site.reply_by(&sam, scene.thread.id, "My words").await;
    let post = scene.numbered(own).await.id;
    report(&scene.reporter, post, "Harassment").await;
    let item = scene.item().await;
    sam.visit(&format!("/review/{}", item.id))
        .await
        .has_status(404);
    sam.visit("/review").await.sees("Nothing waits for you");
    decide(&scene.moderator, &item, "Keep it").await;
}

#[tokio::test]
async fn in_a_secret_network_site_staff_see_the_case_with_two_posts_either_side() {
    let scene = Scene::begin(Visibility::Secret).await;
    let sam = scene.staff("sam", site_role::Role::Moderator).await;
    let post = scene.numbered(4).await;
    sam.visit(&scene.thread_path()).await.has_status(404);
    // The author of post 4 is Rosa, so somebody else reports it.
    report(&scene.author, post.id, "Harassment").await;
    let item = scene.item().await;
    let case = format!("/review/{}", item.id);
    sam.visit(&case)
        .await
        .has_status(200)
        .sees("Words of post 4")
        .sees(WORDS)
        .sees("Words of post 3")
        .sees("Words of post 5")
        .sees("Words of post 6")
        .sees_not("First words about");
    decide(&sam, &item, "Hide it").await;
    assert_eq!(scene.numbered(4).await.state, post::State::Hidden);
    sam.visit(&case).await.has_status(404);
    sam.visit("/review").await.sees_not("Falls");
    scene.leader.visit(&case).await.has_status(200);
}

#[tokio::test]
async fn a_moderator_of_one_network_has_no_say_in_another() {
    let scene = Scene::begin(Visibility::Public).await;
    let item = scene.reported_by(&scene.reporter).await;
    let other = scene.site.network("other", Visibility::Public).await;
    let nia = scene.site.leader_of(other.id, "nia").await;
    nia.visit("/review").await.sees("Nothing waits for you");
    nia.visit(&format!("/review/{}", item.id))
        .await
        .has_status(404);
    nia.visit(&scene.removal_path().await).await.has_status(403);
}

#[tokio::test]
async fn r23_an_author_may_withdraw_a_reported_post_and_the_words_stay_with_the_report() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    scene
        .site
        .make(async |write| {
            post::Entity::update_many()
                .col_expr(
                    post::Column::State,
                    sea_orm::sea_query::Expr::value(post::State::Withdrawn),
                )
                .col_expr(post::Column::BodySrc, sea_orm::sea_query::Expr::value(""))
                .col_expr(post::Column::BodyHtml, sea_orm::sea_query::Expr::value(""))
                .filter(post::Column::Id.eq(item.post_id))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
    let page = scene.moderator.visit(&format!("/review/{}", item.id)).await;
    page.has_status(200)
        .sees(WORDS)
        .sees("Withdrawn by its author");
    decide(&scene.moderator, &item, "It should not have been there").await;
    assert_eq!(scene.post().await.state, post::State::Withdrawn);
}

#[tokio::test]
async fn an_edit_does_not_hide_what_was_reported() {
    let scene = Scene::begin(Visibility::Private).await;
    let item = scene.reported_by(&scene.reporter).await;
    scene
        .site
        .make(async |write| {
            let words = sea_orm::sea_query::Expr::value;
            post::Entity::update_many()
                .col_expr(post::Column::BodySrc, words("Nothing to see here"))
                .col_expr(post::Column::BodyHtml, words("<p>Nothing to see here</p>"))
                .filter(post::Column::Id.eq(item.post_id))
                .exec(write.txn)
                .await?;
            Ok(())
        })
        .await;
    let page = scene.moderator.visit(&format!("/review/{}", item.id)).await;
    page.sees("As it was reported on")
        .sees(WORDS)
        .sees("As it is now")
        .sees("Nothing to see here");
}

#[tokio::test]
async fn nobody_reports_what_they_cannot_see() {
    let scene = Scene::begin(Visibility::Private).await;
    let outsider = scene.site.person("otto").await;
    let path = scene.report_path().await;
    let known = outsider.get(&path).await;
    let unknown = outsider.get("/posts/999999/report").await;
    assert_eq!(known.status.as_u16(), 404);
    assert_eq!(without_keys(&known.body), without_keys(&unknown.body));
    // A member sees that a post is hidden, but not its words.
    hide(&scene.moderator, scene.post().await.id).await;
    scene.reporter.visit(&path).await.has_status(404);
    assert_eq!(
        report::Entity::find()
            .count(&scene.site.app.db)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_report_needs_a_reason_and_the_text_is_kept() {
    let scene = Scene::begin(Visibility::Public).await;
    let page = scene.reporter.visit(&scene.report_path().await).await;
    let page = page
        .fill("Details (optional)", "It goes on and on.")
        .press("Send report")
        .await;
    let page = page
        .has_status(422)
        .sees("Select why this should not be here");
    assert_eq!(page.value("Details (optional)"), "It goes on and on.");
    let long = "x".repeat(1_001);
    let page = page
        .choose("Something else")
        .fill("Details (optional)", &long)
        .press("Send report")
        .await;
    page.has_status(422)
        .sees("Details must be 1,000 characters or fewer");
}

#[tokio::test]
async fn ten_reports_an_hour_are_taken_from_one_person() {
    let scene = Scene::with(Visibility::Public, |config| config.limits_scale = 1.0).await;
    let keen = scene.site.person("keen").await;
    let mut posts: Vec<PostId> = Vec::new();
    for number in 0..11 {
        let title = format!("Conversation number {number}");
        let thread: ThreadId = scene
            .site
            .thread_by(&scene.author, scene.network.id, &title)
            .await
            .id;
        posts.push(scene.site.posts(thread).await[0].id);
    }
    let last = posts.pop().unwrap();
    for post in posts {
        report(&keen, post, "Advertising").await;
        scene.site.wait_minutes(1);
    }
    let page = keen
        .visit(&format!("/posts/{last}/report"))
        .await
        .choose("Advertising");
    let answer = page.press_raw("Send report").await;
    assert_eq!(answer.status.as_u16(), 429);
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(
        review_item::Entity::find()
            .count(&scene.site.app.db)
            .await
            .unwrap(),
        10
    );
    scene.site.wait_minutes(60);
    report(&keen, last, "Advertising").await;
}

#[tokio::test]
async fn the_queue_shows_thirty_at_a_time_personal_information_first() {
    let scene = Scene::begin(Visibility::Public).await;
    for number in 0..32 {
        let title = format!("Conversation number {number}");
        let thread = scene
            .site
            .thread_by(&scene.author, scene.network.id, &title)
            .await;
        let post = scene.site.posts(thread.id).await[0].id;
        let reason = if number == 31 {
            "Patient or personal information"
        } else {
            "Advertising"
        };
        report(&scene.reporter, post, reason).await;
    }
    let page = scene.moderator.visit("/review").await;
    let words = page.words();
    let at = |title: &str| words.find(title).unwrap_or(usize::MAX);
    assert!(at("Conversation number 31") < at("Conversation number 0”"));
    assert!(at("Conversation number 0”") < at("Conversation number 1”"));
    assert_eq!(
        page.statements,
        scene.moderator.visit("/review").await.statements
    );
    let next = page.click("Next page of reports").await;
    next.sees("Conversation number 29")
        .sees("Conversation number 30")
        .sees_not("Conversation number 28");
    scene
        .moderator
        .visit("/")
        .await
        .sees("32 reports to decide");
}

/// A page without the keys of its forms, which are new each time.
fn without_keys(body: &str) -> String {
    let mut parts = body.split("name=\"form_key\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| {
        page + part.split_once('"').map_or("", |(_, rest)| rest)
    })
}
