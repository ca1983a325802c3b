//! The integration tests: sentences about people.

mod accounts;
mod architecture;
mod harness;
mod schema;
mod support;
mod templates;
