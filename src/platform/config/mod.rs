//! Settings of the process: flags before environment before file before defaults, read once.

mod base_url;
mod net;
mod secret;
mod sources;

pub use base_url::BaseUrl;
pub use net::Net;
pub use secret::Secret;
pub use sources::{Flags, Mistakes, Place};

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::db::connect::{self, Kind};
use sources::Reader;

/// Everything that is decided before the process begins.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that somebody sets by name"
)]
pub struct Config {
    /// Where to wait for requests. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Where people find the site; the only source of absolute links (security.md C12).
    pub base_url: BaseUrl,
    /// Whether nobody set the base URL, so that it follows the address.
    pub base_url_follows_listen: bool,
    /// The database.
    pub database_url: Secret,
    /// The same database by a role that may change its schema, if the first one may not.
    pub migrate_database_url: Option<Secret>,
    /// Where files lie: the SQLite database, and mails while none are sent.
    pub data_dir: PathBuf,
    /// The mail server. Without one, mails are written as files under the data folder.
    pub smtp_url: Option<Secret>,
    /// Who mails come from.
    pub mail_from: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// A factor on every rate limit; 0 means none.
    pub limits_scale: f64,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Net>,
    /// Whether this process also does the jobs.
    pub worker: bool,
    /// Whether this is the demonstration, which says so on every page.
    pub demo: bool,
    /// Whether responses say how many statements they took.
    pub bench: bool,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people, on standard error.
    Plain,
    /// One JSON object a line, on standard output.
    Json,
}

/// The names of all settings: `base_url` is `--base-url`, `INDABA_BASE_URL` and `base_url = …`.
pub const NAMES: [&str; 12] = [
    "listen",
    "base_url",
    "database_url",
    "migrate_database_url",
    "data_dir",
    "smtp_url",
    "mail_from",
    "log_format",
    "limits_scale",
    "trusted_proxies",
    "worker",
    "bench",
];

impl Default for Config {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 3000));
        let data_dir = PathBuf::from("data");
        let base_url = BaseUrl::of_address(listen);
        Self {
            listen,
            mail_from: mail_from_of(&base_url),
            base_url,
            base_url_follows_listen: true,
            database_url: sqlite_url(&data_dir.join("indaba.db")),
            migrate_database_url: None,
            data_dir,
            smtp_url: None,
            log_format: LogFormat::Plain,
            limits_scale: 1.0,
            trusted_proxies: Vec::new(),
            worker: true,
            demo: false,
            bench: false,
        }
    }
}

impl Config {
    /// Puts the settings together, or lists every mistake in them, a sentence each.
    pub fn load(
        flags: Flags,
        environment: impl IntoIterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
    ) -> Result<Self, Mistakes> {
        let mut reader = Reader::gather(flags, environment);
        let plain = Self::default();
        let listen = reader.take("listen", address).unwrap_or(plain.listen);
        let base_url = reader.take("base_url", str::parse::<BaseUrl>);
        let base_url_follows_listen = base_url.is_none();
        let data_dir = reader.take("data_dir", folder).unwrap_or(plain.data_dir);
        let database_url = reader
            .take("database_url", database)
            .unwrap_or_else(|| sqlite_url(&data_dir.join("indaba.db")));
        let base_url = base_url.unwrap_or_else(|| BaseUrl::of_address(listen));
        let config = Self {
            listen,
            base_url_follows_listen,
            database_url,
            migrate_database_url: reader.take("migrate_database_url", database),
            data_dir,
            smtp_url: reader.take("smtp_url", mail_server),
            mail_from: reader
                .take("mail_from", sender)
                .unwrap_or_else(|| mail_from_of(&base_url)),
            base_url,
            log_format: reader
                .take("log_format", log_format)
                .unwrap_or(plain.log_format),
            limits_scale: reader
                .take("limits_scale", factor)
                .unwrap_or(plain.limits_scale),
            trusted_proxies: reader.take("trusted_proxies", proxies).unwrap_or_default(),
            worker: reader.take("worker", switch).unwrap_or(plain.worker),
            demo: false,
            bench: reader.take("bench", switch).unwrap_or(plain.bench),
        };
        reader
            .finish(|reader| config.find_contradictions(reader))
            .map(|()| config)
    }

    /// The database file, when the database is one.
    pub fn database_file(&self) -> Option<PathBuf> {
        connect::file_of(&self.database_url)
    }

    /// The same settings for another file of our own, as the demonstration uses.
    #[must_use]
    pub fn with_database_file(mut self, file: &Path) -> Self {
        self.database_url = sqlite_url(file);
        self.migrate_database_url = None;
        self
    }

    /// The same settings once the address is known: port 0 has become a real one.
    #[must_use]
    pub fn bound_to(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        if self.base_url_follows_listen {
            self.base_url = BaseUrl::of_address(address);
        }
        self
    }

