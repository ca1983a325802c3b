//! Starting and stopping: an empty folder becomes a site, and mistakes are told in a sentence each.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, Database};

use super::process::{Server, eventually, mode, outcome, read_all, status};

#[test]
fn an_empty_folder_becomes_a_site() {
    let server = Server::start_empty();
    let data = server.folder().join("data");
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("indaba.db")), 0o600);
    let said = server.said();
    assert!(said.contains("Its data lies in data/indaba.db"), "{said}");
    assert!(said.contains("Mail is off"), "{said}");
    let link = said
        .split_whitespace()
        .find(|word| word.contains("/setup/"))
        .unwrap();
    let path = link
        .strip_prefix(&format!("http://{}", server.address))
        .unwrap();
    assert_eq!(status(&server.get(path)), 200);
    assert_eq!(status(&server.get("/")), 503);
    eventually("readiness", || status(&server.get("/readyz")) == 200);
}

/// Arguments, variables, and what is told.
type BadSettings<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of mistakes")]
fn each_mistake_in_the_settings_is_told_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let [unknown, broken, wrong, typed] = [
        file("unknown.toml", "colour = \"red\"\n"),
        file("broken.toml", "listen = \n"),
        file("wrong.toml", "limits_scale = \"many\"\n"),
        file("typed.toml", "listen = [1]\n"),
    ];
    let cases: [BadSettings; 18] = [
        (
            &[],
            &[("INDABA_LISTEN", "3000")],
            "must be an address and a port",
        ),
        (
            &["--listen", "localhost"],
            &[],
            "--listen must be an address",
        ),
        (
            &[],
            &[("INDABA_LISTEN", "0.0.0.0:0")],
            "so base_url must say where",
        ),
        (
            &[],
            &[("INDABA_LISTEN", "[::]:0")],
            "so base_url must say where",
        ),
        (
            &[],
            &[("INDABA_BASE_URL", "http://forum.example.org")],
            "must begin with https",
        ),
        (
            &["--base-url", "forum.example.org"],
            &[],
            "must be a scheme and a host",
        ),
        (
            &[],
            &[("INDABA_DATABASE_URL", "mysql://x/y")],
            "must be a database",
        ),
        (
            &["--database-url", "postgres://a:b@127.0.0.1/c"],
            &[],
            "must not carry a password",
        ),
        (
            &[],
            &[("INDABA_SMTP_URL", "mail.example.org")],
            "must be a mail server",
        ),
        (
            &[],
            &[("INDABA_MAIL_FROM", "nobody")],
            "must be an address such as",
        ),
        (
            &[],
            &[("INDABA_LOG_FORMAT", "xml")],
            "must be plain or json",
        ),
        (
            &[],
            &[("INDABA_LIMITS_SCALE", "-1")],
            "must be a number from 0",
        ),
        (
            &[],
            &[("INDABA_TRUSTED_PROXIES", "10.0.0.0/99")],
            "must be addresses or ranges",
        ),
        (
            &[],
            &[("INDABA_COLOUR", "red")],
            "INDABA_COLOUR is not known",
        ),
        (&["--config", &unknown], &[], "The setting colour in"),
        (&["--config", &broken], &[], "is not TOML: line 1"),
        (&["--config", &wrong], &[], "limits_scale in"),
        (&["--config", &typed], &[], "must be text, a number"),
    ];
    for (arguments, variables, expected) in cases {
        let outcome = outcome(folder.path(), arguments, variables);
        let told = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(
            outcome.status.code(),
            Some(2),
            "{arguments:?} {variables:?}: {told}"
        );
        assert!(
            told.contains(expected),
            "{arguments:?} {variables:?}: {told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(!folder.path().join("data").exists());
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("INDABA_LISTEN", "x"),
        ("INDABA_LOG_FORMAT", "x"),
        ("INDABA_BENCH", "x"),
    ];
    let told = String::from_utf8(outcome(folder.path(), &[], &variables).stderr).unwrap();
    assert_eq!(told.lines().count(), 3, "{told}");
}

#[test]
fn a_second_process_on_the_same_folder_refuses() {
    let server = Server::start();
    let second = outcome(server.folder(), &[], &[("INDABA_LISTEN", "127.0.0.1:0")]);
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{told}");
    assert!(
        told.contains("Another Indaba is running on data/indaba.db"),
        "{told}"
    );
    let migrating = outcome(server.folder(), &["migrate"], &[]);
    assert_eq!(migrating.status.code(), Some(2));
    assert!(status(&server.get("/healthz")) == 200);
}

#[test]
fn an_address_in_use_is_told() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let second = outcome(folder.path(), &["--listen", &server.address], &[]);
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{told}");
    assert!(told.contains("cannot be used"), "{told}");
}

