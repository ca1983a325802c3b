//! HTTP: what stands between a browser and the features.

pub mod assets;
pub mod error;
pub mod error_pages;
pub mod forgery;
pub mod form;
pub mod headers;
pub mod layout;
pub mod limits;
pub mod not_set_up;
pub mod page;
pub mod path;
pub mod probes;
pub mod routes;
pub mod server;
pub mod session;
pub mod session_store;
pub mod templates;
pub mod typed;
