//! The front door, what waits for one, and the pages about the site.

pub mod routes;
pub mod views;

mod handlers;
mod queries;