#[test]
fn a_killed_server_starts_again_at_once_and_often() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..5 {
        let mut server = Server::start_on(folder.path(), &[]);
        assert_eq!(status(&server.get("/healthz")), 200);
        server.signal("KILL");
        assert_eq!(server.ends(), None);
    }
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused_and_left_as_it_is() {
    let refused = |folder: &Path, expected: &str| {
        let file = folder.join("data/indaba.db");
        let before = fs::read(&file).unwrap();
        let outcome = outcome(folder, &["--listen", "127.0.0.1:0"], &[]);
        let told = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(2), "{told}");
        assert!(told.contains(expected), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
        assert_eq!(fs::read(&file).unwrap(), before);
    };
    let place = |name: &str, content: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        fs::write(folder.path().join("data").join(name), content).unwrap();
        folder
    };
    refused(
        place("indaba.db", b"Dear diary").path(),
        "is not an SQLite database",
    );

    let mut truncated = b"SQLite format 3\0".to_vec();
    truncated.extend([7; 200]);
    refused(place("indaba.db", &truncated).path(), "cannot be read");

    let read_only = place("indaba.db", b"");
    let file = read_only.path().join("data/indaba.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    refused(read_only.path(), "is read-only");

    let foreign = place("indaba.db", b"");
    let url = format!(
        "sqlite://{}",
        foreign.path().join("data/indaba.db").display()
    );
    let db = Database::connect(&url).await.unwrap();
    db.execute_unprepared("CREATE TABLE recipe (name text)")
        .await
        .unwrap();
    db.close().await.unwrap();
    refused(foreign.path(), "tables of something else");

    let newer = tempfile::tempdir().unwrap();
    assert!(outcome(newer.path(), &["migrate"], &[]).status.success());
    let url = format!("sqlite://{}", newer.path().join("data/indaba.db").display());
    let db = Database::connect(&url).await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m3000_later', 0)";
    db.execute_unprepared(later).await.unwrap();
    db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
        .await
        .unwrap();
    db.close().await.unwrap();
    refused(newer.path(), "changed by a later version");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let outcome = outcome(folder.path(), &["--listen", "127.0.0.1:0"], &[]);
    assert_eq!(outcome.status.code(), Some(2));
    let told = String::from_utf8(outcome.stderr).unwrap();
    assert!(told.contains("data"), "{told}");
}

#[test]
fn without_migrating_a_server_starts_only_on_a_schema_that_fits() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let outcome = outcome(
            folder.path(),
            arguments,
            &[("INDABA_LISTEN", "127.0.0.1:0")],
        );
        let told = String::from_utf8_lossy(&outcome.stderr).into_owned();
        (
            outcome.status.code(),
            told + &String::from_utf8_lossy(&outcome.stdout),
        )
    };
    assert_eq!(
        told(&["migrate", "--status"]).1.trim(),
        "There is no database yet."
    );
    let (code, why) = told(&["serve", "--no-migrate"]);
    assert_eq!(code, Some(2));
    assert!(why.contains("run `indaba migrate` first"), "{why}");
    assert_eq!(told(&["migrate"]).0, Some(0));
    assert_eq!(
        told(&["migrate", "--status"]).1.trim(),
        "The database is up to date."
    );
    assert_eq!(told(&["doctor"]).0, Some(0));
}

#[test]
fn the_example_holds_every_setting_and_its_default() {
    let folder = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/config.example.toml");
    let shown = |arguments: &[&str]| {
        let outcome = outcome(folder.path(), arguments, &[]);
        assert!(outcome.status.success(), "{outcome:?}");
        String::from_utf8(outcome.stdout).unwrap()
    };
    let defaults = shown(&["show-config"]);
    assert_eq!(shown(&["show-config", "--config", example]), defaults);
    let text = fs::read_to_string(example).unwrap();
    for line in defaults.lines() {
        let name = line.split(' ').next().unwrap();
        let is_it = |line: &str| {
            line.trim_start_matches('#')
                .starts_with(&format!("{name} = "))
        };
        assert!(text.lines().any(is_it), "{name} is not in the example");
    }
}

#[test]
fn the_settings_in_effect_are_printed_without_passwords() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [(
        "INDABA_DATABASE_URL",
        "postgres://indaba:hunter2@127.0.0.1/indaba",
    )];
    let outcome = outcome(folder.path(), &["show-config"], &variables);
    let shown = String::from_utf8(outcome.stdout).unwrap();
    assert!(
        shown.contains("database_url = postgres://indaba:…@127.0.0.1/indaba"),
        "{shown}"
    );
    assert!(!shown.contains("hunter2"));
}

#[test]
fn the_route_table_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let json = outcome(folder.path(), &["routes", "--json"], &[]);
    let table: Vec<serde_json::Value> = serde_json::from_slice(&json.stdout).unwrap();
    let probe = table
        .iter()
        .find(|route| route["path"] == "/healthz")
        .unwrap();
    assert_eq!(
        (&probe["method"], &probe["door"]),
        (&"GET".into(), &"anyone".into())
    );
    let plain = outcome(folder.path(), &["routes"], &[]).stdout;
    assert_eq!(
        String::from_utf8(plain).unwrap().lines().count(),
        table.len()
    );
}

