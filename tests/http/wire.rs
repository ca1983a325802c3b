//! Bytes as no browser sends them.

use std::{
    io::{ErrorKind, Read, Write},
    thread,
    time::{Duration, Instant},
};

use super::process::{Server, eventually, read_all, status};

/// A request with this head, in which `HOST` stands for the server's address.
fn answer_to(server: &Server, bytes: &str) -> String {
    server.send(bytes.replace("HOST", &server.address).as_bytes())
}

#[test]
fn exactly_one_host_of_ours_is_answered() {
    let server = Server::start();
    for head in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: mia@HOST\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
        "GET http://HOST/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    ] {
        let answer = answer_to(&server, head);
        assert_eq!(status(&answer), 400, "{head:?}: {answer}");
    }
    let port = server.address.rsplit(':').next().unwrap();
    for host in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ] {
        let head = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(status(&server.send(head.as_bytes())), 200, "{host}");
    }
    let probe = "GET /healthz HTTP/1.1\r\nHost: 10.1.2.3\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&answer_to(&server, probe)), 200);
}

#[test]
fn what_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let server = Server::start();
    let smuggled = "GET /robots.txt HTTP/1.1\r\nHost: HOST\r\n\r\n";
    let length = smuggled.replace("HOST", &server.address).len();
    for head in [
        "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: LEN\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\nContent-Length: LEN\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: LEN\r\nContent-Length: LEN\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nContent-Length: LEN\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: +LEN\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: HOST\n\r\n",
        "GET / HTTP/1.1\r\nHost: HOST\r\nX-Folded: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length : 0\r\n\r\n",
    ] {
        let bytes = head.replace("LEN", &length.to_string()) + smuggled;
        let answer = answer_to(&server, &bytes);
        assert_eq!(status(&answer), 400, "{head:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{head:?}: {answer}");
        assert!(!answer.contains("User-agent"), "{answer}");
    }
}

#[test]
fn requests_on_one_connection_are_answered_in_their_order() {
    let server = Server::start();
    let first = "POST /nowhere HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\na=b";
    let second = "GET /robots.txt HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
    let answer = answer_to(&server, &format!("{first}{first}{second}"));
    let statuses: Vec<&str> = answer
        .split("HTTP/1.1 ")
        .skip(1)
        .filter_map(|one| one.split(' ').next())
        .collect();
    assert_eq!(statuses, ["404", "404", "200"]);
}

#[test]
fn a_body_in_chunks_is_read_and_ends_the_connection() {
    let server = Server::start();
    let chunks = "POST /nowhere HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\
                  Content-Type: application/x-www-form-urlencoded\r\n\r\n3\r\na=b\r\n0\r\n\r\n";
    let answer = answer_to(&server, chunks);
    assert_eq!(status(&answer), 404);
    assert!(answer.contains("connection: close"), "{answer}");
}

#[test]
fn heads_that_are_not_sent_are_not_waited_for() {
    let server = Server::start();
    let silent = server.connect();
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    let mut dribbled = server.connect();
    let mut dribbling = dribbled.try_clone().unwrap();
    let begun = Instant::now();
    thread::spawn(move || {
        while dribbling.write_all(b"x").is_ok() && begun.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(200));
        }
    });
    for mut stream in [silent, half] {
        assert_eq!(read_all(&mut stream).matches("200").count(), 0);
    }
    let _ = dribbled.read(&mut [0; 64]);
    let took = begun.elapsed();
    assert!((4..9).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn a_body_that_drips_is_cut_off() {
    let server = Server::start();
    let mut stream = server.connect();
    let head = format!(
        "POST /nowhere HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut dripping = stream.try_clone().unwrap();
    let begun = Instant::now();
    thread::spawn(move || {
        while dripping.write_all(b"a").is_ok() && begun.elapsed() < Duration::from_secs(40) {
            thread::sleep(Duration::from_millis(500));
        }
    });
    let answer = read_all(&mut stream);
    assert_eq!(status(&answer), 408, "{answer}");
    assert!(
        (14..20).contains(&begun.elapsed().as_secs()),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn somebody_who_does_not_read_is_not_waited_for() {
    let server = Server::start();
    let mut stream = server.connect();
    stream
        .set_write_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let css = indaba::platform::web::assets::stylesheet();
    let one = format!("GET {css} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let many = one.repeat(100);
    let begun = Instant::now();
    // Asks on and on; at some point the answers fill every buffer on the way.
    eventually("the connection's end", || {
        let wrote = stream.write_all(many.as_bytes());
        wrote.is_err_and(|error| {
            matches!(
                error.kind(),
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
            )
        })
    });
    assert!(
        begun.elapsed() < Duration::from_secs(40),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn a_form_that_is_too_large_is_told_so_by_a_page() {
    let server = Server::start();
    for kilobytes in [300, 1_024, 3_072] {
        let body = format!("text={}", "a".repeat(kilobytes * 1_024));
        let head = format!(
            "POST /nowhere HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            server.address,
            body.len()
        );
        let answer = server.send((head + &body).as_bytes());
        assert_eq!(status(&answer), 413, "{kilobytes} kB: {answer:.300}");
        assert!(answer.contains("could not be kept"), "{answer}");
        assert!(answer.contains("<h1"), "{answer}");
    }
    let endless = format!(
        "POST /nowhere HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        server.address,
        format!("10000\r\n{}\r\n", "a".repeat(65_536)).repeat(80)
    );
    let answer = server.send(endless.as_bytes());
    assert!(answer.is_empty() || status(&answer) == 413, "{answer:.300}");
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn a_declared_length_takes_no_memory() {
    let server = Server::start();
    let mut stream = server.connect();
    let head = format!(
        "POST /nowhere HTTP/1.1\r\nHost: {}\r\nContent-Length: 2000000000\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b'a'; 1000]).unwrap();
    drop(stream);
    assert_eq!(status(&server.get("/healthz")), 200);
}

#[test]
fn heads_are_bounded() {
    let server = Server::start();
    let many = "X-Many: a\r\n".repeat(200);
    let head = format!("GET / HTTP/1.1\r\nHost: HOST\r\n{many}\r\n");
    assert_eq!(status(&answer_to(&server, &head)), 431);
    let long = format!(
        "GET / HTTP/1.1\r\nHost: HOST\r\nX: {}\r\n\r\n",
        "a".repeat(1_000_000)
    );
    let answer = answer_to(&server, &long);
    assert!(answer.is_empty() || status(&answer) == 431, "{answer}");
    let path = format!("GET /{} HTTP/1.1\r\nHost: HOST\r\n\r\n", "a".repeat(70_000));
    let answer = answer_to(&server, &path);
    assert!(answer.is_empty() || status(&answer) == 414, "{answer}");
}

#[test]
fn other_methods_are_not_allowed() {
    let server = Server::start();
    for method in ["TRACE", "OPTIONS", "PROPFIND", "FOO", "DELETE", "PUT"] {
        let head = format!(
            "{method} /robots.txt HTTP/1.1\r\nHost: HOST\r\nX-Marker: marker\r\nConnection: close\r\n\r\n"
        );
        let answer = answer_to(&server, &head);
        assert_eq!(status(&answer), 405, "{method}: {answer}");
        assert!(answer.contains("allow: GET, HEAD, POST"), "{answer}");
        assert!(!answer.contains("marker"), "{answer}");
    }
    let answer = answer_to(&server, "CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n");
    assert!(matches!(status(&answer), 400 | 405), "{answer}");
}
