//! The server: the listener, and the stack of layers around every page, in order, with why.

mod accept;
mod bodies;
mod capacity;
mod host;
mod outermost;
mod wire;

pub use accept::serve;
pub use outermost::AskedBy;

use std::{any::Any, sync::Arc};

use anyhow::{Context, Result};
use axum::{
    Extension, Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower::ServiceBuilder;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use super::{
    assets, error::Error, error_pages, forgery, limits, not_set_up, probes, routes::Routes,
    session, typed,
};
use crate::platform::app::App;

/// The routes of a site whose features have `routes`: theirs, and those of the platform itself.
pub fn with_own(routes: Routes) -> Routes {
    behind_all(routes).merge(probes::routes())
}

fn behind_all(routes: Routes) -> Routes {
    routes.merge(assets::routes()).merge(probes::more_routes())
}

/// The site as one service: `routes` behind all layers.
pub fn build(app: App, routes: Routes) -> Result<Router> {
    let csrf = forgery::layer(&app.config.base_url).context("The base URL is no origin")?;
    let hosts: Arc<[String]> = app.config.base_url.hosts().into();
    let state = || app.clone();
    // From the outside inwards: each layer sees what those above it let through.
    let outside = ServiceBuilder::new()
        // Outermost, so that every answer has an id, the headers and a line in the log.
        .layer(from_fn_with_state(state(), outermost::layer))
        // For a panic in a layer; handlers have their own below.
        .layer(CatchPanicLayer::custom(on_panic_outside as OnPanic))
        // First of all questions: is this for us? Nothing below reads `Host` before that.
        .layer(from_fn_with_state(hosts, host::layer));
    // Probes stop here: they need nothing of what follows, and answer when all else is crowded.
    let inside = ServiceBuilder::new()
        // Around the error pages, which are compressed as well. Assets come compressed.
        .layer(
            CompressionLayer::new()
                .no_br()
                .quality(CompressionLevel::Fastest),
        )
        // Around the error pages, which show who is signed in.
        .layer(session::layer(&app))
        // Makes a page of everything that fails below.
        .layer(from_fn_with_state(state(), error_pages::layer))
        // The whole body at once: a slow sender holds a connection, and no place below.
        .layer(from_fn(bodies::layer))
        // Sets the typed text aside, so that every refusal below can give it back.
        .layer(from_fn_with_state(state(), typed::keep))
        // Before anything acts: our rule, and then the layer for which it closes a gap.
        .layer(from_fn(forgery::rule))
        .layer(csrf)
        // Who sends too much is told before anything is asked of the database.
        .layer(from_fn_with_state(state(), limits::layer))
        // What is too much for this process, and what takes too long.
        .layer(from_fn_with_state(capacity::Places::new(), capacity::layer))
        // Nothing to see yet, but the set-up.
        .layer(from_fn_with_state(state(), not_set_up::layer))
        // Inside the error pages, so that a panic is a page with a reference.
        .layer(CatchPanicLayer::custom(on_panic as OnPanic))
        // Doors ask for it before a handler's own state is at hand.
        .layer(Extension(app.clone()));
    let probes = probes::routes().into_router();
    // An address that is no route answers like a thing that must not be known to exist. It is
    // named here, because merging keeps only one router's unnamed fallback, and the wrong one.
    let unknown = async || Error::NotFound;
    let site = behind_all(routes)
        .into_router()
        .fallback(unknown)
        .layer(inside);
    Ok(site.merge(probes).layer(outside).with_state(app))
}

type OnPanic = fn(Box<dyn Any + Send>) -> Response;

/// The panic hook has logged it; the error pages make a page of the status.
fn on_panic(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn on_panic_outside(_: Box<dyn Any + Send>) -> Response {
    host::broken()
}
