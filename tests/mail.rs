//! Mail: told with what happened, sent once, looked at again as it is sent.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use indaba::{
    entity::{
        account,
        id::AccountId,
        job,
        one_time_link::Purpose,
        outbox_mail::{self, State},
    },
    features,
    platform::{
        app::{App, Plugged},
        jobs::worker::{self, Ran},
        mail::{
            Composed, Email, Emails, Recipient,
            outbox::{self, Times, To},
        },
        one_time,
        web::templates::{Reader, Templates},
    },
};
use minijinja::context;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

use crate::support::TestApp;

/// Says what it is told to say, in the words of a mail of the site.
#[derive(Debug, Serialize, Deserialize)]
struct Notice {
    about: String,
}

#[derive(Debug, Serialize)]
struct NoticeMail {
    network: String,
    reason: String,
    link: String,
}

impl Email for Notice {
    const NAME: &'static str = "networks/emails/removed";
    type View = NoticeMail;

    async fn compose(self, app: &App, to: &Recipient) -> anyhow::Result<Composed<NoticeMail>> {
        if self.about == "nothing" {
            return Ok(Composed::Drop("It is nothing."));
        }
        let Some(account) = to.account.filter(|_| self.about == "a link") else {
            return Ok(Composed::Send(NoticeMail {
                network: self.about,
                reason: "<b>Because & so on".to_owned(),
                link: app.config.base_url.join("/networks"),
            }));
        };
        let made: Result<_, DbErr> = app
            .write(async |write| one_time::make(write, Purpose::Reset, Some(account), 60).await)
            .await;
        Ok(Composed::Send(NoticeMail {
            network: self.about,
            reason: "You asked for it.".to_owned(),
            link: app.config.base_url.join(&format!("/reset/{}", made?)),
        }))
    }

    fn samples() -> Vec<NoticeMail> {
        Vec::new()
    }
}

async fn site_with(smtp_url: Option<&str>) -> TestApp {
    let plugged = Plugged {
        emails: Emails::default().with::<Notice>(),
        ..Plugged::default()
    };
    let site = TestApp::start_plugged(
        |config| {
            config.smtp_url = smtp_url.map(Into::into);
            config.mail_from = String::from("Indaba <indaba@forum.example.org>");
        },
        plugged,
    )
    .await;
    site.set_up().await;
    site
}

async fn site() -> TestApp {
    site_with(Some("memory:")).await
}

fn about(what: &str) -> Notice {
    Notice {
        about: what.to_owned(),
    }
}

async fn tell(site: &TestApp, who: AccountId, what: &str, times: Times<'_>) -> bool {
    let mail = about(what);
    site.make(async |write| Ok(outbox::put(write, To::Account(who), &mail, times).await?))
        .await
}

async fn rows(site: &TestApp) -> Vec<outbox_mail::Model> {
    outbox_mail::Entity::find().all(&site.app.db).await.unwrap()
}

fn header<'a>(raw: &'a str, name: &str) -> Vec<&'a str> {
    let head = raw.split("\r\n\r\n").next().unwrap();
    let lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
    lines
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value)
        .collect()
}

#[tokio::test]
async fn a_mail_is_sent_once_and_its_row_says_so() {
    let site = site().await;
    let ada = site.person("ada").await;
    assert!(tell(&site, ada.id, "Falls", Times::Once("network-7")).await);
    assert!(
        !tell(&site, ada.id, "Falls", Times::Once("network-7")).await,
        "the same again"
    );
    assert!(tell(&site, ada.id, "Falls", Times::Once("network-8")).await);
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 2, failed: 0 }
    );
    assert_eq!(worker::run_due(&site.app).await.unwrap(), Ran::default());

    let sent = site.app.mail.transport.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].to, "ada@example.org");
    assert_eq!(sent[0].subject, "You are no longer a member of Falls");
    assert!(sent[0].text.contains("Hello Ada,"), "{}", sent[0].text);
    assert!(
        sent[0].text.contains("<b>Because & so on"),
        "plain text is not escaped"
    );
    assert!(sent[0].text.contains("http://127.0.0.1:3000/networks"));
    let row = &rows(&site).await[0];
    assert_eq!(
        (row.state, row.sent_at, row.attempts),
        (State::Sent, Some(site.now()), 1)
    );
}

