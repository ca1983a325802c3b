//! Under pressure: another process holds the database (reliability.md D6), and the server is told to
//! stop while people write (D15).

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tokio::runtime::Runtime;

use super::{
    crash::{begin_thread, exchange, form, key_on, make_admin, reply, sign_in, stored},
    process::{Server, eventually, status},
};

const WRITERS: usize = 16;

/// People who write one reply after the other until they are told to stop.
struct Writers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    /// What the server said is there.
    acknowledged: Arc<Mutex<Vec<String>>>,
    /// How often it did not say so.
    failed: Arc<Mutex<usize>>,
}

impl Writers {
    fn begin(server: &Server, cookie: &str, place: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(Mutex::new(Vec::new()));
        let failed = Arc::new(Mutex::new(0));
        let threads = (0..WRITERS).map(|writer| {
            let (address, cookie, place) =
                (server.address.clone(), cookie.to_owned(), place.to_owned());
            let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
            let failed = Arc::clone(&failed);
            thread::spawn(move || {
                let mut n = 0;
                while !stop.load(Ordering::Relaxed) {
                    let words = format!("writer {writer} words {n}");
                    if reply(&address, &cookie, &place, &words) {
                        acknowledged.lock().unwrap().push(words);
                    } else {
                        *failed.lock().unwrap() += 1;
                        thread::sleep(Duration::from_millis(20));
                    }
                    n += 1;
                }
            })
        });
        Self {
            threads: threads.collect(),
            stop,
            acknowledged,
            failed,
        }
    }

    fn so_far(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    /// What was acknowledged, and how many tries were not.
    fn end(self) -> (Vec<String>, usize) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        let acknowledged = self.acknowledged.lock().unwrap().clone();
        let failed = *self.failed.lock().unwrap();
        (acknowledged, failed)
    }
}

/// Another process, as far as the database can tell, that holds the right to write.
struct Holder {
    runtime: Runtime,
    db: DatabaseConnection,
}

impl Holder {
    fn takes(server: &Server) -> Self {
        let runtime = Runtime::new().unwrap();
        let file = server.folder().join("data/indaba.db");
        let db = runtime.block_on(async {
            let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
            options.max_connections(1);
            let db = Database::connect(options).await.unwrap();
            db.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
            db
        });
        Self { runtime, db }
    }

    fn lets_go(self) {
        self.runtime.block_on(async {
            self.db.execute_unprepared("ROLLBACK").await.unwrap();
            self.db.close().await.unwrap();
        });
    }
}

#[test]
fn a_database_that_another_process_holds_is_waited_for_and_no_text_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    make_admin(folder.path());
    let server = Server::start_on(folder.path(), &[("INDABA_LIMITS_SCALE", "0")]);
    let cookie = sign_in(&server);
    let place = begin_thread(&server, &cookie);
    let thread = place.split('/').nth(2).unwrap();
    let send = |words: &str| {
        let key = key_on(&server.address, &cookie, &place).unwrap();
        let body = format!("form_key={key}&body={words}");
        let path = format!("/threads/{thread}/replies");
        let (address, cookie) = (server.address.clone(), cookie.clone());
        move || {
            let begun = Instant::now();
            let answer = exchange(&address, &form(&address, &path, &cookie, &body));
            (answer.expect("an answer"), begun.elapsed())
        }
    };

    // Three seconds are waited for, and readers notice nothing.
    let (send_it, holder) = (send("Waited+for"), Holder::takes(&server));
    let waiting = thread::spawn(send_it);
    for _ in 0..10 {
        let begun = Instant::now();
        assert_eq!(status(&server.get(&place)), 200);
        assert!(begun.elapsed() < Duration::from_secs(1), "a reader waited");
        thread::sleep(Duration::from_millis(300));
    }
    holder.lets_go();
    let (answer, took) = waiting.join().unwrap();
    assert_eq!(status(&answer), 303, "{answer}");
    assert!(took > Duration::from_secs(2), "{took:?}");

    // As long as somebody holds it: an answer all the same, with the text.
    let (send_it, holder) = (send("Given+back"), Holder::takes(&server));
    let (answer, took) = send_it();
    assert_eq!(status(&answer), 503, "{answer}");
    assert!(answer.contains("Given back"), "{answer}");
    assert!(answer.to_lowercase().contains("\nretry-after: "));
    assert!(took < Duration::from_secs(8), "{took:?}");
    assert_eq!(status(&server.get(&place)), 200);
    holder.lets_go();
    assert_eq!(status(&send("And+on+it+goes")().0), 303);

    // Sixteen people writing are no reason for anything of the kind.
    let before = server.said().len();
    let writers = Writers::begin(&server, &cookie, &place);
    eventually("two hundred replies", || writers.so_far() >= 200);
    let (_, failed) = writers.end();
    assert_eq!(failed, 0);
    let said = server.said()[before..].to_lowercase();
    assert!(!said.contains("locked"), "{said}");
}

#[test]
fn told_to_stop_while_people_write_the_server_keeps_what_it_has_answered_for() {
    let folder = tempfile::tempdir().unwrap();
    make_admin(folder.path());
    let mut server = Server::start_on(folder.path(), &[("INDABA_LIMITS_SCALE", "0")]);
    let cookie = sign_in(&server);
    let place = begin_thread(&server, &cookie);
    let writers = Writers::begin(&server, &cookie, &place);
    eventually("fifty replies", || writers.so_far() >= 50);
    let told = Instant::now();
    server.signal("TERM");
    assert_eq!(server.ends(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(12));
    let (acknowledged, _) = writers.end();
    let stored = stored(&folder.path().join("data/indaba.db"));
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|words| !stored.contains(words))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    let mut once = stored.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), stored.len(), "something is there twice");
    // Nothing that it began was cut off, so what it did not answer for it did not do.
    let written = stored.len() - 1;
    assert_eq!(written, acknowledged.len());
    let said = server.said();
    assert!(
        !said.contains("panicked") && !said.contains("cut off"),
        "{said}"
    );
}
