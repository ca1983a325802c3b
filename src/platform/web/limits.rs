//! How often who may do what, counted in this process (security.md C7). What all nodes must agree
//! on is counted in the database by the feature that owns it.

use std::{
    convert::Infallible,
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed},
};
use moka::{policy::EvictionPolicy, sync::Cache};

use super::error::Error;
use crate::{
    entity::id::AccountId,
    platform::{app::App, config::Net},
};

/// At most so many buckets are held; the one not used for longest goes first.
const MOST_KEYS: u64 = 50_000;

/// What is counted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Any request at all, per address range: 600 a minute, at most 100 at once.
    Everything,
    /// Trying to sign in, per address range: 20 in 5 minutes.
    SignIn,
    /// Making an account, per address range: 60 an hour.
    Register,
    /// Asking for a mail (reset, confirm, change of address), per address range: 20 an hour.
    Mail,
    /// Posting, replying, editing, per address range: 60 in 10 minutes.
    Write,
    /// Searching, per address range and per account: 60 a minute each.
    Search,
    /// Looking at a preview, per account: 60 a minute.
    Preview,
    /// A wrong secret link of a respondent, per address range: 30 in 10 minutes.
    WrongLink,
    /// A browser's report that a page broke its own rules, per address range: 30 a minute.
    CspReport,
}

/// Whose doings are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Everybody behind neighbouring addresses.
    Range(ClientRange),
    /// One account.
    Account(AccountId),
}

/// Too much at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Whole seconds until it may be tried again; at least one.
    pub retry_after_seconds: u64,
}

/// The buckets of this process.
pub struct Limits<C: Ticks = DefaultClock> {
    scale: f64,
    clock: C,
    buckets: Cache<(Action, Key), Arc<Bucket<C>>>,
}

/// What keeps the time for the buckets: the machine, or a test.
pub trait Ticks: Clock<Instant: Send + Sync> + Clone + Send + Sync + 'static {}

impl<C: Clock<Instant: Send + Sync> + Clone + Send + Sync + 'static> Ticks for C {}

type Bucket<C> = RateLimiter<NotKeyed, InMemoryState, C, NoOpMiddleware<<C as Clock>::Instant>>;

impl Limits {
    /// Limits of `scale` times the usual size; 0 means none.
    pub fn new(scale: f64) -> Self {
        Self::with_clock(scale, DefaultClock::default())
    }
}

impl<C: Ticks> Limits<C> {
    fn with_clock(scale: f64, clock: C) -> Self {
        let buckets = Cache::builder()
            .max_capacity(MOST_KEYS)
            .eviction_policy(EvictionPolicy::lru())
            // The longest window is an hour: a bucket that rested so long is full again.
            .time_to_idle(Duration::from_hours(1))
            .build();
        Self {
            scale,
            clock,
            buckets,
        }
    }

    /// Counts one more, or says how long to wait. A refused try does not count.
    pub fn check(&self, action: Action, whose: impl Into<Key>) -> Result<(), TooMany> {
        if self.scale <= 0.0 {
            return Ok(());
        }
        let bucket = self.buckets.get_with((action, whose.into()), || {
            Arc::new(RateLimiter::direct_with_clock(
                action.quota(self.scale),
                self.clock.clone(),
            ))
        });
        bucket.check().map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.clock.now());
            TooMany {
                retry_after_seconds: wait.as_secs() + 1,
            }
        })
    }
}

impl Action {
    /// How many in which time, and how many at once.
    fn rate(self) -> (u32, Duration, u32) {
        const MINUTE: u64 = 60;
        let (count, seconds, burst) = match self {
            Self::Everything => (600, MINUTE, 100),
            Self::SignIn => (20, 5 * MINUTE, 20),
            Self::Register => (60, 60 * MINUTE, 60),
            Self::Mail => (20, 60 * MINUTE, 20),
            Self::Write => (60, 10 * MINUTE, 60),
            Self::Search | Self::Preview => (60, MINUTE, 60),
            Self::WrongLink => (30, 10 * MINUTE, 30),
            Self::CspReport => (30, MINUTE, 30),
        };
        (count, Duration::from_secs(seconds), burst)
    }

    fn quota(self, scale: f64) -> Quota {
        let (count, time, burst) = self.rate();
        let period = time.div_f64((f64::from(count) * scale).max(1.0));
        let burst = scaled(burst, scale);
        Quota::with_period(period.max(Duration::from_nanos(1)))
            .unwrap_or_else(|| Quota::per_second(burst))
            .allow_burst(burst)
    }
}

/// A limit times the factor, and at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both ends are clamped before the cast"
)]
pub(super) fn scaled(limit: u32, scale: f64) -> NonZeroU32 {
    let number = (f64::from(limit) * scale)
        .ceil()
        .clamp(1.0, f64::from(u32::MAX));
    NonZeroU32::new(number as u32).unwrap_or(NonZeroU32::MIN)
}

impl<C: Ticks> fmt::Debug for Limits<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Limits(× {}, {} buckets)",
            self.scale,
            self.buckets.entry_count()
        )
    }
}

impl From<TooMany> for Error {
    fn from(too_many: TooMany) -> Self {
        Self::TooMany {
            retry_after: too_many.retry_after_seconds,
        }
    }
}

/// Where a request comes from, made coarse: a /24 of IPv4 or a /48 of IPv6. Nothing finer leaves
/// this file, so nothing finer can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientRange(Net);

impl ClientRange {
    /// The range of one address.
    pub fn of(address: IpAddr) -> Self {
        Self(Net::around(address, 24, 48))
    }

