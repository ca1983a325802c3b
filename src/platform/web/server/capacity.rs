//! How much is worked on at once, and for how long.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::{sync::Semaphore, time::timeout};

use super::host;
use crate::platform::web::error::Error;

/// Requests in flight; more would only wait for the database (security.md C12).
const AT_ONCE: usize = 512;

/// How long one may take. Work on the database that is cut off here is undone.
const IN_TIME: Duration = Duration::from_secs(10);

/// The places of this process.
#[derive(Clone, Debug)]
pub(super) struct Places(Arc<Semaphore>);

impl Places {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// The layer. Those for whom there is no place are told at once, by a page that costs nothing.
pub(super) async fn layer(State(places): State<Places>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.0.try_acquire() else {
        return host::crowded();
    };
    if let Ok(response) = timeout(IN_TIME, next.run(request)).await {
        return response;
    }
    tracing::warn!(
        event = "too_slow",
        "A request took too long and was cut off."
    );
    Error::Busy.into_response()
}
