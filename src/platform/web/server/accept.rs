//! Our own accept loop: time-outs, limits on connections, an orderly stop.
//!
//! `axum::serve` waits for ever for a request's head (security.md, fact 1). TLS and HTTP/2 end at
//! the proxy in front.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, header::CONNECTION},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tower::ServiceExt;

use super::{
    host::{self, Malformed},
    wire::{Heads, Wire, length_of},
};
use crate::platform::{
    config::{Config, Net},
    web::limits::scaled,
};

/// How long a request's head may take; an idle connection is closed after it, too.
const HEAD: Duration = Duration::from_secs(5);

/// How long those beyond the limit may take for a head.
const HURRIED_HEAD: Duration = Duration::from_millis(500);

/// Connections of this process (security.md C12), if it may open so many files.
const MOST_CONNECTIONS: usize = 2_000;

/// Connections beyond that, which get an answer only if they ask for a probe.
const RESERVED: usize = 64;

/// Files that are not connections: the database's, the log, the listener.
const OTHER_FILES: usize = 96;

/// Connections of one address.
const PER_ADDRESS: u32 = 100;

/// How long requests in flight may take once the server stops.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves `router` until `stop` is ready, then finishes what is in flight.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    config: &Config,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let slots = Slots::new(config);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = slots.next(&listener) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else {
            continue;
        };
        let wire = Wire::new(stream);
        let heads = wire.heads();
        let router = router.clone();
        let hurried = slot.hurried;
        let service = service_fn(move |request| {
            answer(router.clone(), prepare(request, peer, &heads), hurried)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(if hurried { HURRIED_HEAD } else { HEAD })
            .max_buf_size(64 * 1024)
            .max_headers(100);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(wire), service));
        tokio::spawn(async move {
            // People go away in the middle of everything: no news.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "A connection ended early.");
            }
            drop(slot);
        });
    }
    drop(listener);
    if timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!(
            event = "drain_ended",
            "Some requests took too long and were cut off."
        );
    }
}

async fn answer(
    router: Router,
    request: Request<Body>,
    hurried: bool,
) -> Result<Response<Body>, Infallible> {
    if hurried && !host::is_probe(request.uri().path()) {
        return Ok(close(host::crowded()));
    }
    // Where the next request would begin is not certain after these.
    let is_last =
        request.extensions().get::<Malformed>().is_some() || length_of(request.headers()).is_none();
    let response = router.oneshot(request).await?;
    Ok(if is_last || hurried {
        close(response)
    } else {
        response
    })
}

fn close(mut response: Response<Body>) -> Response<Body> {
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Gives the layers what only the connection knows.
fn prepare(request: Request<Incoming>, peer: SocketAddr, heads: &Heads) -> Request<Body> {
    let verdict = heads.next(length_of(request.headers()));
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    if let Err(ambiguous) = verdict {
        request.extensions_mut().insert(Malformed(ambiguous.0));
    }
    request
}

/// Room for connections.
struct Slots {
    all: Arc<Semaphore>,
    reserved: Arc<Semaphore>,
    per_address: Option<NonZeroU32>,
    proxies: Vec<Net>,
    counts: Counts,
}

type Counts = Arc<Mutex<HashMap<Net, u32>>>;

/// One connection's place; given back when dropped.
struct Slot {
    /// Beyond the limit: only probes are answered, and quickly.
    hurried: bool,
    _place: OwnedSemaphorePermit,
    _counted: Option<Counted>,
}

/// One connection of an address.
struct Counted {
    counts: Counts,
    address: Net,
}

impl Slots {
    fn new(config: &Config) -> Self {
        let files = open_files().unwrap_or(1_024);
        let most = MOST_CONNECTIONS
            .min(files.saturating_sub(OTHER_FILES + RESERVED))
            .max(16);
        Self {
            all: Arc::new(Semaphore::new(most)),
            reserved: Arc::new(Semaphore::new(RESERVED)),
            per_address: (config.limits_scale > 0.0)
                .then(|| scaled(PER_ADDRESS, config.limits_scale)),
            proxies: config.trusted_proxies.clone(),
            counts: Counts::default(),
        }
    }

    /// The next connection with its place. Waits while there is none even for probes.
    async fn next(&self, listener: &TcpListener) -> Option<(TcpStream, SocketAddr, Slot)> {
        let reserve = Arc::clone(&self.reserved).acquire_owned().await.ok()?;
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                pause_after(&error).await;
                return None;
            }
        };
        // Pages are written whole; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let counted = self.count(peer.ip());
        let place = Arc::clone(&self.all).try_acquire_owned().ok();
        let slot = match (counted, place) {
            (Ok(counted), Some(place)) => Slot {
                hurried: false,
                _place: place,
                _counted: counted,
            },
            (Err(()), _) | (Ok(_), None) => Slot {
                hurried: true,
                _place: reserve,
                _counted: None,
            },
        };
        Some((stream, peer, slot))
    }

    /// Counts a connection of an address, unless everybody may come from there.
    fn count(&self, ip: IpAddr) -> Result<Option<Counted>, ()> {
        let ip = ip.to_canonical();
        let Some(most) = self.per_address else {
            return Ok(None);
        };
        if ip.is_loopback() || self.proxies.iter().any(|proxy| proxy.contains(ip)) {
            return Ok(None);
        }
        // One customer of an IPv6 provider has all addresses of a /64.
        let address = Net::around(ip, 32, 64);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most.get() {
            return Err(());
        }
        *count += 1;
        drop(counts);
        Ok(Some(Counted {
            counts: Arc::clone(&self.counts),
            address,
        }))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// A connection that was gone before we took it is no reason to wait; a lack of files is.
async fn pause_after(error: &io::Error) {
    let is_theirs = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    );
    if !is_theirs {
        tracing::warn!(event = "accept_failed", %error, "A connection could not be taken.");
        sleep(Duration::from_millis(100)).await;
    }
}

/// How many files this process may have open, where the system says so.
fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_so_many_connections_and_the_own_machine_any_number() {
        let slots = Slots::new(&Config {
            limits_scale: 0.02,
            ..Config::default()
        });
        let there: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        let first = slots.count(there).unwrap();
        let _second = slots.count(neighbour).unwrap();
        assert!(slots.count(there).is_err());
        assert!(slots.count("2001:db8:0:1::1".parse().unwrap()).is_ok());
        drop(first);
        assert!(slots.count(there).is_ok());
        for _ in 0..5 {
            assert!(matches!(
                slots.count("127.0.0.1".parse().unwrap()),
                Ok(None)
            ));
        }
    }

    #[test]
    fn the_limit_on_files_is_known() {
        assert!(open_files().is_none_or(|files| files > 0));
    }
}
