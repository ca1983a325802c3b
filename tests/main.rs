//! The integration tests: sentences about people.

mod architecture;
mod harness;
mod schema;
mod support;
mod templates;
