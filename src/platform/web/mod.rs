//! HTTP: what stands between a browser and the features.

pub mod error;
pub mod error_pages;
pub mod form;
pub mod layout;
pub mod limits;
pub mod page;
pub mod path;
pub mod routes;
pub mod session;
pub mod session_store;
pub mod templates;
pub mod typed;
