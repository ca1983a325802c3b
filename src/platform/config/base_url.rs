//! Where people find the site: scheme, host and port, nothing else.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

/// The base of every absolute link. It comes from the settings, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    https: bool,
    /// In lower case; an IPv6 address with its brackets.
    host: String,
    port: u16,
}

impl BaseUrl {
    /// What an address on its own is called.
    pub(super) fn of_address(address: SocketAddr) -> Self {
        let host = match address.ip() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        };
        Self {
            https: false,
            host,
            port: address.port(),
        }
    }

    /// As a browser writes it in `Origin`: `https://forum.example.org`, no slash at the end.
    pub fn origin(&self) -> String {
        self.origin_of(&self.host)
    }

    /// The absolute address of a path of ours, which begins with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The host, as in `forum.example.org` or `[::1]`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host, if it is a name and not an address.
    pub fn name(&self) -> Option<&str> {
        let is_address = self.host.starts_with('[') || self.host.parse::<IpAddr>().is_ok();
        (!is_address).then_some(&self.host)
    }

    /// Whether the whole way to the reader is encrypted.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost" || bare.parse().is_ok_and(super::is_loopback)
    }

    /// Every `Host` that means this site. On the machine itself all three names of it do
    /// (security.md C12).
    pub fn hosts(&self) -> Vec<String> {
        let mut all = Vec::new();
        for name in self.names() {
            if self.port == self.default_port() {
                all.push(name.to_owned());
            }
            all.push(format!("{name}:{}", self.port));
        }
        all
    }

    /// Every `Origin` that is ours.
    pub fn origins(&self) -> Vec<String> {
        self.names()
            .into_iter()
            .map(|name| self.origin_of(name))
            .collect()
    }

    fn names(&self) -> Vec<&str> {
        let mut names = vec![self.host.as_str()];
        if self.is_loopback() {
            names.extend(
                ["localhost", "127.0.0.1", "[::1]"]
                    .iter()
                    .filter(|it| **it != self.host),
            );
        }
        names
    }

    fn origin_of(&self, host: &str) -> String {
        let scheme = if self.https { "https" } else { "http" };
        if self.port == self.default_port() {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{}", self.port)
        }
    }

    fn default_port(&self) -> u16 {
        if self.https { 443 } else { 80 }
    }
}

impl FromStr for BaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "must be a scheme and a host, with nothing after them, such as \
             https://forum.example.org"
                .to_owned()
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(wrong()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(rest).ok_or_else(wrong)?;
        let port = match port {
            None => {
                if https {
                    443
                } else {
                    80
                }
            }
            Some(port) => port
                .parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or_else(wrong)?,
        };
        if !is_host(host) {
            return Err(wrong());
        }
        Ok(Self {
            https,
            host: host.to_ascii_lowercase(),
            port,
        })
    }
}

fn split_port(rest: &str) -> Option<(&str, Option<&str>)> {
    let end = if rest.starts_with('[') {
        rest.find(']')? + 1
    } else {
        0
    };
    let after = rest.get(end..)?;
    match after.find(':') {
        None if end == 0 => Some((rest, None)),
        None => after.is_empty().then_some((rest, None)),
        Some(colon) => {
            let (host, port) = rest.split_at_checked(end + colon)?;
            Some((host, port.strip_prefix(':')))
        }
    }
}

/// A name in ASCII (a browser sends other names in that form, too) or an address.
fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner
            .strip_suffix(']')
            .is_some_and(|it| it.parse::<Ipv6Addr>().is_ok());
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.split('.').all(is_label)
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.origin())
    }
}
