//! Words that stand in one place only are looked for at every address (permissions.md section 6.2).

use std::{collections::BTreeMap, sync::Arc};

use indaba::{
    entity::{
        account, draft,
        id::{AccountId, NetworkId, PostId, ThreadId},
        membership::Role,
        network::{self, Visibility},
        post, site_role,
    },
    platform::{secret::fingerprint, web::routes::Route},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use tokio::task::JoinSet;

use super::{all, places::Places};
use crate::support::{Answer, Browser, Someone, TestApp};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Visitor,
    Unconfirmed,
    Stranger,
    /// Was in all three networks until she was removed.
    Removed,
    Broker,
    SiteModerator,
    SiteAdmin,
    /// A member of the private networks.
    Member,
    /// Leads all networks.
    Leader,
}

use Who::{
    Broker, Leader, Member, Removed, SiteAdmin, SiteModerator, Stranger, Unconfirmed, Visitor,
};

/// A word that is on no page but for `readers`.
struct Canary {
    word: String,
    readers: Vec<Who>,
}

/// The token of a rescued text: even whoever has the cookie of another reads nothing by it.
const RESCUE: &str = "abcdefghjkmnpqrstuvwxyz234567abc";

/// A card in a public thread; its readers are signed in (R26).
const CARD: &str = "class=\"result-card\" aria-labelledby";

/// Three networks full of words, and people who look for them.
struct World {
    site: TestApp,
    canaries: Vec<Canary>,
    lea: Someone,
    mia: Someone,
    ann: Someone,
    rem: Someone,
}

impl World {
    async fn new() -> Self {
        let site = TestApp::start().await;
        let (lea, mia) = (site.person("lea").await, site.person("mia").await);
        let (ann, rem) = (site.person("ann").await, site.person("rem").await);
        let mut world = Self {
            site,
            canaries: Vec::new(),
            lea,
            mia,
            ann,
            rem,
        };
        let closed = world.network("closed", Visibility::Private).await;
        let brokered = world.network("brokered", Visibility::Private).await;
        world.let_brokers_in(brokered.id).await;
        // Its very name is a canary; so is its slug, except where somebody typed it.
        let secret = world.network("xqsecretname", Visibility::Secret).await;
        world.describe(&secret).await;

        let insiders = [Member, Leader, SiteModerator, SiteAdmin];
        world.fill(&closed, "closed", &insiders).await;
        let with_broker = [Member, Leader, SiteModerator, SiteAdmin, Broker];
        world.fill(&brokered, "brokered", &with_broker).await;
        world.fill(&secret, "secret", &[Leader]).await;
        for slug in ["closed", "brokered", "xqsecretname"] {
            world.remove(slug).await;
        }
        world.ask_to_join("closed").await;
        world.report_in(&secret).await;
        world.share_of(&secret).await;
        world.keep_a_text().await;
        world
    }

    fn plant(&mut self, word: &str, readers: &[Who]) -> String {
        let word = word.to_owned();
        self.canaries.push(Canary {
            word: word.clone(),
            readers: readers.to_owned(),
        });
        word
    }

    async fn network(&self, slug: &str, visibility: Visibility) -> network::Model {
        let network = self.site.network(slug, visibility).await;
        self.site
            .put_in(network.id, self.lea.id, Role::Leader)
            .await;
        self.site
            .put_in(network.id, self.ann.id, Role::Member)
            .await;
        self.site
            .put_in(network.id, self.rem.id, Role::Member)
            .await;
        if visibility == Visibility::Private {
            self.site
                .put_in(network.id, self.mia.id, Role::Member)
                .await;
        }
        network
    }

    async fn let_brokers_in(&self, network: NetworkId) {
        self.change(network, network::Column::BrokerAccess, true)
            .await;
    }

    /// A site admin knows that it exists, and who comes to it by a report knows its name (row 1).
    async fn describe(&mut self, network: &network::Model) {
        let about = self.plant("xqsecretabout", &[Leader, SiteAdmin]);
        self.plant("xqsecretname", &[Leader, SiteAdmin, SiteModerator]);
        self.change(network.id, network::Column::About, about).await;
    }

    async fn change(
        &self,
        network: NetworkId,
        column: network::Column,
        value: impl Into<sea_orm::Value>,
    ) {
        let value = value.into();
        self.site
            .make(async |write| {
                network::Entity::update_many()
                    .col_expr(column, Expr::value(value.clone()))
                    .filter(network::Column::Id.eq(network))
                    .exec(write.txn)
                    .await?;
                Ok(())
            })
            .await;
    }

