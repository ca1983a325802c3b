//! The integration tests: sentences about people.

mod accounts;
mod architecture;
mod harness;
mod http;
mod schema;
mod support;
mod templates;
