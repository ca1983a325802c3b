//! Challenges: asking with a result beside one's words, what helped, and how it ended.

use indaba::{
    entity::{
        audit_entry, challenge,
        id::{PostId, ResultId, ThreadId},
        membership, network, post, post_revision, result, session, share, site_role, thread_event,
    },
    features::threads::{commands, policy, queries},
    platform::access::Seen,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::threads::actor;
use crate::support::{Browser, Page, Someone, TestApp};

use network::Visibility::{Private, Public, Secret};

/// A challenge that a test begins with.
struct Asked {
    network: network::Model,
    /// Its author, a member.
    ada: Someone,
    thread: ThreadId,
    path: String,
}

impl TestApp {
    /// Ada asks in a network of this visibility.
    async fn asked(&self, visibility: network::Visibility) -> Asked {
        let network = self.network("falls", visibility).await;
        let ada = self.member_of(network.id, "ada").await;
        let page = composer(&ada, &network).await;
        let page = page.press("Post challenge").await.has_status(200);
        let path = page.path.split('?').next().unwrap().to_owned();
        let thread = path.split('/').nth(2).unwrap().parse().unwrap();
        Asked {
            network,
            ada,
            thread,
            path,
        }
    }

    /// What this leader's health check of the network found: every statement of a dimension gets the
    /// same answer, from `answers`, in the order of the instrument.
    pub(crate) async fn checked(&self, leader: &Browser, slug: &str, answers: [u8; 8]) -> ResultId {
        let tab = leader.visit(&format!("/networks/{slug}/checks")).await;
        let mut page = tab.press("Take the health check yourself").await;
        for answer in answers {
            let answer = answer.to_string();
            let names = statements(&page);
            assert_eq!(names.len(), 5, "{}", page.words());
            let fields: Vec<_> = names
                .iter()
                .map(|name| (name.as_str(), answer.as_str()))
                .collect();
            let saved = leader.post(&page.path, &fields).await;
            page = leader.visit(&saved.location()).await;
        }
        page.press("Save result").await.has_status(200);
        let newest = result::Entity::find().order_by_desc(result::Column::Id);
        newest.one(&self.app.db).await.unwrap().unwrap().id
    }

    async fn challenge(&self, thread: ThreadId) -> challenge::Model {
        let found = challenge::Entity::find_by_id(thread)
            .one(&self.app.db)
            .await;
        found.unwrap().unwrap()
    }

    async fn post_of(&self, thread: ThreadId, number: i64) -> post::Model {
        let found = post::Entity::find()
            .filter(post::Column::ThreadId.eq(thread))
            .filter(post::Column::Number.eq(number))
            .one(&self.app.db)
            .await;
        found.unwrap().unwrap()
    }

    async fn shares(&self) -> Vec<share::Model> {
        share::Entity::find().all(&self.app.db).await.unwrap()
    }

    async fn events(&self, thread: ThreadId) -> Vec<thread_event::Model> {
        thread_event::Entity::find()
            .filter(thread_event::Column::ThreadId.eq(thread))
            .order_by_asc(thread_event::Column::Id)
            .all(&self.app.db)
            .await
            .unwrap()
    }

    async fn acts(&self, name: &str) -> u64 {
        audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq(name))
            .count(&self.app.db)
            .await
            .unwrap()
    }

    /// A moderator hides a post.
    async fn hide(&self, moderator: &Someone, id: PostId) {
        let seen = queries::find_post(&self.app.db, self.now(), &actor(moderator), id).await;
        let permit = seen.unwrap().permit::<policy::HidePost>().unwrap();
        self.make(async |write| commands::hide(write, &permit, "Names a colleague").await)
            .await;
    }
}