    async fn post(&self, thread: ThreadId, number: i64) -> PostId {
        post::Entity::find()
            .filter(post::Column::ThreadId.eq(thread))
            .filter(post::Column::Number.eq(number))
            .one(&self.site.app.db)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    /// A conversation and a challenge with a word in every field.
    async fn fill(&mut self, network: &network::Model, name: &str, readers: &[Who]) {
        let word = |field: &str| format!("xq{name}{field}");
        let moderators: Vec<_> = readers
            .iter()
            .copied()
            .filter(|who| !matches!(who, Member | Broker))
            .collect();
        let title = self.plant(&word("title"), readers);
        let thread = self.site.thread_by(&self.lea, network.id, &title).await;
        for (field, readers) in [
            ("earlier", readers),
            ("hidden", &moderators),
            ("withdrawn", &moderators),
        ] {
            let text = self.plant(&word(field), readers);
            self.site.reply_by(&self.ann, thread.id, &text).await;
        }
        // The one who is removed has read it all, and has an answer of her own there.
        let path = format!("/threads/{}/{}", thread.id, thread.slug);
        self.rem.visit(&path).await.has_status(200);
        let edited = self.post(thread.id, 2).await;
        let text = self.plant(&word("edited"), readers);
        self.site.wait_minutes(20);
        let page = self.ann.visit(&format!("/posts/{edited}/edit")).await;
        let page = page.fill("Your text", &text).press("Save changes").await;
        page.has_status(200);
        let hidden = self.post(thread.id, 3).await;
        let reason = self.plant(&word("hidereason"), readers);
        let page = self.lea.visit(&format!("/posts/{hidden}/removal")).await;
        let page = page.fill("Reason", &reason).press("Hide post").await;
        page.has_status(200);
        let withdrawn = self.post(thread.id, 4).await;
        let path = format!("/posts/{withdrawn}/withdrawal");
        let page = self.ann.visit(&path).await.press("Withdraw post").await;
        page.has_status(200);
        let reason = self.plant(&word("lockreason"), readers);
        let page = self
            .lea
            .visit(&format!("/threads/{}/lock", thread.id))
            .await;
        let page = page.fill("Reason", &reason).press("Lock thread").await;
        page.has_status(200);
        self.fill_challenge(network, name, readers).await;
        self.fill_plan(network, name, readers).await;
    }

    /// Two actions with a word in every field, one of them shown to members, and a note on the
    /// timeline: site staff and knowledge brokers have no part in any of it (health-check.md 14).
    async fn fill_plan(&mut self, network: &network::Model, name: &str, readers: &[Who]) {
        let members: Vec<_> = readers
            .iter()
            .copied()
            .filter(|who| matches!(who, Member | Leader))
            .collect();
        for (kind, readers) in [("plan", &[Leader][..]), ("shown", &members)] {
            let word = |field: &str| format!("xq{name}{kind}{field}");
            let path = format!("/networks/{}/plan/new", network.slug);
            let page = self.lea.visit(&path).await;
            let page = page
                .fill("What will be done", &self.plant(&word("title"), readers))
                .fill("Why", &self.plant(&word("why"), readers))
                .fill(
                    "Or another sign that it works",
                    &self.plant(&word("sign"), readers),
                )
                .fill("Who sees to it", &self.plant(&word("owner"), readers));
            let page = if kind == "shown" {
                page.choose("Show this action to the members")
            } else {
                page
            };
            let page = page.press("Add as a proposal").await.has_status(200);
            let update = self.plant(&word("update"), readers);
            let page = page.fill("Add an update", &update);
            page.press("Add update").await.has_status(200);
        }
        let note = self.plant(&format!("xq{name}annotation"), &members);
        let path = format!("/networks/{}/plan/timeline", network.slug);
        let page = self.lea.visit(&path).await.fill("What happened", &note);
        let page = page
            .fill("Day", "1")
            .fill("Month", "11")
            .fill("Year", "2026");
        page.press("Add to the timeline").await.has_status(200);
    }

    async fn fill_challenge(&mut self, network: &network::Model, name: &str, readers: &[Who]) {
        let word = |field: &str| format!("xq{name}{field}");
        let path = format!("/networks/{}/challenges/new", network.slug);
        let page = self.lea.visit(&path).await;
        let page = page
            .fill("Title", &self.plant(&word("challenge"), readers))
            .fill(
                "What is happening?",
                &self.plant(&word("happening"), readers),
            )
            .fill("What have you tried?", &self.plant(&word("tried"), readers))
            .fill(
                "What help do you want?",
                &self.plant(&word("help"), readers),
            )
            .choose_in("What is it about?", "Leadership that is shared");
        let page = page.press("Post challenge").await.has_status(200);
        let thread = page.path.split('/').nth(2).unwrap().parse().unwrap();
        let reply = self.plant(&word("reply"), readers);
        self.site.reply_by(&self.ann, thread, &reply).await;
        let reply = self.post(thread, 2).await;
        let note = self.plant(&word("note"), readers);
        let page = self.lea.visit(&format!("/posts/{reply}/helped")).await;
        let page = page.fill("What about it helped?", &note);
        page.press("Mark as what helped").await.has_status(200);
        let outcome = self.plant(&word("outcome"), readers);
        let page = self.lea.visit(&format!("/threads/{thread}/status")).await;
        let page = page.choose("Closed").fill("What happened?", &outcome);
        page.press("Save status").await.has_status(200);
    }

    async fn remove(&self, slug: &str) {
        let path = format!("/networks/{slug}/people/rem/removal");
        let page = self.lea.visit(&path).await;
        let page = page.fill("Reason", "Has changed jobs since");
        page.press("Remove from the network").await.has_status(200);
    }

    async fn ask_to_join(&mut self, slug: &str) {
        let message = self.plant("xqclosedrequest", &[Leader]);
        let quin = self.site.person("quin").await;
        let page = quin.visit(&format!("/networks/{slug}")).await;
        let page = page.fill("Why would you like to join?", &message);
        page.press("Ask to join").await.has_status(200);
    }

    /// A report in the secret network opens one post and two either side to site staff, no more.
    async fn report_in(&mut self, network: &network::Model) {
        let far = self.plant("xqsecretfar", &[Leader]);
        let case = self
            .site
            .thread_by(&self.lea, network.id, "xqsecretcase")
            .await;
        self.plant("xqsecretcase", &[Leader, SiteModerator, SiteAdmin]);
        self.site.reply_by(&self.lea, case.id, &far).await;
        for number in 3..=7 {
            let near = self.plant(
                &format!("xqsecretnear{number}"),
                &[Leader, SiteModerator, SiteAdmin],
            );
            self.site.reply_by(&self.ann, case.id, &near).await;
        }
        let beyond = self.plant("xqsecretbeyond", &[Leader]);
        self.site.reply_by(&self.ann, case.id, &beyond).await;
        let detail = self.plant("xqsecretreport", &[Leader, SiteModerator, SiteAdmin]);
        let reported = self.post(case.id, 5).await;
        let rita = self.site.member_of(network.id, "rita").await;
        let page = rita.visit(&format!("/posts/{reported}/report")).await;
        let page = page.choose("Harassment").fill("Details", &detail);
        page.press("Send report").await.has_status(200);
    }

    /// A result of the secret network stands in a public one, with the name hidden; another check
    /// is a draft.
    async fn share_of(&mut self, secret: &network::Model) {
        let square = self.site.network("square", Visibility::Public).await;
        self.site.put_in(square.id, self.lea.id, Role::Leader).await;
        let result = self
            .site
            .checked(&self.lea, &secret.slug, [5, 4, 3, 2, 5, 4, 3, 2])
            .await;
        self.lea
            .visit(&format!("/networks/{}/checks", secret.slug))
            .await
            .press("Take the health check yourself")
            .await
            .has_status(200);
        let path = format!("/networks/square/challenges/new?result={result}");
        let page = self.lea.visit(&path).await;
        let page = page
            .fill("Title", "How do we share the lead?")
            .fill("What is happening?", "Two of us do everything.")
            .fill("What help do you want?", "What worked for you?")
            .choose_in("What is it about?", "Leadership that is shared");
        let page = page.press("Post challenge").await.has_status(200);
        page.sees("Shared result");
        let readers = [
            Leader,
            Member,
            Stranger,
            Removed,
            Broker,
            SiteModerator,
            SiteAdmin,
        ];
        self.plant(CARD, &readers);
    }

    async fn keep_a_text(&mut self) {
        let text = self.plant("xqcloseddraft", &[Member]);
        let mia = self.mia.id;
        self.site
            .make(async |write| {
                let row = draft::ActiveModel {
                    account_id: Set(Some(mia)),
                    rescue_hash: Set(Some(fingerprint(RESCUE))),
                    target: Set("/networks/closed/threads".to_owned()),
                    fields: Set(format!("[[\"title\",\"{text}\"]]")),
                    created_at: Set(write.now),
                    ..Default::default()
                };
                draft::Entity::insert(row)
                    .exec_without_returning(write.txn)
                    .await?;
                Ok(())
            })
            .await;
    }

    async fn lookers(&self) -> BTreeMap<Who, Browser> {
        let site = &self.site;
        let again = async |id: AccountId| site.sign_in(id).await;
        let una = site
            .person_in_state("una", account::State::Unverified)
            .await;
        let kay = site.staff("kay", site_role::Role::KnowledgeBroker).await;
        let sam = site.staff("sam", site_role::Role::Moderator).await;
        let alma = site.staff("alma", site_role::Role::Admin).await;
        BTreeMap::from([
            (Visitor, site.visitor()),
            (Unconfirmed, una.browser),
            (Stranger, site.person("otto").await.browser),
            (Removed, again(self.rem.id).await),
            (Broker, kay.browser),
            (SiteModerator, sam.browser),
            (SiteAdmin, alma.browser),
            (Member, again(self.mia.id).await),
            (Leader, again(self.lea.id).await),
        ])
    }
}

/// Pages that show something else for another question.
const QUESTIONS: &[(&str, &[&str])] = &[
    ("/networks", &["?q=is+for", "?q=secret", "?type=learning"]),
    (
        "/networks/{slug}",
        &["?status=unanswered", "?status=closed", "?from=x"],
    ),
    ("/threads/{id}/{slug}", &["?page=2", "?said=replied"]),
    ("/posts/{id}/history", &["?n=1"]),
    ("/sign-in", &["?next=/threads/1"]),
];

/// Every address that can be looked at.
fn addresses(places: &Places) -> Vec<String> {
    let routes = all();
    let pages = routes.table().iter().filter(|route| route.method == "GET");
    let with_questions = |route: &Route| {
        let questions = QUESTIONS.iter().find(|(path, _)| *path == route.path);
        let questions = questions.map_or(&[][..], |(_, questions)| *questions);
        let paths = places.of(route.path);
        let asked = paths.iter().flat_map(|path| {
            questions
                .iter()
                .map(move |question| format!("{path}{question}"))
        });
        let asked: Vec<_> = asked.collect();
        [paths, asked].concat()
    };
    pages.flat_map(with_questions).collect()
}

/// All that came back, without the address that was asked for: that is no news to who asked.
fn said(answer: &Answer, path: &str) -> String {
    let mut said = answer.body.clone();
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap_or_default();
        said.extend(["\n", name.as_str(), ": ", value]);
    }
    // Most pages hold none of the words.
    if !["xq", "Xq", "XQ", CARD]
        .iter()
        .any(|mark| said.contains(mark))
    {
        return String::new();
    }
    let encoded: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let lower = said.to_lowercase();
    lower
        .replace(&encoded.to_lowercase(), "")
        .replace(&path.to_lowercase(), "")
}

