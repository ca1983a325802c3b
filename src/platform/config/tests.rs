//! What each bad setting is told.

use std::ffi::OsString;

use super::{Config, Flags, LogFormat, Net, Secret};

fn load(variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let environment = variables.iter().map(|(name, value)| {
        (
            OsString::from(format!("INDABA_{name}")),
            OsString::from(value),
        )
    });
    Config::load(Flags::default(), environment).map_err(|mistakes| mistakes.0)
}

fn mistakes(variables: &[(&str, &str)]) -> Vec<String> {
    load(variables)
        .map(|config| panic!("{config:?} was accepted"))
        .unwrap_err()
}

#[test]
fn without_any_setting_the_site_is_on_this_machine_only() {
    let config = load(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.base_url.origin(), "http://127.0.0.1:3000");
    assert_eq!(&*config.database_url, "sqlite:data/indaba.db");
    assert_eq!(
        config.database_file().unwrap().to_str(),
        Some("data/indaba.db")
    );
}

#[test]
fn the_strongest_source_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("indaba.toml");
    std::fs::write(
        &file,
        "listen = '127.0.0.1:1'\nlimits_scale = 2\nlog_format = 'json'",
    )
    .unwrap();
    let flags = Flags {
        settings: vec![("listen", "127.0.0.1:3".to_owned())],
        file: Some(file),
    };
    let environment = [
        (
            OsString::from("INDABA_LISTEN"),
            OsString::from("127.0.0.1:2"),
        ),
        (OsString::from("INDABA_LIMITS_SCALE"), OsString::from("10")),
    ];
    let config = Config::load(flags, environment).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert!((config.limits_scale - 10.0).abs() < f64::EPSILON);
    assert_eq!(config.log_format, LogFormat::Json);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let told = mistakes(&[("LISTEN", "3000"), ("LIMITS_SCALE", "-1"), ("LISTNE", "x")]);
    assert_eq!(
        told,
        [
            "The environment variable INDABA_LISTNE is not known.",
            "INDABA_LISTEN must be an address and a port, such as 127.0.0.1:3000, not \"3000\".",
            "INDABA_LIMITS_SCALE must be a number from 0 (no limits) to 1000000, not \"-1\".",
        ]
    );
}

#[test]
fn variables_of_the_tests_are_left_alone() {
    assert!(load(&[("TEST_POSTGRES_URL", "anything")]).is_ok());
}

#[test]
fn beyond_this_machine_the_base_url_is_https() {
    let told = mistakes(&[("BASE_URL", "http://forum.example.org")]);
    assert!(told[0].starts_with("INDABA_BASE_URL makes http://forum.example.org the base URL"));
    assert!(mistakes(&[("LISTEN", "192.0.2.1:80")])[0].starts_with("INDABA_LISTEN makes"));
    assert!(load(&[("BASE_URL", "https://forum.example.org")]).is_ok());
    for loopback in [
        "http://localhost:3000",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
    ] {
        assert!(load(&[("BASE_URL", loopback)]).is_ok(), "{loopback}");
    }
}

#[test]
fn every_address_needs_a_base_url() {
    for every in ["0.0.0.0:3000", "[::]:3000"] {
        assert!(mistakes(&[("LISTEN", every)])[0].contains("base_url must say where"));
        let with = [("LISTEN", every), ("BASE_URL", "https://forum.example.org")];
        assert!(load(&with).is_ok());
    }
}

#[test]
fn a_base_url_is_scheme_and_host_alone() {
    for bad in [
        "forum.example.org",
        "ftp://forum.example.org",
        "https://",
        "https://a@b.org",
        "https://b.org/forum",
        "https://b.org?x",
        "https://b.org:0",
        "https://b.org:99999",
        "https://b..org",
        "https://[::1",
        "https://b.org:",
        "https://bücher.example",
    ] {
        assert!(
            mistakes(&[("BASE_URL", bad)])[0].contains("must be a scheme"),
            "{bad}"
        );
    }
    let kept = load(&[("BASE_URL", "HTTPS://Forum.Example.org:443/")])
        .unwrap()
        .base_url;
    assert_eq!(kept.origin(), "https://forum.example.org");
    assert_eq!(kept.join("/networks"), "https://forum.example.org/networks");
    assert_eq!(kept.hosts(), ["forum.example.org", "forum.example.org:443"]);
}

#[test]
fn this_machine_has_three_names() {
    let base_url = load(&[("LISTEN", "127.0.0.1:8080")]).unwrap().base_url;
    assert_eq!(
        base_url.hosts(),
        ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"]
    );
    assert_eq!(
        base_url.origins(),
        [
            "http://127.0.0.1:8080",
            "http://localhost:8080",
            "http://[::1]:8080"
        ]
    );
}

