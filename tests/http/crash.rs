//! An acknowledged post is never lost (reliability.md D1): the server is killed in the middle of
//! writing, ten times, and everything it had answered for is there when it is back.

use std::{
    path::Path,
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::process::{Server, indaba, status};

const PASSWORD: &str = "cobalt otter lantern";
const KILLS: u64 = 10;
const WRITERS: usize = 4;

#[test]
fn what_was_acknowledged_is_there_after_ten_kills() {
    let folder = tempfile::tempdir().unwrap();
    make_admin(folder.path());
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut place = String::new();
    for round in 0..KILLS {
        let mut server = Server::start_on(folder.path(), &[("INDABA_LIMITS_SCALE", "0")]);
        let cookie = sign_in(&server);
        if round == 0 {
            place = begin_thread(&server, &cookie);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (address, cookie, place) =
                    (server.address.clone(), cookie.clone(), place.clone());
                let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
                thread::spawn(move || {
                    let mut n = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let words = format!("round {round} writer {writer} words {n}");
                        if reply(&address, &cookie, &place, &words) {
                            acknowledged.lock().unwrap().push(words);
                        }
                        n += 1;
                    }
                })
            })
            .collect();
        // Long enough for some posts, and never at the same point of the work.
        let until = Instant::now() + Duration::from_millis(250 + 37 * round);
        let before = acknowledged.lock().unwrap().len();
        while Instant::now() < until || acknowledged.lock().unwrap().len() == before {
            thread::yield_now();
        }
        server.signal("KILL");
        server.ends();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.join().unwrap();
        }
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() >= usize::try_from(KILLS).unwrap());
    let server = Server::start_on(folder.path(), &[("INDABA_LIMITS_SCALE", "0")]);
    assert_eq!(status(&server.get("/readyz")), 200);
    drop(server);
    let stored = stored(&folder.path().join("data/indaba.db"));
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|words| !stored.contains(words))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} were lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    let mut once = stored.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), stored.len(), "something is there twice");
    let checked = indaba(folder.path(), &["doctor", "--counters"], &[])
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
}

/// Every text in the database; the file has to be sound, too.
pub(super) fn stored(file: &Path) -> Vec<String> {
    use sea_orm::ConnectionTrait;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let db = sea_orm::Database::connect(format!("sqlite://{}", file.display()))
            .await
            .unwrap();
        let ask = |text: &str| sea_orm::Statement::from_string(db.get_database_backend(), text);
        let sound = db
            .query_one_raw(ask("PRAGMA integrity_check"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(sound.try_get_by_index::<String>(0).unwrap(), "ok");
        let orphans = db
            .query_all_raw(ask("PRAGMA foreign_key_check"))
            .await
            .unwrap();
        assert!(orphans.is_empty());
        let rows = db
            .query_all_raw(ask("SELECT body_src FROM post"))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    })
}

pub(super) fn make_admin(folder: &Path) {
    use std::io::Write;
    let arguments = [
        "create-admin",
        "--email",
        "ana@example.org",
        "--name",
        "Ana Silva",
    ];
    let mut command = indaba(folder, &arguments, &[]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    drop(typed);
    assert!(child.wait().unwrap().success());
}

pub(super) fn sign_in(server: &Server) -> String {
    let body = format!(
        "email=ana@example.org&password={}",
        PASSWORD.replace(' ', "+")
    );
    let answer = server.send(&form(&server.address, "/sign-in", "", &body));
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    cookie
        .unwrap_or_else(|| panic!("{answer}"))
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

pub(super) fn begin_thread(server: &Server, cookie: &str) -> String {
    let key = key_on(&server.address, cookie, "/networks/commons/threads/new").unwrap();
    let body = format!("form_key={key}&title=Written+while+it+falls&body=The+first+words");
    let answer = server.send(&form(
        &server.address,
        "/networks/commons/threads",
        cookie,
        &body,
    ));
    let place = answer
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    let place = place.unwrap_or_else(|| panic!("{answer}"));
    place.split(['?', '#']).next().unwrap().to_owned()
}

/// Posts a reply; whether the server said that it is there.
pub(super) fn reply(address: &str, cookie: &str, place: &str, words: &str) -> bool {
    let Some(key) = key_on(address, cookie, place) else {
        return false;
    };
    let thread = place.split('/').nth(2).unwrap();
    let body = format!("form_key={key}&body={}", words.replace(' ', "+"));
    let sent = form(
        address,
        &format!("/threads/{thread}/replies"),
        cookie,
        &body,
    );
    exchange(address, &sent).is_some_and(|answer| answer.starts_with("HTTP/1.1 303"))
}

/// The key of the form on a page that has this person's words to take.
pub(super) fn key_on(address: &str, cookie: &str, path: &str) -> Option<String> {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
    );
    let page = exchange(address, head.as_bytes())?;
    let form = page.rsplit_once("name=\"form_key\" value=\"")?.1;
    form.split_once('"').map(|(key, _)| key.to_owned())
}

/// Sends and reads all; none when the server dies meanwhile.
pub(super) fn exchange(address: &str, bytes: &[u8]) -> Option<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .ok()?;
    stream.write_all(bytes).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    String::from_utf8(answer).ok()
}

pub(super) fn form(address: &str, path: &str, cookie: &str, body: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    };
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\n{cookie}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
