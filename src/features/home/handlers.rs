//! HTTP in, page or redirect out.