#[test]
fn statements_are_counted_on_this_machine_only() {
    let away = [
        ("BENCH", "1"),
        ("LISTEN", "0.0.0.0:1"),
        ("BASE_URL", "https://b.org"),
    ];
    assert_eq!(
        mistakes(&away),
        ["INDABA_BENCH works only with a loopback listen address."]
    );
    assert!(load(&[("BENCH", "1")]).unwrap().bench);
}

#[test]
fn a_database_is_a_file_or_a_server() {
    for bad in [
        "mysql://x/y",
        "sqlite::memory:",
        "sqlite:",
        "sqlite:a.db?mode=ro",
        "indaba.db",
    ] {
        assert!(
            mistakes(&[("DATABASE_URL", bad)])[0].contains("must be a database"),
            "{bad}"
        );
    }
    let file = load(&[("DATABASE_URL", "sqlite:///srv/indaba.db")])
        .unwrap()
        .database_file();
    assert_eq!(file.unwrap().to_str(), Some("/srv/indaba.db"));
    assert!(
        load(&[("DATABASE_URL", "postgres://a:b@localhost/c")])
            .unwrap()
            .database_file()
            .is_none()
    );
}

#[test]
fn a_server_beyond_this_machine_is_reached_over_tls() {
    for here in [
        "postgres://a@localhost/c",
        "postgres://a@127.0.0.1/c",
        "postgres://a@[::1]/c",
    ] {
        assert!(load(&[("DATABASE_URL", here)]).is_ok(), "{here}");
    }
    assert!(load(&[("DATABASE_URL", "postgres:///c?host=/run/postgresql")]).is_ok());
    let away = "postgres://a:b@db.example.org/c";
    for weak in [away.to_owned(), format!("{away}?sslmode=require")] {
        let told = mistakes(&[("DATABASE_URL", &weak)]);
        assert!(told[0].contains("add ?sslmode=verify-full"), "{told:?}");
    }
    assert!(load(&[("DATABASE_URL", &format!("{away}?sslmode=verify-full"))]).is_ok());
}

#[test]
fn a_folder_with_odd_characters_is_found_again() {
    let config = load(&[("DATA_DIR", "/srv/100%?")]).unwrap();
    assert_eq!(&*config.database_url, "sqlite:/srv/100%25%3F/indaba.db");
    assert_eq!(
        config.database_file().unwrap().to_str(),
        Some("/srv/100%?/indaba.db")
    );
}

#[test]
fn passwords_are_neither_shown_nor_taken_from_the_command_line() {
    let url = "postgres://indaba:hunter2@127.0.0.1/indaba";
    let config = load(&[
        ("DATABASE_URL", url),
        ("SMTP_URL", "smtps://me:hunter2@b.org"),
    ])
    .unwrap();
    let shown = format!("{config:?} {:?}", config.shown());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(
        Secret::from(url).masked(),
        "postgres://indaba:…@127.0.0.1/indaba"
    );
    let flags = Flags {
        settings: vec![("database_url", url.to_owned())],
        file: None,
    };
    let told = Config::load(flags, []).unwrap_err().0;
    assert!(told[0].starts_with("--database-url must not carry a password"));
    assert!(!mistakes(&[("SMTP_URL", "me:hunter2@b.org")])[0].contains("hunter2"));
}

#[test]
fn unknown_settings_in_the_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("indaba.toml");
    std::fs::write(&file, "listem = 'x'\n[mail]\nfrom = 'y'").unwrap();
    let flags = Flags {
        settings: Vec::new(),
        file: Some(file.clone()),
    };
    let told = Config::load(flags, []).unwrap_err().0;
    let shown = file.display();
    assert_eq!(
        told,
        [
            format!("The setting listem in {shown} is not known."),
            format!("The setting mail in {shown} is not known."),
        ]
    );
}

#[test]
fn a_range_holds_its_addresses() {
    let net: Net = "10.0.0.0/8".parse().unwrap();
    assert!(net.contains("10.255.0.1".parse().unwrap()));
    assert!(net.contains("::ffff:10.1.2.3".parse().unwrap()));
    assert!(!net.contains("11.0.0.1".parse().unwrap()));
    let net: Net = "2001:db8::/32".parse().unwrap();
    assert!(net.contains("2001:db8:1::1".parse().unwrap()));
    let every: Net = "0.0.0.0/0".parse().unwrap();
    assert!(every.contains("8.8.8.8".parse().unwrap()) && !every.contains("::1".parse().unwrap()));
    for bad in ["10.0.0.0/33", "x", "10.0.0.0/", "::/129"] {
        assert!(bad.parse::<Net>().is_err(), "{bad}");
    }
    assert!(
        load(&[("TRUSTED_PROXIES", "10.0.0.7, 10.1.0.0/16")])
            .unwrap()
            .trusted_proxies
            .len()
            == 2
    );
}