/// The ids of the statements on a page of a health check.
fn statements(page: &Page) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in page.body.split("name=\"").skip(1) {
        let name = piece.split('"').next().unwrap();
        let is_statement = name.len() == 5 && name.as_bytes()[3] == b'-';
        if is_statement && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The form, filled in as far as it must be.
async fn composer(person: &Browser, network: &network::Model) -> Page {
    let path = format!("/networks/{}/challenges/new", network.slug);
    filled(person.visit(&path).await)
}

/// What came back, without the keys of its forms, which are random.
fn without_keys(body: &str) -> String {
    let mut parts = body.split("name=\"form_key\" value=\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |page, part| page + part.split_once('"').unwrap().1)
}

fn filled(page: Page) -> Page {
    page.fill("Title", "How do we share the lead?")
        .fill("What is happening?", "Two of us do **everything**.")
        .fill("What help do you want?", "What worked for you?")
        .choose_in("What is it about?", "Leadership that is shared")
}

/// What stands in the section of the challenge, as it was sent.
fn challenge_html(page: &Page) -> String {
    let start = page.body.find("<h2>What is happening</h2>").unwrap();
    let end = page.body[start..].find("<p>What worked for you?</p>\n</div>");
    page.body[start..start + end.unwrap()].to_owned()
}

#[tokio::test]
async fn a_leader_checks_asks_is_helped_and_tells_what_happened() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.leader_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;

    // From the result to the challenge.
    let id = site.checked(&ada, "falls", [4, 4, 4, 2, 3, 4, 4, 4]).await;
    let page = ada.visit(&format!("/results/{id}")).await;
    let page = page.click("Share a challenge with this result").await;
    let page = filled(page)
        .fill("What have you tried?", "Asking in meetings.")
        .choose_in("Which kinds of help?", "Experience")
        .press("Preview")
        .await
        .has_status(200)
        .sees("Preview of your challenge")
        .sees("Visible to the 2 members of Falls and to the people who look after this site")
        .sees("Help asked for: Experience")
        .sees("Leadership that is shared")
        .sees("Needs attention");
    let previewed = challenge_html(&page);
    let page = page.press("Post challenge").await.has_status(200);
    let page = page
        .sees("Challenge posted.")
        .sees("How do we share the lead?")
        .sees("Two of us do everything.")
        .sees("Asking in meetings.")
        .sees("What worked for you?")
        .sees("Needs attention");
    assert_eq!(challenge_html(&page), previewed, "byte for byte");
    let thread = page.path.split('?').next().unwrap().to_owned();

    // A peer answers.
    let page = ben.visit(&thread).await.sees("Needs attention");
    let words = "We rotate the chair every quarter.";
    page.fill("Your reply", words)
        .press("Post reply")
        .await
        .sees(words);

    // What helped, and how it ended.
    let page = ada
        .visit(&thread)
        .await
        .click("Mark as what helped (reply 2)")
        .await;
    let page = page
        .sees("We rotate the chair every quarter.")
        .fill("What about it helped?", "a date on which it ends")
        .press("Mark as what helped")
        .await
        .sees("Marked as what helped.")
        .sees("Ben, #2: a date on which it ends");
    let page = page.click("Change the status").await;
    let page = page.choose("Being tried").press("Save status").await;
    let page = page
        .sees("Status changed.")
        .sees("Ada changed the status to being tried");
    let page = page.click("Change the status").await.sees("reply 2");
    page.choose("Resolved")
        .fill("What happened?", "We *rotate* the chair now.")
        .press("Save status")
        .await
        .has_status(200);
    let page = ben.visit(&thread).await;
    page.sees("Resolved")
        .sees("What happened We rotate the chair now.");
}

#[tokio::test]
async fn a_challenge_tells_its_parts_under_small_headings() {
    let site = TestApp::start().await;
    let network = site.network("falls", Public).await;
    let ada = site.member_of(network.id, "ada").await;
    let page = composer(&ada, &network).await;
    let page = page
        .fill("What is happening?", "```\nan open block of code")
        .choose_in("Which kinds of help?", "Ideas")
        .choose_in("Which kinds of help?", "Someone to check my thinking")
        .choose_in("What is it about?", "Ties and trust")
        .press("Post challenge")
        .await;
    let page = page
        .sees("Open Challenge by Ada")
        .sees("Ties and trust, Leadership that is shared")
        .sees("Help asked for: Ideas, Someone to check my thinking")
        .sees_not("What we have tried");
    // What one part leaves open does not swallow the next.
    assert!(page.body.contains("<h2>Help wanted</h2>"));
    let thread = page.path.split('/').nth(2).unwrap().parse().unwrap();
    let challenge = site.challenge(thread).await;
    assert_eq!(challenge.help_kinds, "ideas,check");
    assert_eq!(challenge.dimensions, "REL,LEA");
    assert!(
        site.post_of(thread, 1)
            .await
            .body_src
            .contains("# Help wanted")
    );
    // Visitors read it where visitors read.
    let page = site.visitor().visit(&page.path).await;
    page.has_status(200).sees("What worked for you?");
}

#[tokio::test]
async fn everything_typed_comes_back_with_what_is_wrong() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let path = "/networks/falls/challenges/new";
    let page = ada.visit(path).await.press("Post challenge").await;
    let page = page
        .has_status(422)
        .sees("There is a problem")
        .sees("Enter a title of at least 5 characters")
        .sees("Enter what is happening")
        .sees("Enter what help you want")
        .sees("Select one to three dimensions that it is about");
    let page = page
        .fill("Title", "How do we share the lead?")
        .fill(
            "What is happening?",
            "The person with 943 476 5919 was moved.",
        )
        .fill("What have you tried?", "Asking in meetings.")
        .choose_in("Which kinds of help?", "Evidence")
        .choose_in("What is it about?", "Ties and trust");
    let page = page.press("Post challenge").await.has_status(422);
    let page = page.sees("Remove the NHS number");
    assert_eq!(page.value("What have you tried?"), "Asking in meetings.");
    assert_eq!(
        page.value("What is happening?"),
        "The person with 943 476 5919 was moved."
    );
    for picked in ["value=\"evidence\" checked", "value=\"REL\" checked"] {
        assert!(page.body.contains(picked), "{picked}");
    }
    // Back from a preview, too.
    let page = page
        .fill("What is happening?", "Somebody was moved.")
        .fill("What help do you want?", "What worked for you?");
    let page = page.press("Preview").await.has_status(200);
    let page = page.press("Change it").await.has_status(200);
    assert_eq!(page.value("What is happening?"), "Somebody was moved.");
    assert!(page.body.contains("value=\"evidence\" checked"));
    assert_eq!(site.shares().await.len(), 0);
}

