//! The tables: one file each, shape only. Each is written by one feature, under whose name it stands here.

pub mod id;
pub mod timestamp;

// accounts
pub mod account;
pub mod site_role;
pub mod throttle;

// platform
pub mod activity;
pub mod audit_entry;
pub mod draft;
pub mod form_use;
pub mod heartbeat;
pub mod job;
pub mod one_time_link;
pub mod outbox_mail;
pub mod schedule;
pub mod session;
pub mod site_secret;
pub mod site_setting;

// networks
pub mod join_request;
pub mod membership;
pub mod network;
pub mod network_invitation;

// threads
pub mod challenge;
pub mod post;
pub mod post_revision;
pub mod thread;
pub mod thread_event;
pub mod thread_read;

// health_checks
pub mod answer_draft;
pub mod check_invitation;
pub mod comment;
pub mod comparison_record;
pub mod health_check;
pub mod instrument;
pub mod respondent_draft;
pub mod response;
pub mod result;
pub mod result_link;
pub mod round;
pub mod share;

// plans
pub mod action;
pub mod action_link;
pub mod action_update;
pub mod annotation;

// moderation
pub mod report;
pub mod review_item;
