//! Indaba: a community-of-practice forum for people who lead networks in health and social care.