#[tokio::test]
async fn text_typed_into_a_session_that_ended_is_there_after_signing_in() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.member_of(network.id, "ada").await;
    let page = composer(&ada, &network).await;
    let (_, path, body) = page.submission("Post challenge");
    // The session ends; the form is sent all the same.
    site.make(async |write| {
        let all = session::Entity::delete_many();
        all.exec(write.txn).await?;
        Ok(())
    })
    .await;
    let same_origin = [("sec-fetch-site", "same-origin")];
    let answer = ada.request("POST", &path, Some(body), &same_origin).await;
    let rescue = answer.headers["set-cookie"].to_str().unwrap();
    let rescue = rescue.split(';').next().unwrap();
    let again = site.sign_in(ada.id).await;
    let composer = "/networks/falls/challenges/new";
    let page = again.visit_with(composer, &[("cookie", rescue)]).await;
    assert_eq!(page.value("Title"), "How do we share the lead?");
    assert_eq!(page.value("What help do you want?"), "What worked for you?");
}

#[tokio::test]
async fn the_same_form_makes_one_challenge_and_one_share() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.leader_of(network.id, "ada").await;
    let id = site.checked(&ada, "falls", [4; 8]).await;
    let path = format!("/networks/falls/challenges/new?result={id}");
    let page = filled(ada.visit(&path).await);
    let first = page.press_raw("Post challenge").await;
    let second = page.press_raw("Post challenge").await;
    assert_eq!(first.location(), second.location());
    assert_eq!(site.shares().await.len(), 1);
    // The same words from another tab lead to the same challenge, with the result it lacked.
    let other = filled(ada.visit("/networks/falls/challenges/new").await);
    let third = other.press_raw("Post challenge").await;
    assert_eq!(first.location(), third.location());
    assert_eq!(site.shares().await.len(), 1);
}

