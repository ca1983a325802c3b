//! What every feature stands on. It knows no feature.

pub mod access;
pub mod activity;
pub mod app;
pub mod audit;
pub mod clock;
pub mod config;
pub mod db;
pub mod drafts;
pub mod fragments;
pub mod heartbeat;
pub mod jobs;
pub mod mail;
pub mod one_time;
pub mod random;
pub mod secret;
pub mod settings;
pub mod statements;
pub mod text;
pub mod web;