    /// The range of whoever sent a request: the right-most hop that is no proxy of ours.
    ///
    /// `X-Forwarded-For` counts only when the connection comes from a trusted proxy; if any part
    /// of it that matters cannot be read, the connection's own address counts.
    fn of_request(peer: IpAddr, headers: &HeaderMap, trusted: &[Net]) -> Self {
        let is_ours = |address: IpAddr| trusted.iter().any(|net| net.contains(address));
        if !is_ours(peer) {
            return Self::of(peer);
        }
        let lines: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .map(|line| line.to_str().unwrap_or("unreadable"))
            .collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            match hop_address(hop.trim()) {
                Some(address) if is_ours(address) => {}
                Some(address) => return Self::of(address),
                None => break,
            }
        }
        Self::of(peer)
    }
}

/// A hop with or without a port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|hop| hop.strip_suffix(']'))
        .unwrap_or(hop);
    let address = bare.parse::<IpAddr>().ok();
    address.or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

impl fmt::Display for ClientRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl From<ClientRange> for Key {
    fn from(range: ClientRange) -> Self {
        Self::Range(range)
    }
}

impl From<AccountId> for Key {
    fn from(account: AccountId) -> Self {
        Self::Account(account)
    }
}

impl<S: Sync> FromRequestParts<S> for ClientRange {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let found = parts.extensions.get::<Self>().copied();
        Ok(found.unwrap_or_else(|| Self::of(Ipv4Addr::UNSPECIFIED.into())))
    }
}

/// The layer: finds out where a request comes from, and limits "everything".
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
    let range = ClientRange::of_request(peer, request.headers(), &app.config.trusted_proxies);
    request.extensions_mut().insert(range);
    match app.limits.check(Action::Everything, range) {
        Ok(()) => next.run(request).await,
        Err(too_many) => Error::from(too_many).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn range(address: &str) -> ClientRange {
        ClientRange::of(address.parse().unwrap())
    }

    #[test]
    fn the_twenty_first_sign_in_within_five_minutes_has_to_wait() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(1.0, clock.clone());
        let mia = range("192.0.2.1");
        for _ in 0..20 {
            assert_eq!(limits.check(Action::SignIn, mia), Ok(()));
        }
        let told = limits
            .check(Action::SignIn, range("192.0.2.200"))
            .unwrap_err();
        assert!((1..=16).contains(&told.retry_after_seconds), "{told:?}");
        assert_eq!(limits.check(Action::SignIn, range("192.0.3.1")), Ok(()));
        assert_eq!(limits.check(Action::Register, mia), Ok(()));
        clock.advance(Duration::from_secs(told.retry_after_seconds));
        assert_eq!(limits.check(Action::SignIn, mia), Ok(()));
    }

    #[test]
    fn the_factor_multiplies_every_limit_and_zero_lifts_them() {
        let mia = range("2001:db8:1:2::1");
        let wide = Limits::new(10.0);
        let none = Limits::new(0.0);
        for _ in 0..200 {
            assert_eq!(wide.check(Action::SignIn, mia), Ok(()));
            assert_eq!(none.check(Action::SignIn, mia), Ok(()));
        }
        assert!(wide.check(Action::SignIn, mia).is_err());
        assert_eq!(none.check(Action::SignIn, mia), Ok(()));
    }

    #[test]
    fn neighbours_share_a_range() {
        assert_eq!(range("192.0.2.1").to_string(), "192.0.2.0/24");
        assert_eq!(range("::ffff:192.0.2.1"), range("192.0.2.99"));
        assert_eq!(range("2001:db8:7:1::1").to_string(), "2001:db8:7::/48");
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_proxy_of_ours() {
        let trusted: Vec<Net> = vec!["10.0.0.0/8".parse().unwrap()];
        let of = |peer: &str, lines: &[&'static str]| {
            let headers = lines.iter().map(|line| {
                let name = axum::http::HeaderName::from_static("x-forwarded-for");
                (name, axum::http::HeaderValue::from_static(line))
            });
            // Repeated lines are kept apart, as they arrive.
            let mut all = HeaderMap::new();
            for (name, value) in headers {
                all.append(name, value);
            }
            ClientRange::of_request(peer.parse().unwrap(), &all, &trusted)
        };
        let forged = of("192.0.2.1", &["198.51.100.1"]);
        assert_eq!(forged, range("192.0.2.1"));
        assert_eq!(of("10.0.0.1", &["198.51.100.1"]), range("198.51.100.1"));
        assert_eq!(
            of("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.9.9.9"]),
            range("198.51.100.1")
        );
        assert_eq!(
            of("10.0.0.1", &["1.2.3.4", "198.51.100.1:4711"]),
            range("198.51.100.1")
        );
        assert_eq!(of("10.0.0.1", &["[2001:db8::1]:80"]), range("2001:db8::1"));
        for garbage in ["unknown", "", "1.2.3.4, x", "10.1.1.1"] {
            assert_eq!(of("10.0.0.1", &[garbage]), range("10.0.0.1"), "{garbage}");
        }
    }

    #[test]
    fn any_number_of_addresses_takes_bounded_memory() {
        let limits = Limits::new(1.0);
        for number in 0..60_000_u32 {
            let address = IpAddr::from(Ipv4Addr::from(number << 8));
            assert_eq!(
                limits.check(Action::Everything, ClientRange::of(address)),
                Ok(())
            );
        }
        limits.buckets.run_pending_tasks();
        assert!(limits.buckets.entry_count() <= MOST_KEYS);
    }
}