#[tokio::test]
async fn those_outside_meet_the_landing_page_and_a_secret_network_is_not_there() {
    let site = TestApp::start().await;
    let private = site.asked(Private).await;
    site.network("hidden", Secret).await;
    let eve = site.person("eve").await;
    let new = "/networks/falls/challenges/new";
    let page = eve.visit(new).await.has_status(403);
    page.sees("Ask to join")
        .sees_not("How do we share the lead?");
    let answer = site.visitor().get(new).await;
    assert_eq!(answer.status, 303);
    assert!(
        answer.location().starts_with("/sign-in"),
        "{}",
        answer.location()
    );
    for path in [
        "/networks/hidden/challenges/new",
        "/networks/none/challenges/new",
    ] {
        assert_eq!(eve.get(path).await.status, 404, "{path}");
        assert_eq!(site.visitor().get(path).await.status, 404, "{path}");
    }
    let form = [("title", "Let me in, will you?"), ("happening", "Nothing")];
    let answer = eve.post("/networks/hidden/challenges", &form).await;
    assert_ne!(answer.status, 303);
    // What stands below a thread does not exist for those who do not read it.
    let (thread, ada) = (private.thread, &private.ada);
    let reply = site.reply_by(ada, thread, "One more thing").await;
    let reply = site.post_of(thread, reply).await.id;
    for path in [
        format!("/threads/{thread}/status"),
        format!("/threads/{thread}/challenge"),
        format!("/threads/{thread}/result"),
        format!("/posts/{reply}/helped"),
    ] {
        assert_eq!(eve.get(&path).await.status, 404, "{path}");
        assert_eq!(
            eve.post(&path, &[]).await.status.as_u16() / 100,
            4,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_card_shows_what_was_chosen_and_nothing_more() {
    let site = TestApp::start().await;
    // The result is of a network that nobody else knows.
    let own = site.network("quietones", Secret).await;
    let ada = site.leader_of(own.id, "ada").await;
    let forum = site.network("forum", Private).await;
    site.put_in(forum.id, ada.id, membership::Role::Member)
        .await;
    let ben = site.member_of(forum.id, "ben").await;
    let id = site
        .checked(&ada, "quietones", [5, 5, 5, 2, 5, 5, 5, 4])
        .await;
    let new = format!("/networks/forum/challenges/new?result={id}");

    // Bands only, name hidden, the dimensions of the challenge: what is preset.
    let page = filled(ada.visit(&new).await).press("Post challenge").await;
    let path = page.path.split('?').next().unwrap().to_owned();
    let page = ben.visit(&path).await.has_status(200);
    page.sees("Shared result")
        .sees("A learning network")
        .sees("Needs attention")
        .sees("Bands only")
        .sees_not("2.0")
        .sees_not("Quietones")
        .sees_not("quietones")
        .sees_not("Energy and renewal")
        .sees_not("Strength");

    // More, after looking at it.
    let page = filled(ada.visit(&new).await)
        .fill("Title", "How do we keep our energy?")
        .choose_in("How much the card shows", "Bands and scores")
        .choose_in("Which dimensions it shows", "Energy and renewal");
    let page = page.press("Preview").await.has_status(200).sees("4.0");
    // Showing less is one click away.
    let page = page.press("Show bands only").await.sees_not("4.0");
    let page = page.press("Change it").await;
    let page = page.choose_in("How much the card shows", "Bands and scores");
    let page = page.press("Post challenge").await;
    let path = page.path.split('?').next().unwrap().to_owned();
    let page = ben.visit(&path).await;
    page.sees("Energy and renewal4.0 Strength")
        .sees_not("2.0")
        .sees_not("Needs attention")
        .sees_not("uietones");

    // Named where it is hidden elsewhere: whoever reads both would know. The words come back.
    let page = filled(ada.visit(&new).await)
        .fill("Title", "May we be named at all?")
        .choose_in("Your network's name", "Show the name of the network");
    let page = page.press("Post challenge").await.has_status(422);
    let page = page.sees("This result is shared elsewhere with the network's name hidden.");
    assert_eq!(page.value("Title"), "May we be named at all?");
    let page = page.press("Preview").await.has_status(422);
    page.sees("This result is shared elsewhere");
    assert_eq!(site.shares().await.len(), 2);
}

#[tokio::test]
async fn a_result_deleted_in_another_tab_takes_no_text_with_it() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.leader_of(network.id, "ada").await;
    let id = site.checked(&ada, "falls", [4; 8]).await;
    let path = format!("/networks/falls/challenges/new?result={id}");
    let page = filled(ada.visit(&path).await);
    let deletion = ada.visit(&format!("/results/{id}/deletion")).await;
    deletion.press("Delete result").await.has_status(200);
    for button in ["Preview", "Post challenge"] {
        let answer = page.press_raw(button).await;
        assert_eq!(answer.status, 422, "{button}");
        for kept in [
            "That result is not there any more",
            "Two of us do",
            "What worked for you?",
        ] {
            assert!(answer.body.contains(kept), "{button}: {kept}");
        }
    }
    let again = filled(ada.visit("/networks/falls/challenges/new").await);
    again.press("Post challenge").await.has_status(200);
}

#[tokio::test]
async fn a_result_that_is_not_ones_own_to_share_does_not_exist() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let ada = site.leader_of(network.id, "ada").await;
    let lea = site.leader_of(network.id, "lea").await;
    let id = site.checked(&ada, "falls", [4; 8]).await;
    let wrong = |id: &str| format!("/networks/falls/challenges/new?result={id}");
    let theirs = id.to_string();
    // Another leader of the same network, an unknown id, and no id.
    for id in [theirs.as_str(), "999", "x"] {
        assert_eq!(lea.get(&wrong(id)).await.status, 404, "{id}");
    }
    let page = composer(&lea, &network).await;
    let (_, path, body) = page.submission("Post challenge");
    let body = format!("{body}&result={theirs}");
    let same_origin = [("sec-fetch-site", "same-origin")];
    let answer = lea
        .request("POST", &path, Some(body.clone()), &same_origin)
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("That result is not there any more"));
    let unknown = body.replace(&format!("result={theirs}"), "result=999");
    let unknown = lea
        .request("POST", &path, Some(unknown), &same_origin)
        .await;
    assert_eq!(without_keys(&answer.body), without_keys(&unknown.body));
    assert_eq!(site.shares().await.len(), 0);
    // One's own, after one has stopped leading.
    let page = filled(ada.visit(&wrong(&theirs)).await);
    site.make(async |write| {
        let mine = membership::Entity::update_many()
            .col_expr(
                membership::Column::Role,
                sea_orm::sea_query::Expr::value(membership::Role::Member),
            )
            .filter(membership::Column::AccountId.eq(ada.id))
            .filter(membership::Column::NetworkId.eq(network.id));
        mine.exec(write.txn).await?;
        Ok(())
    })
    .await;
    assert_eq!(page.press_raw("Post challenge").await.status, 422);
    assert_eq!(ada.get(&wrong(&theirs)).await.status, 404);
    let page = ada.visit("/networks/falls/challenges/new").await;
    page.has_status(200)
        .sees_not("Attach a health-check result");
}

#[tokio::test]
async fn a_result_taken_back_is_gone_from_every_page() {
    let site = TestApp::start().await;
    let network = site.network("falls", Public).await;
    let ada = site.leader_of(network.id, "ada").await;
    let ben = site.member_of(network.id, "ben").await;
    let id = site.checked(&ada, "falls", [2; 8]).await;
    let page = filled(
        ada.visit(&format!("/networks/falls/challenges/new?result={id}"))
            .await,
    );
    let page = page.press("Post challenge").await;
    let path = page.path.split('?').next().unwrap().to_owned();
    ben.visit(&path).await.sees("Needs attention");
    let visitor = site.visitor().visit(&path).await.has_status(200);
    visitor
        .sees("Health-check result not shared here")
        .sees_not("Needs attention");
    let page = ada
        .visit(&path)
        .await
        .click("Change or withdraw what is shared")
        .await;
    let page = page.sees("How do we share the lead?");
    let button = "Withdraw: Falls, shared since 24 November 2026";
    page.press(button).await.has_status(200);
    for reader in [&*ada, &*ben] {
        let page = reader.visit(&path).await;
        page.sees("Result withdrawn by its owner on 24 November 2026")
            .sees_not("Needs attention")
            .sees("What worked for you?");
    }
    let page = site.visitor().visit(&path).await;
    page.sees("Health-check result not shared here")
        .sees_not("withdrawn");
    // Another can be put in its place.
    let page = ada
        .visit(&path)
        .await
        .click("Attach a health-check result")
        .await;
    let page = page
        .fill("Your result", "Falls, 24 November 2026")
        .press("Preview")
        .await;
    let page = page.sees("Needs attention").press("Attach result").await;
    page.sees("Result attached.");
    ben.visit(&path).await.sees("Needs attention");
}