#[tokio::test]
async fn a_mail_goes_away_with_what_it_tells() {
    let site = site().await;
    let ada = site.person("ada").await;
    let undone: Result<(), DbErr> = site
        .app
        .write(async |write| {
            outbox::put(write, To::Account(ada.id), &about("Falls"), Times::Each).await?;
            Err(DbErr::Custom("no".to_owned()))
        })
        .await;
    assert!(undone.is_err());
    worker::run_due(&site.app).await.unwrap();
    assert!(site.app.mail.transport.sent().is_empty());
    assert_eq!(job::Entity::find().count(&site.app.db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_line_break_in_a_name_makes_no_header() {
    let site = site().await;
    let ada = site.person("ada").await;
    site.make(async |write| {
        account::Entity::update_many()
            .col_expr(
                account::Column::DisplayName,
                Expr::value("Ada\r\nCc: evil@example.org"),
            )
            .filter(account::Column::Id.eq(ada.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
    let name = "Falls\r\nBcc: evil@example.org\r\n\r\n<script>\u{202E}";
    tell(&site, ada.id, name, Times::Each).await;
    worker::run_due(&site.app).await.unwrap();

    let sent = site.app.mail.transport.sent();
    let raw = &sent[0].raw;
    assert_eq!(header(raw, "Subject").len(), 1);
    assert!(
        header(raw, "Bcc").is_empty() && header(raw, "Cc").is_empty(),
        "{raw}"
    );
    assert_eq!(sent[0].to, "ada@example.org");
    assert!(
        sent[0]
            .subject
            .ends_with("Falls Bcc: evil@example.org <script>")
    );
}

#[tokio::test]
async fn mail_programs_can_tell_what_it_is_and_whether_they_have_it() {
    let site = site().await;
    let ada = site.person("ada").await;
    tell(&site, ada.id, "Falls", Times::Each).await;
    tell(&site, ada.id, "Stroke", Times::Each).await;
    worker::run_due(&site.app).await.unwrap();
    let sent = site.app.mail.transport.sent();
    let raw = &sent[0].raw;
    assert_eq!(header(raw, "From"), ["Indaba <indaba@forum.example.org>"]);
    assert_eq!(header(raw, "To"), ["Ada <ada@example.org>"]);
    assert_eq!(header(raw, "Auto-Submitted"), ["auto-generated"]);
    assert_eq!(header(raw, "Date"), ["Tue, 24 Nov 2026 10:00:00 +0000"]);
    let ids: Vec<_> = sent
        .iter()
        .map(|mail| header(&mail.raw, "Message-ID"))
        .collect();
    assert_ne!(ids[0], ids[1]);
    assert!(ids[0][0].ends_with("@forum.example.org>"), "{ids:?}");
}

#[tokio::test]
async fn whether_a_mail_is_still_wanted_is_asked_as_it_is_sent() {
    let site = site().await;
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    tell(&site, ada.id, "Falls", Times::Each).await;
    tell(&site, ben.id, "nothing", Times::Each).await;
    site.make(async |write| {
        account::Entity::update_many()
            .col_expr(
                account::Column::State,
                Expr::value(account::State::Suspended),
            )
            .filter(account::Column::Id.eq(ada.id))
            .exec(write.txn)
            .await?;
        Ok(())
    })
    .await;
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 2, failed: 0 }
    );
    assert!(site.app.mail.transport.sent().is_empty());
    let rows = rows(&site).await;
    assert!(
        rows.iter()
            .all(|row| row.state == State::Dropped && row.sent_at.is_none())
    );
    assert_eq!(rows[1].last_error, "It is nothing.");
}

#[tokio::test]
async fn a_link_is_made_as_its_mail_is_sent_and_stored_nowhere() {
    let site = site().await;
    let ada = site.person("ada").await;
    for _ in 0..2 {
        tell(&site, ada.id, "a link", Times::Each).await;
        worker::run_due(&site.app).await.unwrap();
    }
    let sent = site.app.mail.transport.sent();
    let tokens: Vec<_> = sent
        .iter()
        .map(|mail| {
            let (_, rest) = mail.text.split_once("/reset/").unwrap();
            rest.lines().next().unwrap().trim().to_owned()
        })
        .collect();
    let stored = format!("{:?}", rows(&site).await);
    assert!(tokens.iter().all(|token| !stored.contains(token)));
    let open = async |token: &str| {
        one_time::peek(&site.app.db, site.now(), Purpose::Reset, token)
            .await
            .unwrap()
    };
    assert_eq!(
        open(&tokens[0]).await,
        None,
        "the later mail has taken its place"
    );
    assert_eq!(open(&tokens[1]).await.unwrap().account, Some(ada.id));
}

#[tokio::test]
async fn without_a_mail_server_mails_are_files_for_the_admin_alone() {
    use std::os::unix::fs::PermissionsExt;
    let site = site_with(None).await;
    let ada = site.person("ada").await;
    tell(&site, ada.id, "Falls", Times::Each).await;
    worker::run_due(&site.app).await.unwrap();

    let folder = site.app.config.data_dir.join("mail");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].extension().unwrap(), "eml");
    assert_eq!(mode(&files[0]), 0o600);
    let text = std::fs::read_to_string(&files[0]).unwrap();
    assert_eq!(header(&text, "To"), ["Ada <ada@example.org>"]);
}

#[tokio::test]
async fn a_mail_server_that_is_busy_gets_the_same_mail_later() {
    let server = MailServer::start(vec![
        ("MAIL", "451 4.3.0 Later"),
        ("MAIL", "530 5.7.0 Sign in"),
    ]);
    let server = server.await;
    let site = site_with(Some(&server.url)).await;
    let ada = site.person("ada").await;
    tell(&site, ada.id, "Falls", Times::Each).await;
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 0, failed: 1 }
    );
    let row = rows(&site).await.remove(0);
    assert_eq!((row.state, row.attempts), (State::Queued, 1));
    assert!(row.last_error.contains("Later"), "{}", row.last_error);
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran::default(),
        "not at once"
    );

    site.wait_minutes(2);
    let again = worker::run_due(&site.app).await.unwrap();
    assert_eq!(
        again,
        Ran { done: 0, failed: 1 },
        "a wrong password is ours to mend"
    );
    site.wait_minutes(6);
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 1, failed: 0 }
    );
    assert_eq!(server.mails().len(), 1);
    assert_eq!(rows(&site).await[0].state, State::Sent);
}

