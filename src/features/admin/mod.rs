//! Running the site: how it is doing, as its admins see it.

pub mod routes;
pub mod views;

mod handlers;
mod queries;