#[tokio::test]
async fn only_the_author_puts_a_result_beside_a_challenge_and_only_one() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        path,
    } = site.asked(Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let attach = format!("/threads/{thread}/result");
    // Ada has none yet.
    let page = ada.visit(&attach).await.has_status(200);
    page.sees("You have no result that you can share");
    assert_eq!(lea.get(&attach).await.status, 403);
    assert!(
        !lea.visit(&path)
            .await
            .has_link("Attach a health-check result")
    );
    site.checked(&lea, "falls", [4; 8]).await;
    let theirs = result::Entity::find()
        .one(&site.app.db)
        .await
        .unwrap()
        .unwrap()
        .id;
    let page = ada.visit(&attach).await;
    let answer = ada
        .post(&attach, &[("result", theirs.to_string().as_str())])
        .await;
    assert_eq!(answer.status.as_u16() / 100, 4, "{}", page.words());

    let own = site.network("own", Private).await;
    site.put_in(own.id, ada.id, membership::Role::Leader).await;
    site.checked(&ada, "own", [3; 8]).await;
    let page = ada.visit(&attach).await;
    let page = page
        .press("Preview")
        .await
        .has_status(422)
        .sees("Select a result");
    let page = page
        .fill("Your result", "Own, 24 November 2026")
        .press("Preview")
        .await;
    let page = page.sees("A learning network").press("Attach result").await;
    page.sees("Developing");
    let page = lea.visit(&path).await.sees("Developing").sees_not("Own,");
    assert!(!page.has_link("Change or withdraw what is shared"));
    let page = ada.visit(&attach).await.sees("carries a result already");
    assert!(page.has_link("Where my results are shared"));
    // Observations take none.
    let thread = site.thread_by(&ada, network.id, "Falls at night").await.id;
    assert_eq!(
        ada.get(&format!("/threads/{thread}/result")).await.status,
        404
    );
    assert_eq!(
        ada.get(&format!("/threads/{thread}/status")).await.status,
        404
    );
    assert_eq!(
        ada.get(&format!("/threads/{thread}/challenge"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_status_moves_only_where_it_may() {
    let site = TestApp::start().await;
    let Asked {
        ada, thread, path, ..
    } = site.asked(Private).await;
    let status = format!("/threads/{thread}/status");
    let page = ada.visit(&status).await.sees("is Open");
    let page = page.sees("Being tried").sees("Closed").sees_not("Resolved");
    let page = page
        .press("Save status")
        .await
        .has_status(422)
        .sees("Select the new status");
    // Not by another way either.
    let wrong = [
        ("status", "resolved"),
        ("from", "open"),
        ("outcome", "It is done now."),
    ];
    assert_eq!(ada.post(&status, &wrong).await.status, 422);

    let page = page
        .choose("Closed")
        .fill("Note", "We gave up")
        .press("Save status")
        .await;
    let page = page.has_status(422).sees("Enter what happened");
    assert_eq!(page.value("Note"), "We gave up");
    let page = page
        .fill("What happened?", "The *post* was cut.")
        .press("Save status")
        .await;
    page.sees("Closed")
        .sees("What happened The post was cut.")
        .sees("Ada changed the status to closed: We gave up");

    let page = ada
        .visit(&status)
        .await
        .choose("Open again")
        .press("Save status")
        .await;
    let page = page
        .has_status(422)
        .sees("Enter a reason of at least 10 characters");
    let page = page
        .fill("Why is it open again?", "The post came back")
        .press("Save status")
        .await;
    page.sees("Ada changed the status to open: The post came back");
    let challenge = site.challenge(thread).await;
    assert_eq!(challenge.status, challenge::Status::Open);
    assert_eq!(
        (challenge.outcome.as_str(), challenge.outcome_at),
        ("", None)
    );
    // What was told until then is kept.
    let events = site.events(thread).await;
    assert!(
        events[1].note.contains("The *post* was cut."),
        "{}",
        events[1].note
    );
    let page = ada.visit(&path).await;
    page.sees("What had happened until then: The *post* was cut.");
}

#[tokio::test]
async fn resolved_needs_what_helped_and_what_happened() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        ..
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    site.reply_by(&ben, thread, "Rotate the chair").await;
    let status = format!("/threads/{thread}/status");
    let page = ada
        .visit(&status)
        .await
        .choose("Being tried")
        .press("Save status")
        .await;
    page.has_status(200);
    let page = ada.visit(&status).await.choose("Resolved");
    let page = page
        .fill("What helped?", "A rota")
        .press("Save status")
        .await
        .has_status(422);
    let page = page
        .sees("Enter what helped in at least 50 characters, or mark a reply first")
        .sees("Enter what happened");
    assert_eq!(page.value("What helped?"), "A rota");
    let told = "A rota that everybody had helped to write, with a day on which it ended.";
    let page = page
        .fill("What helped?", told)
        .fill("What happened?", "It holds.")
        .press("Save status")
        .await;
    page.sees("Resolved")
        .sees(told)
        .sees("What happened It holds.");
}

#[tokio::test]
async fn a_moderator_or_leader_acts_for_the_author_and_it_is_shown_as_such() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        path,
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    let mo = site.moderator_of(network.id, "mo").await;
    let lea = site.leader_of(network.id, "lea").await;
    let sam = site.staff("sam", site_role::Role::Moderator).await;
    let sue = site.staff("sue", site_role::Role::Admin).await;
    site.reply_by(&ben, thread, "Rotate the chair").await;
    let reply = site.post_of(thread, 2).await.id;
    let (status, helped) = (
        format!("/threads/{thread}/status"),
        format!("/posts/{reply}/helped"),
    );

    // Rows 28 and 30: not for other members, nor for those who look after the site.
    for person in [&ben, &sam, &sue] {
        for path in [&status, &helped] {
            assert_eq!(
                person.get(path).await.status,
                403,
                "{} {path}",
                person.handle
            );
        }
        let trying = [("status", "being_tried"), ("from", "open")];
        assert_eq!(
            person.post(&status, &trying).await.status,
            403,
            "{}",
            person.handle
        );
        assert_eq!(
            person.post(&helped, &[]).await.status,
            403,
            "{}",
            person.handle
        );
        let page = person.visit(&path).await;
        assert!(!page.has_link("Change the status"), "{}", person.handle);
        assert!(
            !page.has_link("Mark as what helped (reply 2)"),
            "{}",
            person.handle
        );
    }
    assert_eq!(site.challenge(thread).await.status, challenge::Status::Open);

    let page = mo.visit(&path).await.click("Change the status").await;
    let page = page.sees("Somebody else started this challenge");
    let page = page.choose("Being tried").press("Save status").await;
    page.sees("Mo changed the status to being tried for the author");
    let page = lea
        .visit(&path)
        .await
        .click("Mark as what helped (reply 2)")
        .await;
    let page = page.press("Mark as what helped").await;
    page.sees("Ben, #2").sees("marked by Lea");
    let page = lea.visit(&status).await.choose("Resolved");
    let page = page
        .fill("What happened?", "The chair rotates.")
        .press("Save status")
        .await;
    page.sees("The chair rotates.")
        .sees("Told by Lea for the author");
    ada.visit(&path).await.sees("Told by Lea for the author");
    assert_eq!(site.acts("set_challenge_status").await, 2);
    assert_eq!(site.acts("marked_helped").await, 1);
    assert_eq!(site.challenge(thread).await.outcome_by, Some(lea.id));
}

#[tokio::test]
async fn a_right_that_ended_since_the_page_counts_no_more() {
    let site = TestApp::start().await;
    let Asked {
        network, thread, ..
    } = site.asked(Private).await;
    let mo = site.moderator_of(network.id, "mo").await;
    let page = mo
        .visit(&format!("/threads/{thread}/status"))
        .await
        .choose("Being tried");
    // Between the permit and the write, and before both.
    let seen = queries::find(&site.app.db, &actor(&mo), thread)
        .await
        .unwrap();
    let permit = seen.permit::<policy::SetStatus>().unwrap();
    site.make(async |write| {
        membership::Entity::update_many()
            .col_expr(
                membership::Column::Role,
                sea_orm::sea_query::Expr::value(membership::Role::Member),
            )
            .filter(membership::Column::AccountId.eq(mo.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
    assert_eq!(page.press_raw("Save status").await.status, 403);
    let form = indaba::features::threads::forms::StatusForm {
        status: "being_tried".to_owned(),
        ..Default::default()
    };
    let change = form.parse(challenge::Status::Open, false).unwrap();
    let done: Result<_, indaba::platform::web::error::Error> = site
        .app
        .write(async |write| commands::set_status(write, &permit, &change).await)
        .await;
    assert_eq!(done.unwrap_err().status(), 403);
    assert_eq!(site.challenge(thread).await.status, challenge::Status::Open);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_change_the_status_at_once_the_second_is_told() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        ..
    } = site.asked(Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let status = format!("/threads/{thread}/status");
    let closing = |page: Page| {
        page.choose("Closed")
            .fill("What happened?", "The post was cut.")
    };
    let trying = ada.visit(&status).await.choose("Being tried");
    let closing = closing(lea.visit(&status).await);
    let (one, other) = tokio::join!(
        trying.press_raw("Save status"),
        closing.press_raw("Save status"),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{} {}", one.body, other.body);
    let second = if one.status == 409 { one } else { other };
    assert!(
        second.body.contains("Already changed: this challenge is"),
        "{}",
        second.body
    );
    assert_eq!(site.events(thread).await.len(), 1);
}

#[tokio::test]
async fn a_page_of_another_status_keeps_what_was_typed() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        ..
    } = site.asked(Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let status = format!("/threads/{thread}/status");
    let stale = lea.visit(&status).await.choose("Closed");
    let stale = stale.fill("What happened?", "Nobody answered.");
    ada.visit(&status)
        .await
        .choose("Being tried")
        .press("Save status")
        .await;
    let page = stale.press("Save status").await.has_status(409);
    let page = page.sees("Already changed: this challenge is being tried now.");
    assert_eq!(page.value("What happened?"), "Nobody answered.");
    // Looking again, she means it.
    let page = page.press("Save status").await.has_status(200);
    page.sees("Nobody answered.");
}

#[tokio::test]
async fn what_helped_is_marked_once_noted_and_taken_back() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        path,
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    site.reply_by(&ben, thread, "Rotate the chair").await;
    let reply = site.post_of(thread, 2).await.id;
    let helped = format!("/posts/{reply}/helped");
    for note in ["a date", "a date on which it ends"] {
        assert_eq!(ada.post(&helped, &[("note", note)]).await.status, 303);
    }
    let page = ben.visit(&path).await;
    page.sees("Ben, #2: a date on which it ends")
        .sees("marked a reply as what helped: #2");
    assert_eq!(site.events(thread).await.len(), 1);
    let long = "x".repeat(201);
    assert_eq!(
        ada.post(&helped, &[("note", long.as_str())]).await.status,
        422
    );

    let page = ada
        .visit(&path)
        .await
        .click("Change what helped (reply 2)")
        .await;
    let page = page
        .press("Take back the mark")
        .await
        .sees("The mark is taken back.");
    let page = page.sees_not("a date on which it ends");
    drop(page);
    let again = ada.post(&format!("{helped}/withdrawal"), &[]).await;
    assert_eq!(again.status, 303);
    assert_eq!(site.events(thread).await.len(), 2);
    assert_eq!(site.post_of(thread, 2).await.helped_at, None);
}

#[tokio::test]
async fn only_a_reply_that_is_shown_can_be_what_helped() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        path,
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    let mo = site.moderator_of(network.id, "mo").await;
    let first = site.post_of(thread, 1).await.id;
    assert_eq!(
        ada.post(&format!("/posts/{first}/helped"), &[])
            .await
            .status,
        403
    );
    site.reply_by(&ben, thread, "Ask Jo Bloggs").await;
    let reply = site.post_of(thread, 2).await.id;
    let helped = format!("/posts/{reply}/helped");
    assert_eq!(ada.post(&helped, &[]).await.status, 303);
    site.hide(&mo, reply).await;
    // The mark went with the words, and can not be made again.
    assert_eq!(ada.post(&helped, &[]).await.status, 403);
    let page = ada.visit(&path).await.sees_not("Ask Jo Bloggs");
    page.sees("took back a mark of what helped: #2 is not shown any more")
        .sees_not("Ben, #2");
    assert_eq!(site.post_of(thread, 2).await.helped_at, None);
}

#[tokio::test]
async fn what_helped_is_marked_in_observations_too() {
    let site = TestApp::start().await;
    let network = site.network("falls", Private).await;
    let (ada, ben) = (
        site.member_of(network.id, "ada").await,
        site.member_of(network.id, "ben").await,
    );
    let thread = site.thread_by(&ada, network.id, "Falls at night").await;
    site.reply_by(&ben, thread.id, "Lights help").await;
    let reply = site.post_of(thread.id, 2).await.id;
    assert_eq!(
        ben.post(&format!("/posts/{reply}/helped"), &[])
            .await
            .status,
        403
    );
    let page = ada
        .visit(&format!("/threads/{}/{}", thread.id, thread.slug))
        .await;
    let page = page.click("Mark as what helped (reply 2)").await;
    page.press("Mark as what helped").await.sees("Ben, #2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_marks_stay_five_however_many_are_made_at_once() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        ..
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    let mut paths = Vec::new();
    for number in 2..10 {
        site.reply_by(&ben, thread, &format!("Idea {number}")).await;
        let reply = site.post_of(thread, number).await.id;
        paths.push(format!("/posts/{reply}/helped"));
    }
    let mut marking = tokio::task::JoinSet::new();
    for path in paths {
        let browser = ada.browser.clone();
        marking.spawn(async move { browser.post(&path, &[("note", "kept")]).await });
    }
    let answers = marking.join_all().await;
    let count = |status: u16| {
        let such = answers.iter().filter(|answer| answer.status == status);
        such.count()
    };
    assert_eq!((count(303), count(422)), (5, 3));
    let refused = answers.iter().find(|answer| answer.status == 422).unwrap();
    assert!(refused.body.contains("Five posts are marked already."));
    assert!(refused.body.contains("value=\"kept\""));
    let marked = post::Entity::find()
        .filter(post::Column::ThreadId.eq(thread))
        .filter(post::Column::HelpedAt.is_not_null())
        .count(&site.app.db)
        .await;
    assert_eq!(marked.unwrap(), 5);
}

#[tokio::test]
async fn a_challenge_without_a_reply_is_found_until_somebody_answers() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        ..
    } = site.asked(Private).await;
    let ben = site.member_of(network.id, "ben").await;
    site.thread_by(&ada, network.id, "Falls at night").await;
    let page = ben.visit("/networks/falls").await.sees("No replies yet");
    let page = page
        .click("Unanswered")
        .await
        .sees("How do we share the lead?");
    page.sees_not("Falls at night");
    site.reply_by(&ben, thread, "Rotate the chair").await;
    let page = ben.visit("/networks/falls?status=unanswered").await;
    page.sees("No challenge is like this at present")
        .sees_not("How do we share the lead?");
    ben.visit("/networks/falls").await.sees("2 posts");
    // What nobody looks for any more is not unanswered.
    let page = composer(&ada, &network)
        .await
        .fill("Title", "Who keeps the minutes?");
    let page = page.press("Post challenge").await;
    let page = page.click("Change the status").await.choose("Closed");
    let page = page
        .fill("What happened?", "Jo does.")
        .press("Save status")
        .await;
    page.has_status(200);
    let page = ben.visit("/networks/falls?status=unanswered").await;
    page.sees_not("Who keeps the minutes?");
}

#[tokio::test]
async fn a_challenge_is_told_anew_at_any_time_and_its_old_parts_are_kept() {
    let site = TestApp::start().await;
    let Asked {
        network,
        ada,
        thread,
        path,
    } = site.asked(Private).await;
    let mo = site.moderator_of(network.id, "mo").await;
    let edit = format!("/threads/{thread}/challenge");
    assert_eq!(
        mo.get(&edit).await.status,
        403,
        "nobody edits the words of others"
    );
    site.wait_minutes(60 * 24 * 45);
    let ada = site.sign_in(ada.id).await;
    let page = ada.visit(&path).await.click("Edit post 1").await;
    let page = page
        .fill("What have you tried?", "A *rota*.")
        .choose_in("What is it about?", "Ties and trust")
        .press("Save changes")
        .await
        .sees("Your challenge is saved.")
        .sees("A rota.")
        .sees("Ties and trust, Leadership that is shared");
    page.sees("Edited");
    let revision = post_revision::Entity::find()
        .one(&site.app.db)
        .await
        .unwrap()
        .unwrap();
    assert!(!revision.body_src.contains("rota"));
    assert!(
        revision.parts.contains("\"dimensions\":\"LEA\""),
        "{}",
        revision.parts
    );
    // Nothing changed, nothing kept.
    ada.visit(&edit)
        .await
        .press("Save changes")
        .await
        .has_status(200);
    let kept = post_revision::Entity::find().count(&site.app.db).await;
    assert_eq!(kept.unwrap(), 1);
    let page = ada.visit(&edit).await.fill("What is happening?", " ");
    let page = page.press("Save changes").await.has_status(422);
    let page = page.sees("Enter what is happening");
    assert_eq!(page.value("What have you tried?"), "A *rota*.");
}

#[tokio::test]
async fn of_two_tabs_the_second_shows_both_texts() {
    let site = TestApp::start().await;
    let Asked {
        ada, thread, path, ..
    } = site.asked(Private).await;
    let edit = format!("/threads/{thread}/challenge");
    let first = ada
        .visit(&edit)
        .await
        .fill("What have you tried?", "A rota.");
    let second = ada
        .visit(&edit)
        .await
        .fill("What have you tried?", "A vote.");
    first.press("Save changes").await.has_status(200);
    let page = second.press("Save changes").await.has_status(409);
    let page = page.sees("Your challenge was changed meanwhile");
    assert_eq!(page.value("What have you tried?"), "A vote.");
    assert!(page.value("What is there now").contains("A rota."));
    assert!(
        page.body
            .contains("<del><span class=\"vh\">Removed: </span>A rota.</del>"),
        "{}",
        page.words()
    );
    // Sent again, it replaces the other knowingly.
    page.press("Save changes").await.has_status(200);
    let page = ada.visit(&path).await;
    page.sees("A vote.").sees_not("A rota.");
}

#[tokio::test]
async fn what_people_write_into_a_challenge_is_never_more_than_text() {
    let site = TestApp::start().await;
    let Asked {
        network, thread, ..
    } = site.asked(Private).await;
    let lea = site.leader_of(network.id, "lea").await;
    let evil = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> {{1234*5678}} **strong**";
    let page = composer(&lea, &network).await;
    let page = page
        .fill("Title", evil)
        .fill("What is happening?", evil)
        .fill("What have you tried?", evil)
        .fill("What help do you want?", evil);
    let page = page.press("Preview").await.has_status(200);
    let harmless = |page: &Page| {
        for tag in ["<script>alert", "<img", "onerror=alert(1)>"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
        assert!(!page.body.contains("7006652"), "a template was run");
        assert!(page.words().contains("{{1234*5678}}"), "{}", page.words());
    };
    harmless(&page);
    harmless(&page.press("Post challenge").await);
    let status = lea.visit(&format!("/threads/{thread}/status")).await;
    let page = status
        .choose("Closed")
        .fill("What happened?", evil)
        .fill("Note", evil);
    harmless(&page.press("Save status").await);
}