    /// The effective settings by name, secrets as `…`.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let or_none = |secret: &Option<Secret>| {
            secret
                .as_ref()
                .map_or_else(|| "none".to_owned(), Secret::masked)
        };
        let proxies: Vec<String> = self.trusted_proxies.iter().map(Net::to_string).collect();
        vec![
            ("listen", self.listen.to_string()),
            ("base_url", self.base_url.origin()),
            ("database_url", self.database_url.masked()),
            ("migrate_database_url", or_none(&self.migrate_database_url)),
            ("data_dir", self.data_dir.display().to_string()),
            ("smtp_url", or_none(&self.smtp_url)),
            ("mail_from", self.mail_from.clone()),
            ("log_format", self.log_format.name().to_owned()),
            ("limits_scale", self.limits_scale.to_string()),
            ("trusted_proxies", format!("[{}]", proxies.join(", "))),
            ("worker", self.worker.to_string()),
            ("bench", self.bench.to_string()),
        ]
    }

    /// What each setting alone cannot know.
    fn find_contradictions(&self, reader: &mut Reader) {
        if self.base_url_follows_listen && self.listen.ip().is_unspecified() {
            reader.blame(
                &["listen"],
                &format!(
                    "listens on every address ({}), so base_url must say where people find the \
                     site",
                    self.listen
                ),
            );
        } else if !self.base_url.is_https() && !self.base_url.is_loopback() {
            reader.blame(
                &["base_url", "listen"],
                &format!(
                    "makes {} the base URL, but beyond this machine it must begin with https: \
                     over http nobody could stay signed in",
                    self.base_url
                ),
            );
        }
        if self.bench && !self.listen.ip().is_loopback() {
            reader.blame(&["bench"], "works only with a loopback listen address");
        }
        for (name, url) in [
            ("database_url", Some(&self.database_url)),
            ("migrate_database_url", self.migrate_database_url.as_ref()),
        ] {
            if url.is_some_and(|url| !is_safe_way_to_a_server(url)) {
                reader.blame(
                    &[name],
                    "names a server beyond this machine, which must be reached over TLS: add \
                     ?sslmode=verify-full",
                );
            }
        }
        if let Some(migrate) = &self.migrate_database_url
            && connect::kind(migrate).ok() != connect::kind(&self.database_url).ok()
        {
            reader.blame(
                &["migrate_database_url"],
                "must name the same kind of database as database_url",
            );
        }
    }
}

impl LogFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Json => "json",
        }
    }
}

/// Names a file as a database URL; `?` and `%` mean something there.
fn sqlite_url(file: &Path) -> Secret {
    let path = file
        .display()
        .to_string()
        .replace('%', "%25")
        .replace('?', "%3F");
    Secret::from(format!("sqlite:{path}"))
}

fn mail_from_of(base_url: &BaseUrl) -> String {
    match base_url.name() {
        Some(name) => format!("Indaba <indaba@{name}>"),
        None => "Indaba <indaba@localhost>".to_owned(),
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "must be an address and a port, such as 127.0.0.1:3000".to_owned())
}

fn folder(text: &str) -> Result<PathBuf, String> {
    if text.contains('\0') {
        Err("must be a folder".to_owned())
    } else {
        Ok(text.into())
    }
}

fn database(text: &str) -> Result<Secret, String> {
    let is_file = |path: PathBuf| {
        let path = path.display().to_string();
        !path.is_empty() && !path.contains(":memory:") && !path.contains('?') && path != "/"
    };
    let right = match connect::kind(text) {
        Ok(Kind::Sqlite) => connect::file_of(text).is_some_and(is_file) && !text.contains('?'),
        Ok(Kind::Postgres) => text.parse::<PgConnectOptions>().is_ok(),
        Err(_) => false,
    };
    if right {
        Ok(Secret::from(text.to_owned()))
    } else {
        Err("must be a database, such as sqlite:data/indaba.db or \
             postgres://name:password@host/indaba"
            .to_owned())
    }
}

/// Beyond this machine the server must prove who it is (security.md C11).
fn is_safe_way_to_a_server(url: &str) -> bool {
    let Ok(options) = url.parse::<PgConnectOptions>() else {
        return true;
    };
    let host = options.get_host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || bare.parse().is_ok_and(is_loopback);
    is_here || matches!(options.get_ssl_mode(), PgSslMode::VerifyFull)
}

fn mail_server(text: &str) -> Result<Secret, String> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(text)
        .map(|_| Secret::from(text.to_owned()))
        .map_err(|_| {
            "must be a mail server, such as smtps://name:password@mail.example.org".to_owned()
        })
}

fn sender(text: &str) -> Result<String, String> {
    text.parse::<Mailbox>()
        .map(|_| text.to_owned())
        .map_err(|_| "must be an address such as Indaba <indaba@example.org>".to_owned())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "plain" => Ok(LogFormat::Plain),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be plain or json".to_owned()),
    }
}

fn factor(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    number
        .filter(|number| (0.0..=1_000_000.0).contains(number))
        .ok_or_else(|| "must be a number from 0 (no limits) to 1000000".to_owned())
}

fn proxies(text: &str) -> Result<Vec<Net>, String> {
    text.split(',').map(|one| one.trim().parse()).collect()
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// Whether requests from here may be counted as one's own machine.
pub(super) fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests;