/// Which of the canaries somebody finds, and where.
async fn look(
    browser: Browser,
    addresses: Arc<Vec<String>>,
    words: Arc<Vec<String>>,
) -> BTreeMap<String, String> {
    let cookie = format!("__Host-rescue={RESCUE}");
    let also = [("cookie", cookie.as_str())];
    let mut found = BTreeMap::new();
    for path in addresses.iter() {
        let headers = if path == "/rescued" { &also[..] } else { &[] };
        let answer = browser.request("GET", path, None, headers).await;
        assert_ne!(answer.status.as_u16(), 500, "{path}");
        let said = said(&answer, path);
        for word in words.iter().filter(|word| said.contains(word.as_str())) {
            found.entry(word.clone()).or_insert_with(|| path.clone());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_word_of_a_closed_place_is_on_any_page_for_those_outside() {
    let world = World::new().await;
    let lookers = world.lookers().await;
    let addresses = Arc::new(addresses(&Places::of_site(&world.site).await));
    assert!(addresses.len() > 200, "{} addresses", addresses.len());
    let words = world.canaries.iter().map(|canary| canary.word.clone());
    let words = Arc::new(words.collect::<Vec<_>>());
    let mut looking = JoinSet::new();
    for (who, browser) in lookers {
        let (addresses, words) = (addresses.clone(), words.clone());
        looking.spawn(async move { (who, look(browser, addresses, words).await) });
    }
    let found: BTreeMap<_, _> = looking.join_all().await.into_iter().collect();
    let mut wrong = Vec::new();
    for Canary { word, readers } in &world.canaries {
        for (who, places) in &found {
            if let Some(path) = places.get(word).filter(|_| !readers.contains(who)) {
                wrong.push(format!("{who:?} reads {word} at {path}"));
            }
        }
        // What nobody finds proves nothing.
        if !found.values().any(|places| places.contains_key(word)) {
            wrong.push(format!("{word} is on no page at all"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
