//! Indaba: a community-of-practice forum for people who lead networks in health and social care.

pub mod cli;
pub mod entity;
pub mod features;
pub mod platform;
