//! The integration tests: sentences about people.

mod harness;
mod support;
