//! Site admins made from the server's own command line.

use std::{
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

use super::process::{Server, eventually, indaba, outcome, status};

const PASSWORD: &str = "cobalt otter lantern";

/// Runs `create-admin` with this on its standard input.
fn create_admin(folder: &Path, email: &str, typed: &str) -> Output {
    let arguments = ["create-admin", "--email", email, "--name", "Ana Silva"];
    let mut command = indaba(folder, &arguments, &[]);
    let command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(typed.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn sign_in(server: &Server) -> String {
    let body = format!(
        "email=ana@example.org&password={}",
        PASSWORD.replace(' ', "+")
    );
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    server.send(request.as_bytes())
}

#[test]
fn an_admin_is_made_while_the_site_is_being_served() {
    let server = Server::start_empty();
    assert!(server.said().contains("/setup/"), "{}", server.said());
    assert_eq!(status(&server.get("/")), 503);
    let made = create_admin(server.folder(), "ana@example.org", &format!("{PASSWORD}\n"));
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("Ana Silva is a site admin now"), "{said}");
    eventually("a site that is set up", || status(&server.get("/")) == 200);
    let answer = sign_in(&server);
    assert_eq!(status(&answer), 303, "{answer}");
    assert!(answer.contains("set-cookie: __Host-sid="), "{answer}");
}

#[test]
fn an_admin_is_made_before_the_site_is_served_and_only_once_for_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let made = create_admin(folder.path(), "ana@example.org", PASSWORD);
    assert!(made.status.success(), "{made:?}");
    let again = create_admin(folder.path(), "Ana@Example.org", "velvet canoe thunder\n");
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("has an account already"), "{said}");
    let server = Server::start_on(folder.path(), &[]);
    assert!(!server.said().contains("/setup/"), "{}", server.said());
    assert_eq!(status(&sign_in(&server)), 303);
}

#[test]
fn a_password_is_never_an_argument_and_follows_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "create-admin",
        "--email",
        "a@example.org",
        "--name",
        "Ana",
        "--password",
        "x",
    ];
    let refused = outcome(folder.path(), &arguments, &[]);
    assert_eq!(refused.status.code(), Some(2));
    let help = outcome(folder.path(), &["create-admin", "--help"], &[]);
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("can be read by anybody on this"), "{help}");
    let weak = create_admin(folder.path(), "ana@example.org", "short\n");
    assert_eq!(weak.status.code(), Some(1));
    let said = String::from_utf8(weak.stderr).unwrap();
    assert!(said.contains("15 characters"), "{said}");
    let made = create_admin(folder.path(), "ana@example.org", PASSWORD);
    assert!(made.status.success(), "{made:?}");
}