#[test]
fn told_to_stop_the_server_finishes_what_is_in_flight() {
    let mut server = Server::start();
    let (head, body) = post(&server);
    let mut slow = server.connect();
    slow.write_all(head.as_bytes()).unwrap();
    slow.write_all(&body.as_bytes()[..5]).unwrap();
    // An answer on another connection: the server has taken the first one by then.
    assert_eq!(status(&server.get("/healthz")), 200);
    server.signal("TERM");
    eventually("no new connections", || {
        std::net::TcpStream::connect(&server.address).is_err()
    });
    slow.write_all(&body.as_bytes()[5..]).unwrap();
    assert!(status(&read_all(&mut slow)) >= 400);
    assert_eq!(server.ends(), Some(0));
    let said = server.said();
    assert!(!said.contains("cut off"), "{said}");
}

#[test]
fn told_twice_the_server_ends_at_once() {
    let mut server = Server::start();
    let (head, _) = post(&server);
    let mut slow = server.connect();
    slow.write_all(head.as_bytes()).unwrap();
    assert_eq!(status(&server.get("/healthz")), 200);
    server.signal("TERM");
    eventually("no new connections", || {
        std::net::TcpStream::connect(&server.address).is_err()
    });
    let told = Instant::now();
    server.signal("TERM");
    assert_eq!(server.ends(), Some(1));
    assert!(told.elapsed() < Duration::from_secs(5));
}

/// A form to nowhere, whose body takes its time.
fn post(server: &Server) -> (String, &'static str) {
    let body = "name=Mia+Okafor&text=Handrails";
    let head = format!(
        "POST /nowhere HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        server.address,
        body.len()
    );
    (head, body)
}

#[test]
fn the_log_tells_nothing_of_a_person_and_nobody_need_read_it() {
    let server = Server::start_set_up(&[("INDABA_LOG_FORMAT", "json")]);
    let marked = format!(
        "POST /reset/marker-token?q=marker-query HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Cookie: __Host-sid=marker-cookie\r\nUser-Agent: marker-agent\r\nX-Request-Id: marker-id\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 18\r\n\
         Sec-Fetch-Site: same-origin\r\nReferer: http://{}/marker\r\n\r\nname=marker+person",
        server.address, server.address
    );
    assert_eq!(status(&server.send(marked.as_bytes())), 404);
    let mut line = None;
    eventually("a line in the log", || {
        let said = server.said();
        line = said
            .lines()
            .find(|line| line.contains("\"request\""))
            .map(str::to_owned);
        line.is_some()
    });
    let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
    assert_eq!(line["status"], 404);
    assert_eq!(line["method"], "POST");
    assert!(
        line["id"].as_str().is_some_and(|id| id.len() == 13),
        "{line}"
    );
    let said = server.said();
    assert!(!said.contains("marker"), "{said}");
    assert!(!said.contains("/healthz"), "{said}");
}

#[test]
fn a_log_that_nobody_takes_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("INDABA_LOG_FORMAT", "json"),
        ("INDABA_LISTEN", "127.0.0.1:0"),
    ];
    let mut server = Server::spawn(folder.path(), &variables, |child| drop(child.stdout.take()));
    for _ in 0..50 {
        assert_eq!(status(&server.get("/robots.txt")), 200);
    }
    server.signal("TERM");
    assert_eq!(server.ends(), Some(0));
}

/// Only with PostgreSQL can several processes share a database.
#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_together_migrate_once() {
    let Ok(server) = std::env::var("INDABA_TEST_DATABASE_URL") else {
        return;
    };
    let schema = format!("nodes_{}", std::process::id());
    let admin = Database::connect(&server).await.unwrap();
    let make = format!("CREATE SCHEMA {schema}");
    admin.execute_unprepared(&make).await.unwrap();
    let joiner = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joiner}options=-csearch_path%3D{schema}");
    let all_stopped = tokio::task::spawn_blocking(move || start_three(&url)).await;
    let drop = format!("DROP SCHEMA {schema} CASCADE");
    admin.execute_unprepared(&drop).await.unwrap();
    assert_eq!(all_stopped.unwrap(), [Some(0); 3]);
}

fn start_three(url: &str) -> [Option<i32>; 3] {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("INDABA_DATABASE_URL", url),
        ("INDABA_LISTEN", "127.0.0.1:0"),
    ];
    std::thread::scope(|scope| {
        let start = || Server::spawn(folder.path(), &variables, |_| {});
        let nodes = [(); 3].map(|()| scope.spawn(start));
        nodes.map(|node| {
            let mut node = node.join().unwrap();
            eventually("readiness", || status(&node.get("/readyz")) == 200);
            node.signal("TERM");
            node.ends()
        })
    })
}
