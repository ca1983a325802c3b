//! identifiable
