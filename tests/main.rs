//! The integration tests: sentences about people.