#[tokio::test]
async fn a_mail_that_is_refused_is_not_sent_again_and_the_others_go_on() {
    let server = MailServer::start(vec![("RCPT", "550 5.1.1 No such person")]).await;
    let site = site_with(Some(&server.url)).await;
    let (ada, ben) = (site.person("ada").await, site.person("ben").await);
    tell(&site, ada.id, "Falls", Times::Each).await;
    tell(&site, ben.id, "Falls", Times::Each).await;
    assert_eq!(
        worker::run_due(&site.app).await.unwrap(),
        Ran { done: 2, failed: 0 }
    );
    let rows = rows(&site).await;
    assert_eq!((rows[0].state, rows[1].state), (State::Dead, State::Sent));
    assert!(
        rows[0].last_error.contains("No such person"),
        "{}",
        rows[0].last_error
    );
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_mail_that_never_gets_through_is_given_up_after_eight_times() {
    let server = MailServer::start(vec![("MAIL", "451 4.3.0 Later"); 8]).await;
    let site = site_with(Some(&server.url)).await;
    let ada = site.person("ada").await;
    tell(&site, ada.id, "Falls", Times::Each).await;
    for attempt in 1..=8 {
        let ran = worker::run_due(&site.app).await.unwrap();
        assert_eq!(ran.done + ran.failed, 1, "attempt {attempt}");
        site.wait_minutes(4 * 24 * 60);
    }
    assert_eq!(rows(&site).await[0].state, State::Dead);
    assert_eq!(job::Entity::find().count(&site.app.db).await.unwrap(), 0);
}

#[tokio::test]
async fn every_mail_arrives_however_often_workers_are_killed() {
    let site = site().await;
    let ada = site.person("ada").await;
    for number in 0..40 {
        tell(&site, ada.id, &format!("Network {number}"), Times::Each).await;
    }
    for kill in 0..30 {
        let worker = tokio::spawn(worker::run(site.app.clone(), std::future::pending()));
        for _ in 0..kill * 11 {
            tokio::task::yield_now().await;
        }
        worker.abort();
        let _ = worker.await;
        // What it held is free again.
        site.wait_minutes(1);
    }
    while worker::run_due(&site.app).await.unwrap() != Ran::default() {}

    let mut by_subject: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in site.app.mail.transport.sent() {
        let id = header(&mail.raw, "Message-ID").concat();
        by_subject.entry(mail.subject).or_default().push(id);
    }
    assert_eq!(by_subject.len(), 40);
    for (subject, ids) in by_subject {
        assert!(ids.iter().all(|id| *id == ids[0]), "{subject}: {ids:?}");
    }
    assert!(rows(&site).await.iter().all(|row| row.state == State::Sent));
}

#[tokio::test]
async fn every_mail_of_the_site_says_something_in_every_state() {
    let site = TestApp::start().await;
    let names = Templates::names();
    for (name, samples) in features::plugged().emails.samples() {
        assert!(!samples.is_empty(), "{name} has no samples");
        for mail in samples {
            for ending in ["subject", "txt", "html"] {
                let template = format!("{name}.{ending}");
                if ending == "html" && !names.contains(&template) {
                    continue;
                }
                let context = context! {
                    mail => mail.clone(),
                    to_name => "Ada",
                    site_name => "Indaba",
                    base_url => "https://indaba.example",
                };
                let reader = Reader::of_mail("Europe/London");
                let said = site.app.templates.render_with(&template, context, reader);
                let said = said.unwrap_or_else(|error| panic!("{template}: {error:#}"));
                assert!(!said.trim().is_empty(), "{template} is empty");
            }
        }
    }
}

/// A mail server that answers some commands badly, once each, and keeps what it is given.
struct MailServer {
    url: String,
    mails: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    async fn start(answers: Vec<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mails = Arc::new(Mutex::new(Vec::new()));
        let answers = Arc::new(Mutex::new(answers));
        let kept = Arc::clone(&mails);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&answers), Arc::clone(&kept)));
            }
        });
        Self { url, mails }
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn talk(
    stream: tokio::net::TcpStream,
    answers: Arc<Mutex<Vec<(&'static str, &'static str)>>>,
    mails: Arc<Mutex<Vec<String>>>,
) {
    let mut stream = BufReader::new(stream);
    let mut mail: Option<String> = None;
    let _ = stream.write_all(b"220 mail.example.org\r\n").await;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        if let Some(text) = &mut mail {
            if line == ".\r\n" {
                mails.lock().unwrap().extend(mail.take());
                let _ = stream.write_all(b"250 Kept\r\n").await;
            } else {
                text.push_str(&line);
            }
            continue;
        }
        let command = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let bad = {
            let mut answers = answers.lock().unwrap();
            let found = answers.iter().position(|(to, _)| *to == command);
            found.map(|place| answers.remove(place).1)
        };
        let answer = match (bad, command.as_str()) {
            (Some(bad), _) => bad,
            (None, "DATA") => {
                mail = Some(String::new());
                "354 Go on"
            }
            (None, "QUIT") => return,
            (None, _) => "250 Fine",
        };
        let _ = stream.write_all(format!("{answer}\r\n").as_bytes()).await;
    }
}
